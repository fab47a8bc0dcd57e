/// A Swift type whose values are the rows of a table.
///
/// `@Table` of the module `SwiftMigMacros` writes the conformance. It can be written by hand too: ``table`` is the only
/// requirement that says anything, and ``columnName(for:)`` what relations and references need.
public protocol TableModel {
    /// The type of the primary key: of one column its Swift type, of several a tuple, `Never` without one.
    associatedtype PrimaryKey
    /// A value with a reference to every column.
    associatedtype Columns

    /// The table's name.
    static var tableName: String { get }
    /// The table as the type declares it, without the keys of its relations, which ``Metadata`` adds.
    static var table: Table { get }
    /// The column of a stored property; nil for what is no column.
    static func columnName(for keyPath: PartialKeyPath<Self>) -> String?
    /// A reference to every column.
    static var columns: Columns { get }
    /// What the table has beside its columns: indexes, checks, keys over several columns.
    static func elements(_ columns: Columns) -> [TableElement]
    /// The relations to other tables, which bring their foreign keys.
    static var relations: [any Relation] { get }
}

extension TableModel {
    /// Nothing.
    public static func elements(_: Columns) -> [TableElement] { [] }
    /// None.
    public static var relations: [any Relation] { [] }
}

/// A column of a model, known by its type: what ``TableModel/elements(_:)`` builds indexes of.
public struct ColumnReference<Model: TableModel, Value>: Sendable, IndexPartConvertible {
    /// The column's name in the database.
    public let name: String

    /// Refers to a column by its name.
    public init(_ name: String) {
        self.name = name
    }

    /// The whole column, ascending.
    public var indexPart: IndexPart { IndexPart(name) }
}

extension Reference {
    /// A reference from one model's column to another's, which must hold the same type.
    ///
    /// - Returns: nil where a key path leads to no column; ``Metadata`` then has no such table or column to report.
    public init<Model: TableModel, Target: TableModel, Value>(
        from _: KeyPath<Model, Value>,
        to target: KeyPath<Target, Value>,
        onDelete: ForeignKeyRule? = nil,
        onUpdate: ForeignKeyRule? = nil
    ) {
        self.init(target: target, onDelete: onDelete, onUpdate: onUpdate)
    }

    /// A reference from one model's column, which may hold NULL, to another's.
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
    /// The column's name, or the key path's own text, which no table has as a column and so is reported.
    static func columnNameOrPath(of keyPath: PartialKeyPath<Self>) -> String {
        columnName(for: keyPath) ?? "\(keyPath)"
    }
}
