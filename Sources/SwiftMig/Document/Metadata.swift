/// Everything that a database shall hold: what a provider prints and `swiftmig revision --autogenerate` compares with.
///
/// ```swift
/// Metadata(User.self, Team.self, Tag.self)
/// ```
public struct Metadata: Hashable, Sendable {
    /// What tables get that name no engine, character set or collation of their own.
    public var defaults: TableOptions
    /// The character set and collation of the database itself; nil to leave them alone.
    public var database: DatabaseDefaults?
    /// How indexes, keys and checks are named that have no name.
    public var naming: NamingConvention
    /// The tables, those of models with the keys of their relations.
    public private(set) var tables: [Table] = []
    /// Views.
    public private(set) var views: [View] = []
    /// Triggers.
    public private(set) var triggers: [Trigger] = []
    /// Procedures and functions.
    public private(set) var routines: [Routine] = []
    /// Events.
    public private(set) var events: [Event] = []
    /// Sequences (MariaDB).
    public private(set) var sequences: [NumberSequence] = []
    /// Keys of relations that do not fit what is declared already.
    var conflicts: [MetadataError.Problem] = []

    /// The metadata of models.
    public init(
        _ models: any TableModel.Type...,
        defaults: TableOptions = TableOptions(),
        database: DatabaseDefaults? = nil,
        naming: NamingConvention = NamingConvention()
    ) {
        self.init(models.map(MetadataElement.init), defaults, database, naming)
    }

    /// The metadata of tables as values.
    public init(
        _ tables: Table...,
        defaults: TableOptions = TableOptions(),
        database: DatabaseDefaults? = nil,
        naming: NamingConvention = NamingConvention()
    ) {
        self.init(tables.map(MetadataElement.init), defaults, database, naming)
    }

    /// The metadata of models, tables, views and everything else, one below the other.
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
        // The keys come last: a relation may add to any of the tables.
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

    /// Both sides of a relation, and the column itself, may bring the same key: it is one.
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

    /// A column's own reference has no place for a name.
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

    /// One side may leave to the other what happens; both saying something else is a contradiction.
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

    /// The columns of the primary key, in its order.
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
    /// The character set; nil to leave it alone.
    public var charset: String?
    /// The collation; nil to leave it alone.
    public var collation: String?

    /// Creates defaults.
    public init(charset: String? = nil, collation: String? = nil) {
        self.charset = charset
        self.collation = collation
    }
}

/// How indexes, keys and checks are named that have no name of their own.
///
/// A pattern knows `{table}`, `{columns}`, `{name}` and, in foreign keys, `{referenced_table}` and `{referenced_columns}`.
public struct NamingConvention: Hashable, Sendable {
    /// Of plain and other indexes.
    public var index: String
    /// Of unique indexes.
    public var unique: String
    /// Of foreign keys.
    public var foreignKey: String
    /// Of checks; `{name}` is their number.
    public var check: String

    /// Creates a convention; what is left out is the usual.
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

/// One thing that a database holds: a model, a table, a view, a trigger, a routine, an event or a sequence.
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

    /// The table of a model, with its relations.
    public init(_ model: any TableModel.Type) { value = .model(model) }
    /// A table.
    public init(_ table: Table) { value = .table(table) }
    /// A view.
    public init(_ view: View) { value = .view(view) }
    /// A trigger.
    public init(_ trigger: Trigger) { value = .trigger(trigger) }
    /// A procedure or a function.
    public init(_ routine: Routine) { value = .routine(routine) }
    /// An event.
    public init(_ event: Event) { value = .event(event) }
    /// A sequence.
    public init(_ sequence: NumberSequence) { value = .sequence(sequence) }

    fileprivate var relationParts: [RelationPart] {
        if case .model(let model) = value { model.relations.flatMap(\.parts) } else { [] }
    }
}

/// Collects what ``Metadata`` holds, one below the other, with `if` and `for` around it.
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
    /// Anything.
    public static func buildExpression(_ elements: [MetadataElement]) -> [MetadataElement] { elements }
    /// The lines, one behind the other.
    public static func buildBlock(_ elements: [MetadataElement]...) -> [MetadataElement] { elements.flatMap { $0 } }
    /// `if` without `else`.
    public static func buildOptional(_ elements: [MetadataElement]?) -> [MetadataElement] { elements ?? [] }
    /// `if`.
    public static func buildEither(first elements: [MetadataElement]) -> [MetadataElement] { elements }
    /// `else`.
    public static func buildEither(second elements: [MetadataElement]) -> [MetadataElement] { elements }
    /// `for`.
    public static func buildArray(_ elements: [[MetadataElement]]) -> [MetadataElement] { elements.flatMap { $0 } }
}
