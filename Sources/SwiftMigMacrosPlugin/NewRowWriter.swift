internal import SwiftSyntax
internal import SwiftSyntaxBuilder

/// Writes the struct of rows that are not in the database yet.
struct NewRowWriter {
    let model: ModelDeclaration

    /// The columns, without those that the server computes.
    private var columns: [NewColumn] {
        model.properties.compactMap { model.isComputed($0) ? nil : NewColumn($0, in: model) }
    }

    var declaration: String {
        let columns = columns
        let properties = columns.map { "\($0.access.text)var \($0.identifier): \($0.storedType)" }
        let members = properties + initializers(columns) + [values]
        return """
            \(model.access.text)struct New: SwiftMig.NewRow {
                \(access)typealias Model = \(model.name)
                \(members.joined(separator: "\n    "))
            }
            """
    }

    private var access: String { model.access.text }

    /// An initialiser for each level of access, with the columns that may be named there. It is possible if the other
    /// columns may be left out.
    private func initializers(_ columns: [NewColumn]) -> [String] {
        // No type around the struct could call an initialiser that is private to it.
        let levels = Set(columns.map(\.access)).subtracting([.private]).sorted(by: >)
        return (levels.isEmpty ? [model.access] : levels).compactMap { level in
            let hidden = columns.filter { $0.access < level }
            guard hidden.allSatisfy({ $0.omitted != nil }) else { return nil }
            let named = columns.filter { $0.access >= level }
            let assignments =
                named.map { "self.\($0.identifier) = \($0.assigned)" }
                + hidden.compactMap { column in column.omitted.map { "self.\(column.identifier) = \($0)" } }
            let parameters = named.map(\.parameter)
            return """
                \(level.text)init\(list("(", parameters, ")", indentation: 4)) {
                        \(assignments.joined(separator: "\n        "))
                    }
                """
        }
    }

    private var values: String {
        let values = model.properties.map { property in
            if model.isComputed(property) { return "nil" }
            return NewColumn(property, in: model)?.value ?? "nil"
        }
        return """
            \(access)var newValues: [SwiftMig.SQLValue?] {
                    \(list("[", values, "]", indentation: 8))
                }
            """
    }
}

/// A column of a row that is not in the database yet.
private struct NewColumn {
    /// How the column may be left out.
    private enum Omission {
        /// Not at all.
        case never
        /// It gets a value of Swift, written as the default of the parameter.
        case argument(String)
        /// It gets a value of Swift, which the parameter must not mention: a public parameter's default mentions only
        /// what is public.
        case hiddenValue(String)
        /// It gets the server's value. The parameter is nil then.
        case byNil
        /// It gets the server's value, and may be NULL otherwise.
        case byDefault(wrapped: String)
    }

    let identifier: String
    let access: Access
    private let type: String
    private let omission: Omission
    private let coding: ColumnCoding

    init?(_ property: PropertyDeclaration, in model: ModelDeclaration) {
        guard let type = property.type?.spelled else { return nil }
        identifier = property.identifier
        access = model.access(of: property)
        self.type = "\(type)"
        coding = property.coding
        omission = Self.omission(property, type, in: model)
    }

    private static func omission(
        _ property: PropertyDeclaration,
        _ type: TypeSyntax,
        in model: ModelDeclaration
    ) -> Omission {
        let wrapped = type.unwrapped
        if property.hasDefault {
            return wrapped.map { .byDefault(wrapped: "\($0.trimmed)") } ?? .byNil
        }
        if let value = property.binding.initializer?.value {
            let text = value.replacingSelf(with: model.name)
            if value.isLiteral || model.access(of: property) < .package { return .argument(text) }
            return wrapped == nil ? .hiddenValue(text) : .never
        }
        if property.arguments.isSet(.version) { return .argument("1") }
        return wrapped == nil ? .never : .argument("nil")
    }

    var storedType: String {
        switch omission {
        case .never, .argument, .hiddenValue: type
        case .byNil: "\(type)?"
        case .byDefault(let wrapped): "SwiftMig.NewValue<\(wrapped)>"
        }
    }

    var parameter: String {
        switch omission {
        case .never: "\(identifier): \(type)"
        case .argument(let value): "\(identifier): \(type) = \(value)"
        case .hiddenValue, .byNil: "\(identifier): \(type)? = nil"
        case .byDefault: "\(identifier): \(storedType) = .default"
        }
    }

    /// What the initialiser stores if it has the parameter.
    var assigned: String {
        if case .hiddenValue(let value) = omission { "\(identifier) ?? \(value)" } else { identifier }
    }

    /// What the initialiser stores if it lacks the parameter; nil if it must not lack it.
    var omitted: String? {
        switch omission {
        case .never: nil
        case .argument(let value), .hiddenValue(let value): value
        case .byNil: "nil"
        case .byDefault: ".default"
        }
    }

    /// The value to send.
    var value: String {
        switch omission {
        case .never, .argument, .hiddenValue: "SwiftMig.SQLValue.\(coding.writer)(self.\(identifier))"
        case .byNil: "SwiftMig.SQLValue.\(coding.writer)(unlessNil: self.\(identifier))"
        case .byDefault: "SwiftMig.SQLValue.\(coding.writer)(unlessDefault: self.\(identifier))"
        }
    }
}

extension PropertyDeclaration {
    /// Whether the server has a value for a row that does not name the column.
    fileprivate var hasDefault: Bool {
        if arguments.isSet(.autoIncrement) { return true }
        guard let value = arguments[.default] else { return false }
        return value.as(MemberAccessExprSyntax.self)?.declName.baseName.text != "absent"
    }
}

extension ExprSyntax {
    /// Whether everybody can see all of the expression.
    fileprivate var isLiteral: Bool {
        switch kind {
        case .integerLiteralExpr, .floatLiteralExpr, .booleanLiteralExpr, .nilLiteralExpr: true
        case .stringLiteralExpr: literalText != nil
        case .arrayExpr: self.as(ArrayExprSyntax.self)?.elements.allSatisfy(\.expression.isLiteral) ?? false
        case .dictionaryExpr: self.as(DictionaryExprSyntax.self)?.content.is(TokenSyntax.self) ?? false
        case .prefixOperatorExpr: self.as(PrefixOperatorExprSyntax.self)?.expression.isLiteral ?? false
        default: false
        }
    }

    /// The expression for another type, where `Self` is not the model.
    fileprivate func replacingSelf(with model: String) -> String {
        trimmed.tokens(viewMode: .sourceAccurate).map { token in
            token.tokenKind == .keyword(.Self)
                ? "\(token.leadingTrivia)\(model)\(token.trailingTrivia)" : token.description
        }
        .joined()
    }
}
