internal import Revisions
package import SQLStatements
internal import SchemaModel
internal import ServerPort

/// Data that a plan would destroy, or might.
package struct DataLoss: Hashable, Sendable {
    package var what: StatementFacts.DataLoss
    /// The statement that would destroy it.
    package var origin: StatementOrigin
}

/// Asks the server whether the objects that a plan drops contain data.
struct DataLossCheck {
    let executor: any QueryExecutor

    /// Statements may rename tables. Maps the name that a statement uses to the table's current name.
    private var presentNames: [SQLName: SQLName] = [:]

    init(executor: any QueryExecutor) {
        self.executor = executor
    }

    /// - Throws: `ServerError`, `RevisionFileError`.
    mutating func losses(of plan: MigrationPlan) throws -> [DataLoss] {
        var losses: [DataLoss] = []
        let planner = RunPlanner(graph: plan.graph, dialect: executor.dialect)
        for planned in plan.steps {
            let step = try planner.step(planned)
            for origin in step.origins.dropFirst(step.firstStatement) {
                let facts = StatementClassifier.facts(of: origin.statement.text, dialect: executor.dialect)
                for loss in facts.losses where try hasData(loss) {
                    losses.append(DataLoss(what: loss, origin: origin))
                }
                for rename in facts.renames { presentNames[rename.to] = presentNames[rename.from] ?? rename.from }
            }
        }
        return losses
    }

    /// The losses that statements would cause, in order.
    ///
    /// - Throws: `ServerError`.
    mutating func losses(of statements: [String]) throws -> [StatementFacts.DataLoss] {
        var losses: [StatementFacts.DataLoss] = []
        for statement in statements {
            let facts = StatementClassifier.facts(of: statement, dialect: executor.dialect)
            losses += try facts.losses.filter { try hasData($0) }
            for rename in facts.renames { presentNames[rename.to] = presentNames[rename.from] ?? rename.from }
        }
        return losses
    }

    private func hasData(_ loss: StatementFacts.DataLoss) throws -> Bool {
        switch loss {
        case .table(let table), .rows(of: let table): try hasRow(table)
        case .column(let column, of: let table):
            try hasRow(table, condition: "\(SQLDialect().quotedIdentifier(column)) IS NOT NULL")
        case .partitions(let names, of: let table): try names.contains { try hasRow(table, partition: $0) }
        case .database(let name): try tables(of: name).contains { try hasRow($0) }
        case .unknown: true
        }
    }

    private func tables(of database: String) throws -> [SQLName] {
        let query = """
            SELECT TABLE_NAME FROM information_schema.TABLES \
            WHERE TABLE_SCHEMA = \(RunnerTables.literal(database)) AND TABLE_TYPE <> 'VIEW'
            """
        return try executor.execute(query).rows.compactMap { row in row[0].map { SQLName(database: database, $0) } }
    }

    private func hasRow(_ name: SQLName, partition: String? = nil, condition: String? = nil) throws -> Bool {
        let present = presentNames[name] ?? name
        let names = SQLDialect()
        let table =
            (present.database.map { names.quotedIdentifier($0) + "." } ?? "") + names.quotedIdentifier(present.name)
        let filter =
            (partition.map { " PARTITION (\(names.quotedIdentifier($0)))" } ?? "")
            + (condition.map { " WHERE \($0)" } ?? "")
        do {
            return try !executor.execute("SELECT 1 FROM \(table)\(filter) LIMIT 1").rows.isEmpty
        } catch let error as ServerError where Set.rowsAbsent.contains(error.code) {
            return false
        }
    }
}
