package import SwiftSyntax
package import SwiftSyntaxMacros

/// `@Column`: only a marker, which `@Table` reads.
package enum ColumnMacro: PeerMacro {
    package static func expansion(
        of node: AttributeSyntax,
        providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        reportStray(node, at: declaration, in: context)
        return []
    }
}

/// `@Transient`: only a marker, which `@Table` reads.
package enum TransientMacro: PeerMacro {
    package static func expansion(
        of node: AttributeSyntax,
        providingPeersOf declaration: some DeclSyntaxProtocol,
        in context: some MacroExpansionContext
    ) -> [DeclSyntax] {
        reportStray(node, at: declaration, in: context)
        return []
    }
}

/// Reports a marker that no `@Table` reads, because it is not on a variable of a type with `@Table`.
private func reportStray(
    _ node: AttributeSyntax,
    at declaration: some DeclSyntaxProtocol,
    in context: some MacroExpansionContext
) {
    let parent = context.lexicalContext.first?.asProtocol((any DeclGroupSyntax).self)
    let isRead = declaration.is(VariableDeclSyntax.self) && parent?.attributes.first(named: "Table") != nil
    if !isRead { context.report(Report(.outsideOfTable(macro: node.name)), at: node) }
}
