import DatabaseSettings
import MariaDBClient
import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import TestSupport
import Testing

/// An object that an account may not see counts neither as present nor as missing.
@Suite struct HiddenObjectTests {
    private static let document = """
        swiftmig: 1
        tables:
          t: {columns: {id: {type: int, primary_key: true}, a: {type: int, nullable: true}}}
          u: {columns: {id: {type: int, primary_key: true}, t_id: {type: int, references: t(id)}}}
        triggers: {tr: {table: t, timing: before, event: insert, body: SET NEW.a = 1}}
        procedures: {p: {body: SELECT 1}}
        functions: {f: {returns: int, deterministic: true, body: RETURN 1}}
        events: {e: {every: 1 day, body: DELETE FROM t}}
        """

    private static let tableRights = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES"

    /// - Parameters:
    ///   - grants: Rights and their objects; `*` means the database.
    ///   - isRole: Whether to grant the rights through a role.
    private func compare(
        _ grants: [(rights: String, object: String)],
        isRole: Bool = false,
        makes document: String?
    ) throws -> AutogenerateResult {
        let live = try LiveDatabase()
        if let document { try live.apply(live.autogenerate(document).upgrade) }
        let name = "h\(UInt32.random(in: 0 ... .max))"
        try live.run("CREATE USER \(name)@localhost")
        defer { _ = try? live.run("DROP USER \(name)@localhost") }
        var grantee = "\(name)@localhost"
        if isRole {
            grantee = "r\(name)"
            try live.run("CREATE ROLE \(grantee)", "GRANT \(grantee) TO \(name)@localhost")
            let link = live.profile.flavor == .mysql ? "TO" : "FOR"
            try live.run("SET DEFAULT ROLE \(grantee) \(link) \(name)@localhost")
        }
        defer { if isRole { _ = try? live.run("DROP ROLE \(grantee)") } }
        for grant in grants {
            try live.run("GRANT \(grant.rights) ON \(live.profile.database).\(grant.object) TO \(grantee)")
        }
        var settings = live.connection.settings
        settings.user = name
        settings.password = nil
        let connection = try Connection(settings)
        var inspection = try Inspector(executor: connection).inspect()
        // Every comparison does this if the models have such a key.
        inspection.restoreDanglingKeys { _ in true }
        let profile = try Inspector(executor: connection).profile()
        return try Autogenerate.run(
            declared: DeclaredSchema(SchemaDocument.read(texts: [(Self.document, "models.yaml")]), for: profile),
            live: inspection.schema,
            notUnderstood: Dictionary(inspection.notUnderstood.map { ($0.table, "\($0.reason)") }) { $1 },
            profile: profile,
            executor: connection,
            options: AutogenerateOptions(),
            objects: ObjectSources(
                notUnderstood: Dictionary(inspection.objectsNotUnderstood.map { ($0.id, "\($0.reason)") }) { $1 },
                makeScratch: { try TestScratch() }
            ),
            ownTables: { [] }
        )
    }

    /// It is unknown whether a hidden object exists, and no change is planned for it.
    @Test(arguments: [document, nil])
    func whatIsHiddenIsUndecided(_ made: String?) throws {
        let result = try compare([(Self.tableRights, "*")], makes: made)
        let tables = made == nil ? ["add table t", "add table u"] : []
        #expect(result.changes.map(\.summary) == tables)
        #expect(Set(result.undecided.map(\.object)) == ["trigger tr", "procedure p", "function f", "event e"])
    }

    @Test(arguments: [false, true])
    func rightsMakeItVisible(_ isRole: Bool) throws {
        let rights = "TRIGGER, EVENT, CREATE ROUTINE, CREATE TEMPORARY TABLES, " + Self.tableRights
        let empty = try compare([(rights, "*")], isRole: isRole, makes: nil)
        #expect(empty.undecided == [])
        #expect(empty.changes.map(\.kind).sorted().last == "add_trigger")
        #expect(empty.changes.count == 6)
        let full = try compare([(rights, "*")], isRole: isRole, makes: Self.document)
        // The text of a routine requires another right.
        #expect(full.changes == [])
        #expect(full.undecided.map(\.object).filter { !$0.hasSuffix(" p") && !$0.hasSuffix(" f") } == [])
    }

    /// Rights on single tables show only those tables.
    @Test func otherTablesAreUndecided() throws {
        let result = try compare([(Self.tableRights, "u")], makes: Self.document)
        #expect(result.changes == [])
        #expect(result.undecided.map(\.object).contains("t"))
        #expect(!result.undecided.map(\.object).contains("u"))
    }

    /// If an account sees only some columns of a table, the others do not count as missing.
    @Test func hiddenColumnsAreNotAbsent() throws {
        let result = try compare([(Self.tableRights, "u"), ("SELECT (id)", "t")], makes: Self.document)
        #expect(result.changes == [])
        #expect(result.undecided.map(\.object).contains("t"))
    }
}
