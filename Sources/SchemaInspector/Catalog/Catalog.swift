internal import SchemaModel
internal import SchemaSQL

/// The tables while they are put together from rows.
struct Catalog {
    /// One table, and what is known about reading it.
    struct Draft {
        var table: Table
        /// information_schema cannot say everything about it: MySQL's escaped expressions, binary defaults, options.
        var needsShowCreate = false
        var reason: NotUnderstood.Reason?
        /// The ordinal of each column, in the order of the rows.
        var ordinals: [Int] = []
    }

    let profile: ServerProfile
    let database: String
    var drafts: [Draft] = []
    var objects: [StoredObject.ID] = []
    /// Trigger → the one that comes before it for the same table, timing and event.
    var triggerPredecessors: [String: String] = [:]
    var others: [OtherObject] = []
    var defaults = TableOptions()
    /// Table name → its place in `drafts`.
    var positions: [String: Int] = [:]

    init(profile: ServerProfile, database: String) {
        self.profile = profile
        self.database = database
    }

    var isMariaDB: Bool { profile.flavor == .mariadb }

    mutating func read(_ answers: CatalogAnswers, ignoring isIgnored: (String) -> Bool) throws {
        guard let row = answers.database.first else { throw InspectionError.unknownDatabase(database) }
        defaults = TableOptions(
            charset: row[0].map(CharacterSet.canonicalName),
            collation: row[1].map(CharacterSet.canonicalCollation)
        )
        readTables(answers.tables, ignoring: isIgnored)
        readColumns(answers.columns)
        readIndexes(answers.statistics)
        readForeignKeys(answers.keyColumns, rules: answers.references)
        readChecks(answers.checks, tables: answers.checkTables)
        readTriggers(answers.triggers, ignoring: isIgnored)
        readRoutines(answers.routines)
        for case let name? in answers.events.map({ $0[0] }) { objects.append(StoredObject.ID(.event, name)) }
        objects.sort { ($0.kind.place, $0.name) < ($1.kind.place, $1.name) }
        if isMariaDB { recognizeJSON() }
    }

    /// The result, every list by name.
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
            where drafts[draft].table.columns[column].isMariaDBJSON {
                drafts[draft].table.columns[column].type = .json
                drafts[draft].table.columns[column].charset = nil
                drafts[draft].table.columns[column].collation = nil
                drafts[draft].table.columns[column].check = nil
            }
        }
    }
}
