internal import Revisions
internal import SwiftMigConfiguration

package struct MergeArguments: Sendable {
    package var revisions: [String]
    package var message: String?
    package var revisionID: String?
    package var branchLabels: [String]
    package var dependencies: [String]
    package var isSpliced: Bool
    package var versionPath: String?

    package init(
        revisions: [String] = ["heads"],
        message: String? = nil,
        revisionID: String? = nil,
        branchLabels: [String] = [],
        dependencies: [String] = [],
        isSpliced: Bool = false,
        versionPath: String? = nil
    ) {
        self.revisions = revisions
        self.message = message
        self.revisionID = revisionID
        self.branchLabels = branchLabels
        self.dependencies = dependencies
        self.isSpliced = isSpliced
        self.versionPath = versionPath
    }
}

/// Writes an empty revision that follows several others.
package func merge(_ arguments: MergeArguments, in context: Context) throws -> ChangesReport {
    let chain = try Chain.read(try context.configuration(), in: context)
    let parents = try chain.parents(arguments.revisions, isSpliced: arguments.isSpliced)
    guard parents.count > 1 else { throw ChainError.nothingToMerge(parents) }
    let id = arguments.revisionID ?? RevisionID.random()
    let revision = RevisionArguments(
        message: arguments.message ?? "merge \(parents.joined(separator: " and "))",
        revisionID: id,
        heads: parents,
        isSpliced: arguments.isSpliced,
        branchLabels: arguments.branchLabels,
        dependencies: arguments.dependencies,
        versionPath: arguments.versionPath
    )
    var report = try SwiftMigCommands.revision(revision, in: context)
    report.next = [chain.upgradeCommand(to: id, after: parents)]
    return report
}
