import SchemaDiff
import SchemaDocument
import SchemaInspector
import SchemaModel
import TestSupport
import Testing

/// Events that run once, or until a certain time. In these sessions it is 2030-06-15 12:00:00.
@Suite struct FinishedEventTests {
    private static func document(_ event: String) -> String {
        """
        swiftmig: 1
        tables: {t: {columns: {id: {type: int, primary_key: true}}}}
        events: {e: {body: "DELETE FROM t", \(event)}}
        """
    }

    private static let over = [
        "at: '2020-01-01 00:00:00'", "at: '2030-06-15'", "at: {sql: \"'2030-06-01' + interval 1 week\"}",
        "every: 1 day, starts: '2019-01-01', ends: '2020-01-01'", "at: '2020-01-01 00:00:00', preserve: true",
    ]
    private static let toCome = [
        "at: '2030-06-15 13:00:00'", "at: {sql: current_timestamp + interval 2 hour}",
        "every: 1 day, starts: '2030-01-01', ends: '2031-01-01'",
    ]

    @Test(arguments: over)
    func oneWhoseTimeIsOverIsNotMade(_ event: String) throws {
        let live = try LiveDatabase()
        let result = try live.autogenerate(Self.document(event))
        #expect(result.changes.map(\.summary) == ["add table t"])
        #expect(result.finishedEvents == ["e"])
    }

    @Test(arguments: toCome)
    func oneToComeIsMadeAndGoesByItself(_ event: String) throws {
        let live = try LiveDatabase()
        let document = Self.document(event)
        let first = try live.autogenerate(document)
        #expect(first.changes.map(\.summary) == ["add table t", "add event e"])
        try live.apply(first.upgrade)
        #expect(try live.autogenerate(document).changes == [])
        // The event has run, and the server has dropped it.
        try live.run("DROP EVENT e", "SET timestamp = UNIX_TIMESTAMP('2032-01-01')")
        let second = try autogenerate(document, on: live, made: true)
        #expect(second.changes == [])
        #expect(second.finishedEvents == ["e"])
        // The downgrade and the next change do not miss it.
        try live.apply(first.downgrade)
    }

    /// The server would have kept the event and disabled it.
    @Test func onePreservedThatIsGoneIsMadeAgain() throws {
        let live = try LiveDatabase()
        let document = Self.document("at: {sql: now() + interval 1 day}, preserve: true")
        let result = try autogenerate(document, on: live, made: true)
        #expect(result.changes.map(\.summary) == ["add table t", "add event e"])
        #expect(result.finishedEvents == [])
    }

    /// If no revision has created the event, a time relative to now is in the future.
    @Test func oneThatWasNeverMadeIsMade() throws {
        let live = try LiveDatabase()
        let document = Self.document("at: {sql: now() + interval 1 day}")
        let result = try autogenerate(document, on: live, made: false)
        #expect(result.changes.map(\.summary) == ["add table t", "add event e"])
    }

    @Test func aChangeOfOneThatHasRunElsewhereGoesThrough() throws {
        let live = try LiveDatabase()
        let first = Self.document("at: '2030-06-15 13:00:00'")
        try live.apply(live.autogenerate(first).upgrade)
        let change = try live.autogenerate(first.replacing("DELETE FROM t", with: "DELETE FROM t WHERE id > 1"))
        #expect(change.changes.map(\.summary) == ["change event e: body"])
        try live.run("DROP EVENT e")
        try live.apply(change.upgrade)
        try live.run("DROP EVENT e")
        try live.apply(change.downgrade)
        #expect(try live.autogenerate(first).changes == [])
        let drop = try live.autogenerate("swiftmig: 1\ntables: {t: {columns: {id: {type: int, primary_key: true}}}}")
        #expect(drop.changes.map(\.summary) == ["drop event e"])
        try live.run("DROP EVENT e")
        try live.apply(drop.upgrade)
    }

    /// A preserved event stays and is disabled. If the scheduler is off, any event stays.
    @Test(arguments: ["at: '2030-06-15 13:00:00'", "every: 1 hour, ends: '2030-06-15 13:00:00'"])
    func oneThatStaysIsAsDeclared(_ moment: String) throws {
        let live = try LiveDatabase()
        for preserve in ["", ", preserve: true"] {
            let document = Self.document(moment + preserve)
            try live.apply(live.autogenerate(document).upgrade)
            try live.run("SET timestamp = UNIX_TIMESTAMP('2030-06-15 14:00:00')")
            if !preserve.isEmpty { try live.run("ALTER EVENT e DISABLE") }
            #expect(try live.autogenerate(document).changes.map(\.summary) == [], "\(preserve)")
            try live.run("SET timestamp = UNIX_TIMESTAMP('2030-06-15 12:00:00')", "DROP EVENT e")
        }
    }

    /// The replica writes DISABLE ON SLAVE, whatever the models say.
    @Test(arguments: ["every: 1 day", "every: 1 day, status: disabled", "every: 1 day, status: disabled on replica"])
    func whatAReplicaDisablesIsNoDifference(_ event: String) throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(Self.document(event)).upgrade)
        let isNew = live.profile.flavor == .mysql && live.profile.version >= ServerProfile.Version(8, 2)
        try live.run("ALTER EVENT e DISABLE ON \(isNew ? "REPLICA" : "SLAVE")")
        #expect(try live.autogenerate(Self.document(event)).changes == [])
    }

    private func autogenerate(_ document: String, on live: LiveDatabase, made: Bool) throws -> AutogenerateResult {
        try Autogenerate.run(
            declared: DeclaredSchema(SchemaDocument.read(texts: [(document, "models.yaml")]), for: live.profile),
            live: live.inspect().schema,
            notUnderstood: [:],
            profile: live.profile,
            executor: live.connection,
            options: AutogenerateOptions(),
            objects: ObjectSources(own: { made ? [StoredObject.ID(.event, "e")] : [] }),
            ownTables: { ["t"] }
        )
    }
}
