/// The complete schema of a database, which a provider prints and `swiftmig revision --autogenerate` compares.
///
/// ```swift
/// Metadata(User.self, Team.self, Tag.self)
/// ```
public struct Metadata: Hashable, Sendable {
    /// The options of tables that name no engine, character set or collation.
    public var defaults: TableOptions
    /// The character set and collation of the database itself, or nil to leave them unchanged.
    public var database: DatabaseDefaults?
    /// How to name indexes, keys and checks that have no name.
    public var naming: NamingConvention
    /// The tables. Those of models include the keys of their relations.
    public private(set) var tables: [Table] = []
    /// The views.
    public private(set) var views: [View] = []
    /// The triggers.
    public private(set) var triggers: [Trigger] = []
    /// The procedures and functions.
    public private(set) var routines: [Routine] = []
    /// The events.
    public private(set) var events: [Event] = []
    /// The sequences (MariaDB).
    public private(set) var sequences: [NumberSequence] = []
    /// Problems with keys of relations that contradict other declarations.
    var conflicts: [MetadataError.Problem] = []

    /// Creates the metadata of models.
    public init(
        _ models: any TableModel.Type...,
        defaults: TableOptions = TableOptions(),
        database: DatabaseDefaults? = nil,
        naming: NamingConvention = NamingConvention()
    ) {
        self.init(models.map(MetadataElement.init), defaults, database, naming)
    }

    /// Creates the metadata of table values.
    public init(
        _ tables: Table...,
        defaults: TableOptions = TableOptions(),
        database: DatabaseDefaults? = nil,
        naming: NamingConvention = NamingConvention()
    ) {
        self.init(tables.map(MetadataElement.init), defaults, database, naming)
    }

    /// Creates the metadata of models, tables, views and other objects, listed one per line.
    ///
    /// ```swift
    /// Metadata(defaults: TableOptions(collation: "utf8mb4_unicode_ci")) {
    ///     User.self
    ///     Team.self
    ///     View("active_users", "SELECT * FROM users WHERE role <> 'gone'")
    /// }
    /// ```
    public init(
        defaults: TableOptions = TableOptions(),
        database: DatabaseDefaults? = nil,
        naming: NamingConvention = NamingConvention(),
        @MetadataBuilder elements: () -> [MetadataElement]
    ) {
        self.init(elements(), defaults, database, naming)
    }

    private init(
        _ elements: [MetadataElement],
        _ defaults: TableOptions,
        _ database: DatabaseDefaults?,
        _ naming: NamingConvention
    ) {
        self.defaults = defaults
        self.database = database
        self.naming = naming
        for element in elements { add(element) }
        // The keys come last, because a relation may add to any of the tables.
        for element in elements {
            for part in element.relationParts { add(part) }
        }
    }

    private mutating func add(_ element: MetadataElement) {
        switch element.value {
        case .model(let model): tables.append(model.table.adding(model.tableElements))
        case .table(let table): tables.append(table)
        case .view(let view): views.append(view)
        case .trigger(let trigger): triggers.append(trigger)
        case .routine(let routine): routines.append(routine)
        case .event(let event): events.append(event)
        case .sequence(let sequence): sequences.append(sequence)
        }
    }

    private mutating func add(_ part: RelationPart) {
        if let table = part.joinTable, !tables.contains(where: { $0.name == table.name }) { tables.append(table) }
        guard let index = tables.firstIndex(where: { $0.name == part.table }) else {
            conflicts.append(.init(.unknownRelationTable(part.table), part.foreignKey.source))
            return
        }
        if let conflict = tables[index].add(part) { conflicts.append(conflict) }
    }
}

extension TableModel {
    fileprivate static var tableElements: [TableElement] { elements(columns) }
}

extension Table {
    fileprivate func adding(_ elements: [TableElement]) -> Table {
        var table = self
        for element in elements { table.add(element) }
        return table
    }

    /// Adds a key once, even if both sides of a relation and the column itself declare it.
    fileprivate mutating func add(_ part: RelationPart) -> MetadataError.Problem? {
        let key = part.foreignKey
        if part.isUnique, !isUnique(over: key.columns) {
            indexes.append(
                Index(key.columns.map { IndexPart($0) }, kind: .unique, file: key.source.file, line: key.source.line)
            )
        }
        if let index = foreignKeys.firstIndex(where: { $0.columns == key.columns && $0.table == key.table }) {
            var existing = foreignKeys[index]
            let problem = Self.merge(key, onDelete: &existing.onDelete, onUpdate: &existing.onUpdate)
            existing.name = existing.name ?? key.name
            foreignKeys[index] = existing
            return problem
        }
        if key.columns.count == 1,
            let index = columns.firstIndex(where: { $0.name == key.columns[0] && $0.reference?.table == key.table }),
            var reference = columns[index].reference
        {
            let problem = Self.merge(key, onDelete: &reference.onDelete, onUpdate: &reference.onUpdate)
            columns[index].reference = reference
            if let name = key.name { nameReference(ofColumn: index, name) }
            return problem
        }
        foreignKeys.append(key)
        return nil
    }

    /// Turns a column's reference into a foreign key, because a reference has no name.
    private mutating func nameReference(ofColumn index: Int, _ name: String) {
        guard let reference = columns[index].reference else { return }
        columns[index].reference = nil
        foreignKeys.append(
            ForeignKey(
                [columns[index].name],
                references: reference.table,
                reference.column.map { [$0] } ?? [],
                onDelete: reference.onDelete,
                onUpdate: reference.onUpdate,
                name: name,
                file: columns[index].source.file,
                line: columns[index].source.line
            )
        )
    }

