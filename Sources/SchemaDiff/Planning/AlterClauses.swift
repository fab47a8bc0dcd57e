internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// Turns the differences of one table into ALTER TABLE clauses, in an order that both servers accept: drops first, then
/// the columns in their final order, then additions.
struct AlterClauses {
    let alteration: TableAlteration
    let profile: ServerProfile
    let foreignKeys: ForeignKeyPlan
    /// The table's columns that a foreign key uses on either side, in lower case.
    let keyedColumns: Set<String>
    let filling: Filling
    /// The table's checks that earlier statements have dropped.
    let goneChecks: [Check]

    // Almost every clause asks for these, so they are found once.

    /// The columns of the system period, in lower case, if they are dropped with the versioning. MariaDB requires both
    /// or neither (4125).
    private(set) var rowTimes: Set<String> = []
    /// The columns, old and new, whose values a change in place would lose.
    private(set) var copiedColumns: [(before: Column, after: Column)] = []
    /// The columns, in lower case, that the servers cannot change in place.
    private(set) var rebuiltColumns: Set<String> = []
    /// The columns, in lower case, of which MySQL would use only a prefix in their keys.
    private(set) var shortenedKeyColumns: Set<String> = []
    /// The renamed columns, in lower case, that a generated column reads.
    private(set) var renamesReadByGenerated: Set<String> = []
    /// The new columns that separate statements fill.
    private(set) var backfills: [Backfill] = []
    /// The changes of keys that are made after that.
    private(set) var waitingKeys: [TableChange] = []

    init(
        alteration: TableAlteration,
        profile: ServerProfile,
        foreignKeys: ForeignKeyPlan,
        keyedColumns: Set<String>,
        filling: Filling,
        goneChecks: [Check]
    ) {
        self.alteration = alteration
        self.profile = profile
        self.foreignKeys = foreignKeys
        self.keyedColumns = keyedColumns
        self.filling = filling
        self.goneChecks = goneChecks
        rowTimes = findRowTimes()
        copiedColumns = findCopiedColumns()
        rebuiltColumns = findRebuiltColumns()
        shortenedKeyColumns = findShortenedKeyColumns()
        renamesReadByGenerated = alteration.renamesReadByGenerated
        (backfills, waitingKeys) = findBackfills()
    }

    var renderer: CreateTableRenderer { CreateTableRenderer(profile: profile) }

    func quoted(_ name: String) -> String { profile.dialect.quotedIdentifier(name) }

    /// Which new NOT NULL columns a separate statement fills.
    enum Filling {
        case none
        /// Only dates, for which the server has no value if a mode refuses zeros.
        case dates
        /// All of them, because the table has rows.
        case all
    }

    /// One ALTER TABLE.
    struct Statement {
        var clauses: [String] = []
        /// `PARTITION BY …` or `REMOVE PARTITIONING`, which follow without a comma.
        var partitioning: String?
        /// For a change of partitions, whether rows move between them.
        var movesRows: Bool?
        /// The changes that the statement makes.
        var changes: [TableChange] = []
        /// A complete statement that is not an ALTER.
        var update: String?
        /// Further remarks for the reader.
        var remarks: [String] = []

        var isEmpty: Bool { clauses.isEmpty && partitioning == nil && update == nil }
    }

