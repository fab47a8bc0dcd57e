internal import ServerPort
internal import SwiftMig

extension DatabaseError: CustomStringConvertible {
    /// What happened, where, and what to do about it. It contains no value that the program sent, except those that the
    /// server itself repeats, such as a duplicate key.
    public var description: String {
        switch self {
        case .uniqueViolation(let key, let failure): "a row with this value of the key '\(key)' exists: \(failure)"
        case .foreignKeyViolation(let constraint, let failure):
            "the foreign key\(constraint.map { " '\($0)'" } ?? "") refuses this: \(failure)"
        case .notNullViolation(let column, let failure): "the column '\(column)' needs a value: \(failure)"
        case .checkViolation(let constraint, let failure): "the check '\(constraint)' refuses the row: \(failure)"
        case .dataTooLong(let column, let failure): "the value is too long for the column '\(column)': \(failure)"
        case .valueOutOfRange(let column, let failure): "the value does not fit the column '\(column)': \(failure)"
        case .wrongValueCount(let statement, let expected, let given):
            "the statement has \(expected) placeholders, but \(given) values were given. It was not run: \(statement)"
        case .packetTooLarge(let statement, let bytes, let limit):
            "the statement and its values have \(bytes) bytes, but the server takes less than \(limit) "
                + "(max_allowed_packet). It was not sent: \(statement). Send less at once, or raise the server's limit"
        case .statementTimeout(let statement, let limit):
            "the statement took longer than \(limit) and was ended on the server: \(statement)"
        case .other(let failure): "\(failure)" + (failure.schemaAdvice ?? "")
        case .deadlock(let failure):
            "the server rolled the transaction back because of a deadlock: \(failure). Run the transaction again; "
                + "transaction(retries:) does"
        case .conflict(let failure):
            "another transaction changed a row that this one had read, and the server rolled this one back: \(failure). "
                + "Run the transaction again; transaction(retries:) does"
        case .lockWaitTimeout(let failure):
            "another transaction kept a row locked for too long: \(failure). Run the transaction again; "
                + "transaction(retries:) does"
        case .rollbackNeeded(let failure):
            "the transaction cannot be used after this error, only rolled back: \(failure)"
        case .commitOutcomeUnknown(let failure):
            "the connection was lost during COMMIT, so the transaction may or may not have taken effect: \(failure). "
                + "Look for its changes before you repeat it"
        case .cannotConnect(let failure): "\(failure)"
        case .connectionLost(let failure):
            "the connection to the server was lost: \(failure)"
                + (failure.mayHaveTakenEffect ? ". The statement may have taken effect: look before you repeat it" : "")
        case .poolTimeout(let timeout): "\(timeout)"
        case .engineIsShutDown: "the engine has been shut down"
        case .streamIsOpen(let statement):
            "a stream of this session is still being read. Read it to its end, or leave its loop, before: \(statement)"
        case .endedByRollback(let what): "\(what) was cut off by a rollback of its session"
        case .decoding(let error): "\(error)"
        case .notFound(let statement): "no row was found: \(statement)"
        case .moreThanOne(let statement): "more than one row was found: \(statement)"
        case .tooManyRelated(let table, let key):
            "several rows of '\(table)' belong to the key \(Self.shown(key)), but the relation has one at most. Add the "
                + "relation's unique index, which swiftmig revision writes, or declare the relation with hasMany"
        case .staleRow(let table, let key, let origin):
            "the row of '\(table)' with the key \(Self.shown(key)) no longer exists, or somebody else has changed it "
                + "since it was read (\(origin)). Read it again, and repeat the change"
        case .deletedRow(let table, let key, let origin):
            "the row of '\(table)' with the key \(Self.shown(key)) has been deleted by this session (\(origin)). "
                + "To have it again, insert it"
        case .notSupported(let reason): reason
        case .invalidConfiguration(let reason): reason
        }
    }
}

extension DatabaseError {
    private static func shown(_ key: [SQLValue]) -> String {
        let values = key.map { "\($0)" }.joined(separator: ", ")
        return key.count == 1 ? values : "(\(values))"
    }
}

extension ServerFailure: CustomStringConvertible {
    /// The server's words, its number and the statement.
    public var description: String {
        var text = "\(message) (\(code), \(sqlState))"
        if !statement.isEmpty { text += " in: \(statement)" }
        if let row { text += " for the element at index \(row)" }
        if let parameters { text += " with: \(parameters.joined(separator: ", "))" }
        if let origin { text += " (\(origin))" }
        return text
    }

    /// What to do about a table or a column that does not exist.
    fileprivate var schemaAdvice: String? {
        switch code {
        case ServerErrorCode.noSuchTable.rawValue, ServerErrorCode.unknownColumn.rawValue:
            ". If a model declares it, the database is behind its models: swiftmig upgrade"
        default: nil
        }
    }
}

extension ConnectionFailure: CustomStringConvertible {
    /// What happened, where, and what to do about it. The password is not shown.
    public var description: String {
        let account = user.map { "'\($0)' at " } ?? ""
        return "cannot connect to \(account)\(address): \(message) (\(code))" + (advice.map { ". \($0)" } ?? "")
    }

    private var advice: String? {
        switch reason {
        case .cannotReach: "Check that the server runs, and its address in the URL"
        case .accessDenied: "Check the user and the password in the URL"
        case .hostNotAllowed: "Let the server accept this host: CREATE USER … @'host', or FLUSH HOSTS after failures"
        case .unknownDatabase: "Create the database, or correct its name in the URL"
        case .databaseDenied: "GRANT the account the rights that it needs in this database"
        case .tls: "Check ssl-mode and the certificates in the URL, and whether the server offers TLS"
        case .authenticationPlugin: "Let the account use another plugin, or install the plugin on this machine"
        case .accountUnusable: "Change the password or unlock the account: ALTER USER"
        case .tooManyConnections: "Let the pools of all programs together open fewer, or raise max_connections"
        case .nodeNotReady: "Wait until the node is part of its cluster, or name another host"
        case .other: nil
        }
    }
}
