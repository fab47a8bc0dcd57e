internal import DiagnosticModel
internal import SwiftMigDiagnostics

/// Why a migration failed, in the words of the command line.
public struct MigratorError: Error, Sendable, Hashable {
    /// The kind of error, with the same stable code as in `swiftmig --json`.
    public struct Code: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral {
        /// The code's name, in snake case.
        public let rawValue: String

        /// Creates a code from its name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Creates a code from its name.
        public init(stringLiteral name: String) {
            rawValue = name
        }

        /// The task was cancelled. The journal keeps what was done, and the next upgrade continues there.
        public static let cancelled: Code = "cancelled"
        /// A statement failed.
        public static let statementFailed: Code = "statement_failed"
        /// The answer to a statement was lost. The next upgrade finds out whether it ran.
        public static let connectionLost: Code = "connection_lost"
        /// Another run held the lock for longer than this one may wait.
        public static let locked: Code = "locked"
        /// The lock was lost during the run.
        public static let lockLost: Code = "lock_lost"
        /// A revision is half done in the other direction.
        public static let interrupted: Code = "interrupted"
        /// Statements of a half-done revision have changed since they ran.
        public static let changedStatements: Code = "changed_statements"
        /// It is impossible to tell whether a statement of a half-done revision ran, or an undo of it has begun.
        public static let undecidable: Code = "undecidable"
        /// A target, or the database's current revision, is unknown.
        public static let noSuchRevision: Code = "no_such_revision"
        /// The chain has several heads, and the target was ``Migrator/Target/head``.
        public static let multipleHeads: Code = "multiple_heads"
        /// The call would lose data, which was not allowed.
        public static let dataLoss: Code = "data_loss"
        /// A revision is declared irreversible.
        public static let irreversible: Code = "irreversible"
        /// The way back from a half-done revision cannot be planned.
        public static let undoImpossible: Code = "undo_impossible"
        /// A revision has no downgrade section.
        public static let noDowngrade: Code = "no_downgrade"
        /// No server answers at the address.
        public static let cannotReach: Code = "cannot_reach_server"
        /// The server refuses changes, as a replica does.
        public static let readOnlyServer: Code = "read_only_server"
        /// The server rejected the login.
        public static let accessDenied: Code = "access_denied"
        /// The URL is invalid.
        public static let badURL: Code = "bad_url"
    }

    /// A place in a revision file or in the settings.
    public struct Location: Sendable, Hashable, Codable, CustomStringConvertible {
        /// The file's path, or the name of an embedded revision.
        public var file: String
        /// The line, starting at 1; nil if only the file is known.
        public var line: Int?
        /// The column, starting at 1; nil if it is unknown.
        public var column: Int?

        /// `file:line:column`
        public var description: String {
            [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        }
    }

    /// The error that the server reported.
    public struct ServerReply: Sendable, Hashable, Codable {
        /// The server's error number; from 2000, the client library's.
        public var errno: Int
        /// The five-character SQLSTATE.
        public var sqlState: String
        /// The server's message.
        public var message: String
        /// The statement that failed, if there is one. It may contain data that does not belong in a log.
        public var statement: String?
    }

    /// The kind of error.
    public var code: Code
    /// What happened, and what was done before.
    public var message: String
    /// What to do next, most useful first. Commands can be typed as they are.
    public var hints: [String]
    /// The place in a revision or in the settings.
    public var location: Location?
    /// The server's error.
    public var server: ServerReply?

    /// Whether the task was cancelled.
    public var isCancelled: Bool { code == .cancelled }
}

extension MigratorError: CustomStringConvertible {
    /// The complete error, without the statement.
    public var description: String {
        var text = "\(code.rawValue): \(message)"
        if let location { text += " (at \(location))" }
        if let server { text += "; the server: \(server.errno) (\(server.sqlState)) \(server.message)" }
        if let hint = hints.first { text += "; next: \(hint)" }
        return text
    }
}

extension MigratorError {
    init(_ diagnostic: Diagnostic) {
        code = Code(rawValue: diagnostic.code)
        message = diagnostic.message
        hints = diagnostic.hints
        location = diagnostic.location.map { place in
            Location(
                file: place.file,
                line: place.line > 0 ? place.line : nil,
                column: place.column > 0 ? place.column : nil
            )
        }
        server = diagnostic.server.map { reply in
            ServerReply(
                errno: reply.errno,
                sqlState: reply.sqlState,
                message: reply.message,
                statement: reply.statement
            )
        }
    }

    /// - Parameter isCancelled: Whether the waiting task was cancelled before.
    init(_ error: any Error, isCancelled: Bool = false) {
        if let error = error as? MigratorError {
            self = error
        } else if isCancelled {
            self.init(StoppedRun(cause: error).diagnostic)
            code = .cancelled
        } else {
            self.init(Diagnostic(of: error))
        }
    }
}
