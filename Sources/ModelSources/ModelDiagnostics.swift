package import DiagnosticModel
internal import SQLStatements
internal import SchemaInspector
internal import SchemaModel
internal import SwiftMigDiagnostics

extension ModelError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .notConfigured(let file):
            wrong(
                "no_models",
                "\(file ?? "migrate.yaml") does not say where the models are",
                hints: ["add to the file:  models: {file: models/*.yaml}", "swiftmig inspect > models/schema.yaml"],
                location: file.map { SourceLocation(file: $0) }
            )
        case .noFiles(let patterns, let location):
            wrong(
                "no_models",
                "no file matches \(patterns.joined(separator: ", "))",
                hints: ["swiftmig inspect > models/schema.yaml   # the models of an existing database"],
                location: location
            )
        case .printedNothing(let command):
            wrong(
                "no_tables",
                "models.command printed nothing: \(command.joined(separator: " "))",
                hints: ["print the schema document on standard output, and notes on standard error"]
            )
        case .noTables(let files):
            wrong(
                "no_tables",
                "the models declare no table: \(files.joined(separator: ", "))",
                hints: ["declare a table; an empty schema would mean dropping everything"],
                location: files.first.map { SourceLocation(file: $0) }
            )
        case .ownTable(let name, let location):
            wrong(
                "own_table",
                "the models declare the table \(name), which swiftmig uses itself",
                hints: ["remove it from the models, or name another: version_table: …, journal_table: …"],
                location: location
            )
        case .brokenScript(let error, let file):
            scriptDiagnostic(error, file)
        case .rejected(let error, let location):
            wrong(
                "bad_models",
                "the scratch server rejects this statement of the models",
                hints: error.diagnostic.hints.isEmpty
                    ? ["correct the statement; the text after 'near' is where the server stopped reading"]
                    : error.diagnostic.hints,
                location: location,
                server: error.reply
            )
        case .leavesScratch(let statement, let location):
            wrong(
                "bad_models",
                "models may only define objects of their own database; '\(statement)' would do something else, so it was not run",
                hints: ["remove the statement from the models, or the name of the other database from it"],
                location: location
            )
        case .unreadableCharset(let charset, let location):
            wrong(
                "bad_models",
                "models are UTF-8; this makes the server read the rest as \(charset)",
                hints: ["SET NAMES utf8mb4"],
                location: location
            )
        case .tableNotUnderstood(let table):
            wrong(
                "models_not_understood",
                "swiftmig does not understand how the models define table \(table.table): \(table.words)",
                hints: ["to leave the table alone: ignore: {tables: [\(table.table)]} in migrate.yaml"]
            )
        case .objectNotUnderstood(let object):
            wrong(
                "models_not_understood",
                "swiftmig does not understand how the models define \(object.id): \(object.words)",
                hints: ["to leave all of them alone: ignore: {kinds: [\(object.id.kind.rawValue)]} in migrate.yaml"]
            )
        }
    }

    private func scriptDiagnostic(_ error: SQLScriptError, _ file: String) -> Diagnostic {
        let (message, hint) =
            switch error {
            case .unterminated:
                (
                    "the models end within a string, a comment, a quoted name or a block that starts here",
                    "end what starts here"
                )
            case .badDelimiter: ("DELIMITER names no delimiter", "write for example: DELIMITER //")
            case .severalInComment:
                ("the versioned comment has another statement after this ;", "give each its own comment")
            }
        let location = SourceLocation(file: file, line: error.line, column: error.column)
        return wrong("bad_models", message, hints: [hint], location: location)
    }

    private func wrong(
        _ code: String,
        _ message: String,
        hints: [String] = [],
        location: SourceLocation? = nil,
        server: Diagnostic.ServerReply? = nil
    ) -> Diagnostic {
        Diagnostic(code, message, hints: hints, location: location, server: server, exitCode: .configuration)
    }
}
