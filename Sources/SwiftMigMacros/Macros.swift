@_exported public import SwiftMig

/// Makes a struct the model of a table. Its stored properties are the columns.
///
/// ```swift
/// @Table("users", comment: "Registered people")
/// struct User {
///     @Column(primaryKey: true, autoIncrement: true)
///     let id: UInt64
///     @Column(.varchar(254), unique: true)
///     var email: String
///     @Column(references: \Team.id, onDelete: .setNull)
///     var teamID: UInt64?
///     var role: Role
///
///     static let team = belongsTo(Team.self, via: \.teamID)
///
///     static func elements(_ t: Columns) -> [TableElement] {
///         [.index(t.teamID, t.role.descending)]
///     }
/// }
/// ```
///
/// The macro adds the conformance to ``/SwiftMig/RowModel``, and a struct `User.New` for rows to insert. A column's
/// name is its property's in snake case (`teamID` becomes `team_id`). Its type follows from the property's type, and it
/// may hold NULL if that is an optional. `String`, `Data` and `Decimal` need a type in
/// ``Column(_:primaryKey:autoIncrement:unique:index:default:onUpdate:generated:version:references:onDelete:onKeyUpdate:charset:collation:check:srid:invisible:compressed:versioned:format:storage:comment:renamedFrom:)``.
/// Static, computed and lazy properties are not columns, and neither are properties marked with ``Transient()``.
///
/// Declare relations as `static let` in the struct itself. The macro does not see those in an extension; list them in
/// your own `static var relations: [any Relation]`.
///
/// - Parameters:
///   - name: The table's name in the database.
///   - comment: A comment, stored by the server.
///   - renamedFrom: The table's previous name, if it is renamed: its rows are kept. Like SwiftData's `originalName`.
///     Needed for only one migration, and harmless afterwards.
///   - options: The storage options of the table.
@attached(
    member,
    names: named(PrimaryKey),
    named(Columns),
    named(tableName),
    named(columns),
    named(table),
    named(columnName),
    named(relations),
    named(rowLayout),
    named(rowValues),
    named(countChange),
    named(New)
)
@attached(extension, conformances: TableModel, RowModel, RowDecodable, Sendable, names: named(init))
public macro Table(
    _ name: String,
    comment: String? = nil,
    renamedFrom: String? = nil,
    options: TableOptions = TableOptions()
) = #externalMacro(module: "SwiftMigMacrosPlugin", type: "TableMacro")

/// Describes the column of a stored property where the Swift type does not suffice.
///
/// - Parameters:
///   - type: The column's type. Required for `String`, `Data` and `Decimal`.
///   - primaryKey: `true` for the primary key. If it has several columns, the position in it: 1, 2, ….
///   - autoIncrement: Whether the server numbers the rows.
///   - unique: Whether the column has a unique index.
///   - index: Whether the column has a plain index.
///   - default: The value for an INSERT that does not name the column; `.value(Role.member)` for a case of an
///     enumeration.
///   - onUpdate: The value that an UPDATE sets if it does not name the column.
///   - generated: How the server computes the column. The property must be a `let`.
///   - version: Whether the column counts the changes of a row. A session changes the row only if it still has the
///     number that was read. The column is an integer that is never NULL, and a new row gets 1.
///   - references: The column that a foreign key of this one refers to. It must have the same type.
///   - onDelete: What happens to the referring rows if the referenced row is deleted.
///   - onKeyUpdate: What happens to the referring rows if the referenced key changes.
///   - charset: The character set, if it differs from the table's.
///   - collation: The collation, if it differs from the table's.
///   - check: A check of the column itself (MariaDB), as SQL.
///   - srid: The spatial reference system of a spatial column.
///   - invisible: Whether `SELECT *` leaves the column out.
///   - compressed: MariaDB's `COMPRESSED`.
///   - versioned: Whether changes of the column are kept in the history of a system-versioned table (MariaDB).
///   - format: MySQL's `COLUMN_FORMAT`: `fixed` or `dynamic`.
///   - storage: MySQL's `STORAGE`: `disk` or `memory`.
///   - comment: A comment, stored by the server.
///   - renamedFrom: The column's previous name, if it is renamed: its values are kept. Like SwiftData's `originalName`.
///     Needed for only one migration, and harmless afterwards.
@attached(peer)
public macro Column(
    _ type: ColumnType? = nil,
    primaryKey: PrimaryKeyPart = false,
    autoIncrement: Bool = false,
    unique: Bool = false,
    index: Bool = false,
    default: DefaultValue? = nil,
    onUpdate: UpdateValue? = nil,
    generated: Generated? = nil,
    version: Bool = false,
    references: AnyKeyPath? = nil,
    onDelete: ForeignKeyRule? = nil,
    onKeyUpdate: ForeignKeyRule? = nil,
    charset: String? = nil,
    collation: String? = nil,
    check: String? = nil,
    srid: UInt32? = nil,
    invisible: Bool = false,
    compressed: Bool = false,
    versioned: Bool = true,
    format: String? = nil,
    storage: String? = nil,
    comment: String? = nil,
    renamedFrom: String? = nil
) = #externalMacro(module: "SwiftMigMacrosPlugin", type: "ColumnMacro")

/// Describes the column of a stored property, and gives it a name other than the property's.
///
/// - Parameter name: The column's name in the database.
@attached(peer)
public macro Column(
    _ name: String,
    _ type: ColumnType? = nil,
    primaryKey: PrimaryKeyPart = false,
    autoIncrement: Bool = false,
    unique: Bool = false,
    index: Bool = false,
    default: DefaultValue? = nil,
    onUpdate: UpdateValue? = nil,
    generated: Generated? = nil,
    version: Bool = false,
    references: AnyKeyPath? = nil,
    onDelete: ForeignKeyRule? = nil,
    onKeyUpdate: ForeignKeyRule? = nil,
    charset: String? = nil,
    collation: String? = nil,
    check: String? = nil,
    srid: UInt32? = nil,
    invisible: Bool = false,
    compressed: Bool = false,
    versioned: Bool = true,
    format: String? = nil,
    storage: String? = nil,
    comment: String? = nil,
    renamedFrom: String? = nil
) = #externalMacro(module: "SwiftMigMacrosPlugin", type: "ColumnMacro")

/// Marks a stored property that is not a column. It needs a value, because no row has one for it.
@attached(peer)
public macro Transient() = #externalMacro(module: "SwiftMigMacrosPlugin", type: "TransientMacro")
