import DatabaseSettings
import DiagnosticModel
import MariaDBClient
import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import ServerPort
import Testing

/// Which views, triggers and other objects are ignored, refused or undecided, and how that is reported.
struct ObjectPolicyTests {
    private static let document =
        ObjectExample.tables + "views: {v: 'select id from t'}\nprocedures: {p: {body: select 1}}\n"

    private func run(
        on live: LiveDatabase,
        as connection: Connection? = nil,
        document: String = Self.document,
        options: AutogenerateOptions = AutogenerateOptions(),
        own: Set<StoredObject.ID> = [],
        makeScratch: @escaping () throws -> any ScratchSpace = { try TestScratch() }
    ) throws -> AutogenerateResult {
        let connection = connection ?? live.connection
        let inspection = try Inspector(executor: connection).inspect()
        return try Autogenerate.run(
            declared: DeclaredSchema(SchemaDocument.read(texts: [(document, "models.yaml")]), for: live.profile),
            live: inspection.schema,
            notUnderstood: [:],
            profile: live.profile,
            executor: connection,
            options: options,
            objects: ObjectSources(
                notUnderstood: Dictionary(
                    uniqueKeysWithValues: inspection.objectsNotUnderstood.map { ($0.id, "\($0.reason)") }
                ),
                own: { own },
                makeScratch: makeScratch
            ),
            ownTables: { [] }
        )
    }

