internal import Configuration
internal import Revisions
internal import SchemaSQL

/// What the revisions of an Alembic environment run, as `alembic upgrade --sql` and `alembic downgrade --sql` print it.
struct AlembicScripts {
    /// The statements of one revision in one direction.
    typealias Body = [RevisionDraft.Statement]

    private(set) var upgrades: [String: Body] = [:]
    private(set) var downgrades: [String: Body] = [:]
    /// Why a revision has no statements, by its id.
    private(set) var upgradeFailures: [String: String] = [:]
    private(set) var downgradeFailures: [String: String] = [:]
    /// The version table, where a script made it.
    private(set) var versionTable: String?
    /// Why Alembic printed nothing at all.
    private(set) var failure: String?

    private let alembic: AlembicProgram
    private let ids: Set<String>
    private let revisions: [AlembicRevision]

    /// - Parameter doublesPercents: `%` comes out of Alembic twice, as it does without `paramstyle` in env.py.
    init(_ revisions: [AlembicRevision], alembic: AlembicProgram) {
        self.alembic = alembic
        self.revisions = revisions
        ids = Set(revisions.map(\.id))
        readUpgrades()
        if failure == nil { readDowngrades() }
    }

    // MARK: Runs

    /// From the base to all heads; and where a revision needs a database, on from there.
    private mutating func readUpgrades() {
        var start = ""
        while true {
            let run = alembic.run("upgrade", start + "heads")
            let parts = Part.split(run.output, known: ids, isUpgrade: true)
            if parts.isEmpty, start.isEmpty {
                failure = run.failure ?? "it printed no revision"
                return
            }
            if versionTable == nil { versionTable = Self.createdTable(in: run.output) }
            let before = upgrades.count + upgradeFailures.count
            let isWhole = run.failure == nil
            for part in isWhole ? parts[...] : parts.dropLast() where upgrades[part.id] == nil {
                if let body = body(part) {
                    upgrades[part.id] = body
                } else {
                    upgradeFailures[part.id] = Self.unreadable
                }
            }
            guard !isWhole, let failed = parts.last?.id else { return }
            upgradeFailures[failed] = run.failure
            guard upgrades.count + upgradeFailures.count > before else { return }
            start = failed + ":"
        }
    }

    /// From each head to the base, and on below a revision that needs a database.
    private mutating func readDowngrades() {
        let parents = Dictionary(revisions.map { ($0.id, $0.downRevisions) }, uniquingKeysWith: { first, _ in first })
        let followed = Set(revisions.flatMap(\.downRevisions))
        var starts = revisions.map(\.id).filter { !followed.contains($0) }
        var tried: Set<String> = []
        while let start = starts.popLast() {
            guard tried.insert(start).inserted else { continue }
            let run = alembic.run("downgrade", start + ":base")
            let parts = Part.split(run.output, known: ids, isUpgrade: false)
            let isWhole = run.failure == nil
            for part in isWhole ? parts[...] : parts.dropLast() where downgrades[part.id] == nil {
                if let body = body(part) {
                    downgrades[part.id] = body
                } else {
                    downgradeFailures[part.id] = Self.unreadable
                }
            }
            guard !isWhole else { continue }
            if let failed = parts.last?.id { downgradeFailures[failed] = run.failure }
            starts += parents[parts.last?.id ?? start] ?? []
        }
    }

    private static let unreadable = "the statements that Alembic prints cannot be told apart"

    // MARK: Text

    /// A revision's part of a script.
    private struct Part {
        var id: String
        var text: String

        /// Cuts a script at the lines that name revisions: `-- Running upgrade a, b -> c`.
        static func split(_ script: String, known: Set<String>, isUpgrade: Bool) -> [Part] {
            let mark = isUpgrade ? "-- Running upgrade " : "-- Running downgrade "
            var parts: [Part] = []
            for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix(mark), let arrow = line.firstRange(of: " -> ") {
                    let side = isUpgrade ? line[arrow.upperBound...] : line[..<arrow.lowerBound].dropFirst(mark.count)
                    let id = side.filter { !$0.isWhitespace }
                    if known.contains(id) {
                        parts.append(Part(id: id, text: ""))
                        continue
                    }
                }
                if !parts.isEmpty { parts[parts.count - 1].text += line + "\n" }
            }
            return parts
        }
    }

    private static func createdTable(in script: String) -> String? {
        let mark = "CREATE TABLE "
        guard let start = script.firstRange(of: mark)?.upperBound, let end = script[start...].firstIndex(of: "(") else {
            return nil
        }
        let isFirst = script[..<start].firstRange(of: "-- Running") == nil
        let name = script[start..<end].filter { $0 != "`" && !$0.isWhitespace }
        return isFirst && !name.isEmpty ? name : nil
    }

    /// nil where the text cannot be cut into statements.
    private func body(_ part: Part) -> Body? {
        let text = alembic.doublesPercents ? part.text.replacing("%%", with: "%") : part.text
        guard var statements = try? StatementSplitter.split(text).statements[...] else { return nil }
        while let last = statements.last, isVersionStatement(last.text) || Self.isTransactionMark(last.text) {
            statements.removeLast()
        }
        while let first = statements.first, Self.isTransactionMark(first.text) { statements.removeFirst() }
        return statements.map { RevisionDraft.Statement($0) }
    }

    private func isVersionStatement(_ text: String) -> Bool {
        let words = text.filter { $0 != "`" }.split(whereSeparator: \.isWhitespace).prefix(3).joined(separator: " ")
        let table = versionTable ?? "alembic_version"
        return text.contains("version_num")
            && ["INSERT INTO \(table)", "UPDATE \(table) SET", "DELETE FROM \(table)"].contains(words)
    }

    private static func isTransactionMark(_ text: String) -> Bool {
        ["BEGIN", "START TRANSACTION", "COMMIT"].contains(text.uppercased())
    }
}

/// The `alembic` command in an environment.
struct AlembicProgram: Sendable {
    var command: [String]
    var folder: String
    var environment: [String: String]
    /// env.py makes Alembic print `%` twice, as it does unless it asks for another `paramstyle`.
    var doublesPercents: Bool

    /// - Returns: what it printed, and why it failed, if it did.
    func run(_ verb: String, _ range: String) -> (output: String, failure: String?) {
        // What it says on stderr holds the reason in its last line, and a line for each revision.
        let log = "/tmp/swiftmig-alembic-\(RevisionID.random())"
        defer { Files.remove(log) }
        let process = UserProgram(
            purpose: "alembic",
            command: ["sh", "-c", "log=$1; shift; exec \"$@\" 2>\"$log\"", "sh", log] + command + [
                verb, range, "--sql",
            ],
            folder: folder,
            environment: environment
        )
        let (output, failure) = process.collect()
        guard let failure else { return (output, nil) }
        let words = (try? TextFile.read(log)) ?? ""
        let reason = words.split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }
        return (output, reason.map(String.init) ?? failure.words)
    }
}
