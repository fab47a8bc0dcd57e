package import DiagnosticModel
package import MigrationRunner
internal import SQLStatements

/// A downgrade that would destroy data, which was not allowed.
package struct DataLossRefusal: Error {
    package var losses: [DataLoss]
    /// The command that does it anyway.
    package var command: String

    package init(losses: [DataLoss], command: String) {
        self.losses = losses
        self.command = command
    }
}

extension DataLossRefusal: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        let what = losses.map(\.words).joined(separator: ", ")
        return Diagnostic(
            "data_loss",
            "the downgrade \(losses.contains { !$0.isUnknown } ? "would" : "may") lose data: \(what); nothing was run",
            hints: ["swiftmig \(command)"],
            location: losses.first?.origin.location,
            exitCode: .refused
        )
    }
}

extension DataLoss {
    package var warning: Diagnostic {
        let verb = isUnknown ? "may lose" : "loses"
        return Diagnostic("data_loss", "\(verb) data: \(words)", severity: .warning, location: origin.location)
    }

    fileprivate var isUnknown: Bool {
        if case .unknown = what { true } else { false }
    }

    fileprivate var words: String {
        switch what {
        case .table(let table): "table \(table.name) has rows"
        case .column(let column, of: let table): "column \(table.name).\(column) has values"
        case .rows(of: let table): "rows of \(table.name)"
        case .partitions(let names, of: let table):
            "partition \(names.joined(separator: ", ")) of \(table.name) has rows"
        case .database(let name): "database \(name) has tables with rows"
        case .unknown(let verb): "it is not known beforehand what \(verb) in line \(origin.statement.line) destroys"
        }
    }
}
