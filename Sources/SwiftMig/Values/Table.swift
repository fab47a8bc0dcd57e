/// A table.
///
/// ```swift
/// let teams = Table("teams", comment: "Who works together") {
///     Column("id", .bigInt.unsigned).primaryKey().autoIncrement()
///     Column("name", .varchar(80)).unique()
///     Check("name <> ''", name: "ck_teams_name")
/// }
/// ```
public struct Table: Hashable, Sendable {
    /// The table's name.
    public var name: String
    /// The columns, in order.
    public var columns: [Column] = []
    /// The primary key, if the columns do not declare it.
    public var primaryKey: PrimaryKey?
    /// Indexes that the columns do not declare.
    public var indexes: [Index] = []
    /// Foreign keys that the columns do not declare.
    public var foreignKeys: [ForeignKey] = []
    /// Conditions that every row must meet.
    public var checks: [Check] = []
    /// The storage options.
    public var options: TableOptions
    /// A comment, stored by the server.
    public var comment: String?
    /// The table's previous name, if it is renamed: its rows are kept. Like SwiftData's `originalName`. Needed for only
    /// one migration, and harmless afterwards.
    public var renamedFrom: String?
    /// The history that the server keeps (MariaDB).
    public var systemVersioning: SystemVersioning?
    /// The application-time period (MariaDB).
    public var period: Period?
    /// The SQL after `PARTITION BY`: `hash (id) partitions 4`.
    public var partitioning: String?
    /// Whether the models or the database decide which partitions the table has.
    public var partitionPolicy = PartitionPolicy.managed
    /// The place of the declaration.
    public var source: Source

    /// Creates a table from the elements in a closure.
    public init(
        _ name: String,
        comment: String? = nil,
        renamedFrom: String? = nil,
        options: TableOptions = TableOptions(),
        file: String = #filePath,
        line: Int = #line,
        @TableBuilder elements: () -> [TableElement]
    ) {
        self.init(
            name,
            comment: comment,
            renamedFrom: renamedFrom,
            options: options,
            elements: elements(),
            file: file,
            line: line
        )
    }

    /// Creates a table from elements.
    public init(
        _ name: String,
        comment: String? = nil,
        renamedFrom: String? = nil,
        options: TableOptions = TableOptions(),
        elements: [TableElement],
        file: String = #filePath,
        line: Int = #line
    ) {
        self.name = name
        self.comment = comment
        self.renamedFrom = renamedFrom
        self.options = options
        source = Source(file: file, line: line)
        for element in elements { add(element) }
    }

    /// Adds an element after those of its kind. If a table can have only one of the kind, the last one counts.
    public mutating func add(_ element: TableElement) {
        switch element {
        case .column(let column): columns.append(column)
        case .primaryKey(let key): primaryKey = key
        case .index(let index): indexes.append(index)
        case .foreignKey(let key): foreignKeys.append(key)
        case .check(let check): checks.append(check)
        case .systemVersioning(let versioning): systemVersioning = versioning
        case .period(let period): self.period = period
        case .partitioning(let text, let policy):
            partitioning = text
            partitionPolicy = policy
        }
    }
}

/// An element of a table.
///
/// In a ``TableModel``, create the elements that are not columns with the functions below:
///
/// ```swift
/// static func elements(_ t: Columns) -> [TableElement] {
///     [.index(t.teamID, t.createdAt.descending), .check("balance >= 0", name: "ck_users_balance")]
/// }
/// ```
public enum TableElement: Hashable, Sendable {
    /// A column.
    case column(Column)
    /// The primary key.
    case primaryKey(PrimaryKey)
    /// An index.
    case index(Index)
    /// A foreign key.
    case foreignKey(ForeignKey)
    /// A condition.
    case check(Check)
    /// The history that the server keeps.
    case systemVersioning(SystemVersioning)
    /// An application-time period.
    case period(Period)
    /// The SQL after `PARTITION BY`, and what decides which partitions exist.
    case partitioning(String, partitions: PartitionPolicy = .managed)
}

/// What decides which partitions a table has.
public enum PartitionPolicy: String, Hashable, Sendable, CaseIterable {
    /// The models.
    case managed
    /// The database, for example if a job adds and drops partitions. The models define only the partitions of a new
    /// table.
    case ignore
}

