package import SwiftSyntax
package import SwiftSyntaxMacros

/// `@Table`: makes a struct conform to `TableModel`.
package enum TableMacro: MemberMacro, ExtensionMacro {
    package static func expansion(
        of node: AttributeSyntax,
        providingMembersOf declaration: some DeclGroupSyntax,
        conformingTo _: [TypeSyntax],
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        guard let declaration = concrete(declaration, node, context) else { return [] }
        let model = ModelDeclaration(declaration, attribute: node)
        ModelChecker(model: model, attribute: node, context: context).check()
        return ModelWriter(model: model, node: node, context: context).members
    }

    /// The struct, where it can be a model. What is wrong in it is no reason to leave out the members: the compiler would
    /// then complain of them too.
    private static func concrete(
        _ declaration: some DeclGroupSyntax,
        _ node: AttributeSyntax,
        _ context: some MacroExpansionContext
    ) -> StructDeclSyntax? {
        guard let model = declaration.as(StructDeclSyntax.self) else {
            var report = Report(.notAStruct(declaration.introducer.text))
            if [.keyword(.class), .keyword(.actor)].contains(declaration.introducer.tokenKind) {
                report.propose("write struct", declaration.introducer, TokenSyntax.keyword(.struct))
            }
            context.report(report, at: declaration.introducer)
            return nil
        }
        let parents = context.lexicalContext.compactMap { $0.asProtocol((any WithGenericParametersSyntax).self) }
        if ([model] + parents).contains(where: { $0.genericParameterClause != nil }) {
            context.report(Report(.generic(model.name.text)), at: model.name)
            return nil
        }
        return model
    }

    package static func expansion(
        of _: AttributeSyntax,
        attachedTo declaration: some DeclGroupSyntax,
        providingExtensionsOf type: some TypeSyntaxProtocol,
        conformingTo protocols: [TypeSyntax],
        in _: some MacroExpansionContext
    ) throws -> [ExtensionDeclSyntax] {
        guard let model = declaration.as(StructDeclSyntax.self), model.genericParameterClause == nil,
            !protocols.isEmpty
        else { return [] }
        return [try ExtensionDeclSyntax("extension \(type.trimmed): SwiftMig.TableModel {}")]
    }
}