    /// Returns the ALTERs of the table, usually one.
    func statements() -> [Statement] {
        var main = Statement()
        let rebuilt = rebuiltColumns
        main.clauses =
            droppingClauses(rebuilt: rebuilt) + columnClauses(rebuilt: rebuilt) + addingClauses(rebuilt: rebuilt)
        main.clauses += optionClauses
        main.remarks = keptIndexes.comments
        let shown = visibilities.flatMap(\.changes)
        main.changes = alteration.changes.filter {
            !isRenameInAdvance($0) && !goesAfterBackfill($0) && !shown.contains($0)
                && !(reversioning?.changes.contains($0) ?? false) && !isMadeElsewhere($0)
        }
        let partitioning = partitionStatements
        if let last = partitioning.last, last.partitioning != nil {
            main.partitioning = last.partitioning
        } else {
            main.changes.removeAll { partitioning.first?.changes.contains($0) ?? false }
        }
        if isCorruptedInPlace, !main.clauses.isEmpty { main.clauses.append("ALGORITHM = COPY") }
        // InnoDB builds only one fulltext index in an ALTER (MySQL error 1795; MariaDB too).
        let laterFulltext = lateFulltext
        main.changes.removeAll { change in laterFulltext.contains { $0.changes.contains(change) } }
        var leading = [indexDropsInAdvance, renaming]
        var alone = partitioning.filter { $0.partitioning == nil }
        if let reversioning {
            if case .systemTime? = alteration.before.partitioning?.scheme {
                // A table with SYSTEM_TIME partitions must stay versioned (MariaDB error 4131).
                let remark = "the partitions of the history are removed before its versioning"
                leading.append(Statement(partitioning: "REMOVE PARTITIONING", remarks: [remark]))
                main.partitioning = alteration.after.partitioning.map { renderer.partitioning($0) }
                alone = []
            }
            leading.append(reversioning)
        }
        if beginsHistoryFirst {
            let versioning = main.changes.filter(\.isOfSystemVersioning)
            main.changes.removeAll(where: \.isOfSystemVersioning)
            leading.append(Statement(clauses: ["ADD SYSTEM VERSIONING"], changes: versioning))
        }
        let resets = Statement(clauses: lateOptionClauses, remarks: ["options of the old engine are reset"])
        let trailing = alone + visibilities + laterFulltext + [resets, withdrawnDefaults]
        return (leading + copying + [main] + backfilling + trailing).filter { !$0.isEmpty }
    }

    /// Returns whether a separate statement, before or after all tables, makes this change to a foreign key or check.
    private func isMadeElsewhere(_ change: TableChange) -> Bool {
        func owned(_ key: ForeignKey) -> OwnedForeignKey { OwnedForeignKey(table: alteration.after.name, key: key) }
        return switch change {
        case .dropCheck(let check): goneChecks.contains(check)
        case .dropForeignKey(let key): !foreignKeys.droppedWithTable.contains(owned(key))
        case .addForeignKey(let key): !foreignKeys.addedWithTable.contains(owned(key))
        case .changeForeignKey(let before, let after):
            !foreignKeys.droppedWithTable.contains(owned(before)) && !foreignKeys.addedWithTable.contains(owned(after))
        default: false
        }
    }

    /// After a DELETE, MariaDB (10.11, 11.8) reports a corrupt index (error 1034) when it rebuilds a versioned table
    /// with a fulltext index and a virtual column in place.
    var isCorruptedInPlace: Bool {
        let table = alteration.before
        return table.systemVersioning != nil && table.indexes.contains { $0.kind == .fulltext }
            && table.columns.contains { $0.generated?.isStored == false }
    }

    /// Only these clauses show or hide an index, and they work in place. An index that one ALTER drops and adds keeps
    /// its visibility (MariaDB 10.11 and 11.8, MySQL 9.7).
    var visibilities: [Statement] {
        alteration.changes.compactMap { change in
            guard case .changeIndex(let before, let after) = change, before.isInvisible != after.isInvisible else {
                return nil
            }
            let word =
                profile.flavor == .mariadb
                ? (after.isInvisible ? "IGNORED" : "NOT IGNORED") : (after.isInvisible ? "INVISIBLE" : "VISIBLE")
            let isAll = isVisibilityOnly(before, after)
            return Statement(
                clauses: ["ALTER INDEX \(quoted(after.name)) \(word)"],
                changes: isAll ? [change] : [],
                remarks: isAll ? [] : ["index \(after.name) is \(after.isInvisible ? "hidden" : "shown")"]
            )
        }
    }

    func isVisibilityOnly(_ before: Index, _ after: Index) -> Bool {
        var shown = before
        shown.isInvisible = after.isInvisible
        return shown == after && !uses(shortenedKeyColumns, after)
    }

