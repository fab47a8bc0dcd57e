#if Tracing
internal import ConnectionPool
internal import DatabaseDriver
internal import DatabaseSettings
internal import SQLStatements
internal import SwiftMigQueries
internal import Tracing

/// A span for each statement, by OpenTelemetry's names for database clients.
///
/// The values of a statement are not part of the span.
struct StatementTracing: Instrument {
    func begin(_ sql: SQL, on connection: DriverConnection) -> (StatementRecord) -> Void {
        let summary = StatementSummary(sql.text)
        let span = startSpan(summary.name, ofKind: .client)
        if span.isRecording {
            span.attributes["db.system.name"] = connection.systemName
            span.attributes["db.query.text"] = sql.text
            span.attributes["db.operation.name"] = summary.operation
            if let collection = summary.collection { span.attributes["db.collection.name"] = collection }
            if let database = connection.settings.database { span.attributes["db.namespace"] = database }
            switch connection.settings.address {
            case .socket(let path): span.attributes["server.address"] = path
            case .tcp(let host, let port):
                span.attributes["server.address"] = host
                span.attributes["server.port"] = Int(port)
            }
        }
        return { record in
            if let rows = record.rows { span.attributes["db.response.returned_rows"] = rows }
            if let error = record.error {
                span.attributes["error.type"] = errorType(error)
                if let failure = (error as? DatabaseError)?.serverFailure {
                    span.attributes["db.response.status_code"] = "\(failure.code)"
                }
                // The words of an error may contain values.
                span.setStatus(SpanStatus(code: .error))
            }
            span.end()
        }
    }

    func observe(_: PoolEvent) {}
}

/// What the text of a statement tells at a glance.
struct StatementSummary: Equatable {
    /// The first word in capitals, such as `SELECT`.
    private(set) var operation = ""
    /// The table, if the statement has only one.
    private(set) var collection: String?

    /// The name of the span, such as `SELECT users`.
    var name: String { collection.map { "\(operation) \($0)" } ?? operation }

    init(_ text: String) {
        var lexer = SQLLexer(text)
        guard let first = lexer.nextReadable() else { return }
        operation = lexer.name(of: first)?.uppercased() ?? ""
        switch operation {
        case "UPDATE": collection = Self.onlyTable(&lexer)
        case "SELECT", "DELETE": collection = Self.onlyTable(after: "FROM", &lexer)
        case "INSERT", "REPLACE": collection = Self.onlyTable(after: "INTO", &lexer)
        default: break
        }
    }

    private static func onlyTable(after word: StaticString, _ lexer: inout SQLLexer) -> String? {
        var depth = 0
        while let token = lexer.nextReadable() {
            if lexer.isWord(token, "(") { depth += 1 }
            if lexer.isWord(token, ")") { depth -= 1 }
            if depth == 0, lexer.isWord(token, word) { return onlyTable(&lexer) }
        }
        return nil
    }

    /// The table whose name is next; nil if others follow.
    private static func onlyTable(_ lexer: inout SQLLexer) -> String? {
        guard let token = lexer.nextReadable(), var name = lexer.name(of: token) else { return nil }
        while let token = lexer.nextReadable() {
            if lexer.isWord(token, ".") {
                name = lexer.nextReadable().flatMap { lexer.name(of: $0) } ?? name
            } else if lexer.isWord(token, ",") || lexer.isWord(token, "JOIN") {
                return nil
            } else if endsOfTables.contains(where: { lexer.isWord(token, $0) }) {
                return name
            }
        }
        return name
    }

    /// What can follow the tables.
    private static let endsOfTables: [StaticString] = [
        "WHERE", "SET", "(", "VALUES", "VALUE", "SELECT", "ORDER", "GROUP", "LIMIT", "FOR", "LOCK", "UNION",
        "RETURNING",
    ]
}
#endif
