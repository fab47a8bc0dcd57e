internal import SwiftSyntax

/// A Swift type of which MySQL must know the size, so that a column cannot be inferred from it.
///
/// The names serve to explain; what has no column type of its own does not conform to `ColumnConvertible` and is refused
/// by the compiler under any name.
enum SizedType: String {
    case text = "String"
    case bytes = "Data"
    case decimal = "Decimal"

    /// The type that is written, in whatever module and optional or not; nil for any other.
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

    /// What must be known.
    var question: String {
        switch self {
        case .text: "how long a String can be"
        case .bytes: "how many bytes Data can have"
        case .decimal: "how many digits a Decimal has"
        }
    }

    /// Column types to choose from, the usual one first.
    var examples: [String] {
        switch self {
        case .text: [".varchar(255)", ".text"]
        case .bytes: [".varbinary(255)", ".blob"]
        case .decimal: [".decimal(12, 2)"]
        }
    }
}
