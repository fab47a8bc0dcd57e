import Foundation
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of joins, groups and queries of queries.
@Suite struct TableCases {
    @Test("join-self-alias") func joinSelfAlias() async throws {
        let cases = try LoggedCases()
        let query = Node.from().join(Node.self, as: "parent") { n, p in n.parentID == p.id }
            .order { n, _ in n.id.ascending }.select { n, p in (n.name, p.name) }
        let rows = try await cases.engine.fetch(query)
        #expect(rows.map(\.0) == ["k1", "k2", "g1"] && rows.map(\.1) == ["root", "root", "k1"])
        await cases.end()
    }

    @Test("Rows of outer joins are optionals, and the session remembers them") func outerJoins() async throws {
        let cases = try LoggedCases()
        let query = User.from().leftJoin(Profile.self) { u, p in p.userID == u.id }.order { u, _ in u.id.ascending }
        let rows = try await cases.engine.fetch(query)
        #expect(rows.map(\.0.username) == ["ann", "bob", "cyd"])
        #expect(rows.map { $0.1?.bio } == ["bio of ann", nil, nil] && rows.map { $0.1 == nil } == [false, true, true])
        let values = try await cases.engine.fetch(query.select { u, p in (u.id, p, p.bio, p.id) })
        #expect(values.map(\.2) == ["bio of ann", nil, nil] && values.map(\.3) == [1, nil, nil])
        _ = cases.log.take()
        try await cases.engine.transaction { session in
            let profiles: [Profile?] = try await session.fetch(query.select { _, p in p })
            var profile = try #require(profiles.first ?? nil)
            profile.bio = "new"
            session.save(profile)
        }
        #expect(cases.log.take().contains("UPDATE profiles SET bio = ? WHERE id = ?"))
        await cases.end()
    }

    @Test("group-having") func groupHaving() async throws {
        let cases = try LoggedCases(rows: ["UPDATE users SET status = 'old' WHERE id = 3"])
        let groups = try await cases.engine.fetch(
            User.from().group { $0.status }.having { _ in count() > 1 }.select { ($0.status, count(), avg($0.age)) }
        )
        #expect(groups.map(\.0) == ["new"] && groups.map(\.1) == [2] && groups.map(\.2) == [25])
        let names = try await cases.engine.fetch(
            User.from().select {
                (
                    groupConcat($0.username, orderBy: $0.id.ascending),
                    groupConcat($0.username, orderBy: $0.id.descending, separator: "'\\")
                )
            }
        )
        #expect(names.first?.0 == "ann,bob,cyd" && names.first?.1 == "cyd'\\bob'\\ann")
        await cases.end()
    }

    @Test("aggregates-empty") func aggregatesEmpty() async throws {
        let cases = try LoggedCases()
        let rows = try await cases.engine.fetch(
            User.where { $0.id > 99 }.select { (count(), sum($0.age), max($0.age)) }
        )
        let row = try #require(rows.first)
        #expect(row.0 == 0 && row.1 == nil && row.2 == nil && rows.count == 1)
        await cases.end()
    }

    @Test("sum-avg-types") func sumAvgTypes() async throws {
        let cases = try LoggedCases()
        let rows = try await cases.engine.fetch(
            User.where { $0.id == 1 }.group { $0.age }
                .select { (sum($0.age), avg($0.age), $0.age / 7, floor($0.age / 7)) }
        )
        let row = try #require(rows.first)
        #expect(row.0 == 30 && row.1 == 30 && row.2 == Decimal(string: "4.2857") && row.3 == 4)
        let others = try await cases.engine.fetch(
            User.where { $0.id == 1 }.select {
                (
                    $0.age % 7, $0.age / 0, cast($0.age, as: Double?.self) / 8, abs($0.age - 31),
                    round($0.age / 7, digits: 1)
                )
            }
        )
        let other = try #require(others.first)
        #expect(other.0 == 2 && other.1 == nil && other.2 == 3.75 && other.3 == 1 && other.4 == Decimal(string: "4.3"))
        await cases.end()
    }

    private static let counts = Article.from().group { $0.authorID }.select { ($0.authorID, count()) }

    @Test("from-subquery") func fromSubquery() async throws {
        let cases = try LoggedCases()
        let table = Self.counts.asTable("counts")
        let rows = try await cases.engine.fetch(
            User.from().join(table: table) { u, n in n.0 == u.id }.order { u, _ in u.id.ascending }
                .select { u, n in (u.username, n.1) }
        )
        #expect(rows.map(\.0) == ["ann", "bob"] && rows.map(\.1) == [2, 1])
        let outer = try await cases.engine.fetch(
            User.from().leftJoin(table: table) { u, n in n.0 == u.id }.order { u, _ in u.id.ascending }
        )
        #expect(outer.map { $0.1?.1 } == [2, 1, nil])
        await cases.end()
    }

