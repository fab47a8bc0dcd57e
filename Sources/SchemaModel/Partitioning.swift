/// How a table is split into partitions: what follows PARTITION BY.
package struct Partitioning: Hashable, Sendable {
    package var scheme: PartitionScheme
    /// `PARTITIONS n`; nil where nothing was said, or where the partitions are listed.
    package var count: Int?
    /// HASH or KEY.
    package var subscheme: PartitionScheme?
    /// `SUBPARTITIONS n`.
    package var subcount: Int?
    /// In their order; empty where the server chooses names.
    package var partitions: [Partition]
    /// Whose list it is. `managed` after normalisation, and in an inspected schema.
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

/// What decides which partitions a table has.
package enum PartitionPolicy: String, Hashable, Sendable, CaseIterable {
    /// The models.
    case managed
    /// The database, where something else adds and drops them. The models say what a new table begins with.
    case ignore
}

/// By what rows are assigned to partitions. Expressions are SQL text without the outer parentheses.
package enum PartitionScheme: Hashable, Sendable {
    case range(String)
    case rangeColumns([String])
    case list(String)
    case listColumns([String])
    case hash(String, isLinear: Bool)
    /// No columns: the primary key's. `algorithm` is 1 for tables that come from MySQL 5.1.
    case key([String], isLinear: Bool, algorithm: Int?)
    /// MariaDB's partitions of the history of a system-versioned table.
    case systemTime(SystemTimeRotation)
}

/// When MariaDB begins another partition of history.
package struct SystemTimeRotation: Hashable, Sendable {
    /// Such as `1 MONTH`.
    package var interval: String?
    /// SQL text such as `TIMESTAMP'2020-01-01 00:00:00'`; the server fills it in where there is an interval.
    package var starts: String?
    /// Rows in a partition.
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
    /// What a row must have to be in it. Values are SQL text.
    package enum Bound: Hashable, Sendable {
        /// One value for each column of the key, or `MAXVALUE`.
        case lessThan([String])
        /// Rows of values, each with one value for each column of the key.
        case values([[String]])
        /// MariaDB's partition for what is in no list.
        case remainder
        case history
        case current
    }

    package var name: String
    /// nil for HASH, KEY and subpartitions.
    package var bound: Bound?
    package var comment: String
    /// `MAX_ROWS`, `DATA DIRECTORY` and the like, in the server's order; values are SQL text. The engine is the table's.
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
