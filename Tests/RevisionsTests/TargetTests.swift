import Revisions
import Testing

/// Tests of targets that no verified case covers.
@Suite("Targets") struct TargetTests {
    /// a1 - a2 - a3, and p1 - p2, which depends on a3.
    private func graph() throws -> RevisionGraph {
        func revision(_ id: String, after parents: [String], needs: [String] = []) -> Revision {
            Revision(id: id, downRevisions: parents, dependsOn: needs, path: id + ".sql")
        }
        return try RevisionGraph.build([
            revision("a1", after: []), revision("a2", after: ["a1"]), revision("a3", after: ["a2"]),
            revision("p1", after: []), revision("p2", after: ["p1"], needs: ["a3"]),
        ])
    }

    /// A complete database is not at a head that another revision depends on.
    @Test func headsAreWhereADatabaseEnds() throws {
        let graph = try graph()
        #expect(try graph.resolve(RevisionTarget("heads")) == ["p2"])
        #expect(try graph.resolve(RevisionTarget("a1@heads")) == ["a3"])
        #expect(try graph.stampedRows(from: [], to: [RevisionTarget("heads")]) == ["p2"])
        #expect(graph.heads == ["a3", "p2"])
        // A merge of all heads leaves one.
        #expect(try graph.parents(forNewRevisionOn: [RevisionTarget("heads")]) == ["a3", "p2"])
        #expect(throws: RevisionTargetError.multipleHeads("head", heads: ["a3", "p2"])) {
            try graph.resolve(RevisionTarget("head"))
        }
    }

    /// A range that exceeds the chain ends at the end of the chain, on either side.
    @Test(arguments: [
        ("a2:+5", ["a3", "a2"]), ("a3:+1", ["a3"]), ("a1@base:+9", ["a3", "a2", "a1"]), ("-9:a2", ["a2", "a1"]),
    ])
    func rangesStopAtTheEnds(range: String, expected: [String]) throws {
        #expect(try graph().history(RevisionRange(range)).map(\.id) == expected)
    }
}