    @Test("cte") func commonTable() async throws {
        let cases = try LoggedCases()
        let table = Self.counts.asCommonTable("n")
        let rows = try await cases.engine.fetch(
            User.from().join(table: table) { u, n in n.0 == u.id }.join(table: table.renamed("m")) { _, n, m in
                m.0 == n.0
            }
            .order { u, _, _ in u.id.ascending }.select { u, n, m in (u.username, n.1 + m.1) }
        )
        #expect(rows.map(\.0) == ["ann", "bob"] && rows.map(\.1) == [4, 2])
        let inner = User.where { u in exists(table.from().where { $0.0 == u.id && $0.1 > 1 }) }
        #expect(try await cases.engine.fetch(inner).map(\.username) == ["ann"])
        await cases.end()
    }

    @Test("cte-recursive") func recursiveCommonTable() async throws {
        let cases = try LoggedCases()
        let roots = Node.where { $0.parentID == nil }.select { ($0.id, $0.name, value(0)) }.asRecursiveTable("t")
        let tree = roots.adding { t in
            Node.from().join(table: t) { n, t in n.parentID == t.0 }.select { n, t in (n.id, n.name, t.2 + 1) }
        }
        let rows = try await cases.engine.fetch(tree.from().order { $0.0.ascending }.select { ($0.1, $0.2) })
        #expect(rows.map(\.0) == ["root", "k1", "k2", "g1"] && rows.map(\.1) == [0, 1, 1, 2])
        await cases.end()
    }

    @Test("window") func window() async throws {
        let cases = try LoggedCases()
        let numbers = try await cases.engine.fetch(
            Article.from().order { $0.id.ascending }
                .select { ($0.id, rowNumber().over(partitionBy: $0.authorID, orderBy: $0.id.descending)) }
        )
        #expect(numbers.map(\.1) == [2, 1, 1, 1])
        let sums = try await cases.engine.fetch(
            User.from().order { $0.id.ascending }.select { u in
                (
                    sum(u.age).over(orderBy: u.id.ascending), lag(u.username).over(orderBy: u.id.ascending),
                    count().over(orderBy: u.id.ascending, frame: .rows(from: .current, to: .unbounded))
                )
            }
        )
        #expect(sums.map(\.0) == [30, 50, 50] && sums.map(\.1) == [nil, "ann", "bob"] && sums.map(\.2) == [3, 2, 1])
        await cases.end()
    }

