package import DiagnosticModel
internal import Revisions
internal import SchemaModel
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics
internal import SwiftMigPlatform

/// The revisions of the configured folders, for commands.
struct Chain {
    let graph: RevisionGraph
    /// Warnings about broken files that were left out; empty unless that was allowed.
    var warnings: [Diagnostic] = []

    /// - Parameter toleratesMissingFolder: Whether the folders may be missing, for commands that work before the first
    ///   revision.
    /// - Throws: `RevisionGraphError`.
    static func read(
        _ configuration: Configuration,
        in context: Context,
        toleratesMissingFolder: Bool = false
    ) throws -> Chain {
        let folders = configuration.migrations.filter { !toleratesMissingFolder || FileSystem.isFolder($0) }
        // Messages and reports show paths as users type them.
        return Chain(
            graph: try RevisionGraph.read(folders.map { context.displayPath($0) }, recursive: configuration.isRecursive)
        )
    }

    /// Reads the chain for commands that only look. Warns about a file that cannot be read, and leaves it out. Throws
    /// contradictions, such as a cycle or a duplicate id or label.
    ///
    /// - Throws: `RevisionGraphError`.
    static func readTolerantly(_ configuration: Configuration, in context: Context) throws -> Chain {
        let folders = configuration.migrations.map { context.displayPath($0) }
        let graph = try RevisionGraph.read(folders, .collect, recursive: configuration.isRecursive)
        let hasBrokenFile = graph.problems.contains { $0.isBrokenFile }
        for problem in graph.problems {
            // The missing parent may be in the broken file.
            if case .missingRevision = problem, hasBrokenFile { continue }
            if !problem.isBrokenFile { throw problem }
        }
        let warnings = graph.problems.map { problem in
            var warning = problem.diagnostic
            warning.severity = .warning
            return warning
        }
        for warning in warnings { context.messages.warn(warning) }
        return Chain(graph: graph, warnings: warnings)
    }

    /// Returns the chain as it applies to a database with these rows; see `RevisionGraph.suiting`.
    ///
    /// - Throws: `RevisionTargetError`.
    func suiting(_ rows: [String], naming names: [String] = []) throws -> Chain {
        Chain(graph: try graph.suiting(rows, naming: names), warnings: warnings)
    }

    var summary: String {
        let count = graph.revisions.count
        guard count > 0 else { return "none yet" }
        return "\(count) \(count == 1 ? "revision" : "revisions"), head \(graph.heads.joined(separator: ", "))"
    }

    /// Returns what the applied revisions have made.
    ///
    /// - Parameter rows: The rows of the version table. If they are of another chain, every revision counts as applied.
    /// - Throws: `RevisionFileError`.
    func ownObjects(at rows: [String], on profile: ServerProfile) throws -> OwnObjects {
        let suiting = try? graph.suiting(rows)
        let applied = try? suiting?.appliedRevisions(rows)
        var own = OwnObjects(profile: profile)
        for revision in (suiting ?? graph).revisions where applied?.contains(revision.id) ?? true {
            own.follow(try revision.script(dialect: profile.dialect).upgrade)
        }
        return own
    }

    /// - Throws: `ChainError.notAtHeads`, `RevisionTargetError.unknownVersion`.
    func requireAtHeads(_ rows: [String]) throws {
        if try graph.suiting(rows).isAtHeads(rows) { return }
        throw ChainError.notAtHeads(current: rows, heads: graph.heads)
    }

    /// Returns how many revisions an upgrade to the heads would run.
    func pending(at rows: [String]) throws -> Int {
        let graph = try graph.suiting(rows)
        return graph.revisions.count - (try graph.appliedRevisions(rows)).count
    }

    /// The command that applies every revision.
    var upgradeCommand: String { graph.heads.count > 1 ? "swiftmig upgrade heads" : "swiftmig upgrade head" }

    // MARK: For a new revision

    /// - Throws: `ChainError`.
    func requireNewID(_ id: String) throws {
        let illegal = RevisionID.unwritableCharacters(in: id)
        if !illegal.isEmpty || RevisionID.isReserved(id) {
            throw ChainError.illegalID(id, characters: illegal)
        }
        if let existing = graph.revision(ofAnyFile: id) ?? graph.squash(replacing: id).flatMap({ graph[$0] }) {
            throw ChainError.idTaken(id, existing.location)
        }
        let labelled = graph.revisions.first { $0.branchLabels.contains(id) }
        if let labelled { throw ChainError.labelTaken(id, labelled.location) }
    }

