/// A Swift type whose values are the rows of a table.
///
/// The `@Table` macro of the module `SwiftMigMacros` adds the conformance. To write it by hand, implement ``table``;
/// relations and references also need ``columnName(for:)``.
public protocol TableModel {
    /// The type of the primary key: the type of its only column, a tuple for several columns, or `Never` if there is
    /// none.
    associatedtype PrimaryKey
    /// A type with a reference to every column.
    associatedtype Columns

    /// The table's name.
    static var tableName: String { get }
    /// The table as the type declares it, without the keys of its relations, which ``Metadata`` adds.
    static var table: Table { get }
    /// Returns the column of a stored property, or nil if it is not a column.
    static func columnName(for keyPath: PartialKeyPath<Self>) -> String?
    /// References to every column.
    static var columns: Columns { get }
    /// Returns the parts of the table besides its columns: indexes, checks and keys over several columns.
    static func elements(_ columns: Columns) -> [TableElement]
    /// The relations to other tables, which add their foreign keys.
    static var relations: [any Relation] { get }
}

extension TableModel {
    /// Returns an empty array.
    public static func elements(_: Columns) -> [TableElement] { [] }
    /// An empty array.
    public static var relations: [any Relation] { [] }
}

/// A typed reference to a column of a model, for building indexes in ``TableModel/elements(_:)``.
public struct ColumnReference<Model: TableModel, Value>: Sendable, IndexPartConvertible {
    /// The column's name in the database.
    public let name: String

    /// Creates a reference to a column.
    public init(_ name: String) {
        self.name = name
    }

    /// The whole column in ascending order.
    public var indexPart: IndexPart { IndexPart(name) }
}

extension Reference {
    /// Creates a reference from one model's column to another model's column of the same type.
    ///
    /// If a key path is not a column, ``Metadata`` reports a missing table or column.
    public init<Model: TableModel, Target: TableModel, Value>(
        from _: KeyPath<Model, Value>,
        to target: KeyPath<Target, Value>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil
    ) {
        self.init(target: target, onDelete: onDelete, onUpdate: onUpdate)
    }

    /// Creates a reference from one model's nullable column to another model's column.
    public init<Model: TableModel, Target: TableModel, Value>(
        from _: KeyPath<Model, Value?>,
        to target: KeyPath<Target, Value>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil
    ) {
        self.init(target: target, onDelete: onDelete, onUpdate: onUpdate)
    }

    private init<Target: TableModel, Value>(
        target: KeyPath<Target, Value>,
        onDelete: ForeignKeyRule?,
        onUpdate: ForeignKeyRule?
    ) {
        self.init(
            TableName(Target.tableName),
            Target.columnNameOrPath(of: target),
            onDelete: onDelete,
            onUpdate: onUpdate
        )
    }
}

extension TableModel {
    /// The column's name or, if there is none, the text of the key path, which is then reported as an unknown column.
    static func columnNameOrPath(of keyPath: PartialKeyPath<Self>) -> String {
        columnName(for: keyPath) ?? "\(keyPath)"
    }
}