    /// On both servers, a statement that adds, drops or splits partitions cannot contain anything else. Repartitioning
    /// the whole table can be combined with other changes.
    var partitionStatements: [Statement] {
        for change in alteration.changes {
            guard case .changePartitioning(let before, let after) = change else { continue }
            let plan = PartitionPlan(
                before: before,
                after: after,
                dialect: profile.dialect,
                isReverting: alteration.isReverting
            )
            guard let steps = plan.steps() else {
                return [Statement(partitioning: plan.wholeClause, changes: [change])]
            }
            return steps.enumerated().map { place, step in
                Statement(
                    clauses: [step.clause],
                    movesRows: step.movesRows,
                    changes: place == 0 ? [change] : [],
                    remarks: place == 0 ? [] : ["partitions, step \(place + 1) of \(steps.count)"]
                )
            }
        }
        return []
    }

    // MARK: - Drops

    func droppingClauses(rebuilt: Set<String>) -> [String] {
        var keys: [String] = []
        var checks: [String] = []
        var indexes: [String] = []
        var columns: [String] = []
        for change in alteration.changes where !goesAfterBackfill(change) {
            switch change {
            case .dropForeignKey(let key), .changeForeignKey(let key, _):
                if foreignKeys.droppedWithTable.contains(OwnedForeignKey(table: alteration.after.name, key: key)) {
                    keys.append("DROP FOREIGN KEY \(quoted(key.name))")
                }
            case .dropCheck(let check) where goneChecks.contains(check) || checksGoingInAdvance.contains(check),
                .changeCheck(let check, _) where checksGoingInAdvance.contains(check):
                break
            case .dropCheck(let check), .changeCheck(let check, _):
                checks.append("\(profile.flavor == .mariadb ? "DROP CONSTRAINT" : "DROP CHECK") \(quoted(check.name))")
            case .changeIndex(let index, let after) where isVisibilityOnly(index, after) && !uses(rebuilt, index): break
            case .dropIndex(let index) where uses(rowTimes, index),
                .changeIndex(let index, _) where uses(rowTimes, index):
                break
            case .dropIndex(let index) where indexesGoingInAdvance.contains(index),
                .changeIndex(let index, _) where indexesGoingInAdvance.contains(index):
                break
            case .dropIndex(let index), .changeIndex(let index, _):
                indexes.append("DROP INDEX \(quoted(index.name))")
            case .renameIndex(let from, let index) where uses(rebuilt.union(shortenedKeyColumns), index):
                indexes.append("DROP INDEX \(quoted(from))")
            case .changePeriod(let period?, _): indexes.append("DROP PERIOD FOR \(quoted(period.name))")
            case .changePrimaryKey(.some, _): indexes.append("DROP PRIMARY KEY")
            case .dropColumn(let column) where column.rowTime != nil && reversioning != nil: break
            case .dropColumn(let column): columns.append("DROP COLUMN \(quoted(column.name))")
            default: break
            }
        }
        indexes += unchangedIndexes(over: rebuilt.subtracting(rowTimes).union(shortenedKeyColumns)).map {
            "DROP INDEX \(quoted($0.name))"
        }
        if shortenedPrimaryKey != nil { indexes.append("DROP PRIMARY KEY") }
        columns += alteration.before.columns.filter { rebuilt.subtracting(rowTimes).contains($0.name.lowercased()) }
            .map { "DROP COLUMN \(quoted($0.name))" }
        return keys + checks + indexes + columns
    }

    /// When an ENUM or SET becomes a string, MySQL takes its few bytes for a prefix length (9.7, in single-byte
    /// character sets, and for a SET of 25 or more members in any character set).
    private func findShortenedKeyColumns() -> Set<String> {
        guard profile.flavor == .mysql else { return [] }
        return Set(
            alteration.changes.compactMap { change in
                guard case .changeColumn(let before, let after) = change else { return nil }
                switch (before.type, after.type) {
                case (.enumeration, .char), (.enumeration, .varchar), (.enumeration, .binary),
                    (.enumeration, .varbinary), (.set, .char), (.set, .varchar), (.set, .binary), (.set, .varbinary):
                    return after.name.lowercased()
                default: return nil
                }
            }
        )
    }

    /// The primary key, if it should stay whole but would be shortened.
    var shortenedPrimaryKey: PrimaryKey? {
        guard let key = alteration.after.primaryKey,
            key.parts.contains(where: { $0.columnName.map { shortenedKeyColumns.contains($0.lowercased()) } ?? false }),
            !alteration.changes.contains(where: { if case .changePrimaryKey = $0 { true } else { false } })
        else { return nil }
        return key
    }