    @Test("exists-any-has") func existsAnyHas() async throws {
        let cases = try LoggedCases()
        let ann = Article.where(Article.author.has { $0.username == "ann" }).order { $0.id.ascending }
        #expect(try await cases.engine.fetch(ann).map(\.id) == [1, 2])
        let writers: [(Query<User, User>, [UInt64])] = [
            (User.where { u in exists(Article.where { $0.authorID == u.id }) }, [1, 2]),
            (User.where(User.articles.any { $0.title == "B1" }), [2]),
            (User.where(!User.articles.any()), [3]),
            (User.where { u in u.age > 25 && User.articles.any().of(u) && User.profile.has().of(u) }, [1]),
            (User.where(User.articles.any { a in Article.tags.any { $0.name == "red" }.of(a) }), [1]),
        ]
        for (query, ids) in writers {
            let users = try await cases.engine.fetch(query.order { $0.id.ascending })
            #expect(users.map(\.id) == ids)
        }
        let sent = cases.log.take()
        #expect(
            sent.contains {
                $0.contains(
                    "EXISTS (SELECT 1 FROM articles WHERE users.id = articles.author_id AND articles.title = ?)"
                )
            }
        )
        #expect(try await cases.engine.count(Tag.where(Tag.articles.any())) == 2)
        await cases.end()
    }

    @Test("Unions and their kin") func combinations() async throws {
        let cases = try LoggedCases()
        let names = User.from().select { $0.username }, tags = Tag.from().select { $0.name }
        let all = names.union(tags).union(tags).order { $0.value.descending }.limit(2, offset: 1)
        #expect(try await cases.engine.fetch(all) == ["green", "cyd"])
        #expect(try await cases.engine.fetch(names.unionAll(names)).count == 6)
        #expect(try await cases.engine.fetch(names.except(User.where { $0.id == 1 }.select { $0.username })).count == 2)
        #expect(try await cases.engine.fetch(names.intersect(tags)).isEmpty)
        let users = User.where { $0.id == 1 }.union(User.order { $0.id.descending }.limit(1)).order { $0.age.ascending }
        #expect(try await cases.engine.fetch(users).map(\.id) == [3, 1])
        #expect(try await cases.engine.fetch(User.where { $0.username.isIn(names.union(tags)) }).count == 3)
        await cases.end()
    }

    @Test("Case, cast and other functions") func functions() async throws {
        let cases = try LoggedCases()
        let rows = try await cases.engine.fetch(
            User.from().order { $0.id.ascending }.select { u in
                (
                    when(u.age < 25, then: "young").when(u.age == nil, then: u.username).otherwise("old"),
                    coalesce(u.age, 0), cast(u.age, as: String?.self), concat(u.username, value("!")),
                    u.username.length,
                    (u.age + 1) * 2
                )
            }
        )
        #expect(rows.map(\.0) == ["old", "young", "cyd"] && rows.map(\.1) == [30, 20, 0])
        #expect(rows.map(\.2) == ["30", "20", nil] && rows.map(\.3) == ["ann!", "bob!", "cyd!"])
        #expect(rows.map(\.4) == [3, 3, 3] && rows.map(\.5) == [62, 42, nil])
        let moment = try #require(
            try await cases.engine.fetch(User.all.limit(1).select { _ in (now(), today()) }).first
        )
        #expect(abs(moment.0.timeIntervalSinceNow) < 3600 && moment.1.year >= 2024)
        await cases.end()
    }

    @Test("Values and documents within JSON") func json() async throws {
        let cases = try LoggedCases()
        let document =
            #"{"n": 5, "d": 1.5, "s": "x\"y", "t": true, "f": false, "z": null, "o": {"theme": "dark"}, "q": "null"}"#
        try await cases.engine.execute("UPDATE users SET email = \(document) WHERE id = 1")
        let rows = try await cases.engine.fetch(
            User.where { $0.email.json("$.n", as: Int.self) == 5 && $0.email.json("$.t", as: Bool.self) == true }.select
            { u in
                (
                    u.email.json("$.n", as: Int.self), u.email.json("$.d", as: Double.self),
                    u.email.json("$.s", as: String.self),
                    u.email.json("$.f", as: Bool.self), u.email.json("$.z", as: String.self),
                    u.email.json("$.q", as: String.self)
                )
            }
        )
        let row = try #require(rows.first)
        #expect(row.0 == 5 && row.1 == 1.5 && row.2 == "x\"y" && row.3 == false && row.4 == nil && row.5 == "null")
        let settings = try await cases.engine.fetch(
            User.where { $0.email.jsonContains(["n": 5]) }
                .select { ($0.email.json("$.o", as: Settings.self), $0.email.json("$.none", as: Settings.self)) }
        )
        #expect(settings.first?.0 == Settings(theme: "dark") && settings.first?.1 == nil && settings.count == 1)
        await cases.end()
    }

    @Test("A full text search") func fullText() async throws {
        let cases = try LoggedCases(rows: [
            "ALTER TABLE articles ADD FULLTEXT (title)",
            "INSERT INTO articles (id, title) VALUES (10, 'swift servers'), (11, 'swift swift'), (12, 'slow servers')",
        ])
        let query = Article.where { match($0.title, against: "+swift -servers", .boolean) }
        #expect(try await cases.engine.fetch(query).map(\.id) == [11])
        let best = Article.where { match($0.title, against: "swift") }
            .order { relevance($0.title, against: "swift").descending }.select { $0.id }
        #expect(try await cases.engine.fetch(best) == [11, 10])
        await cases.end()
    }

    @Test("A table without a Swift type") func dynamicTable() async throws {
        let cases = try LoggedCases()
        let users = Table("users") {
            Column("id", .bigInt.unsigned).primaryKey()
            Column("username", .varchar(50))
            Column("age", .int).nullable()
        }
        let query = users.from().where { $0["age", as: Int?.self] > 18 }.order { $0["id", as: Int.self].ascending }
        #expect(try await cases.engine.fetch(query.select { ($0["username", as: String.self]) }) == ["ann", "bob"])
        let row = try #require(try await cases.engine.fetch(query).first)
        #expect(row["username"] == .text("ann") && row["age"] == .int(30) && row["other"] == nil)
        let joined = try await cases.engine.fetch(
            query.join(Article.self) { u, a in a.authorID == u["id", as: UInt64.self] }
        )
        #expect(joined.map { $0.0["username"] } == [.text("ann"), .text("ann"), .text("bob")])
        try await cases.engine.execute(users.update { [$0["age"] <- 5] }.where { $0["id"] == 1 })
        #expect(try cases.rows("SELECT age FROM users WHERE id = 1") == ["5"])
        await #expect(throws: DatabaseError.self) {
            try await cases.engine.fetch(users.from().where { $0["agge", as: Int.self] == 1 })
        }
        await cases.end()
    }
}