    /// Merges the rules of two declarations of a key. One may leave a rule open, but two different rules are a
    /// contradiction.
    private static func merge(
        _ key: ForeignKey,
        onDelete: inout ForeignKeyRule?,
        onUpdate: inout ForeignKeyRule?
    ) -> MetadataError.Problem? {
        for (old, new) in [(onDelete, key.onDelete), (onUpdate, key.onUpdate)] {
            if let old, let new, old != new {
                return .init(.contradictingRules(key.columns, key.table.name, old, new), key.source)
            }
        }
        onDelete = onDelete ?? key.onDelete
        onUpdate = onUpdate ?? key.onUpdate
        return nil
    }

    private func isUnique(over names: [String]) -> Bool {
        if keyColumns.map(\.name) == names { return true }
        if names.count == 1, columns.contains(where: { $0.name == names[0] && $0.isUnique }) { return true }
        return indexes.contains { $0.kind == .unique && $0.parts == names.map { IndexPart($0) } }
    }

    /// The columns of the primary key, in order.
    var keyColumns: [Column] {
        guard let primaryKey else { return columns.filter(\.isPrimaryKey) }
        return primaryKey.parts.compactMap { part in
            guard case .column(let name) = part.value else { return nil }
            return columns.first { $0.name == name }
        }
    }
}

/// The character set and collation of the database itself.
public struct DatabaseDefaults: Hashable, Sendable {
    /// The character set, or nil to leave it unchanged.
    public var charset: String?
    /// The collation, or nil to leave it unchanged.
    public var collation: String?

    /// Creates database defaults.
    public init(charset: String? = nil, collation: String? = nil) {
        self.charset = charset
        self.collation = collation
    }
}

/// How to name indexes, keys and checks that have no name.
///
/// A pattern may contain `{table}`, `{columns}`, `{name}` and, for foreign keys, `{referenced_table}` and
/// `{referenced_columns}`.
public struct NamingConvention: Hashable, Sendable {
    /// The pattern for all indexes that are not unique.
    public var index: String
    /// The pattern for unique indexes.
    public var unique: String
    /// The pattern for foreign keys.
    public var foreignKey: String
    /// The pattern for checks, in which `{name}` is the check's number.
    public var check: String

    /// Creates a convention. Patterns that are left out keep their defaults.
    public init(
        index: String = "ix_{table}_{columns}",
        unique: String = "uq_{table}_{columns}",
        foreignKey: String = "fk_{table}_{columns}",
        check: String = "ck_{table}_{name}"
    ) {
        self.index = index
        self.unique = unique
        self.foreignKey = foreignKey
        self.check = check
    }
}

/// An object of a database: a model, a table, a view, a trigger, a routine, an event or a sequence.
public struct MetadataElement {
    enum Value {
        case model(any TableModel.Type)
        case table(Table)
        case view(View)
        case trigger(Trigger)
        case routine(Routine)
        case event(Event)
        case sequence(NumberSequence)
    }

    let value: Value

    /// Creates an element from a model, with its table and relations.
    public init(_ model: any TableModel.Type) { value = .model(model) }
    /// Creates an element from a table.
    public init(_ table: Table) { value = .table(table) }
    /// Creates an element from a view.
    public init(_ view: View) { value = .view(view) }
    /// Creates an element from a trigger.
    public init(_ trigger: Trigger) { value = .trigger(trigger) }
    /// Creates an element from a procedure or function.
    public init(_ routine: Routine) { value = .routine(routine) }
    /// Creates an element from an event.
    public init(_ event: Event) { value = .event(event) }
    /// Creates an element from a sequence.
    public init(_ sequence: NumberSequence) { value = .sequence(sequence) }

    fileprivate var relationParts: [RelationPart] {
        if case .model(let model) = value { model.relations.flatMap(\.parts) } else { [] }
    }
}

/// Builds the elements of ``Metadata`` from a list, which may contain `if` and `for`.
@resultBuilder
public enum MetadataBuilder {
    /// A model.
    public static func buildExpression(_ model: any TableModel.Type) -> [MetadataElement] { [.init(model)] }
    /// A table.
    public static func buildExpression(_ table: Table) -> [MetadataElement] { [.init(table)] }
    /// Tables.
    public static func buildExpression(_ tables: [Table]) -> [MetadataElement] { tables.map { .init($0) } }
    /// A view.
    public static func buildExpression(_ view: View) -> [MetadataElement] { [.init(view)] }
    /// A trigger.
    public static func buildExpression(_ trigger: Trigger) -> [MetadataElement] { [.init(trigger)] }
    /// A procedure or a function.
    public static func buildExpression(_ routine: Routine) -> [MetadataElement] { [.init(routine)] }
    /// An event.
    public static func buildExpression(_ event: Event) -> [MetadataElement] { [.init(event)] }
    /// A sequence.
    public static func buildExpression(_ sequence: NumberSequence) -> [MetadataElement] { [.init(sequence)] }
    /// A list of elements.
    public static func buildExpression(_ elements: [MetadataElement]) -> [MetadataElement] { elements }
    /// The elements of consecutive lines.
    public static func buildBlock(_ elements: [MetadataElement]...) -> [MetadataElement] { elements.flatMap { $0 } }
    /// The elements of an `if` without `else`.
    public static func buildOptional(_ elements: [MetadataElement]?) -> [MetadataElement] { elements ?? [] }
    /// The elements of an `if`.
    public static func buildEither(first elements: [MetadataElement]) -> [MetadataElement] { elements }
    /// The elements of an `else`.
    public static func buildEither(second elements: [MetadataElement]) -> [MetadataElement] { elements }
    /// The elements of a `for`.
    public static func buildArray(_ elements: [[MetadataElement]]) -> [MetadataElement] { elements.flatMap { $0 } }
}
