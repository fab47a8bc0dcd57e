import MariaDBClient
import SchemaDiff
import SchemaDocument
import SchemaModel
import TestSupport
import Testing

/// Names of tables, views and sequences on a server that compares them ignoring case.
@Suite struct NameSpellingTests {
    private static let document = """
        swiftmig: 1
        tables:
          Users: {columns: {Id: {type: int, primary_key: true}}}
          Posts:
            columns: {id: {type: int, primary_key: true}, user_id: {type: int}}
            foreign_keys: {fk_user: {columns: [user_id], references: Users(Id)}}
        views: {Recent: "select Id from Users"}
        triggers: {T_Posts: {table: Posts, timing: before, event: insert, body: "SET NEW.user_id = 1"}}
        """

    /// With `lower_case_table_names=1`, the server stores names in lower case.
    @Test func namesInLowerCase() throws {
        let server = try PrivateServer.start(options: ["--lower-case-table-names=1"])
        defer { server.stop() }
        let live = try LiveDatabase(on: server)
        #expect(live.profile.lowerCaseTableNames == 1)
        let document = Self.document + "\nsequences: {Numbers: {start: 5}}\n"
        let first = try live.autogenerate(document)
        try live.apply(first.upgrade)
        #expect(try live.autogenerate(document).changes.map(\.summary) == [])
        try expectRenamesAndPatterns(live, document)
        try live.apply(first.downgrade)
    }

    /// `lower_case_table_names=2` requires a case-insensitive file system, but the comparison can be tested anywhere.
    @Test func namesAsTheyWereWritten() throws {
        let live = try LiveDatabase(lowerCaseTableNames: 2)
        try live.apply(live.autogenerate(Self.document).upgrade)
        let tables = try live.rows("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'").map { $0[0] }
        #expect(Set(tables) == ["Users", "Posts"])
        for document in [Self.document, Self.shouting(Self.document)] {
            #expect(try live.autogenerate(document).changes.map(\.summary) == [])
        }
        try expectRenamesAndPatterns(live, Self.document)
    }

    /// Returns the same models with different spellings of the names.
    private static func shouting(_ document: String) -> String {
        [(" Posts", " POSTS"), ("Users", "USERS"), ("{Recent", "{RECENT"), ("{Numbers", "{NUMBERS")]
            .reduce(document) { $0.replacing($1.0, with: $1.1) }
    }

    private func expectRenamesAndPatterns(_ live: LiveDatabase, _ document: String) throws {
        // A table is renamed, not dropped and recreated.
        let spelled = live.profile.lowerCaseTableNames == 1 ? "posts" : "Posts"
        let hint = document.replacing("  Posts:\n", with: "  Articles:\n    renamed_from: POSTS\n")
            .replacing("table: Posts", with: "table: Articles")
        let renamed = try live.autogenerate(hint)
        #expect(renamed.changes.first?.kind == "rename_table")
        #expect(renamed.changes.first?.summary.hasPrefix("rename table \(spelled) to ") == true)
        #expect(!renamed.changes.map(\.kind).contains("drop_table"))
        let asked = try live.autogenerate(
            hint.replacing("    renamed_from: POSTS\n", with: ""),
            renames: [Rename(from: "pOSTS", to: "aRTICLES")]
        )
        #expect(asked.changes.map(\.summary) == renamed.changes.map(\.summary))

        // A pattern hides both sides or neither.
        for pattern in ["Rec*", "rec*", "POSTS", "p?sts"] {
            let options = AutogenerateOptions(ignoredTables: [pattern])
            for text in [document, Self.shouting(document)] {
                let result = try live.autogenerate(SchemaDocument.read(texts: [(text, "m.yaml")]), options)
                #expect(result.changes.map(\.summary) == [], "\(pattern)")
            }
        }
        // A table that a revision has made in another spelling is dropped.
        let fewer = "swiftmig: 1\ntables: {Users: {columns: {Id: {type: int, primary_key: true}}}}\n"
        let dropped = try live.autogenerate(fewer)
        #expect(dropped.changes.map(\.kind).contains("drop_table"))
        #expect(dropped.unmanaged == [])
    }

    @Test(arguments: [0, 1, 2])
    func patternsHideWhatNobodyCanRead(_ setting: Int) throws {
        let live = try LiveDatabase(lowerCaseTableNames: setting)
        let document = "swiftmig: 1\ntables: {users: {columns: {id: {type: int, primary_key: true}}}}\n"
        let result = try Autogenerate.run(
            declared: DeclaredSchema(SchemaDocument.read(texts: [(document, "models.yaml")]), for: live.profile),
            live: Schema(),
            notUnderstood: ["legacy": "it is odd"],
            profile: live.profile,
            executor: live.connection,
            options: AutogenerateOptions(ignoredTables: ["Legacy"]),
            ownTables: { ["legacy"] }
        )
        #expect(result.undecided.map(\.object) == (setting == 0 ? ["legacy"] : []))
    }

    /// Two names that the server treats as equal are refused.
    @Test(arguments: [1, 2])
    func namesThatDifferInCaseAloneAreRefused(_ setting: Int) throws {
        let live = try LiveDatabase(lowerCaseTableNames: setting)
        let table = "{columns: {id: {type: int, primary_key: true}}}"
        for document in [
            "swiftmig: 1\ntables: {Users: \(table), users: \(table)}",
            "swiftmig: 1\ntables: {Users: \(table)}\nviews: {uSERS: select 1}",
        ] {
            let error = #expect(throws: BeyondTheServer.self) { try live.autogenerate(document) }
            guard case .sameName(as: "table Users", first: _) = error?.reason else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test func namesThatDifferInCaseAreTwoWhereTheServerSaysSo() throws {
        let live = try LiveDatabase(lowerCaseTableNames: 0)
        let table = "{columns: {id: {type: int, primary_key: true}}}"
        let result = try live.autogenerate("swiftmig: 1\ntables: {Users: \(table), users: \(table)}")
        #expect(result.changes.map(\.summary) == ["add table Users", "add table users"])
    }

    /// MySQL compares trigger names like this on every platform.
    @Test(.enabled("for MySQL") { try LiveDatabase.sharedProfile.flavor == .mysql })
    func triggersOfMySQL() throws {
        let live = try LiveDatabase()
        try live.apply(live.autogenerate(Self.document).upgrade)
        let other = Self.document.replacing("T_Posts", with: "t_POSTS")
        #expect(try live.autogenerate(other).changes.map(\.summary) == [])
        let trigger = "{table: Posts, timing: after, event: insert, body: 'SET @x = 1'}"
        let twice = Self.document.replacing("triggers: {", with: "triggers: {t_posts: \(trigger), ")
        #expect(throws: BeyondTheServer.self) { try live.autogenerate(twice) }
    }
}
