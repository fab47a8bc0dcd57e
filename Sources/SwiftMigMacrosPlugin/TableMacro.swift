package import SwiftSyntax
internal import SwiftSyntaxBuilder
package import SwiftSyntaxMacros

/// `@Table`: makes a struct conform to `RowModel`, and so to `TableModel`.
package enum TableMacro: MemberMacro, ExtensionMacro {
    /// The code is written with indentation. Formatting it would take twice as long as writing it.
    package static var formatMode: FormatMode { .disabled }

    package static func expansion(
        of node: AttributeSyntax,
        providingMembersOf declaration: some DeclGroupSyntax,
        conformingTo _: [TypeSyntax],
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        switch Candidate(declaration, in: context) {
        case .model(let declaration):
            let model = ModelDeclaration(declaration, attribute: node)
            // Even after an error, the members are written. Otherwise the compiler would report them as missing too.
            ModelChecker(model: model, attribute: node, context: context).check()
            return ModelWriter(model: model, context: context).members.map { DeclSyntax(unparsed: $0) }
        case .misuse(let report, let place):
            context.report(report, at: place)
            return []
        case .local:
            return []
        }
    }

    package static func expansion(
        of node: AttributeSyntax,
        attachedTo declaration: some DeclGroupSyntax,
        providingExtensionsOf type: some TypeSyntaxProtocol,
        conformingTo protocols: [TypeSyntax],
        in context: some MacroExpansionContext
    ) -> [ExtensionDeclSyntax] {
        guard case .model(let declaration) = Candidate(declaration, in: context) else { return [] }
        let model = ModelDeclaration(declaration, attribute: node)
        let initializer = RowWriter(model: model).initializer
        guard initializer != nil || !protocols.isEmpty else { return [] }
        // All of them, also those that another includes: to look for a conformance, the compiler does not expand a
        // macro that does not list it.
        let names = protocols.map { conformance in
            let name = conformance.lastToken(viewMode: .sourceAccurate)?.text ?? ""
            return (name == "Sendable" ? "Swift." : "SwiftMig.") + name
        }
        return [ExtensionDeclSyntax(of: type, conformances: names, unparsed: initializer.map { [$0] } ?? [])]
    }
}

/// The declaration that `@Table` is attached to.
private enum Candidate {
    case model(StructDeclSyntax)
    case misuse(Report, at: TokenSyntax)
    /// In a function, which the compiler reports itself.
    case local

    init(_ declaration: some DeclGroupSyntax, in context: some MacroExpansionContext) {
        guard let model = declaration.as(StructDeclSyntax.self) else {
            var report = Report(.notAStruct(declaration.introducer.text))
            if [.keyword(.class), .keyword(.actor)].contains(declaration.introducer.tokenKind) {
                report.propose("write struct", declaration.introducer, TokenSyntax.keyword(.struct))
            }
            self = .misuse(report, at: declaration.introducer)
            return
        }
        let parents = context.lexicalContext
        let generics = [model] + parents.compactMap { $0.asProtocol((any WithGenericParametersSyntax).self) }
        if parents.contains(where: { $0.asProtocol((any DeclGroupSyntax).self) == nil }) {
            self = .local
        } else if generics.contains(where: { $0.genericParameterClause != nil }) {
            self = .misuse(Report(.generic(model.name.text)), at: model.name)
        } else if !parents.isEmpty, let modifier = model.modifiers.first(where: \.isPrivate) {
            var report = Report(.privateModel(model.name.text))
            report.propose("write fileprivate", modifier.name, TokenSyntax.keyword(.fileprivate))
            self = .misuse(report, at: modifier.name)
        } else {
            self = .model(model)
        }
    }
}
