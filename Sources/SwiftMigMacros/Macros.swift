@_exported public import SwiftMig

/// Makes a struct the model of a table: its stored properties are the columns.
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
/// The macro writes the conformance to ``/SwiftMig/TableModel``. A column is named after its property in snake case
/// (`teamID` is `team_id`), has the type that the property's type says, and holds NULL where that is an optional one.
/// `String`, `Data` and `Decimal` need a type in ``Column(_:primaryKey:autoIncrement:unique:index:default:onUpdate:generated:references:onDelete:onKeyUpdate:charset:collation:check:srid:invisible:compressed:versioned:format:storage:comment:renamedFrom:)``.
/// Static, computed and lazy properties are no columns, nor are those marked with ``Transient()``.
///
/// Relations are `static let` in the struct itself. Those in an extension are out of the macro's sight; list them there in
/// a `static var relations: [any Relation]` of your own.
///
/// - Parameters:
///   - name: the table's name, written as it is in the database.
///   - comment: a text for people, kept by the server.
///   - renamedFrom: the name that the table had before, so that its rows are kept: SwiftData's `originalName`. A hint for
///     one migration, harmless afterwards.
///   - options: how the table is stored.
@attached(
    member,
    names: named(PrimaryKey),
    named(Columns),
    named(tableName),
    named(columns),
    named(table),
    named(columnName),
    named(relations)
)
@attached(extension, conformances: TableModel)
public macro Table(
    _ name: String,
    comment: String? = nil,
    renamedFrom: String? = nil,
    options: TableOptions = TableOptions()
) = #externalMacro(module: "SwiftMigMacrosPlugin", type: "TableMacro")

/// Says of a stored property what its Swift type does not say of its column.
///
/// - Parameters:
///   - type: the column's type; needed for `String`, `Data` and `Decimal`.
///   - primaryKey: `true` for the primary key; where it has several columns, their place in it: 1, 2, ….
///   - autoIncrement: whether the server numbers the rows.
///   - unique: whether a unique index covers this column alone.
///   - index: whether a plain index covers this column alone.
///   - default: what an INSERT that does not name the column puts in; `.value(Role.member)` for a case of an enumeration.
///   - onUpdate: what an UPDATE that does not name the column puts in.
///   - generated: how the server computes the column. Its property is a `let`.
///   - references: the column that this one refers to by a foreign key, which must hold the same type.
///   - onDelete: what happens to rows that refer to a row that is deleted.
///   - onKeyUpdate: what happens to rows that refer to a row whose key changes.
///   - charset: the character set, where it is not the table's.
///   - collation: the collation, where it is not the table's.
///   - check: a check of the column alone (MariaDB), as SQL.
///   - srid: the spatial reference system of a spatial column.
///   - invisible: whether `SELECT *` leaves the column out.
///   - compressed: MariaDB's `COMPRESSED`.
///   - versioned: whether a change of the column makes history in a system-versioned table (MariaDB).
///   - format: MySQL's `COLUMN_FORMAT`: `fixed` or `dynamic`.
///   - storage: MySQL's `STORAGE`: `disk` or `memory`.
///   - comment: a text for people, kept by the server.
///   - renamedFrom: the name that the column had before, so that its values are kept: SwiftData's `originalName`. A hint for
///     one migration, harmless afterwards.
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

/// As above, for a column that is not named after its property.
///
/// - Parameter name: the column's name, written as it is in the database.
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

/// Marks a stored property that is no column.
@attached(peer)
public macro Transient() = #externalMacro(module: "SwiftMigMacrosPlugin", type: "TransientMacro")
