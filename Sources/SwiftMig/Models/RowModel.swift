/// A model whose rows an application reads and writes. `@Table` adds the conformance.
///
/// ```swift
/// let user = try await session.insert(User.New(username: "ann"))
/// ```
public protocol RowModel: TableModel, RowDecodable, Sendable where Columns: Sendable {
    /// What an INSERT of a row takes.
    associatedtype New: NewRow where New.Model == Self

    /// The columns in the order in which rows are read and ``rowValues`` lists them.
    static var rowLayout: RowLayout { get }

    /// The values of the row, one for each column of ``rowLayout``.
    var rowValues: [SQLValue] { get }

    /// Adds 1 to the property of the column ``RowLayout/version``, as the server does when the row is saved. Does
    /// nothing if there is no such column.
    mutating func countChange()
}

extension RowModel {
    /// Does nothing.
    public mutating func countChange() {}
}

/// A row that is not in the database yet.
///
/// Columns that the server can fill in, such as a numbered key or one with a default, may be left out. Generated
/// columns are missing.
public protocol NewRow: Sendable {
    /// The model of the table.
    associatedtype Model: RowModel

    /// The values, one for each column of the model's ``RowModel/rowLayout``; nil for a column that is not named.
    var newValues: [SQLValue?] { get }
}

/// The columns of a model as its rows hold them.
public struct RowLayout: Hashable, Sendable {
    /// A column of a row.
    public struct Column: Hashable, Sendable {
        /// The column's name in the database.
        public let name: String
        /// Whether the server computes it, so that no statement writes it.
        public let isGenerated: Bool

        /// Creates a column.
        public init(_ name: String, isGenerated: Bool = false) {
            self.name = name
            self.isGenerated = isGenerated
        }
    }

    /// The columns, in the order in which rows are read.
    public let columns: [Column]
    /// The places in ``columns`` of the primary key's columns, in the order of the key. Empty if there is no key.
    public let primaryKey: [Int]
    /// The place of the column that counts the changes of a row, by which a change of an outdated row is noticed.
    public let version: Int?
    /// The place of the column that the server numbers.
    public let autoIncrement: Int?

    /// Creates a layout.
    public init(_ columns: [Column], primaryKey: [Int], version: Int? = nil, autoIncrement: Int? = nil) {
        self.columns = columns
        self.primaryKey = primaryKey
        self.version = version
        self.autoIncrement = autoIncrement
    }
}

extension RowLayout.Column: ExpressibleByStringLiteral {
    /// Creates a column that is not generated.
    public init(stringLiteral name: String) { self.init(name) }
}
