import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of conditions, orders and limits.
@Suite struct QueryCases {
    private static let ids = User.from().order { $0.id.ascending }.select { $0.id }

    private func ids(_ cases: LoggedCases, _ condition: (Alias<User>) -> Condition) async throws -> [UInt64] {
        let query = User.from().where(condition).order { $0.id.ascending }.select { $0.id }
        let rows = try await cases.engine.fetch(query)
        // What a server is asked by key, a session finds too.
        let inSession = try await cases.engine.session { try await $0.fetch(query) }
        #expect(inSession == rows)
        return rows
    }

    @Test("where-and-or-not") func whereAndOrNot() async throws {
        let cases = try LoggedCases()
        let found = try await ids(cases) { $0.age > 25 || $0.username == "bob" && !($0.status == "old") }
        #expect(found == [1, 2])
        #expect(
            cases.log.take().first == """
                SELECT users.id FROM users WHERE users.age > ? OR users.username = ? AND NOT (users.status = ?) \
                ORDER BY users.id
                """
        )
        await cases.end()
    }

    @Test("null-compare") func nullCompare() async throws {
        let cases = try LoggedCases(rows: ["UPDATE users SET email = 'x' WHERE id < 3"])
        #expect(try await ids(cases) { $0.email == nil } == [3])
        #expect(try await ids(cases) { $0.email.isNull } == [3])
        #expect(try await ids(cases) { $0.email != nil } == [1, 2])
        #expect(try await ids(cases) { $0.age.isDistinct(from: nil) } == [1, 2])
        #expect(try await ids(cases) { $0.age.isSame(as: 20) } == [2])
        let noAge: Int? = nil
        #expect(try await ids(cases) { $0.age == noAge } == [3])
        #expect(try await ids(cases) { $0.age != noAge } == [1, 2])
        await cases.end()
    }

    @Test("in-list") func inList() async throws {
        let cases = try LoggedCases()
        #expect(try await ids(cases) { $0.id.isIn([1, 2]) } == [1, 2])
        #expect(try await ids(cases) { $0.id.isIn([1, 2, 3]) } == [1, 2, 3])
        #expect(try await ids(cases) { $0.id.isIn([]) } == [])
        #expect(try await ids(cases) { $0.age.isNotIn([]) } == [1, 2, 3])
        #expect(try await ids(cases) { tuple($0.id, $0.age).isIn([(1, 30), (2, 20), (3, 20)]) } == [1, 2])
        #expect(try await ids(cases) { tuple($0.id, $0.age).isIn([]) } == [])
        #expect(try await ids(cases) { tuple($0.id, $0.age, $0.username).equals((1, 30, "ann")) } == [1])
        await cases.end()
    }

    @Test("in-with-null") func inWithNull() async throws {
        let cases = try LoggedCases()
        #expect(try await ids(cases) { $0.age.isIn([30, nil]) } == [1])
        #expect(try await ids(cases) { $0.age.isNotIn([30, nil]) } == [])
        await cases.end()
    }

    @Test("in-subquery") func inSubquery() async throws {
        let cases = try LoggedCases()
        let authors = Article.from().select { $0.authorID }
        #expect(try await ids(cases) { $0.id.isIn(authors) } == [1, 2])
        #expect(try await ids(cases) { $0.id.isNotIn(authors) } == [])
        #expect(try await ids(cases) { u in !exists(Article.where { $0.authorID == u.id }) } == [3])
        await cases.end()
    }

    @Test("like-escape") func likeEscape() async throws {
        let cases = try LoggedCases(rows: [
            "INSERT INTO users (id, username) VALUES (10, '50%_!\\\\x'), (11, '50ab!\\\\x')"
        ])
        #expect(try await ids(cases) { $0.username.like("a%") } == [1])
        #expect(try await ids(cases) { $0.username.lowercased().like("a%") } == [1])
        #expect(try await ids(cases) { $0.username.contains("50%_") } == [10])
        #expect(try await ids(cases) { $0.username.contains("!\\") } == [10, 11])
        #expect(try await ids(cases) { $0.username.hasPrefix("b") } == [2])
        #expect(try await ids(cases) { $0.username.hasSuffix("%_!\\x") } == [10])
        #expect(try await ids(cases) { $0.username.matches(regularExpression: "^c") } == [3])
        // As sql_mode reads backslashes or not.
        let found = try await cases.engine.session { session in
            try await session.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')")
            return try await session.fetch(User.where { $0.username.contains("!\\") }.counted)
        }
        #expect(found == [2])
        await cases.end()
    }

    @Test("order-by") func orderBy() async throws {
        let cases = try LoggedCases()
        func order(_ keys: @Sendable (Alias<User>) -> Ordering) async throws -> [UInt64] {
            try await cases.engine.fetch(User.from().order(keys).select { $0.id })
        }
        #expect(try await order { [$0.age.descending, $0.id.ascending] } == [1, 2, 3])
        #expect(try await order { $0.age.ascending } == [3, 2, 1])
        #expect(try await order { $0.age.ascending.nullsLast } == [2, 1, 3])
        #expect(try await order { $0.age.descending.nullsFirst } == [3, 1, 2])
        #expect(
            cases.log.take().suffix(2) == [
                "SELECT users.id FROM users ORDER BY users.age IS NULL, users.age",
                "SELECT users.id FROM users ORDER BY users.age IS NOT NULL, users.age DESC",
            ]
        )
        await cases.end()
    }

    @Test("limit-offset") func limitOffset() async throws {
        let cases = try LoggedCases()
        #expect(try await cases.engine.fetch(Self.ids.limit(2)) == [1, 2])
        #expect(try await cases.engine.fetch(Self.ids.limit(1, offset: 1)) == [2])
        #expect(try await cases.engine.fetch(Self.ids.offset(1)) == [2, 3])
        #expect(try await cases.engine.fetch(Self.ids.limit(0)) == [])
        #expect(
            cases.log.take()
                == [" LIMIT ?", " LIMIT ?, ?", " LIMIT ?, 18446744073709551615", " LIMIT ?"].map {
                    "SELECT users.id FROM users ORDER BY users.id" + $0
                }
        )
        await cases.end()
    }

    @Test("Pages by key meet every row once, in both directions", arguments: [SortDirection.ascending, .descending])
    func pages(direction: SortDirection) async throws {
        let values = (1...40).map { "(\(100 + $0), 'u\($0)', \($0 % 7 == 0 ? "NULL" : "\($0 % 5)"))" }
        let cases = try LoggedCases(rows: [
            "INSERT INTO users (id, username, age) VALUES " + values.joined(separator: ", ")
        ])
        var met: [UInt64] = []
        var last: User?
        repeat {
            let position = last.map { ($0.age, $0.id) }
            let page = try await cases.engine.fetch(
                User.all.page(after: position, direction) { ($0.age, $0.id) }.limit(7)
            )
            met += page.map(\.id)
            last = page.last
        } while last != nil
        let order = direction == .ascending ? "age, id" : "age DESC, id DESC"
        let all = try cases.rows("SELECT id FROM users ORDER BY \(order)")
        #expect(met.map { "\($0)" } == all)
        await cases.end()
    }

    @Test("for-update") func forUpdate() async throws {
        let cases = try LoggedCases()
        let one = User.from().where { $0.id == 1 }.select { $0.id }
        let from = User.from().where { $0.id == 1 }
        try await cases.engine.session { session in
            let queries = [
                one.forUpdate(), one.forUpdate(.noWait), one.forUpdate(.skipLocked), one.forShare(),
                from.forUpdate { $0 }.select { $0.id },
            ]
            for query in queries {
                let found = try await session.fetch(query)
                #expect(found == [1])
            }
        }
        let isMariaDB = try PrivateServer.isMariaDB
        let ends = [
            " FOR UPDATE", " FOR UPDATE NOWAIT", " FOR UPDATE SKIP LOCKED",
            isMariaDB ? " LOCK IN SHARE MODE" : " FOR SHARE",
            isMariaDB ? " FOR UPDATE" : " FOR UPDATE OF users",
        ]
        let sent = cases.log.take().filter { $0.hasPrefix("SELECT users.id") }
        #expect(sent == ends.map { "SELECT users.id FROM users WHERE users.id = ?" + $0 })
        await cases.end()
    }

    @Test("hints") func hints() async throws {
        let cases = try LoggedCases()
        let one = User.where { $0.id == 1 }
        let queries = [one.indexHint(.use("PRIMARY")).select { $0.id }, one.modifier(.straightJoin).select { $0.id }]
        for query in queries { #expect(try await cases.engine.fetch(query) == [1]) }
        #expect(
            cases.log.take() == [
                "SELECT users.id FROM users USE INDEX (PRIMARY) WHERE users.id = ?",
                "SELECT STRAIGHT_JOIN users.id FROM users WHERE users.id = ?",
            ]
        )
        await cases.end()
    }

    @Test("multi-statement") func multiStatement() async throws {
        let cases = try LoggedCases()
        let error = await #expect(throws: DatabaseError.self) {
            try await cases.engine.fetch("SELECT 1; SELECT 2", as: Int.self)
        }
        #expect("\(try #require(error))".contains("1064"))
        await cases.end()
    }
}