    /// Tables and views share a namespace. An unmanaged object is not dropped to make room.
    @Test
    func aNameThatSomebodyElseHasIsRefused() throws {
        let live = try LiveDatabase()
        try live.run("CREATE VIEW t AS SELECT 1 AS id", "CREATE TABLE v (n INT)", "INSERT INTO v VALUES (1)")
        let table = #expect(throws: NameTaken.self) { try run(on: live, document: ObjectExample.tables) }
        #expect(table?.declared == "table t")
        #expect(table?.taker == "a view")
        #expect(table?.location?.file == "models.yaml")
        let view = #expect(throws: NameTaken.self) {
            try run(on: live, document: "tables: {w: {columns: {id: int}}}\nviews: {v: select 1 as x}")
        }
        #expect(view?.declared == "view v")
        #expect(view?.taker == "a table")
        let ours = try run(on: live, document: ObjectExample.tables, own: [StoredObject.ID(.view, "t")])
        #expect(ours.changes.contains { $0.summary == "drop view t" })
    }

    @Test
    func objectsOfOthersAreLeftAloneUnlessAskedFor() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        try live.run(
            "CREATE VIEW stranger AS SELECT 1 AS x",
            "CREATE FUNCTION foreigner() RETURNS int DETERMINISTIC RETURN 1",
            "CREATE TRIGGER guest BEFORE INSERT ON t FOR EACH ROW SET NEW.b = 1"
        )
        let alone = try run(on: live)
        #expect(alone.isEmpty)
        #expect(alone.unmanaged == ["view stranger", "trigger guest", "function foreigner"])

        let ours = try run(on: live, own: [StoredObject.ID(.view, "stranger")])
        #expect(ours.changes.map(\.summary) == ["drop view stranger"])
        let dropping = try run(on: live, options: AutogenerateOptions(dropsUnmanaged: true))
        #expect(dropping.changes.map(\.kind) == ["drop_trigger", "drop_view", "drop_function"])
        #expect(dropping.unmanaged == [])
    }

    @Test
    func ignoredKindsAndTablesAreNotCompared() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        try live.run(
            "DROP PROCEDURE p",
            "CREATE VIEW tmp_v AS SELECT 1 AS x",
            "CREATE TRIGGER guest BEFORE INSERT ON u FOR EACH ROW SET NEW.n = 1"
        )
        let options = AutogenerateOptions(ignoredTables: ["tmp_*", "u"], ignoredKinds: [.procedure])
        let result = try run(on: live, options: options)
        #expect(result.isEmpty)
        #expect(result.unmanaged == [])
    }

    @Test
    func withoutAScratchDatabaseAViewThatMayDifferIsUndecided() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        let unavailable: () throws -> any ScratchSpace = { throw ScratchUnavailable(reason: "it is another version") }
        let result = try run(on: live, makeScratch: unavailable)
        #expect(result.isEmpty)
        #expect(result.undecided.map(\.object) == ["view v"])
        #expect(result.undecided.first?.reason.hasSuffix("it is another version") == true)

        // Whatever its text, this is a different view. A new one needs no comparison.
        let other = Self.document.replacing("'select id from t'", with: "{sql: select id from t, security: invoker}")
        #expect(try run(on: live, document: other, makeScratch: unavailable).changes.map(\.kind) == ["change_view"])
    }

    @Test
    func aViewThatTheServerRefusesIsNamedWithItsPlace() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        let document = Self.document.replacing("select id from t", with: "select nothing from t")
        let error = #expect(throws: DeclaredObjectRejected.self) { try run(on: live, document: document) }
        #expect(error?.id == StoredObject.ID(.view, "v"))
        #expect(error?.location?.line == 5)
        #expect(error?.error.errno == 1054)
    }

    @Test
    func aViewOverAnotherDatabaseOrOverAStrangersTableIsCompared() throws {
        let live = try LiveDatabase()
        let other = try LiveDatabase()
        try other.run("CREATE TABLE x (id int)")
        try live.run("CREATE TABLE stranger (id int)")
        let (mine, its) = (live.profile.database, other.profile.database)
        let query = "select s.id from \(mine).stranger s join \(its).x on x.id = s.id join `\(mine)`.t on t.id = s.id"
        let document = ObjectExample.tables + "views: {v: '\(query)'}\n"
        try live.apply(run(on: live, document: document).upgrade)
        let again = try run(on: live, document: document)
        #expect(again.changes == [])
        #expect(again.undecided == [])
        let changed = try run(on: live, document: document.replacing("select s.id", with: "select t.b"))
        #expect(changed.changes.map(\.kind) == ["change_view"])
    }

    @Test
    func definersAreComparedAndWrittenWhereTheyAreKept() throws {
        let live = try LiveDatabase()
        let document = Self.document + "triggers: {a: {table: t, timing: after, event: insert, body: set @a = 1}}\n"
        try live.apply(run(on: live, document: document).upgrade)
        let named = document.replacing("body: set", with: "definer: app@localhost, body: set")
        #expect(try run(on: live, document: named).isEmpty)

        let keeping = AutogenerateOptions(keepsDefiners: true)
        #expect(try run(on: live, document: document, options: keeping).isEmpty)
        let result = try run(on: live, document: named, options: keeping)
        #expect(result.changes.map(\.summary) == ["change trigger a: definer"])
        try live.apply(result.upgrade)
        #expect(try run(on: live, document: named, options: keeping).isEmpty)
        let definers = try live.rows(
            "SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()"
        )
        #expect(definers == [["app@localhost"]])
        try live.apply(result.downgrade)
        #expect(try run(on: live, document: document, options: keeping).isEmpty)
    }

    @Test
    func anObjectThatMeansSomethingElseHereIsReportedAndLeftAlone() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        try live.run(
            "SET SESSION sql_mode = 'ANSI_QUOTES'",
            "DROP PROCEDURE p",
            "CREATE PROCEDURE p() SELECT \"x\" FROM t",
            "SET SESSION sql_mode = DEFAULT"
        )
        let inspection = try live.inspect()
        #expect(inspection.objectsNotUnderstood.map(\.id) == [StoredObject.ID(.procedure, "p")])
        let result = try run(on: live)
        #expect(result.isEmpty)
        #expect(result.undecided.map(\.object) == ["procedure p"])
        // In a session with that mode, the text means what it says.
        try live.run("SET SESSION sql_mode = 'ANSI_QUOTES'")
        #expect(try live.inspect().objectsNotUnderstood == [])
    }

    @Test
    func aTextThatTheAccountMayNotSeeIsReportedAndLeftAlone() throws {
        let live = try LiveDatabase()
        try live.apply(run(on: live).upgrade)
        let user = "u\(UInt32.random(in: 0 ... .max))"
        try live.run(
            "CREATE USER \(user)@localhost",
            "GRANT SELECT, SHOW VIEW, EXECUTE, CREATE TEMPORARY TABLES ON \(live.profile.database).* TO \(user)@localhost"
        )
        defer { try? live.run("DROP USER \(user)@localhost") }
        var settings = live.connection.settings
        settings.user = user
        settings.password = nil
        let limited = try Connection(settings)
        let inspection = try Inspector(executor: limited).inspect()
        #expect(inspection.schema.objects.map(\.id.description) == ["view v"])
        #expect(inspection.objectsNotUnderstood == [ObjectNotUnderstood(id: .init(.procedure, "p"), reason: .hidden)])
        #expect(try run(on: live, as: limited).undecided.map(\.object) == ["procedure p"])
    }

    @Test(arguments: ObjectExample.all)
    func documentsReadBackAsTheyWereWritten(_ example: ObjectExample) throws {
        for document in [example.documents.before, example.documents.after] {
            let schema = try SchemaDocument.read(texts: [(document, "models.yaml")])
            for text in [SchemaDocument.yaml(schema), SchemaDocument.json(schema)] {
                #expect(try SchemaDocument.read(texts: [(text, "again.yaml")]) == schema)
            }
        }
    }
}
