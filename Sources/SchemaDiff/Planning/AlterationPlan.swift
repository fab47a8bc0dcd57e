internal import SQLStatements
internal import SchemaModel
internal import SchemaSQL

/// The ALTERs that make the differences of one table, in an order that both servers accept.
///
/// `step(of:)` decides which ALTER makes a change, and `clauses(for:)` what that takes.
struct AlterationPlan {
    let alteration: TableAlteration
    let profile: ServerProfile
    let foreignKeys: ForeignKeyPlan
    /// The table's columns that a foreign key uses on either side, in lower case.
    let keyedColumns: Set<String>
    let filling: Filling
    /// The table's checks that earlier statements have dropped.
    let goneChecks: [Check]

    // Almost every clause asks for these, so they are found once.

    /// Whether the history of a MariaDB table ends in a separate ALTER, before the other changes.
    private(set) var endsHistory = false
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
    /// The old names, in lower case, of columns that are renamed before a check or index that reads them may exist.
    private(set) var namesGoingInAdvance: Set<String> = []
    /// The new columns that separate statements fill.
    private(set) var backfills: [Backfill] = []
    /// The changes of keys that are made after that.
    private(set) var waitingKeys: Set<TableChange> = []
    /// The fulltext indexes that separate ALTERs create.
    private(set) var lateFulltext: Set<TableChange> = []
    private(set) var partitioning = Repartitioning.none

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
        endsHistory = findEndOfHistory()
        rowTimes = findRowTimes()
        copiedColumns = findCopiedColumns()
        rebuiltColumns = findRebuiltColumns()
        shortenedKeyColumns = findShortenedKeyColumns()
        renamesReadByGenerated = alteration.renamesReadByGenerated
        namesGoingInAdvance = findNamesGoingInAdvance()
        (backfills, waitingKeys) = findBackfills()
        lateFulltext = findLateFulltext()
        partitioning = Repartitioning(alteration, endsHistory: endsHistory, renderer: renderer)
    }

    /// Which new NOT NULL columns a separate statement fills.
    enum Filling {
        case none
        /// Only dates, for which the server has no value if a mode refuses zeros.
        case dates
        /// All of them, because the table has rows.
        case all
    }

    var renderer: CreateTableRenderer { CreateTableRenderer(profile: profile) }

    func quoted(_ name: String) -> String { profile.dialect.quotedIdentifier(name) }

    // MARK: - Statements

    /// One ALTER TABLE, or an UPDATE between two of them.
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

    /// Returns the statements for the table, usually one.
    func statements() -> [Statement] {
        let clauses = Dictionary(grouping: clauses(), by: \.step)
        let changes = Dictionary(grouping: alteration.changes) { step(of: $0) }
        return AlterClause.Step.allCases.flatMap { step in
            let statement = Statement(
                clauses: (clauses[step] ?? []).stablySorted(by: \.kind).map(\.text),
                changes: changes[step] ?? []
            )
            return statements(of: step, statement)
        }
        .filter { !$0.isEmpty }
    }

    /// Completes the ALTER of a step with what is not a clause, or replaces it with the statements that the step needs.
    private func statements(of step: AlterClause.Step, _ statement: Statement) -> [Statement] {
        var statement = statement
        switch step {
        case .droppingIndexes:
            statement.remarks = indexesGoingInAdvance.map {
                "index \($0.name) is dropped before a column that it reads is renamed"
            }
        case .endingHistory: return endingHistory(statement)
        case .renaming, .beginningHistory: break
        case .copying: return copying
        case .main:
            statement.remarks = keptIndexes.comments
            if case .whole(let clause) = partitioning { statement.partitioning = clause }
        case .filling: return filling(backfills)
        case .closing:
            statement.remarks = backfills.map { "column \(alteration.after.name).\($0.column.name) becomes NOT NULL" }
        case .partitioning: return partitioning.statements(making: statement.changes)
        case .visibility: return visibilities
        case .fulltext: return fulltextIndexes
        case .resettingOptions: statement.remarks = ["options of the old engine are reset"]
        case .withdrawingDefaults: statement.remarks = [CreateTableRenderer.withdrawalRemark]
        }
        return [statement]
    }

    // MARK: - Steps

    /// Returns the step that makes the change, or nil if a statement before or after all tables makes it.
    func step(of change: TableChange) -> AlterClause.Step? {
        if isMadeElsewhere(change) { return nil }
        if isRenameInAdvance(change) { return .renaming }
        if goesAfterBackfill(change) { return .closing }
        if endsHistory, isOfHistory(change) { return .endingHistory }
        switch change {
        case .changeSystemVersioning where beginsHistoryFirst: return .beginningHistory
        case .changePartitioning: return partitioning.isSeparate ? .partitioning : .main
        case .changeIndex(let before, let after) where isVisibilityOnly(before, after): return .visibility
        case .addIndex where lateFulltext.contains(change): return .fulltext
        default: return .main
        }
    }

    /// Returns whether a separate statement, before or after all tables, makes this change to a foreign key or check.
    private func isMadeElsewhere(_ change: TableChange) -> Bool {
        switch change {
        case .dropCheck(let check): goneChecks.contains(check)
        case .dropForeignKey(let key): !isDroppedHere(key)
        case .addForeignKey(let key): !isAddedHere(key)
        case .changeForeignKey(let before, let after): !isDroppedHere(before) && !isAddedHere(after)
        default: false
        }
    }

    // MARK: - Clauses

    private func clauses() -> [AlterClause] {
        var clauses = historyClauses + alteration.changes.flatMap(clauses(for:))
        clauses += rebuildingClauses + columnClauses + closingColumns
        clauses += keptIndexes.clauses.map { AlterClause(.keepKey, $0) }
        clauses += renderer.withdrawnDefaults(of: redefinedColumns)
            .map { AlterClause(.column, $0, in: .withdrawingDefaults) }
        if isCorruptedInPlace, clauses.contains(where: { $0.step == .main }) {
            clauses.append(AlterClause(.algorithm, "ALGORITHM = COPY"))
        }
        return clauses
    }

    /// Returns the clauses that the change needs, except for the definitions of columns, which may combine several
    /// changes.
    private func clauses(for change: TableChange) -> [AlterClause] {
        let step: AlterClause.Step = goesAfterBackfill(change) ? .closing : .main
        switch change {
        case .addColumn, .changeColumn, .moveColumn, .changePartitioning, .changeSystemVersioning: return []
        case .dropColumn(let column):
            let goesWithHistory = column.rowTime != nil && endsHistory
            return goesWithHistory ? [] : [AlterClause(.dropColumn, "DROP COLUMN \(quoted(column.name))", in: step)]
        case .renameColumn(let from, let to):
            let clause = "RENAME COLUMN \(quoted(from)) TO \(quoted(to.name))"
            return isRenameInAdvance(change) ? [AlterClause(.column, clause, in: .renaming)] : []
        case .changePrimaryKey(let before, let after):
            return (before == nil ? [] : [AlterClause(.dropKey, "DROP PRIMARY KEY", in: step)])
                + (after.map { [adding($0, in: step)] } ?? [])
        case .changePeriod(let before, let after):
            return [
                before.map { AlterClause(.dropKey, "DROP PERIOD FOR \(quoted($0.name))") },
                after.map { AlterClause(.addPeriod, "ADD " + renderer.periodDefinition($0.name, $0.columns)) },
            ].compactMap(\.self)
        case .addIndex(let index): return lateFulltext.contains(change) ? [] : [adding(index, in: step)]
        case .dropIndex(let index): return dropping(index, in: step)
        case .changeIndex(let before, let after):
            if isVisibilityOnly(before, after), !uses(rebuiltColumns, before) { return [] }
            return dropping(before, in: step) + (lateFulltext.contains(change) ? [] : [adding(after, in: step)])
        case .renameIndex(let from, let index): return renaming(from, to: index)
        case .addForeignKey(let key): return adding(key)
        case .dropForeignKey(let key): return dropping(key)
        case .changeForeignKey(let before, let after): return dropping(before) + adding(after)
        case .addCheck(let check): return [adding(check)]
        case .dropCheck(let check): return dropping(check)
        case .changeCheck(let before, let after): return dropping(before) + [adding(after)]
        case .changeOptions(let before, let after): return optionClauses(from: before, to: after)
        case .changeComment(_, let comment):
            return [AlterClause(.option, "COMMENT = \(profile.dialect.quotedLiteral(comment))")]
        }
    }

    /// After a DELETE, MariaDB (10.11, 11.8) reports a corrupt index (error 1034) when it rebuilds a versioned table
    /// with a fulltext index and a virtual column in place.
    private var isCorruptedInPlace: Bool {
        let table = alteration.before
        return table.systemVersioning != nil && table.indexes.contains { $0.kind == .fulltext }
            && table.columns.contains { $0.generated?.isStored == false }
    }
}

extension [AlterClause] {
    /// Returns the clauses in the order of their kinds, and within a kind in their own.
    fileprivate func stablySorted(by kind: KeyPath<AlterClause, AlterClause.Kind>) -> [AlterClause] {
        enumerated().sorted { ($0.element[keyPath: kind], $0.offset) < ($1.element[keyPath: kind], $1.offset) }
            .map(\.element)
    }
}
