extension RevisionGraph {
    /// What to do about a broken file or chain.
    package enum Strictness: Sendable {
        /// Throws the first problem.
        case fail
        /// Leaves out the smallest part so that the rest is a chain, and lists the problems. For commands that only
        /// read.
        case collect
    }

    /// Reads the chain from folders.
    ///
    /// - Throws: `RevisionGraphError`; with `.collect` only if a folder cannot be read.
    package static func read(
        _ folders: [String],
        _ strictness: Strictness = .fail,
        recursive: Bool = false
    ) throws(RevisionGraphError) -> RevisionGraph {
        let contents: RevisionFolder.Contents
        do { contents = try RevisionFolder.read(folders, recursive: recursive) } catch { throw .file(error) }
        if strictness == .fail, let broken = contents.broken.first { throw .file(broken.error) }
        return try build(contents.revisions, strictness, problems: contents.broken.map { .file($0.error) })
    }

    /// - Throws: `RevisionGraphError`, with `.fail`.
    package static func build(
        _ revisions: [Revision],
        _ strictness: Strictness = .fail
    ) throws(RevisionGraphError) -> RevisionGraph {
        try build(revisions, strictness, problems: [])
    }

    private static func build(
        _ revisions: [Revision],
        _ strictness: Strictness,
        problems: [RevisionGraphError]
    ) throws(RevisionGraphError) -> RevisionGraph {
        var squashes = Squashes(of: revisions)
        var builder = GraphBuilder(
            revisions: revisions,
            strictness: strictness,
            problems: problems,
            squashes: squashes
        )
        var graph = try builder.build()
        guard !squashes.source.isEmpty else { return graph }
        var found = graph.problems
        try squashes.check(in: graph, revisions: revisions, hasBrokenFiles: !problems.isEmpty) {
            problem throws(RevisionGraphError) in
            if strictness == .fail { throw problem }
            found.append(problem)
        }
        graph.squashes = squashes
        graph.problems = found
        return graph.allFolded
    }
}
