internal import SQLStatements
internal import SchemaModel
internal import ServerPort

/// The missing privilege that the server reported, as a GRANT statement.
struct MissingPrivilege {
    let statement: String

    /// Returns nil if the error is not about privileges.
    init?(_ error: ServerError) {
        let words = error.message.split(separator: " ")
        let account = error.account ?? Self.account(in: error.message) ?? "…"
        let database = Self.database(in: error.message) ?? error.database.map { SQLDialect().quotedIdentifier($0) }
        switch error.code {
        // "SELECT, INSERT command denied to user 'u'@'h' for table `d`.`t`", "… for column …", "… for routine 'd.p'".
        case .tableAccessDenied, .columnAccessDenied, .routineAccessDenied:
            let rights = error.message.start(ofPart: " command denied").map { String(error.message[..<$0]) } ?? "…"
            statement = "GRANT \(rights.uppercased()) ON \(database ?? "*").* TO \(account)"
        // "Access denied for user 'u'@'h' to database 'd'"
        case .databaseAccessDenied:
            statement = "GRANT ALL ON \(database ?? "*").* TO \(account)"
        // "Access denied; you need (at least one of) the SUPER, SET USER privilege(s) for this operation"
        case .specificAccessDenied:
            let right = words.drop { $0 != "the" }.dropFirst().prefix { !$0.hasPrefix("privilege") }.joined(
                separator: " "
            )
            statement = "GRANT \(right.split(separator: ",").first ?? "…") ON *.* TO \(account)"
        // LOAD DATA and SELECT INTO OUTFILE: "Access denied for user 'u'@'h' (using password: YES)"
        case .accessDenied:
            statement = "GRANT FILE ON *.* TO \(account)"
        // "You do not have the SUPER privilege and binary logging is enabled"
        case .binlogRoutineNeedsSuper:
            statement = "GRANT SUPER ON *.* TO \(account)"
        default:
            return nil
        }
    }

    /// The account in the message, as `'u'@'h'`.
    static func account(in message: String) -> String? {
        message.split(separator: " ").first { $0.hasPrefix("'") && $0.contains("'@'") }.map(String.init)
    }

    /// The quoted database in the message; nil if there is none. MariaDB names the database before the table from 10.6;
    /// older versions and MySQL name only the table.
    private static func database(in message: String) -> String? {
        let dialect = SQLDialect()
        if let start = message.start(ofPart: "to database '") {
            let name = message[message.index(start, offsetBy: "to database '".count)...].prefix { $0 != "'" }
            return dialect.quotedIdentifier(String(name))
        }
        if let start = message.start(ofPart: "for routine '") {
            let name = message[message.index(start, offsetBy: "for routine '".count)...].prefix { $0 != "." }
            return dialect.quotedIdentifier(String(name))
        }
        guard let start = message.start(ofPart: " for table `"), message.contains("`.`") else { return nil }
        let name = message[message.index(start, offsetBy: " for table `".count)...].prefix { $0 != "`" }
        return dialect.quotedIdentifier(String(name))
    }
}

extension String {
    /// The start of a part of the text; nil if the text does not contain it.
    fileprivate func start(ofPart part: String) -> String.Index? {
        firstRange(of: part)?.lowerBound
    }
}
