internal import SwiftSyntax
internal import SwiftSyntaxBuilder

/// Writes a column as the expression that a person would write.
struct ColumnWriter {
    let property: PropertyDeclaration
    let type: TypeSyntax
    /// Whether the column declares its part in the primary key itself.
    let saysPrimaryKey: Bool

    func text(_ lines: SourceLines?) -> String {
        var arguments = [quoted(property.columnName)]
        if let explicit = property.arguments.type { arguments.append("\(explicit.trimmed)") }
        arguments.append("holding: \(type.metatype)")
        if let source = lines?.arguments(for: property.binding.pattern) { arguments.append(source) }
        return "SwiftMig.Column(\(arguments.joined(separator: ", ")))" + modifiers
    }

    private var modifiers: String {
        [
            saysPrimaryKey && property.keyPosition != nil ? ".primaryKey()" : "",
            flag(.autoIncrement, "autoIncrement"), flag(.unique, "unique"), flag(.index, "indexed"),
            call(.default, "defaulting(to: "), call(.onUpdate, "updating(to: "), call(.generated, "generated("),
            reference,
            call(.charset, "charset("), call(.collation, "collation("), call(.check, "check("), call(.srid, "srid("),
            flag(.invisible, "invisible"), flag(.compressed, "compressed"), versioned, storage,
            call(.comment, "comment("), call(.renamedFrom, "renamed(from: "),
        ]
        .joined()
    }

    /// `.unique()`, or nothing if the argument is false or missing.
    private func flag(_ label: ColumnArguments.Label, _ function: String) -> String {
        guard let value = property.arguments[label], !value.isFalse else { return "" }
        return ".\(function)(\(value.isTrue ? "" : "\(value.trimmed)"))"
    }

    private func call(_ label: ColumnArguments.Label, _ beginning: String) -> String {
        property.arguments[label].map { ".\(beginning)\($0.trimmed))" } ?? ""
    }

    private var versioned: String {
        guard let value = property.arguments[.versioned], !value.isTrue else { return "" }
        return value.isFalse ? ".unversioned()" : ".versioned(\(value.trimmed))"
    }

    private var storage: String {
        let values = [(ColumnArguments.Label.format, "format"), (.storage, "on")]
        let arguments = values.compactMap { label, name in property.arguments[label].map { "\(name): \($0.trimmed)" } }
        return arguments.isEmpty ? "" : ".stored(\(arguments.joined(separator: ", ")))"
    }

    /// The reference, written so that the compiler compares the types of both columns.
    private var reference: String {
        guard let target = property.arguments[.references] else { return "" }
        var arguments = ["from: \\Self.\(property.identifier)", "to: \(target.trimmed)"]
        for (label, name) in [(ColumnArguments.Label.onDelete, "onDelete"), (.onKeyUpdate, "onUpdate")] {
            if let rule = property.arguments[label] { arguments.append("\(name): \(rule.trimmed)") }
        }
        return ".references(SwiftMig.Reference(\(arguments.joined(separator: ", "))))"
    }
}

/// Elements in parentheses or brackets: in one line if they are short, and else one in each.
func list(_ open: String, _ elements: [String], _ close: String, indentation: Int) -> String {
    if elements.reduce(0, { $0 + $1.utf8.count + 2 }) < 80 { return open + elements.joined(separator: ", ") + close }
    let margin = "\n" + String(repeating: " ", count: indentation)
    return open + margin + "    " + elements.joined(separator: ",\(margin)    ") + margin + close
}

/// A string literal.
func quoted(_ text: String) -> String { "\(StringLiteralExprSyntax(content: text))" }

extension TypeSyntax {
    /// The type as it is written in expressions and in angle brackets, where `String!` is an optional.
    var spelled: TypeSyntax {
        guard let unwrapped = self.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) else { return trimmed }
        return "\(unwrapped.wrappedType.trimmed)?"
    }

    /// `Role.self`.
    fileprivate var metatype: String {
        switch kind {
        case .identifierType, .memberType, .optionalType, .arrayType, .dictionaryType: "\(self).self"
        default: "(\(self)).self"
        }
    }
}
