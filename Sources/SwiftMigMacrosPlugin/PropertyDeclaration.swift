internal import SwiftParser
internal import SwiftSyntax
internal import SwiftSyntaxBuilder

/// A stored property that is a column, according to its text.
struct PropertyDeclaration {
    let variable: VariableDeclSyntax
    let binding: PatternBindingSyntax
    /// The name as written, with its backticks.
    let identifier: String
    /// The type; nil if neither an annotation nor a literal tells it.
    let type: TypeSyntax?
    let attribute: AttributeSyntax?
    let arguments: ColumnArguments

    /// Returns the stored properties of a declaration, which may be several: `var x, y: Double`.
    static func all(of variable: VariableDeclSyntax) -> [PropertyDeclaration] {
        var type: TypeSyntax?
        var properties: [PropertyDeclaration] = []
        // The annotation of a binding also applies to those before it.
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

    /// Whether the type mentions one of these.
    func names(anyOf types: Set<String>) -> Bool {
        type?.tokens(viewMode: .sourceAccurate).contains { types.contains($0.text) } ?? false
    }

    /// The position in the primary key; nil for a column that is not part of it.
    var keyPosition: Int? {
        guard let value = arguments[.primaryKey] else { return nil }
        if let number = value.as(IntegerLiteralExprSyntax.self)?.representedLiteralValue { return number }
        return value.isTrue ? 1 : nil
    }
}

extension ExprSyntax {
    var isTrue: Bool { self.as(BooleanLiteralExprSyntax.self)?.literal.tokenKind == .keyword(.true) }
    var isFalse: Bool { self.as(BooleanLiteralExprSyntax.self)?.literal.tokenKind == .keyword(.false) }

    /// The text of a literal without interpolation; nil for anything else.
    var literalText: String? { self.as(StringLiteralExprSyntax.self)?.representedLiteralValue }

    /// The type that the compiler infers for a variable of this literal; nil if it is not a literal.
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
