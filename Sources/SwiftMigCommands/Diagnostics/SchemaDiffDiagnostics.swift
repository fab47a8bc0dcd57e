package import SchemaDiff
package import SchemaModel

extension DeclaredObjectRejected: DiagnosticConvertible {
    package var diagnostic: Diagnostic {
        Diagnostic(
            "models_rejected",
            "the server refuses \(id) as it is declared: \(error.message)",
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
            "the server refuses " + (column.map { "column \(table.name).\($0.name)" } ?? "table \(table.name)")
                + " as it is declared: \(error.message)",
            hints: ["correct the declaration, then run the command again"],
            location: column?.origin.location ?? table.origin.location,
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
