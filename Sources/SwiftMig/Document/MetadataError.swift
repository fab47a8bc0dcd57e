/// Invalid metadata, with all its problems.
///
/// Types, defaults and expressions are not checked here. `swiftmig` and the server check them.
public struct MetadataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A single problem.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// What is wrong.
        public let message: String
        /// The place of the declaration.
        public let source: Source?

        /// The problem in the format of compilers: `file:line: error: message`.
        public var description: String {
            (source.map { "\($0.relativeFile):\($0.line): " } ?? "") + "error: " + message
        }

        init(_ kind: Kind, _ source: Source?) {
            message = kind.message
            self.source = source
        }
    }

    /// The problems, in the order of the declarations.
    public let problems: [Problem]

    /// The problems, one per line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }

    enum Kind {
        case nothing
        case duplicate(String, String, first: Source)
        case noColumns(String)
        case unknownRelationTable(String)
        case unknownTable(String, in: String)
        case unknownColumn(String, in: String, of: String)
        case noPrimaryKey(String, in: String)
        case columnCounts([String], String, [String])
        case contradictingRules([String], String, ForeignKeyRule, ForeignKeyRule)
        case twoPrimaryKeys(String)

        var message: String {
            switch self {
            case .nothing:
                "The metadata is empty, which would mean dropping everything. List the models: Metadata(User.self, …)."
            case .duplicate(let kind, let name, let first):
                "There are two \(kind)s named “\(name)”; the first is at \(first.relativeFile):\(first.line)."
            case .noColumns(let table): "The table “\(table)” has no columns."
            case .unknownRelationTable(let table):
                "The relation needs the table “\(table)”, which is not in the metadata. List its model there too."
            case .unknownTable(let target, let table):
                "A foreign key of “\(table)” refers to the table “\(target)”, which is not in the metadata. List its model there too."
            case .unknownColumn(let column, let target, let table):
                "A key of “\(table)” names the column “\(column)”, which “\(target)” does not have."
            case .noPrimaryKey(let target, let table):
                "A foreign key of “\(table)” refers to the primary key of “\(target)”, which has none. Name the column."
            case .columnCounts(let columns, let target, let referenced):
                "A foreign key over (\(columns.joined(separator: ", "))) cannot refer to “\(target)” (\(referenced.joined(separator: ", "))): the numbers of columns differ."
            case .contradictingRules(let columns, let target, let first, let second):
                "The foreign key over (\(columns.joined(separator: ", "))) to “\(target)” is declared twice, with “\(first.rawValue)” and with “\(second.rawValue)”."
            case .twoPrimaryKeys(let table):
                "The table “\(table)” has a primary key and other columns that are declared as one. Keep one of the two."
            }
        }
    }
}
