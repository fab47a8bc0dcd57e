package import Revisions
internal import ServerPort

/// A row of the journal: one run of one revision.
package struct JournalEntry: Hashable, Sendable {
    /// What was done with the revision.
    package enum Action: String, Hashable, Sendable, Encodable {
        case upgrade, downgrade
        /// The revision was recorded as applied, without running it.
        case stamp

        package init(_ direction: Direction) {
            switch direction {
            case .upgrade: self = .upgrade
            case .downgrade: self = .downgrade
            }
        }

        /// nil for a stamp, which runs nothing.
        package var direction: Direction? {
            switch self {
            case .upgrade: .upgrade
            case .downgrade: .downgrade
            case .stamp: nil
            }
        }
    }

    package enum State: String, Hashable, Sendable {
        case running, failed, done
        /// `resume --undo` is at work on it, or was interrupted.
        case undoing
        /// Undone, as if it had never begun.
        case undone
    }

    /// The kind of the statement in flight. It is not in a transaction, so only this tells how to find out whether it
    /// ran.
    package enum InFlight: String, Hashable, Sendable {
        /// A fingerprint tells.
        case ddl
        /// Several `CREATE TABLE` of tables that did not exist. They run in order, so a fingerprint tells how far they
        /// came.
        case creations
        /// Nothing tells.
        case other
        /// A statement of `resume --undo`.
        case undo
    }

    package var id: UInt64
    package var revision: String
    /// The column `direction`.
    package var action: Action
    package var state: State
    package var checksum: String
    package var statementCount: Int
    /// How many statements are done, which is also the index of the next one.
    package var nextStatement: Int
    /// The first 16 hex digits of each statement's checksum.
    package var statementChecksums: [String]
    package var inFlight: InFlight?
    package var fingerprint: String?
    /// The definition, before the statement in flight, of the object that it names. Set only to be written; it is read
    /// only after a crash.
    var definition: String?
    package var databaseUser = ""
    package var person = ""
    package var host = ""
    package var toolVersion = ""
    /// UTC, as the server prints it.
    package var startedAt = ""
    package var finishedAt: String?
    package var seconds: Double?
    package var error: String?
    /// How long each statement took; nil if unknown. The time of a transaction is that of its COMMIT.
    package var statementSeconds: [Double?] = []
    /// The position of a batch of rows.
    package var batchPosition: String?
    /// The server's warnings about statements, one per line.
    package var warnings: [String] = []
    /// Whether the journal has kept what an undo needs. It keeps nothing for a revision that only changes rows.
    package var canBeUndone = false
    /// Whether a newer version wrote something that this one cannot interpret.
    package var isOfNewerVersion = false

    /// Who ran it: the person and their machine, or else the account.
    package var who: String {
        if person.isEmpty { return databaseUser }
        // A tag alone does not name a person.
        if person.hasPrefix("[") { return "\(databaseUser) \(person)" }
        return host.isEmpty ? "\(databaseUser) \(person)" : "\(person)@\(host)"
    }

    static let checksumLength = 16

    static func shortened(_ checksum: String) -> String { String(checksum.prefix(checksumLength)) }

    /// Whether only part of the revision is done, or it is unknown how much.
    package var isHalfRun: Bool {
        switch state {
        case .done, .undone: false
        case .running, .undoing: true
        case .failed: nextStatement > 0 || inFlight != nil || batchPosition != nil
        }
    }

    init(
        id: UInt64,
        revision: String,
        action: Action,
        state: State,
        checksum: String,
        statementChecksums: [String]
    ) {
        self.id = id
        self.revision = revision
        self.action = action
        self.state = state
        self.checksum = checksum
        statementCount = statementChecksums.count
        nextStatement = 0
        self.statementChecksums = statementChecksums
    }

    /// Reads a row of `JournalLayout.readExpressions`.
    init(_ row: RowSet.Row) {
        id = row[0].flatMap { UInt64($0) } ?? 0
        revision = row[1] ?? ""
        action = row[2].flatMap { Action(rawValue: $0) } ?? .stamp
        state = row[3].flatMap { State(rawValue: $0) } ?? .failed
        checksum = row[4] ?? ""
        statementCount = row.int(5) ?? 0
        nextStatement = row.int(6) ?? 0
        statementChecksums = (row[7] ?? "").split(separator: ",").map(String.init)
        inFlight = row[8].map { InFlight(rawValue: $0) ?? .other }
        fingerprint = row[9]
        databaseUser = row[10] ?? ""
        person = row[11] ?? ""
        host = row[12] ?? ""
        toolVersion = row[13] ?? ""
        startedAt = row[14] ?? ""
        finishedAt = row[15]
        seconds = row[16].flatMap { Double($0) }
        error = row[17]
        // Each time is followed by a comma.
        statementSeconds = (row[18] ?? "").split(separator: ",", omittingEmptySubsequences: false).dropLast().map {
            Double($0)
        }
        // A single statement took as long as the whole revision.
        if statementSeconds.isEmpty, statementCount == 1, let seconds { statementSeconds = [seconds] }
        batchPosition = row[19]
        warnings = (row[20] ?? "").split(separator: "\n").map(String.init)
        canBeUndone = row[21] == "1"
        let isKnown =
            row[2].map { Action(rawValue: $0) != nil } ?? true
            && row[3].map { State(rawValue: $0) != nil } ?? true
            && row[8].map { InFlight(rawValue: $0) != nil } ?? true
        isOfNewerVersion = !isKnown
    }
}
