internal import SchemaModel
internal import SchemaSQL
internal import ServerPort

/// The schema while it is assembled from rows.
struct Catalog {
    /// One table and the state of reading it.
    struct Draft {
        var table: Table
        /// Whether information_schema is incomplete for it: MySQL's escaped expressions, binary defaults, options.
        var needsShowCreate = false
        var reason: NotUnderstood.Reason?
        /// The ordinal of each column, in the order of the rows.
        var ordinals: [Int] = []
    }

    let profile: ServerProfile
    let database: String
    var drafts: [Draft] = []
    var objects: [StoredObject.ID] = []
    /// Maps each trigger to its predecessor with the same table, timing and event.
    var triggerPredecessors: [String: String] = [:]
    var others: [OtherObject] = []
    var defaults = TableOptions()
    /// Whether the server has a database with this name.
    private(set) var isDatabaseKnown = false
    /// Results that are processed together with a later one.
    private var references = RowSet()
    private var checkTables = RowSet()
    /// Maps table names to positions in `drafts`.
    var positions: [String: Int] = [:]

    init(profile: ServerProfile, database: String) {
        self.profile = profile
        self.database = database
    }

    var isMariaDB: Bool { profile.flavor == .mariadb }

    /// Processes the result of a query. Results arrive in the order of the cases, each as soon as it is available.
    mutating func read(_ query: CatalogQuery, _ rows: RowSet, ignoring isIgnored: (String) -> Bool) {
        switch query {
        case .schemata: readDefaults(rows)
        case .tables: readTables(rows, ignoring: isIgnored)
        case .columns: readColumns(rows)
        case .statistics: readIndexes(rows)
        case .references: references = rows
        case .keyColumns: readForeignKeys(rows, rules: references)
        case .checkTables: checkTables = rows
        case .checks:
            readChecks(rows, tables: checkTables)
            if isMariaDB { recognizeJSON() }
        case .triggers: readTriggers(rows, ignoring: isIgnored)
        case .routines: readRoutines(rows)
        case .events:
            for case let name? in rows.map({ $0[0] }) { objects.append(StoredObject.ID(.event, name)) }
            objects.sort { ($0.kind.place, $0.name) < ($1.kind.place, $1.name) }
        }
    }

    private mutating func readDefaults(_ rows: RowSet) {
        guard let row = rows.first else { return }
        isDatabaseKnown = true
        defaults = TableOptions(
            charset: row[0].map(CharacterSet.canonicalName),
            collation: row[1].map(CharacterSet.canonicalCollation)
        )
    }

    /// The result, with every list sorted by name.
    var inspection: Inspection {
        let understood = drafts.filter { $0.reason == nil }.map(\.table)
        let notUnderstood = drafts.compactMap { draft in
            draft.reason.map { NotUnderstood(table: draft.table.name, reason: $0) }
        }
        return Inspection(
            schema: Schema(defaults: defaults, tables: understood.sorted { $0.name < $1.name }),
            notUnderstood: notUnderstood.sorted { $0.table < $1.table },
            others: others.sorted { $0.name < $1.name }
        )
    }

    /// MariaDB's JSON is LONGTEXT in utf8mb4_bin with the check `json_valid(column)`.
    private mutating func recognizeJSON() {
        for draft in drafts.indices {
            for column in drafts[draft].table.columns.indices
            where drafts[draft].table.columns[column].check != nil && drafts[draft].table.columns[column].isMariaDBJSON
            {
                drafts[draft].table.columns[column].type = .json
                drafts[draft].table.columns[column].charset = nil
                drafts[draft].table.columns[column].collation = nil
                drafts[draft].table.columns[column].check = nil
            }
        }
    }
}
