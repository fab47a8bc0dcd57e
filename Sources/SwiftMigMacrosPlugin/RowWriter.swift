internal import SwiftSyntax
internal import SwiftSyntaxBuilder

/// Writes the members of the conformance to `RowModel`.
struct RowWriter {
    let model: ModelDeclaration

    var members: [String] {
        (model.declares("rowLayout") ? [] : [layout])
            + (model.declaresProperty("rowValues") ? [] : [values])
            + [counter].compactMap { $0 }
            + (model.declaresType("New") ? [] : [NewRowWriter(model: model).declaration])
    }

    /// The initialiser that reads a row; nil if the struct has one.
    ///
    /// It belongs in an extension. In the struct it would replace the memberwise initialiser.
    var initializer: String? {
        guard !model.declaresRowInitializer else { return nil }
        let statements = model.properties.map { property in
            "self.\(property.identifier) = try row.\(property.coding.reader)()"
        }
        return """
            \(model.access.text)init(row: inout SwiftMig.RowReader) throws(SwiftMig.ValueError) {
                    \(statements.joined(separator: "\n        "))
                }
            """
    }

    private var layout: String {
        let columns = model.properties.map { property in
            let name = quoted(property.columnName)
            return model.isComputed(property) ? "SwiftMig.RowLayout.Column(\(name), isGenerated: true)" : name
        }
        let key = model.keyProperties.compactMap { part in place { $0.identifier == part.identifier } }
        var arguments = ["[\(columns.joined(separator: ", "))]", "primaryKey: \(key)"]
        if let version = place({ $0.arguments.isSet(.version) }) { arguments.append("version: \(version)") }
        if let number = place({ $0.arguments.isSet(.autoIncrement) }) { arguments.append("autoIncrement: \(number)") }
        return """
            \(model.access.text)static let rowLayout = SwiftMig.RowLayout(\(arguments.joined(separator: ", ")))
            """
    }

    private func place(_ isWanted: (PropertyDeclaration) -> Bool) -> Int? {
        model.properties.firstIndex(where: isWanted)
    }

    private var values: String {
        let values = model.properties.map { "SwiftMig.SQLValue.\($0.coding.writer)(self.\($0.identifier))" }
        return """
            \(model.access.text)var rowValues: [SwiftMig.SQLValue] {
                \(list("[", values, "]", indentation: 4))
            }
            """
    }
}

extension RowWriter {
    /// The function that counts a change of a row; nil if no property can.
    private var counter: String? {
        let version = model.properties.first { $0.arguments.isSet(.version) }
        guard let version, version.variable.bindingSpecifier.tokenKind == .keyword(.var) else { return nil }
        return """
            \(model.access.text)mutating func countChange() {
                self.\(version.identifier) += 1
            }
            """
    }
}

/// How a column's value is read and sent.
enum ColumnCoding {
    case value
    /// A column of JSON whose type may be a document or a value, which only the compiler can tell.
    case valueOrDocument
    case document

    /// The function of `RowReader`.
    var reader: String {
        switch self {
        case .value: "next"
        case .valueOrDocument: "document"
        case .document: "json"
        }
    }

    /// The function of `SQLValue`.
    var writer: String {
        switch self {
        case .value: "column"
        case .valueOrDocument: "document"
        case .document: "json"
        }
    }
}

extension PropertyDeclaration {
    var coding: ColumnCoding {
        guard arguments.type?.as(MemberAccessExprSyntax.self)?.declName.baseName.text == "json" else { return .value }
        return type?.isPartOfDocuments == true ? .document : .valueOrDocument
    }
}

extension TypeSyntax {
    /// Whether a column of JSON holds the type as a document, although a column of another type holds it otherwise: a
    /// number, an array of floats.
    fileprivate var isPartOfDocuments: Bool {
        if let unwrapped { return unwrapped.isPartOfDocuments }
        switch kind {
        case .arrayType, .dictionaryType: return true
        case .identifierType, .memberType: return Self.partsOfDocuments.contains(name ?? "")
        default: return false
        }
    }

    private static let partsOfDocuments: Set<String> = integers.union([
        "Array", "Bool", "Date", "Decimal", "Dictionary", "Double", "Duration", "Float", "Set", "UUID",
    ])

    private static let integers: Set<String> = [
        "Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
    ]

    /// Whether the type has the name of an integer.
    var isInteger: Bool { Self.integers.contains(name ?? "") }

    /// The name without the module prefix; nil for a type that has none.
    private var name: String? {
        self.as(IdentifierTypeSyntax.self)?.name.text ?? self.as(MemberTypeSyntax.self)?.name.text
    }
}
