internal import SwiftSyntax

// What a macro writes reaches the compiler as text, which the compiler parses. To parse it here too would take longer
// than all else that the macro does.

extension DeclSyntax {
    /// Creates a declaration from its text.
    init(unparsed text: String) {
        self.init(MissingDeclSyntax(placeholder: .identifier(text)))
    }
}

extension ExtensionDeclSyntax {
    /// Creates an extension with members from their text.
    init(of type: some TypeSyntaxProtocol, conformances: [String], unparsed members: [String]) {
        let clause = conformances.isEmpty ? "" : ": " + conformances.joined(separator: ", ")
        let margin = Trivia.newlines(1) + .spaces(4)
        self.init(
            extensionKeyword: .keyword(.extension, trailingTrivia: .space),
            extendedType: MissingTypeSyntax(placeholder: .identifier("\(type.trimmed)\(clause)")),
            memberBlock: MemberBlockSyntax(
                leftBrace: .leftBraceToken(leadingTrivia: .space),
                members: MemberBlockItemListSyntax(
                    members.map { MemberBlockItemSyntax(leadingTrivia: margin, decl: DeclSyntax(unparsed: $0)) }
                ),
                rightBrace: .rightBraceToken(leadingTrivia: members.isEmpty ? [] : .newline)
            )
        )
    }
}
