internal import SwiftSyntax

/// The arguments of `@Column`.
struct ColumnArguments {
    /// The labeled arguments, in order.
    enum Label: String, CaseIterable {
        case primaryKey, autoIncrement, unique, index
        case `default`, onUpdate, generated, version
        case references, onDelete, onKeyUpdate
        case charset, collation, check, srid
        case invisible, compressed, versioned, format, storage
        case comment, renamedFrom
    }

    /// The column's name, if it is given explicitly.
    private(set) var name: String?
    private(set) var type: ExprSyntax?
    private var values: [Label: ExprSyntax] = [:]

    init(_ attribute: AttributeSyntax?) {
        for argument in attribute?.argumentList ?? [] where !argument.expression.is(NilLiteralExprSyntax.self) {
            if let label = argument.label {
                if let label = Label(rawValue: label.text.filter { $0 != "`" }) {
                    values[label] = argument.expression
                }
            } else if let literal = argument.expression.as(StringLiteralExprSyntax.self) {
                name = ExprSyntax(literal).literalText
            } else {
                type = argument.expression
            }
        }
    }

    subscript(label: Label) -> ExprSyntax? { values[label] }

    /// Whether the argument is present and not the literal false.
    func isSet(_ label: Label) -> Bool { values[label].map { !$0.isFalse } ?? false }
}
