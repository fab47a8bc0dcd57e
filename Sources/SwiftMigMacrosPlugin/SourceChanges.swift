internal import SwiftSyntax
internal import SwiftSyntaxBuilder

// What fix-its put in the place of what is written.

extension AttributeSyntax {
    /// The attribute with other arguments; without any, it has no parentheses.
    func replacingArguments(_ new: [LabeledExprSyntax]) -> AttributeSyntax {
        let end = rightParen?.trailingTrivia ?? attributeName.trailingTrivia
        var copy = with(\.attributeName, attributeName.trimmed)
        guard !new.isEmpty else {
            copy.leftParen = nil
            copy.arguments = nil
            copy.rightParen = nil
            return copy.with(\.trailingTrivia, end)
        }
        let comma = TokenSyntax.commaToken(trailingTrivia: .space)
        let list = new.enumerated().map { index, argument in
            argument.with(\.trailingComma, index == new.count - 1 ? nil : argument.trailingComma ?? comma)
        }
        copy.leftParen = leftParen ?? .leftParenToken()
        copy.arguments = .argumentList(LabeledExprListSyntax(list))
        copy.rightParen = (rightParen ?? .rightParenToken()).with(\.trailingTrivia, end)
        return copy
    }

    /// The attribute of `@Column` with one more argument, in its place.
    func adding(_ label: ColumnArguments.Label, _ value: ExprSyntax) -> AttributeSyntax {
        let place = Self.place(label.rawValue)
        let index = argumentList.firstIndex { Self.place($0.label?.text) > place } ?? argumentList.endIndex
        var arguments = argumentList
        arguments.insert(LabeledExprSyntax(label: label.rawValue, expression: value), at: index)
        return replacingArguments(arguments)
    }

    /// The attribute of `@Column` with a column type, behind the name.
    func adding(type: ExprSyntax) -> AttributeSyntax {
        let index = argumentList.firstIndex { $0.label != nil } ?? argumentList.endIndex
        var arguments = argumentList
        arguments.insert(LabeledExprSyntax(expression: type), at: index)
        return replacingArguments(arguments)
    }

    func removing(_ label: ColumnArguments.Label) -> AttributeSyntax {
        replacingArguments(argumentList.filter { $0.label?.text != label.rawValue })
    }

    /// Arguments must stand in the order in which the macro declares them; those without a label come first.
    private static func place(_ label: String?) -> Int {
        guard let label else { return -1 }
        return ColumnArguments.Label.allCases.firstIndex { $0.rawValue == label } ?? -1
    }
}

extension VariableDeclSyntax {
    /// The declaration with one more attribute, on a line of its own where the declaration has one.
    func adding(_ attribute: AttributeSyntax) -> VariableDeclSyntax {
        let indentation = Trivia(pieces: leadingTrivia.reversed().prefix { $0.isSpaceOrTab }.reversed())
        let isOnOwnLine = leadingTrivia.contains { $0.isNewline }
        let rest = with(\.leadingTrivia, isOnOwnLine ? .newline + indentation : .space)
        let new = AttributeListSyntax.Element.attribute(attribute.with(\.leadingTrivia, leadingTrivia))
        return rest.with(\.attributes, AttributeListSyntax([new] + Array(rest.attributes)))
    }

    func removing(_ attribute: AttributeSyntax) -> VariableDeclSyntax {
        let rest = attributes.filter { $0.as(AttributeSyntax.self) != attribute }
        return with(\.attributes, rest).with(\.leadingTrivia, leadingTrivia)
    }
}

extension TypeSyntax {
    /// The type without the optional around it, nil where there is none.
    var unwrapped: TypeSyntax? {
        if let optional = self.as(OptionalTypeSyntax.self) { return optional.wrappedType }
        if let optional = self.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) { return optional.wrappedType }
        guard let type = self.as(IdentifierTypeSyntax.self), type.name.text == "Optional",
            case .type(let wrapped) = type.genericArgumentClause?.arguments.first?.argument
        else { return nil }
        return wrapped
    }
}
