internal import SwiftSyntax
internal import SwiftSyntaxBuilder

// Replacements for fix-its.

extension AttributeSyntax {
    /// The attribute with other arguments. Without any, it has no parentheses.
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

    /// The `@Column` attribute with an additional argument in the right place.
    func adding(_ label: ColumnArguments.Label, _ value: ExprSyntax) -> AttributeSyntax {
        let place = Self.place(label.rawValue)
        let index = argumentList.firstIndex { Self.place($0.label?.text) > place } ?? argumentList.endIndex
        var arguments = argumentList
        arguments.insert(LabeledExprSyntax(label: label.rawValue, expression: value), at: index)
        return replacingArguments(arguments)
    }

    /// The `@Column` attribute with a column type after the name.
    func adding(type: ExprSyntax) -> AttributeSyntax {
        let index = argumentList.firstIndex { $0.label != nil } ?? argumentList.endIndex
        var arguments = argumentList
        arguments.insert(LabeledExprSyntax(expression: type), at: index)
        return replacingArguments(arguments)
    }

    func removing(_ label: ColumnArguments.Label) -> AttributeSyntax {
        replacingArguments(argumentList.filter { $0.label?.text != label.rawValue })
    }

    /// The place of a label. Arguments must follow the order of the macro's declaration, and those without a label come
    /// first.
    private static func place(_ label: String?) -> Int {
        guard let label else { return -1 }
        return ColumnArguments.Label.allCases.firstIndex { $0.rawValue == label } ?? -1
    }
}

extension VariableDeclSyntax {
    /// The declaration with an additional attribute, on a separate line if the declaration starts one.
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
    /// The type without the optional around it; nil if it is not an optional.
    var unwrapped: TypeSyntax? {
        if let optional = self.as(OptionalTypeSyntax.self) { return optional.wrappedType }
        if let optional = self.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) { return optional.wrappedType }
        guard let type = self.as(IdentifierTypeSyntax.self), type.name.text == "Optional",
            case .type(let wrapped) = type.genericArgumentClause?.arguments.first?.argument
        else { return nil }
        return wrapped
    }
}
