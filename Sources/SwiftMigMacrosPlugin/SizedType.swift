internal import SwiftSyntax

/// A Swift type whose size MySQL must know, so that a column type cannot be inferred from it.
///
/// The names only serve to explain. A type without a column type does not conform to `ColumnConvertible`, so the
/// compiler refuses it under any name.
enum SizedType: String {
    case text = "String"
    case bytes = "Data"
    case decimal = "Decimal"

    /// Creates a value from a type, with or without module prefix and optional; nil for other types.
    init?(_ type: TypeSyntax) {
        if let optional = type.as(OptionalTypeSyntax.self) {
            self.init(optional.wrappedType)
        } else if let type = type.as(MemberTypeSyntax.self) {
            self.init(rawValue: type.name.text)
        } else if let type = type.as(IdentifierTypeSyntax.self) {
            if type.name.text == "Optional",
                case .type(let wrapped) = type.genericArgumentClause?.arguments.first?.argument
            {
                self.init(wrapped)
            } else {
                self.init(rawValue: type.name.text)
            }
        } else {
            return nil
        }
    }

    /// The missing information.
    var question: String {
        switch self {
        case .text: "how long a String can be"
        case .bytes: "how many bytes Data can have"
        case .decimal: "how many digits a Decimal has"
        }
    }

    /// Suggested column types, the most common first.
    var examples: [String] {
        switch self {
        case .text: [".varchar(255)", ".text"]
        case .bytes: [".varbinary(255)", ".blob"]
        case .decimal: [".decimal(12, 2)"]
        }
    }
}
