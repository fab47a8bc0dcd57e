package import DiagnosticModel
package import SchemaModel
package import SchemaSQL
package import YAMLDocument

/// All problems of schema documents.
package struct SchemaDocumentError: Error, Hashable, Sendable {
    /// At least one problem, in the order of the texts.
    package let problems: [SchemaDocumentProblem]
}

/// One problem and its location.
package struct SchemaDocumentProblem: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case yaml(YAMLError)
        case unsupportedVersion(String)
        case unknownKey(String, in: DocumentPlace, known: [String])
        case missingKey(String, in: DocumentPlace)
        case wrongType(key: String, in: DocumentPlace, expected: String, found: String)
        case badValue(key: String, in: DocumentPlace, value: String, expected: [String])
        case columnType(ColumnTypeError, text: String, in: DocumentPlace)
        /// The attribute `binary` on a type whose character set is not given.
        case binaryWithoutCharset(DocumentPlace)
        case unknownPlaceholder(String, in: String, known: [String])
        /// A trigger that follows or precedes one that is not declared for its table, timing and event.
        case unknownTrigger(String, in: DocumentPlace, known: [String])

        case noTables
        case noColumns(DocumentPlace)
        case badName(DocumentPlace)
        case duplicate(DocumentPlace, first: SourceLocation?)
        /// Two documents set the same default to different values.
        case conflictingDefault(String, first: String, second: String)
        case repeatedColumn(String, in: DocumentPlace)
        case unknownTable(String, in: DocumentPlace, known: [String])
        case unknownColumn(String, table: String, in: DocumentPlace, known: [String])
        case columnCounts(in: DocumentPlace, columns: Int, referenced: Int)
        /// `references: table` has no columns, and the table has no primary key.
        case noPrimaryKey(table: String, in: DocumentPlace)
        /// Two attributes that exclude each other.
        case exclusive(String, String, in: DocumentPlace)
        /// An attribute that the type does not allow.
        case attribute(String, type: String, in: DocumentPlace)
        case secondAutoIncrement(DocumentPlace, first: String)
        case autoIncrementWithoutKey(DocumentPlace)
        case nullablePrimaryKey(DocumentPlace)
        /// `default: null` on a column that is not nullable.
        case nullDefault(DocumentPlace)
        /// A literal that the type cannot hold.
        case badDefault(String, type: String, in: DocumentPlace)
        /// A check that uses no column of the table.
        case namesNoColumn(in: DocumentPlace, table: String, known: [String])
        /// A unique key without a column of the partitioning key.
        case keyWithoutPartitionColumn(String, in: DocumentPlace)
        /// `renamed_from` names something that is still declared.
        case renamedFromDeclared(String, in: DocumentPlace)
    }

    package let kind: Kind
    package let location: SourceLocation?
}

/// The part of a document that a problem concerns.
package enum DocumentPlace: Hashable, Sendable {
    case document, database, defaults, naming
    case table(String)
    case options(table: String)
    case column(String, table: String)
    case primaryKey(table: String)
    /// The name is nil until the naming pattern generates it.
    case index(String?, table: String)
    case foreignKey(String?, table: String)
    case check(String?, table: String)
    case partitions(table: String)
    case object(StoredObject.ID)
    /// The key `source` of a table or a column.
    case source
}

/// Collects problems while reading.
final class ProblemList {
    private var problems: [SchemaDocumentProblem] = []

    var isEmpty: Bool { problems.isEmpty }

    func add(_ kind: SchemaDocumentProblem.Kind, at location: SourceLocation?) {
        let problem = SchemaDocumentProblem(kind: kind, location: location)
        // Something that is read twice is reported once.
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// The problems in order of location within each file. The order of the files stays.
    var error: SchemaDocumentError? {
        if problems.isEmpty { return nil }
        var order: [String: Int] = [:]
        for case let file? in problems.map(\.location?.file) where order[file] == nil { order[file] = order.count }
        let sorted = problems.enumerated().sorted { left, right in
            guard let first = left.element.location, let second = right.element.location else {
                return left.offset < right.offset
            }
            return (order[first.file] ?? 0, first.line, first.column, left.offset)
                < (order[second.file] ?? 0, second.line, second.column, right.offset)
        }
        return SchemaDocumentError(problems: sorted.map(\.element))
    }
}
