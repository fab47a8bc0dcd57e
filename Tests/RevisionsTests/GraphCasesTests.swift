import Revisions
import TestSupport
import Testing

/// Tests every case of `graph-cases.json`. If a case has several valid orders, any of them is accepted, but ours must
/// be the same on every run.
@Suite("Graph cases")
struct GraphCasesTests {
    @Test func allAreThere() {
        #expect(GraphCase.all.count == 158)
        let known: Set = [
            "upgrade", "downgrade", "history", "stamp", "heads", "show", "current", "revision", "merge", "branches",
        ]
        #expect(Set(GraphCase.all.map(\.command)).isSubset(of: known))
    }

    @Test(arguments: GraphCase.all)
    func behaves(_ example: GraphCase) throws {
        do {
            try check(example)
        } catch let error as RevisionGraphError {
            #expect(errorClass(error) == example.expect.error)
        } catch let error as RevisionTargetError {
            #expect(errorClass(error) == example.expect.error, "\(error)")
        }
    }

    private func check(_ example: GraphCase) throws {
        let graph = try example.graph()
        let rows = example.current
        switch example.command {
        case "upgrade":
            try checkPath(graph.upgradePath(from: rows, to: RevisionTarget(example.text)), example, graph, .upgrade)
        case "downgrade":
            try checkPath(graph.downgradePath(from: rows, to: RevisionTarget(example.text)), example, graph, .downgrade)
        case "history":
            let range = try example.target.map { _ in try RevisionRange(example.text) }
            let shown = try graph.history(range, rows: rows).map(\.id)
            #expect(example.expect.error == nil)
            #expect(Set(shown) == Set(example.expect.order ?? []))
            expectLegal(shown.reversed(), graph)
        case "stamp":
            let targets = try (example.target?.texts ?? []).map { try RevisionTarget($0) }
            let stamped = try graph.stampedRows(from: rows, to: targets)
            #expect(stamped.sorted() == example.expect.final_heads?.sorted())
        case "heads":
            let heads = example.options?.resolve_dependencies == true ? graph.effectiveHeads : graph.heads
            #expect(heads.sorted() == example.expect.heads?.sorted())
        case "show":
            let shown = try graph.resolve(RevisionTarget(example.text), rows: rows)
            #expect(shown.sorted() == example.expect.revisions?.sorted())
        case "current" where example.expect.error == "not_at_heads":
            #expect(try !graph.isAtHeads(rows))
        case "current":
            #expect(try graph.currentRevisions(rows).sorted() == example.expect.revisions?.sorted())
            if example.options?.check_heads == true { #expect(try graph.isAtHeads(rows)) }
        default:
            let heads = example.options?.revisions ?? example.options?.head.map { [$0] } ?? []
            let targets = try heads.map { try RevisionTarget($0) }
            _ = try graph.parents(forNewRevisionOn: targets)
            Issue.record("no error")
        }
    }

    private func checkPath(
        _ path: [Revision],
        _ example: GraphCase,
        _ graph: RevisionGraph,
        _ direction: Direction
    ) throws {
        #expect(example.expect.error == nil)
        let ids = path.map(\.id)
        #expect(Set(ids) == Set(example.expect.order ?? []))
        expectLegal(direction == .upgrade ? ids : ids.reversed(), graph)
        let steps = try graph.rowsAfterEachStep(from: example.current, path: path, direction)
        let after = try steps.last ?? graph.rows(applied: graph.appliedRevisions(example.current))
        #expect(after.sorted() == example.expect.final_heads?.sorted())
        // After each step, the rows are the maximal elements of the applied revisions.
        var applied = try graph.appliedRevisions(example.current)
        for (revision, rows) in zip(ids, steps) {
            if direction == .upgrade { applied.insert(revision) } else { applied.remove(revision) }
            #expect(rows == graph.rows(applied: applied))
        }
    }

    /// Checks that each revision comes after its parents and dependencies.
    private func expectLegal(_ ids: [String], _ graph: RevisionGraph) {
        var seen = Set<String>()
        for id in ids {
            let before = (graph[id]?.downRevisions ?? []) + graph.dependencies(of: id)
            for parent in before where ids.contains(parent) { #expect(seen.contains(parent)) }
            seen.insert(id)
        }
    }

    private func errorClass(_ error: RevisionGraphError) -> String {
        switch error {
        case .file(.illegalRevisionID): "illegal_revision_id"
        case .selfLoop: "self_loop"
        case .dependencySelfLoop: "dependency_self_loop"
        case .cycle: "cycle"
        case .dependencyCycle: "dependency_cycle"
        case .duplicateLabel: "duplicate_branch_label"
        case .file, .duplicateRevision, .missingRevision, .badSquash, .ambiguousDependency: "another: \(error)"
        }
    }

    private func errorClass(_ error: RevisionTargetError) -> String {
        switch error {
        case .noSuchRevision, .notHere, .unknownVersion, .replacedVersion, .replacedRevision: "no_such_revision"
        case .noSuchBranch: "no_such_branch"
        case .notInBranch: "not_in_branch"
        case .ambiguousPrefix: "ambiguous_prefix"
        case .multipleHeads: "multiple_heads"
        case .ambiguousRelative, .ambiguousStart: "ambiguous_relative"
        case .relativeOutOfRange, .wrongDirection: "relative_out_of_range"
        case .notAValidTarget: "not_a_valid_target"
        case .rangeNotAncestor: "range_not_ancestor"
        case .badHistoryRange: "bad_history_range"
        case .rangeNeedsSQL: "range_needs_sql"
        case .sqlRangeRequired: "sql_range_required"
        case .notAHead: "not_a_head"
        case .duplicateHeads: "duplicate_heads"
        case .baseAmongTargets, .overlappingTargets: "overlapping_targets"
        case .malformed: "malformed"
        }
    }
}

extension GraphCase {
    func graph() throws(RevisionGraphError) -> RevisionGraph {
        try RevisionGraph.build(
            revisions.map {
                Revision(
                    id: $0.id,
                    downRevisions: $0.down,
                    dependsOn: $0.depends_on,
                    branchLabels: $0.branch_labels,
                    path: $0.id + ".sql"
                )
            }
        )
    }
}
