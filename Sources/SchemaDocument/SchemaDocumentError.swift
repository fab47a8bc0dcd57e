package import SchemaModel
package import SchemaSQL
package import YAMLDocument

/// Everything that is wrong with schema documents.
package struct SchemaDocumentError: Error, Hashable, Sendable {
    /// At least one, in the order of the texts.
    package let problems: [SchemaDocumentProblem]
}

/// One thing that is wrong, and where.
package struct SchemaDocumentProblem: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case yaml(YAMLError)
        case unsupportedVersion(String)
        case unknownKey(String, in: DocumentPlace, known: [String])
        case missingKey(String, in: DocumentPlace)
        case wrongType(key: String, in: DocumentPlace, expected: String, found: String)
        case badValue(key: String, in: DocumentPlace, value: String, expected: [String])
        case columnType(ColumnTypeError, text: String, in: DocumentPlace)
        /// The attribute `binary` in a type whose character set nobody names.
        case binaryWithoutCharset(DocumentPlace)
        case unknownPlaceholder(String, in: String, known: [String])
        /// A trigger that is to stand beside one that is not declared for its table, timing and event.
        case unknownTrigger(String, in: DocumentPlace, known: [String])

        case noTables
        case noColumns(DocumentPlace)
        case badName(DocumentPlace)
        case duplicate(DocumentPlace, first: SourceLocation?)
        /// Two documents that set the same default to different values.
        case conflictingDefault(String, first: String, second: String)
        case repeatedColumn(String, in: DocumentPlace)
        case unknownTable(String, in: DocumentPlace, known: [String])
        case unknownColumn(String, table: String, in: DocumentPlace, known: [String])
        case columnCounts(in: DocumentPlace, columns: Int, referenced: Int)
        /// `references: table` without columns, and the table has no primary key.
        case noPrimaryKey(table: String, in: DocumentPlace)
        /// Two attributes of which only one may stand there.
        case exclusive(String, String, in: DocumentPlace)
        /// An attribute that columns of the type cannot have.
        case attribute(String, type: String, in: DocumentPlace)
        case secondAutoIncrement(DocumentPlace, first: String)
        case autoIncrementWithoutKey(DocumentPlace)
        case nullablePrimaryKey(DocumentPlace)
        /// `default: null` of a column that is not nullable.
        case nullDefault(DocumentPlace)
        /// A literal that columns of the type cannot hold.
        case badDefault(String, type: String, in: DocumentPlace)
        /// An expression about rows in which no column of the table stands.
        case namesNoColumn(in: DocumentPlace, table: String, known: [String])
        /// A unique key without a column that rows are partitioned by.
        case keyWithoutPartitionColumn(String, in: DocumentPlace)
        /// `renamed_from` names what is declared as well.
        case renamedFromDeclared(String, in: DocumentPlace)
    }

    package let kind: Kind
    package let location: SourceLocation?
}

/// The part of a document that a problem is about.
package enum DocumentPlace: Hashable, Sendable {
    case document, database, defaults, naming
    case table(String)
    case options(table: String)
    case column(String, table: String)
    case primaryKey(table: String)
    /// The name is nil until it is made from the naming pattern.
    case index(String?, table: String)
    case foreignKey(String?, table: String)
    case check(String?, table: String)
    case partitions(table: String)
    case object(StoredObject.ID)
    /// The key `source` of a table or a column.
    case source
}

/// Collects what is wrong while reading goes on.
final class ProblemList {
    private var problems: [SchemaDocumentProblem] = []

    var isEmpty: Bool { problems.isEmpty }

    func add(_ kind: SchemaDocumentProblem.Kind, at location: SourceLocation?) {
        let problem = SchemaDocumentProblem(kind: kind, location: location)
        // What is read twice is wrong once.
        if !problems.contains(problem) { problems.append(problem) }
    }

    /// In the order of the places within each file; files stay in their order.
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