    /// Unchanged indexes on rebuilt columns. They are dropped and added with the column.
    func unchangedIndexes(over rebuilt: Set<String>) -> [Index] {
        alteration.after.indexes.filter { uses(rebuilt, $0) && alteration.before.indexes.contains($0) }
    }

    func uses(_ columns: Set<String>, _ index: Index) -> Bool {
        index.parts.contains { $0.columnName.map { columns.contains($0.lowercased()) } ?? false }
    }

    // MARK: - Additions

    func addingClauses(rebuilt: Set<String>) -> [String] {
        var indexes: [String] = []
        var renames: [String] = []
        var constraints: [String] = []
        var periods: [String] = []
        let lateClauses = Set(lateFulltext.flatMap(\.clauses))
        let begins = !beginsHistoryFirst && (alteration.before.systemVersioning == nil || endsHistory)
        if let versioning = alteration.after.systemVersioning, begins {
            if let columns = versioning.columns { periods.append("ADD " + renderer.periodDefinition(nil, columns)) }
            periods.append("ADD SYSTEM VERSIONING")
        }
        for change in alteration.changes where !goesAfterBackfill(change) {
            switch change {
            case .changePrimaryKey(_, let key?): indexes.append("ADD " + renderer.primaryKeyDefinition(key))
            case .changePeriod(_, let period?):
                periods.append("ADD " + renderer.periodDefinition(period.name, period.columns))
            case .changeIndex(let before, let index) where isVisibilityOnly(before, index) && !uses(rebuilt, index):
                break
            case .addIndex(let index), .changeIndex(_, let index):
                indexes.append("ADD " + renderer.indexDefinition(index))
            case .renameIndex(_, let index) where uses(rebuilt.union(shortenedKeyColumns), index):
                indexes.append("ADD " + renderer.indexDefinition(index))
            case .renameIndex(let from, let index):
                renames.append("RENAME INDEX \(quoted(from)) TO \(quoted(index.name))")
            case .addCheck(let check), .changeCheck(_, let check):
                constraints.append("ADD " + renderer.checkDefinition(check))
            case .addForeignKey(let key), .changeForeignKey(_, let key):
                if foreignKeys.addedWithTable.contains(OwnedForeignKey(table: alteration.after.name, key: key)) {
                    constraints.append("ADD " + renderer.foreignKeyDefinition(key))
                }
            default: break
            }
        }
        constraints = keptIndexes.clauses + constraints
        if let key = shortenedPrimaryKey { indexes.append("ADD " + renderer.primaryKeyDefinition(key)) }
        indexes += unchangedIndexes(over: rebuilt.union(shortenedKeyColumns)).map {
            "ADD " + renderer.indexDefinition($0)
        }
        return periods + indexes.filter { !lateClauses.contains($0) } + renames + constraints
    }

    var keptIndexes: KeptIndexes {
        let table = alteration.after
        let keys = table.foreignKeys.filter {
            foreignKeys.addedWithTable.contains(OwnedForeignKey(table: table.name, key: $0))
        }
        return KeptIndexes(under: keys, before: alteration.before, after: table, renderer: renderer)
    }

    /// The fulltext indexes that separate ALTERs create: all but the first, and on MySQL (9.7) one with a new parser,
    /// because it does not change if one ALTER drops and adds it.
    var lateFulltext: [Statement] {
        var isFirst = true
        return alteration.changes.compactMap { change in
            var waits = false
            let index: Index
            switch change {
            case .addIndex(let added): index = added
            case .changeIndex(let before, let after)
            where !isVisibilityOnly(before, after) || uses(rebuiltColumns, after):
                index = after
                waits = profile.flavor == .mysql && before.kind == .fulltext && before.parser != after.parser
            default: return nil
            }
            guard index.kind == .fulltext else { return nil }
            defer { if !waits { isFirst = false } }
            guard waits || !isFirst else { return nil }
            let clause = "ADD " + renderer.indexDefinition(index)
            if case .addIndex = change { return Statement(clauses: [clause], changes: [change]) }
            return Statement(clauses: [clause], remarks: ["fulltext index \(index.name) is added again"])
        }
    }
}
