internal import DiagnosticModel
internal import MigrationSession
internal import SQLStatements
internal import SchemaDiff
internal import SchemaInspector
internal import SchemaModel
internal import ServerPort
internal import SwiftMigConfiguration
internal import SwiftMigDiagnostics

extension Session {
    /// Warns about objects that the account may not see, and that may therefore be missing.
    ///
    /// - Throws: `ServerError` when the connection is lost.
    func warnOfUnseenKinds(in context: Context) throws {
        let database = try profile().database
        for (kind, privilege) in try executor.grantedRights(in: database)?.unseenKinds ?? [] {
            context.messages.warn(
                Diagnostic(
                    "unseen",
                    "\(kind) of \(database) may be missing: this account sees them all only with the privilege \(privilege)",
                    severity: .warning,
                    hints: ["GRANT \(privilege) ON \(SQLDialect().quotedIdentifier(database)).* TO \(account)"]
                )
            )
        }
    }

    /// Returns the SQL text of the statements that create the schema, in an order that a server accepts.
    func createStatements(of schema: Schema) throws -> String {
        AutogenerateScript.text(of: try creation(of: schema), comments: false)
    }

    /// Returns the statements that create the schema in an empty database, in an order that a server accepts.
    func creation(of schema: Schema) throws -> [ScriptStatement] {
        let profile = try self.profile()
        let renames = RenameMap(renames: [], from: Schema(), to: schema, flavor: profile.flavor)
        return Planner(profile: profile).script(for: SchemaDifference(from: Schema(), to: schema, renames: renames))
    }
}

extension Inspection {
    /// Why each view, trigger or other object is left alone.
    var reasonsObjectsNotUnderstood: [StoredObject.ID: String] {
        Dictionary(objectsNotUnderstood.map { ($0.id, $0.words) }) { first, _ in first }
    }

    /// Why each table is left alone.
    var reasonsNotUnderstood: [String: String] {
        Dictionary(notUnderstood.map { ($0.table, $0.words) }) { first, _ in first }
    }
}
