package import Revisions

/// Converts the revisions to our files.
package enum AlembicDrafts {
    /// - Throws: `RevisionGraphError`, `RevisionFileError` if they do not form a chain.
    package static func make(_ revisions: [AlembicRevision], _ scripts: AlembicScripts) throws -> [RevisionDraft] {
        let dates = creationDates(revisions)
        let drafts = revisions.map { revision in
            var draft = RevisionDraft(
                id: revision.id,
                downRevisions: revision.downRevisions,
                dependsOn: revision.dependsOn,
                branchLabels: revision.branchLabels,
                created: dates[revision.id] ?? UTCDate(epoch: 0),
                message: revision.message,
                upgrade: scripts.upgrades[revision.id] ?? []
            )
            if scripts.upgrades[revision.id] == nil {
                draft.history = why(scripts.upgradeFailures[revision.id] ?? scripts.failure)
            }
            if let back = scripts.downgrades[revision.id] {
                draft.downgrade = .statements(back)
            } else {
                draft.downgrade = .irreversible(reason: why(scripts.downgradeFailures[revision.id] ?? scripts.failure))
            }
            return draft
        }
        _ = try RevisionGraph.build(
            zip(drafts, revisions).map { draft, revision throws(RevisionFileError) in
                var read = try RevisionFolder.revision(draft.render(), path: revision.path)
                read.lines = Revision.Lines()
                return read
            }
        )
        return drafts
    }

    private static func why(_ failure: String?) -> String {
        "Alembic did not print it as SQL" + (failure.map { ": \($0)" } ?? "")
    }

    /// The dates of the revisions. A revision without a date gets its parents' date or, without one, the earliest, so
    /// that the order of creation remains an order of the chain.
    private static func creationDates(_ revisions: [AlembicRevision]) -> [String: UTCDate] {
        var dates: [String: UTCDate] = [:]
        for revision in revisions { dates[revision.id] = revision.created }
        let earliest = dates.values.min() ?? UTCDate(epoch: 0)
        var left = revisions.filter { $0.created == nil }
        while !left.isEmpty {
            let ready = left.filter { revision in revision.downRevisions.allSatisfy { dates[$0] != nil } }
            if ready.isEmpty { break }
            for revision in ready {
                dates[revision.id] = revision.downRevisions.compactMap { dates[$0] }.max() ?? earliest
            }
            left.removeAll { dates[$0.id] != nil }
        }
        return dates
    }
}