    /// - Throws: `RevisionTargetError`, `ChainError.severalParents`.
    func parents(_ typed: [String], isSpliced: Bool) throws -> [String] {
        do {
            return try graph.parents(forNewRevisionOn: try typed.map { try RevisionTarget($0) }, splice: isSpliced)
        } catch RevisionTargetError.multipleHeads(_, let heads) {
            throw ChainError.severalParents(heads)
        }
    }

    /// The command that applies a new revision.
    func upgradeCommand(to id: String, after parents: [String]) -> String {
        Set(graph.heads).isSubset(of: parents) ? "swiftmig upgrade head" : "swiftmig upgrade \(id)"
    }

    /// Returns full ids; labels stay labels.
    ///
    /// - Throws: `RevisionTargetError`.
    func dependencies(_ typed: [String]) throws -> [String] {
        let labels = Set(graph.revisions.flatMap(\.branchLabels))
        return try typed.flatMap { labels.contains($0) ? [$0] : try graph.resolve(try RevisionTarget($0)) }
    }

    /// - Throws: `ChainError`.
    func requireNewLabels(_ labels: [String]) throws {
        for (index, label) in labels.enumerated() {
            let illegal = RevisionID.unwritableCharacters(in: label)
            if !illegal.isEmpty || RevisionID.isReserved(label) {
                throw ChainError.illegalLabel(label, characters: illegal)
            }
            let owner = graph.revisions.first { $0.id == label || $0.branchLabels.contains(label) }
            if let owner { throw ChainError.labelTaken(label, owner.location) }
            if labels[..<index].contains(label) { throw ChainError.labelTaken(label, nil) }
        }
    }

    // MARK: For reports

    /// - Parameter rows: The rows of the version table; nil if no server was asked.
    func items(_ revisions: [Revision], rows: [String]?) throws -> [RevisionsReport.Item] {
        let applied = try rows.map { try graph.appliedRevisions($0) }
        let current = try rows.map { Set(try graph.currentRevisions($0)) }
        return revisions.map { revision in
            RevisionsReport.Item(
                revision: revision.id,
                downRevisions: revision.downRevisions,
                dependencies: revision.dependsOn,
                branchLabels: revision.branchLabels,
                message: revision.message,
                created: revision.created?.iso8601,
                path: revision.path,
                isHead: graph.isHead(revision.id),
                isBase: graph.isBase(revision.id),
                isBranchPoint: graph.isBranchPoint(revision.id),
                isMergePoint: graph.isMergePoint(revision.id),
                isApplied: applied?.contains(revision.id),
                isCurrent: current?.contains(revision.id),
                replaces: revision.replaces
            )
        }
    }
}

extension RevisionGraphError {
    /// Whether the problem concerns one file, which can be left out.
    fileprivate var isBrokenFile: Bool {
        switch self {
        case .file(.illegalRevisionID): false
        case .file: true
        default: false
        }
    }
}

/// A condition of a command that the chain does not meet.
package enum ChainError: Error, Hashable, Sendable {
    case notAtHeads(current: [String], heads: [String])
    /// A new revision could follow any of these heads.
    case severalParents([String])
    case illegalID(String, characters: [Character])
    case idTaken(String, SourceLocation)
    case illegalLabel(String, characters: [Character])
    /// Without a location, the command itself names the label twice.
    case labelTaken(String, SourceLocation?)
    /// There are fewer than two revisions to merge.
    case nothingToMerge([String])
    /// The revisions to rebase are applied to the database.
    case alreadyApplied([String])
    /// The revision whose old files should be removed is not a squash, or has none.
    case notASquash(String)
    /// The squash would not run the same statements as the revisions.
    case squashNotFaithful([String])
    case folderIsRead(String)
    /// The chain uses the old files instead of the squash.
    case squashNotUsed(String)
    /// The database has only part of the squash.
    case withinSquash(String, rows: [String])
    /// The revision's line is already part of the other one's.
    case nothingToRebase(String, onto: String)
}
