internal import SwiftSyntax
internal import SwiftSyntaxBuilder

/// A stored property that is a column, as its text says.
struct PropertyDeclaration {
    let variable: VariableDeclSyntax
    let binding: PatternBindingSyntax
    /// The name as it is written, with its backticks.
    let identifier: String
    /// The type; nil where neither an annotation nor a literal says it.
    let type: TypeSyntax?
    let attribute: AttributeSyntax?
    let arguments: ColumnArguments

    /// The stored properties of a declaration, which may be several: `var x, y: Double`.
    static func all(of variable: VariableDeclSyntax) -> [PropertyDeclaration] {
        var type: TypeSyntax?
        var properties: [PropertyDeclaration] = []
        // The annotation of the last one counts for those before it.
        for binding in variable.bindings.reversed() {
            type = binding.typeAnnotation?.type ?? binding.initializer?.value.literalType ?? type
            guard binding.isStored, let identifier = binding.identifier else { continue }
            properties.append(PropertyDeclaration(variable, binding, identifier, type))
        }
        return properties.reversed()
    }

    private init(
        _ variable: VariableDeclSyntax,
        _ binding: PatternBindingSyntax,
        _ identifier: String,
        _ type: TypeSyntax?
    ) {
        self.variable = variable
        self.binding = binding
        self.identifier = identifier
        self.type = type
        attribute = variable.attributes.first(named: "Column")
        arguments = ColumnArguments(attribute)
    }

    var columnName: String { arguments.name ?? ColumnName.snakeCase(identifier.filter { $0 != "`" }) }

    /// Whether the type is made of one of these.
    func names(anyOf types: Set<String>) -> Bool {
        type?.tokens(viewMode: .sourceAccurate).contains { types.contains($0.text) } ?? false
    }

    /// The place in the primary key, nil for a column that is no part of it.
    var keyPosition: Int? {
        guard let value = arguments[.primaryKey] else { return nil }
        if let number = value.as(IntegerLiteralExprSyntax.self)?.representedLiteralValue { return number }
        return value.isTrue ? 1 : nil
    }
}

extension ExprSyntax {
    var isTrue: Bool { self.as(BooleanLiteralExprSyntax.self)?.literal.tokenKind == .keyword(.true) }
    var isFalse: Bool { self.as(BooleanLiteralExprSyntax.self)?.literal.tokenKind == .keyword(.false) }

    /// The text of a literal without an interpolation, nil for anything else.
    var literalText: String? { self.as(StringLiteralExprSyntax.self)?.representedLiteralValue }

    /// The type that the compiler gives a variable of this literal; nil for what is no literal.
    fileprivate var literalType: TypeSyntax? {
        switch kind {
        case .integerLiteralExpr: "Swift.Int"
        case .floatLiteralExpr: "Swift.Double"
        case .booleanLiteralExpr: "Swift.Bool"
        case .stringLiteralExpr: "Swift.String"
        default: nil
        }
    }
}
