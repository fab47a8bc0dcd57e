package import DiagnosticModel
internal import SQLStatements
package import SchemaInspector
internal import SchemaModel
internal import ServerPort

extension InspectionError: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        switch self {
        case .unsupportedServer(let name, let version):
            Diagnostic(
                "unsupported_server",
                name.isEmpty ? "the server does not report its version" : "\(name) \(version) is too old",
                hints: ["swiftmig works with MariaDB 10.5 and later and with MySQL 8.0 and later"],
                exitCode: .unavailable
            )
        case .noDatabase:
            Diagnostic(
                "no_database",
                "the database URL names no database",
                hints: ["put its name after the host: mysql://user@host/my_database"],
                exitCode: .configuration
            )
        case .unknownDatabase(let name):
            Diagnostic(
                "unknown_database",
                "the server has no database \(name), or this account may not see it",
                hints: ["CREATE DATABASE \(SQLDialect().quotedIdentifier(name));"],
                exitCode: .unavailable
            )
        }
    }
}

extension ObjectNotUnderstood {
    /// A warning about a view, trigger or other object that is left alone.
    package var diagnostic: Diagnostic {
        Diagnostic("object_not_understood", "\(id) is left alone: \(words)", severity: .warning)
    }

    package var words: String {
        switch reason {
        case .hidden:
            switch id.kind {
            case .procedure, .function:
                "this account may not see its text; it needs SHOW_ROUTINE on MySQL, SHOW CREATE ROUTINE or SELECT on "
                    + "mysql.proc on MariaDB"
            case .view, .trigger, .event, .sequence: "this account may not see its definition"
            }
        case .unknownForm(let text): "swiftmig cannot read its definition: \(text.prefix { !$0.isNewline }.prefix(120))"
        case .mode(let mode): "it was created under sql_mode '\(mode)', which gives its text another meaning than here"
        case .refused(let error): "the server refuses to show it: \(error.message)"
        }
    }
}

extension DanglingKey {
    /// A warning about a foreign key that is left alone.
    package var diagnostic: Diagnostic {
        let parent = isParentThere ? "is left alone itself" : "does not exist"
        return Diagnostic(
            "dangling_foreign_key",
            "foreign key \(key.name) of \(table) is left alone: table \(key.referencedTable), to which it refers, \(parent)",
            severity: .warning,
            hints: isParentThere ? [] : ["drop the key, or create the table"]
        )
    }
}

extension OtherObject {
    /// A note about an object of a kind that is not managed.
    package var diagnostic: Diagnostic {
        Diagnostic(
            "object_not_managed",
            "\(kind) \(name) is left alone: swiftmig does not manage objects of this kind",
            severity: .note
        )
    }
}

extension Inspection {
    /// Diagnostics about everything that is left alone.
    package var diagnostics: [Diagnostic] {
        notUnderstood.map(\.diagnostic) + objectsNotUnderstood.map(\.diagnostic) + danglingKeys.map(\.diagnostic)
            + others.map(\.diagnostic)
    }
}

extension NotUnderstood {
    /// A warning about a table that is left alone.
    package var diagnostic: Diagnostic {
        Diagnostic("table_not_understood", "table \(table) is left alone: \(words)", severity: .warning)
    }

    package var words: String {
        switch reason {
        case .unknownClause(let line, let place): "swiftmig cannot read its definition at \(place): \(line)"
        case .differs(let expected, let actual):
            "what swiftmig read does not reproduce its definition: \(expected.isEmpty ? "nothing" : expected) "
                + "where the server has \(actual.isEmpty ? "nothing" : actual)"
        case .unknownType(let column, let error): "column \(column): \(error.diagnostic.message)"
        case .unknownIndexKind(let index, let kind): "index \(index) is of an unknown kind, \(kind)"
        case .unreadable(let words): "the server cannot open it" + (words.isEmpty ? "" : ": " + words)
        case .refused(let error): "the server refuses SHOW CREATE TABLE: \(error.message)"
        case .hiddenCharacters(let column, let error):
            "the server shows ? in column \(column), also for characters beyond U+FFFF, and does not tell the two apart"
                + (error.map { ": " + $0.message } ?? "")
        }
    }
}