extension TableElement {
    /// An index for finding and sorting.
    public static func index(
        _ parts: any IndexPartConvertible...,
        name: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> TableElement {
        .index(Index(parts.map(\.indexPart), name: name, file: file, line: line))
    }

    /// An index that allows no two rows with the same values.
    public static func unique(
        _ parts: any IndexPartConvertible...,
        name: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> TableElement {
        .index(Index(parts.map(\.indexPart), name: name, kind: .unique, file: file, line: line))
    }

    /// An index for words in text.
    public static func fulltext(
        _ parts: any IndexPartConvertible...,
        name: String? = nil,
        parser: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> TableElement {
        var index = Index(parts.map(\.indexPart), name: name, kind: .fulltext, file: file, line: line)
        index.parser = parser
        return .index(index)
    }

    /// An index for geometries.
    public static func spatial(
        _ part: any IndexPartConvertible,
        name: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> TableElement {
        .index(Index([part.indexPart], name: name, kind: .spatial, file: file, line: line))
    }

    /// The primary key, with properties that the columns cannot declare.
    public static func primaryKey(
        _ parts: any IndexPartConvertible...,
        comment: String? = nil,
        algorithm: String? = nil
    ) -> TableElement {
        .primaryKey(PrimaryKey(parts.map(\.indexPart), comment: comment, algorithm: algorithm))
    }

    /// A condition that every row must meet. The expression is SQL.
    public static func check(
        _ expression: String,
        name: String? = nil,
        isEnforced: Bool = true,
        file: String = #filePath,
        line: Int = #line
    ) -> TableElement {
        .check(Check(expression, name: name, isEnforced: isEnforced, file: file, line: line))
    }

    /// The partitions. The text is the SQL after `PARTITION BY`: `hash (id) partitions 4`.
    ///
    /// With `partitions: .ignore`, the partitions of an existing table stay as they are, for tables whose partitions a
    /// job adds and drops.
    public static func partitioned(by text: String, partitions: PartitionPolicy = .managed) -> TableElement {
        .partitioning(text, partitions: partitions)
    }
}

/// Builds the elements of a ``Table`` from a list of columns, keys, checks, and arrays of them as reusable fragments.
/// The list may contain `if` and `for`.
@resultBuilder
public enum TableBuilder {
    /// A column.
    public static func buildExpression(_ column: Column) -> [TableElement] { [.column(column)] }
    /// A reusable fragment of columns.
    public static func buildExpression(_ columns: [Column]) -> [TableElement] { columns.map(TableElement.column) }
    /// A primary key.
    public static func buildExpression(_ key: PrimaryKey) -> [TableElement] { [.primaryKey(key)] }
    /// An index.
    public static func buildExpression(_ index: Index) -> [TableElement] { [.index(index)] }
    /// A foreign key.
    public static func buildExpression(_ key: ForeignKey) -> [TableElement] { [.foreignKey(key)] }
    /// A check.
    public static func buildExpression(_ check: Check) -> [TableElement] { [.check(check)] }
    /// A period.
    public static func buildExpression(_ period: Period) -> [TableElement] { [.period(period)] }
    /// System versioning.
    public static func buildExpression(_ versioning: SystemVersioning) -> [TableElement] {
        [.systemVersioning(versioning)]
    }
    /// Any element.
    public static func buildExpression(_ element: TableElement) -> [TableElement] { [element] }
    /// A reusable fragment of any elements.
    public static func buildExpression(_ elements: [TableElement]) -> [TableElement] { elements }
    /// The elements of consecutive lines.
    public static func buildBlock(_ elements: [TableElement]...) -> [TableElement] { elements.flatMap { $0 } }
    /// The elements of an `if` without `else`.
    public static func buildOptional(_ elements: [TableElement]?) -> [TableElement] { elements ?? [] }
    /// The elements of an `if`.
    public static func buildEither(first elements: [TableElement]) -> [TableElement] { elements }
    /// The elements of an `else`.
    public static func buildEither(second elements: [TableElement]) -> [TableElement] { elements }
    /// The elements of a `for`.
    public static func buildArray(_ elements: [[TableElement]]) -> [TableElement] { elements.flatMap { $0 } }
    /// The elements of an `if #available`.
    public static func buildLimitedAvailability(_ elements: [TableElement]) -> [TableElement] { elements }
}
