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
    /// The columns, in their order.
    public var columns: [Column] = []
    /// The primary key, where it is not said at the columns.
    public var primaryKey: PrimaryKey?
    /// Indexes that are not said at the columns.
    public var indexes: [Index] = []
    /// Foreign keys that are not said at the columns.
    public var foreignKeys: [ForeignKey] = []
    /// Conditions that every row must meet.
    public var checks: [Check] = []
    /// How the table is stored.
    public var options: TableOptions
    /// A text for people, kept by the server.
    public var comment: String?
    /// The name that the table had before, so that its rows are kept: SwiftData's `originalName`. A hint for one migration,
    /// harmless afterwards.
    public var renamedFrom: String?
    /// The history that the server keeps (MariaDB).
    public var systemVersioning: SystemVersioning?
    /// The application-time period (MariaDB).
    public var period: Period?
    /// What follows `PARTITION BY`, as SQL: `hash (id) partitions 4`.
    public var partitioning: String?
    /// What decides which partitions the table has.
    public var partitionPolicy = PartitionPolicy.managed
    /// Where the table is declared.
    public var source: Source

    /// Creates a table of the elements that the closure lists.
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

    /// Creates a table of elements.
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

    /// Adds an element behind those of its kind. Of what a table has but once, the last one counts.
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

/// What a table is made of.
///
/// In a ``TableModel``, the elements that are no columns are listed with the functions below:
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
    /// What follows `PARTITION BY`, as SQL, and what decides which partitions there are.
    case partitioning(String, partitions: PartitionPolicy = .managed)
}

/// What decides which partitions a table has.
public enum PartitionPolicy: String, Hashable, Sendable, CaseIterable {
    /// The models.
    case managed
    /// The database, where a job adds and drops them. The models say what a new table begins with.
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

    /// An index for shapes.
    public static func spatial(
        _ part: any IndexPartConvertible,
        name: String? = nil,
        file: String = #filePath,
        line: Int = #line
    ) -> TableElement {
        .index(Index([part.indexPart], name: name, kind: .spatial, file: file, line: line))
    }

    /// The primary key, where the columns' own cannot say it.
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

    /// Partitions. The text is what follows `PARTITION BY`: `hash (id) partitions 4`.
    ///
    /// With `partitions: .ignore` the list of an existing table is left as it is, for tables whose partitions a job adds and
    /// drops.
    public static func partitioned(by text: String, partitions: PartitionPolicy = .managed) -> TableElement {
        .partitioning(text, partitions: partitions)
    }
}

/// Collects the elements of a ``Table``: columns, keys and checks one below the other, arrays of them as reusable
/// fragments, and `if` and `for` around them.
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
    /// The lines, one behind the other.
    public static func buildBlock(_ elements: [TableElement]...) -> [TableElement] { elements.flatMap { $0 } }
    /// `if` without `else`.
    public static func buildOptional(_ elements: [TableElement]?) -> [TableElement] { elements ?? [] }
    /// `if`.
    public static func buildEither(first elements: [TableElement]) -> [TableElement] { elements }
    /// `else`.
    public static func buildEither(second elements: [TableElement]) -> [TableElement] { elements }
    /// `for`.
    public static func buildArray(_ elements: [[TableElement]]) -> [TableElement] { elements.flatMap { $0 } }
    /// `if #available`.
    public static func buildLimitedAvailability(_ elements: [TableElement]) -> [TableElement] { elements }
}
