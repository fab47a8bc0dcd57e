import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// Keys that the server finds equal although they differ.
@Table("countries")
private struct Country {
    @Column(.varchar(20), primaryKey: true)
    let name: String

    static let cities = hasMany(City.self, via: \.country)
}

@Table("cities")
private struct City {
    @Column(primaryKey: true)
    let id: Int
    @Column(.varchar(20))
    var country: String?
    @Column(.varchar(20))
    var name: String

    static let land = belongsTo(Country.self, via: \.country)
    static let spoken = manyToMany(Language.self, through: "city_languages", from: "city", to: "language")
}

@Table("languages")
private struct Language {
    @Column(.varchar(20), primaryKey: true)
    let name: String

    static let cities = manyToMany(City.self, through: "city_languages", from: "language", to: "city")
}

@Suite struct IncludeTests {
    /// Keys that differ in case belong together, as the server finds.
    @Test func keysAreComparedByTheServer() async throws {
        let cases = try LoggedCases(
            also: [Country.self, City.self, Language.self],
            rows: [
                "INSERT INTO countries VALUES ('Spain'), ('chile')",
                "INSERT INTO cities VALUES (1, 'SPAIN', 'Cadiz'), (2, 'spain', 'Avila'), (3, 'Chile', 'Arica')",
                "INSERT INTO cities VALUES (4, NULL, 'Atlantis')",
                "INSERT INTO languages VALUES ('Spanish'), ('Basque')",
                "INSERT INTO city_languages (city, language) VALUES (1, 'SPANISH'), (2, 'spanish'), (2, 'BASQUE')",
            ]
        )
        let countries = Country.order { $0.name.ascending }
            .including(Country.cities.included(City.order { $0.name.ascending }))
        let rows = try await cases.engine.fetch(countries)
        #expect(rows.map { $0.1.map(\.name) } == [["Arica"], ["Avila", "Cadiz"]])
        #expect(cases.log.take().count == 3)
        let cities = try await cases.engine.fetch(City.order { $0.id.ascending }.including(City.land.included))
        #expect(cities.map { $0.1?.name } == ["Spain", "Spain", "chile", nil])
        #expect(cases.log.take().count == 3)
        let languages = Language.order { $0.name.ascending }
            .including(Language.cities.included(City.order { $0.id.ascending }))
        let speakers = try await cases.engine.fetch(languages)
        #expect(speakers.map { $0.1.map(\.id) } == [[2], [1, 2]])
        let last = Country.including(Country.cities.included(City.order { $0.name.ascending }.limit(1)))
        let limited = try await cases.engine.fetch(last.order { $0.name.ascending })
        #expect(limited.map { $0.1.map(\.name) } == [["Arica"], ["Avila"]])
        await cases.end()
    }

    /// A limit holds for each row, and the order within it.
    @Test func aLimitHoldsForEachRow() async throws {
        let cases = try LoggedCases()
        try cases.fixture.other.execute(
            "INSERT INTO articles (title, author_id) VALUES ('A3', 1), ('B2', 2), ('A4', 1)"
        )
        let newest = Article.order { $0.title.descending }
        let two = try await cases.engine.fetch(
            User.order { $0.id.ascending }.including(User.articles.included(newest.limit(2)))
        )
        #expect(two.map { $0.1.map(\.title) } == [["A4", "A3"], ["B2", "B1"], []])
        #expect(cases.log.take().count == 3)
        let next = try await cases.engine.fetch(
            User.order { $0.id.ascending }.including(User.articles.included(newest.limit(1, offset: 1)))
        )
        #expect(next.map { $0.1.map(\.title) } == [["A3"], ["B1"], []])
        let tags = Article.tags.included(Tag.order { $0.name.ascending }.limit(1))
        let first = try await cases.engine.fetch(Article.where { $0.id <= 2 }.order { $0.id.ascending }.including(tags))
        #expect(first.map { $0.1.map(\.name) } == [["blue"], ["blue"]])
        await cases.end()
    }

    /// Keys of two columns.
    @Test func compositeKeys() async throws {
        let cases = try LoggedCases(
            also: [Stock.self, StockMove.self],
            rows: [
                "INSERT INTO stock VALUES ('ink', 1, 0, NULL), ('pen', 1, 0, NULL), ('pen', 2, 0, NULL)",
                "INSERT INTO stock_moves VALUES (1, 1, 'ink', 5), (2, 1, 'pen', 6), (3, 2, 'pen', 7), (4, 2, 'PEN', 8)",
            ]
        )
        let stock = Stock.order { [$0.shop.ascending, $0.item.ascending] }
            .including(Stock.moves.included(StockMove.order { $0.id.ascending }))
        let rows = try await cases.engine.fetch(stock)
        #expect(rows.map { $0.1.map(\.pieces) } == [[5], [6], [7, 8]])
        let moves = try await cases.engine.fetch(
            StockMove.order { $0.id.ascending }.including(StockMove.stock.included)
        )
        #expect(moves.map { $0.1?.item } == ["ink", "pen", "pen", "pen"])
        #expect(moves.map { $0.1?.shop } == [1, 1, 2, 2])
        await cases.end()
    }

    /// The number of statements does not depend on the number of rows.
    @Test(arguments: [1, 10, 400]) func statementsAreCounted(count: Int) async throws {
        let cases = try LoggedCases()
        let users = (0..<count).map { "(\(100 + $0), 'u\($0)')" }.joined(separator: ",")
        try cases.fixture.other.execute("INSERT INTO users (id, username) VALUES \(users)")
        try cases.fixture.other.execute("INSERT INTO articles (title, author_id) SELECT username, id FROM users")
        let articles = Article.order { $0.id.ascending }.including(Article.tags.included, Article.author.included)
        let query = User.including(User.profile.included, User.articles.included(articles))
        try await cases.engine.transaction { session in
            let rows = try await session.fetch(query)
            #expect(rows.count == count + 3)
            #expect(rows.allSatisfy { row in row.2.allSatisfy { $0.2?.id == row.0.id } })
        }
        #expect(cases.log.take().count == 6)
        await cases.end()
    }

    /// A row that is below itself does not keep the loader busy forever.
    @Test func aCycleEnds() async throws {
        let cases = try LoggedCases(rows: ["UPDATE nodes SET parent_id = 4 WHERE id = 1"])
        let query = Node.where { $0.id == 1 }
            .including(Node.children.includedTree(), Node.parent.includedAncestors())
        let rows = try await cases.engine.fetch(query)
        #expect(rows[0].1.first?.children.first?.row.name == "g1")
        #expect(rows[0].2.map(\.name) == ["g1", "k1"])
        await cases.end()
    }

    /// Rows that were included can be saved like others.
    @Test func includedRowsAreRemembered() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let rows = try await session.fetch(User.where { $0.id == 1 }.including(User.articles.included))
            _ = cases.log.take()
            for (user, articles) in rows {
                session.save(user)
                for article in articles { session.update(article) { $0.title += "!" } }
            }
        }
        let update = "UPDATE articles SET title = ? WHERE id = ?"
        #expect(cases.log.take() == [update, update, "COMMIT"])
        #expect(try cases.rows("SELECT title FROM articles WHERE author_id = 1") == ["A1!", "A2!"])
        await cases.end()
    }
}
