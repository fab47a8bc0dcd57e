internal import DiagnosticModel
internal import MigrationRunner
internal import ServerPort

extension BatchProblem {
    func diagnostic(of origin: StatementOrigin) -> Diagnostic {
        Diagnostic(
            "unsuitable_batch",
            "\(origin.revision.path): the batch cannot run: \(words); the statements before it in revision \(origin.revision.revision) are done",
            hints: [hint, "then go on: swiftmig resume"],
            location: origin.location,
            exitCode: .badData
        )
    }

    private var words: String {
        switch self {
        case .noColumn(let column, let table): "there is no column \(column) in a table \(table)"
        case .nullable(let column, let table):
            "\(table).\(column) may be NULL, and rows without a key would be skipped"
        case .noIndex(let column, let table):
            "no index of \(table) begins with \(column), so that each range would read the whole table"
        case .unsuitableType(let type, let column):
            "the values of \(column), of type \(type), cannot be compared reliably with a literal"
        case .noTransactions:
            "a table that it writes to has no transactions, so swiftmig could not tell which ranges are done"
        case .otherKey(let source): "it was started over \(source) and can continue only over that"
        }
    }

    private var hint: String {
        switch self {
        case .noColumn: "name a table and its column: -- swiftmig: batch table=users key=id"
        case .nullable, .noIndex, .unsuitableType: "use the primary key as key=, or remove the batch directive"
        case .noTransactions: "remove the batch directive, or change the table to InnoDB first"
        case .otherKey: "restore the old line: -- swiftmig: batch table=… key=…"
        }
    }
}

extension ReplicaProblem {
    func diagnostic(replica: String) -> Diagnostic {
        let start = "\(replica) is one of batches.replicas, but batches cannot wait for it"
        switch self {
        case .noReplica:
            return Diagnostic(
                "not_a_replica",
                "\(start): it does not replicate from another server; nothing was run",
                hints: ["name replicas of the database's server, or remove batches.replicas"],
                exitCode: .configuration
            )
        case .refused(let error):
            var diagnostic = error.diagnostic
            diagnostic.message = "\(start): \(error.message); nothing was run"
            return diagnostic
        }
    }
}
