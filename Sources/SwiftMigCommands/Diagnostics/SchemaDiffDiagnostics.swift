package import DiagnosticModel
package import SchemaDiff
internal import SchemaModel
internal import SchemaSQL
internal import ServerPort
internal import SwiftMigDiagnostics

extension DeclaredObjectRejected: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "models_rejected",
            "the server refuses \(id) as declared: \(error.message)",
            hints: ["correct the declaration, then run the command again"],
            location: location,
            server: Diagnostic.ServerReply(
                errno: error.errno,
                sqlState: error.sqlState,
                message: error.message,
                statement: error.statement
            ),
            exitCode: .configuration
        )
    }
}

extension DeclaredTableRejected: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "models_rejected",
            message,
            hints: [hint],
            location: column?.origin.location ?? check?.origin.location ?? table.origin.location,
            server: Diagnostic.ServerReply(
                errno: error.errno,
                sqlState: error.sqlState,
                message: error.message,
                statement: error.statement
            ),
            exitCode: .configuration
        )
    }

    private var message: String {
        if let column = columnOfUnknownType {
            return "column \(table.name).\(column.name) has a type that this server does not know: "
                + column.type.documentSpelling
        }
        let culprit =
            column.map { "column \(table.name).\($0.name)" } ?? check.map { "check \($0.name) of \(table.name)" }
            ?? "table \(table.name)"
        return "the server refuses \(culprit) as declared: \(error.message)"
    }

    private var hint: String {
        guard let column = columnOfUnknownType else { return "correct the declaration, then run the command again" }
        let word = String(column.type.documentSpelling.prefix { $0.isLetter || $0.isNumber })
        return nearestName(to: word, in: Self.commonTypes).map { "did you mean \($0)?" }
            ?? "write a type as this server spells it, such as bigint unsigned, varchar(100) or datetime(6)"
    }

    /// The types that every server has.
    private static let commonTypes = [
        "bigint", "binary", "bit", "blob", "boolean", "char", "date", "datetime", "decimal", "double", "enum", "float",
        "integer", "int", "json", "longblob", "longtext", "mediumblob", "mediumint", "mediumtext", "numeric", "set",
        "smallint", "text", "time", "timestamp", "tinyint", "tinytext", "varbinary", "varchar", "year",
    ]
}

extension ImpossibleForeignKey: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "impossible_foreign_key",
            "no server accepts the foreign key \(table).\(key.name): \(cause)",
            hints: [remedy],
            location: key.origin.location,
            exitCode: .configuration
        )
    }

    private var cause: String {
        switch reason {
        case .typesDiffer(let column, let referenced):
            "\(table).\(column) and \(referenced) differ in type, sign or collation"
        case .notIndexed(let columns):
            "no key or index of \(key.referencedTable) begins with \(columns.joined(separator: ", "))"
        case .engine(let engine): "\(key.referencedTable) has the engine \(engine), which has no foreign keys"
        case .setsNull(let column): "it sets \(table).\(column) to NULL, which is NOT NULL"
        }
    }

    private var remedy: String {
        switch reason {
        case .typesDiffer: "declare both columns with one type"
        case .notIndexed(let columns):
            "declare a unique index on \(key.referencedTable) (\(columns.joined(separator: ", ")))"
        case .engine: "give \(key.referencedTable) the engine InnoDB, or remove the key"
        case .setsNull: "declare the column with nullable: true, or choose another rule"
        }
    }
}

extension BeyondTheServer: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        let (message, hint): (String, String) =
            switch reason {
            case .ofMariaDB(let feature):
                (
                    "\(object) cannot be created on \(server.displayName): only MariaDB has \(feature)",
                    "remove it from the models, or migrate a MariaDB database"
                )
            case .nameTaken(let table, let first):
                (
                    "\(object) has the name of one of \(table)\(first.map { " at \($0.place)" } ?? ""): "
                        + "on \(server.displayName) such a name must be unique in the database",
                    "give one of the two another name"
                )
            case .sameName(let other, let first):
                (
                    "\(object) and \(other)\(first.map { " at \($0.place)" } ?? "") have the same name "
                        + "on \(server.displayName), which ignores case in such names",
                    "give one of the two another name"
                )
            }
        return Diagnostic(
            "beyond_the_server",
            message,
            hints: [hint],
            location: location,
            exitCode: .configuration
        )
    }
}

extension NameTaken: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "name_taken",
            "\(declared) cannot be created: the database has \(taker) of this name, which no revision created",
            hints: ["give it another name", "or drop what is there: --drop-unmanaged"],
            location: location,
            exitCode: .configuration
        )
    }
}

extension ImpossibleRename: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        let table = rename.table.map { $0 + "." } ?? ""
        let (old, new) = (table + rename.from, table + rename.to)
        let kind = rename.table == nil ? "table" : "column"
        let (cause, hints): (String, [String]) =
            switch reason {
            case .oldNameAbsent(let known):
                (
                    "the database has no \(kind) \(old)\(suggestion(for: rename.from, in: known))",
                    ["see what there is: swiftmig inspect"]
                )
            case .newNameNotDeclared(let known):
                (
                    "the models declare no \(kind) \(new)\(suggestion(for: rename.to, in: known))",
                    ["declare it under its new name first"]
                )
            case .newNameTaken:
                (
                    "the database has a \(kind) \(new) already",
                    ["swap two names in two revisions, through a third name"]
                )
            case .oldNameDeclared:
                (
                    "the models still declare \(old)",
                    ["remove it from the models, or add it again in a revision of its own"]
                )
            case .bothNamesThere:
                (
                    "the database has both \(old) and \(new), and \(old) would be dropped with its data",
                    [
                        "move what you need into one of the two and drop the other, in a revision that you write",
                        "or remove renamed_from, if \(old) can be dropped with its data",
                    ]
                )
            }
        if case .bothNamesThere(let location) = reason {
            let message = "\(kind) \(new) is renamed_from \(rename.from): \(cause)"
            return Diagnostic(
                "impossible_rename",
                message,
                hints: hints,
                location: location,
                exitCode: .configuration
            )
        }
        let argument = "\(table)\(rename.from):\(rename.to)"
        return Diagnostic("impossible_rename", "--rename \(argument): \(cause)", hints: hints, exitCode: .usage)
    }
}
