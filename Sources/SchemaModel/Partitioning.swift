/// How a table is partitioned: everything after PARTITION BY.
package struct Partitioning: Hashable, Sendable {
    package var scheme: PartitionScheme
    /// `PARTITIONS n`; nil if the clause is missing or the partitions are listed.
    package var count: Int?
    /// HASH or KEY.
    package var subscheme: PartitionScheme?
    /// `SUBPARTITIONS n`.
    package var subcount: Int?
    /// In order; empty where the server chooses the names.
    package var partitions: [Partition]
    /// Who maintains the list. Always `managed` after normalisation and in an inspected schema.
    package var policy: PartitionPolicy

    package init(
        scheme: PartitionScheme,
        count: Int? = nil,
        subscheme: PartitionScheme? = nil,
        subcount: Int? = nil,
        partitions: [Partition] = [],
        policy: PartitionPolicy = .managed
    ) {
        self.scheme = scheme
        self.count = count
        self.subscheme = subscheme
        self.subcount = subcount
        self.partitions = partitions
        self.policy = policy
    }
}

/// Who decides which partitions a table has.
package enum PartitionPolicy: String, Hashable, Sendable, CaseIterable {
    /// The models decide.
    case managed
    /// The database decides, because something else adds and drops partitions. A new table starts with the models'.
    case ignore
}

/// How rows are assigned to partitions. Expressions are SQL text without the outer parentheses.
package enum PartitionScheme: Hashable, Sendable {
    case range(String)
    case rangeColumns([String])
    case list(String)
    case listColumns([String])
    case hash(String, isLinear: Bool)
    /// An empty list means the columns of the primary key. `algorithm` is 1 for tables created by MySQL 5.1.
    case key([String], isLinear: Bool, algorithm: Int?)
    /// MariaDB's partitions for the history of a system-versioned table.
    case systemTime(SystemTimeRotation)
}

extension PartitionScheme {
    /// The expression of RANGE, LIST or HASH.
    package var expression: String? {
        switch self {
        case .range(let text), .list(let text), .hash(let text, _): text
        case .rangeColumns, .listColumns, .key, .systemTime: nil
        }
    }

    /// The columns of RANGE COLUMNS, LIST COLUMNS or KEY.
    package var columns: [String] {
        switch self {
        case .rangeColumns(let names), .listColumns(let names), .key(let names, _, _): names
        case .range, .list, .hash, .systemTime: []
        }
    }
}

/// When MariaDB starts a new history partition.
package struct SystemTimeRotation: Hashable, Sendable {
    /// For example `1 MONTH`.
    package var interval: String?
    /// SQL text such as `TIMESTAMP'2020-01-01 00:00:00'`; the server fills it in if there is an interval.
    package var starts: String?
    /// The maximum number of rows in a partition.
    package var limit: Int?
    package var isAutomatic: Bool

    package init(interval: String? = nil, starts: String? = nil, limit: Int? = nil, isAutomatic: Bool = false) {
        self.interval = interval
        self.starts = starts
        self.limit = limit
        self.isAutomatic = isAutomatic
    }
}

/// One partition or subpartition.
package struct Partition: Hashable, Sendable {
    /// The condition for a row to be in the partition. Values are SQL text.
    package enum Bound: Hashable, Sendable {
        /// One value, or `MAXVALUE`, for each column of the key.
        case lessThan([String])
        /// Rows of values, each with one value for each column of the key.
        case values([[String]])
        /// MariaDB's DEFAULT partition, for values that no list contains.
        case remainder
        case history
        case current
    }

    package var name: String
    /// nil for HASH, KEY and subpartitions.
    package var bound: Bound?
    package var comment: String
    /// `MAX_ROWS`, `DATA DIRECTORY` and similar, in the server's order, as SQL text. The engine is the table's.
    package var options: [TableOption]
    package var subpartitions: [Partition]

    package init(
        name: String,
        bound: Bound? = nil,
        comment: String = "",
        options: [TableOption] = [],
        subpartitions: [Partition] = []
    ) {
        self.name = name
        self.bound = bound
        self.comment = comment
        self.options = options
        self.subpartitions = subpartitions
    }
}
