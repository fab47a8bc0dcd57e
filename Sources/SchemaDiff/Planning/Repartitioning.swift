internal import SchemaModel
internal import SchemaSQL

/// How the partitions of a table change.
///
/// On both servers, a statement that adds, drops or splits partitions cannot contain anything else. Repartitioning the
/// whole table can be combined with other changes.
enum Repartitioning {
    case none
    /// `PARTITION BY …` or `REMOVE PARTITIONING`.
    case whole(String)
    case separate([PartitionPlan.Step])

    init(_ alteration: TableAlteration, endsHistory: Bool, renderer: CreateTableRenderer) {
        self = .none
        if endsHistory, case .systemTime? = alteration.before.partitioning?.scheme {
            // The partitions go with the history.
            if let after = alteration.after.partitioning { self = .whole(renderer.partitioning(after)) }
            return
        }
        for case .changePartitioning(let before, let after) in alteration.changes {
            let plan = PartitionPlan(
                before: before,
                after: after,
                dialect: renderer.profile.dialect,
                isReverting: alteration.isReverting
            )
            self = plan.steps().map(Repartitioning.separate) ?? .whole(plan.wholeClause)
        }
    }

    var isSeparate: Bool {
        if case .separate = self { true } else { false }
    }

    /// Returns the separate statements. The first one makes the changes.
    func statements(making changes: [TableChange]) -> [AlterationPlan.Statement] {
        guard case .separate(let steps) = self else { return [] }
        return steps.enumerated().map { place, step in
            AlterationPlan.Statement(
                clauses: [step.clause],
                movesRows: step.movesRows,
                changes: place == 0 ? changes : [],
                remarks: place == 0 ? [] : ["partitions, step \(place + 1) of \(steps.count)"]
            )
        }
    }
}
