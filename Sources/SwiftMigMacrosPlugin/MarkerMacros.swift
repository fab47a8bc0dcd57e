package import SwiftSyntax
package import SwiftSyntaxMacros

/// `@Column`: only a mark, which `@Table` reads.
package enum ColumnMacro: PeerMacro {
    package static func expansion(
        of _: AttributeSyntax,
        providingPeersOf _: some DeclSyntaxProtocol,
        in _: some MacroExpansionContext
    ) -> [DeclSyntax] {
        []
    }
}

/// `@Transient`: only a mark, which `@Table` reads.
package enum TransientMacro: PeerMacro {
    package static func expansion(
        of _: AttributeSyntax,
        providingPeersOf _: some DeclSyntaxProtocol,
        in _: some MacroExpansionContext
    ) -> [DeclSyntax] {
        []
    }
}
