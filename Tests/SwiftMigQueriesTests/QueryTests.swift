import SwiftMig
import SwiftMigQueries
import Testing

/// A request and the statements that it becomes.
struct Rendered: Sendable, CustomTestStringConvertible {
    var mariaDB: SQL
    var mySQL: SQL
    var text: String
    var values: [SQLValue]
    /// MySQL's text, if it differs.
    var mySQLText: String?

    init(_ request: some FetchRequest, _ text: String, _ values: [SQLValue] = [], mySQL: String? = nil) {
        self.init(request.sql(for: .mariaDB), request.sql(for: .mySQL), text, values, mySQL)
    }

    init(_ statement: some Executable, _ text: String, _ values: [SQLValue] = [], mySQL: String? = nil) {
        self.init(statement.sql(for: .mariaDB), statement.sql(for: .mySQL), text, values, mySQL)
    }

    private init(_ mariaDB: SQL, _ mySQL: SQL, _ text: String, _ values: [SQLValue], _ mySQLText: String?) {
        self.mariaDB = mariaDB
        self.mySQL = mySQL
        self.text = text
        self.values = values
        self.mySQLText = mySQLText
    }

    var testDescription: String { text }

    func check(sourceLocation: SourceLocation = #_sourceLocation) {
        // Without backticks, which all names have, the texts are easier to read.
        #expect(mariaDB.text.replacing("`", with: "") == text, sourceLocation: sourceLocation)
        #expect(mariaDB.values == values, sourceLocation: sourceLocation)
        #expect(mySQL.text.replacing("`", with: "") == mySQLText ?? text, sourceLocation: sourceLocation)
        #expect(mySQL.values == values, sourceLocation: sourceLocation)
    }
}

private let tags = "SELECT tags.id, tags.name FROM tags"
private let articles = "SELECT articles.id, articles.title, articles.author_id FROM articles"

@Suite("Queries of one model")
struct QueryTests {
    @Test(
        "Clauses",
        arguments: [
            Rendered(Tag.all, tags),
            Rendered(Tag.where { $0.name == "a" }, "\(tags) WHERE tags.name = ?", [.text("a")]),
            Rendered(
                Tag.where { $0.id == 1 }.where { $0.name == "a" || $0.name == "b" },
                "\(tags) WHERE tags.id = ? AND (tags.name = ? OR tags.name = ?)",
                [.uint(1), .text("a"), .text("b")]
            ),
            Rendered(
                Tag.order { [$0.name.descending, $0.id.ascending] }.order { $0.id.descending },
                "\(tags) ORDER BY tags.name DESC, tags.id, tags.id DESC"
            ),
            Rendered(
                Article.order { $0.authorID.ascending.nullsLast },
                "\(articles) ORDER BY articles.author_id IS NULL, articles.author_id"
            ),
            Rendered(
                Article.order { $0.authorID.descending.nullsFirst },
                "\(articles) ORDER BY articles.author_id IS NOT NULL, articles.author_id DESC"
            ),
            Rendered(
                Article.order { [$0.authorID.ascending.nullsFirst, $0.authorID.descending.nullsLast] },
                "\(articles) ORDER BY articles.author_id, articles.author_id DESC"
            ),
            Rendered(Tag.all.limit(5), "\(tags) LIMIT ?", [.int(5)]),
            Rendered(Tag.all.limit(5, offset: 10), "\(tags) LIMIT ?, ?", [.int(10), .int(5)]),
            Rendered(Tag.all.offset(10), "\(tags) LIMIT ?, 18446744073709551615", [.int(10)]),
            Rendered(Tag.all.limit(-1, offset: -1), "\(tags) LIMIT ?, ?", [.int(0), .int(0)]),
            Rendered(Tag.all.distinct(), "SELECT DISTINCT tags.id, tags.name FROM tags"),
            Rendered(Tag.all.modifier(.straightJoin), "SELECT STRAIGHT_JOIN tags.id, tags.name FROM tags"),
            Rendered(Tag.all.indexHint(.use("PRIMARY", "b")), "\(tags) USE INDEX (PRIMARY, b)"),
            Rendered(Tag.all.forUpdate(), "\(tags) FOR UPDATE"),
            Rendered(Tag.all.forUpdate(.noWait), "\(tags) FOR UPDATE NOWAIT"),
            Rendered(Tag.all.forUpdate(.skipLocked), "\(tags) FOR UPDATE SKIP LOCKED"),
            Rendered(Tag.all.forShare(), "\(tags) LOCK IN SHARE MODE", mySQL: "\(tags) FOR SHARE"),
            Rendered(
                Tag.from().forUpdate(.noWait) { $0 },
                "\(tags) FOR UPDATE NOWAIT",
                mySQL: "\(tags) FOR UPDATE OF tags NOWAIT"
            ),
        ]
    )
    func clauses(_ query: Rendered) {
        query.check()
    }

    @Test(
        "Conditions",
        arguments: [
            (User.where { $0.email == nil }, "users.email IS NULL", []),
            (User.where { $0.email != nil }, "users.email IS NOT NULL", []),
            (User.where { $0.age == Optional(3) }, "users.age = ?", [.int(3)]),
            (User.where { $0.age != 3 }, "users.age != ?", [.int(3)]),
            (User.where { $0.age.isDistinct(from: nil) }, "NOT (users.age <=> ?)", [.null]),
            (User.where { $0.age.isSame(as: 20) }, "users.age <=> ?", [.int(20)]),
            (User.where { $0.role == .admin }, "users.role = ?", [.text("admin")]),
            (User.where { $0.isActive }, "users.is_active", []),
            (User.where { !$0.isActive }, "NOT (users.is_active)", []),
            (User.where { $0.age.between(1, and: 2) }, "users.age BETWEEN ? AND ?", [.int(1), .int(2)]),
            (
                User.where { $0.age > 1 && ($0.age < 2 && $0.age <= 3) && $0.age >= 4 },
                "users.age > ? AND users.age < ? AND users.age <= ? AND users.age >= ?",
                [.int(1), .int(2), .int(3), .int(4)]
            ),
            (
                User.where { $0.age > 25 || $0.username == "bob" && !($0.role == .member) },
                "users.age > ? OR users.username = ? AND NOT (users.role = ?)",
                [.int(25), .text("bob"), .text("member")]
            ),
            (User.where { ($0.age > 1) == ($0.age > 2) }, "(users.age > ?) = (users.age > ?)", [.int(1), .int(2)]),
            (
                User.where { $0.id.isIn([1, 2, 3]) }, "users.id IN (?, ?, ?, ?)",
                [.uint(1), .uint(2), .uint(3), .uint(3)]
            ),
            (User.where { $0.age.isIn([1, nil]) }, "users.age IN (?, ?)", [.int(1), .null]),
            (User.where { $0.id.isIn([]) }, "FALSE", []),
            (User.where { $0.id.isNotIn([]) && $0.isActive }, "TRUE AND users.is_active", []),
            (
                User.where { tuple($0.id, $0.age).isIn([(1, 30), (2, nil), (3, 1)]) },
                "(users.id, users.age) IN ((?, ?), (?, ?), (?, ?), (?, ?))",
                [.uint(1), .int(30), .uint(2), .null, .uint(3), .int(1), .uint(3), .int(1)]
            ),
            (
                User.where { tuple($0.id, $0.age).equals((1, 2)) }, "(users.id, users.age) = (?, ?)",
                [.uint(1), .int(2)]
            ),
            (User.where { $0.username.like("a%") }, "users.username LIKE ?", [.text("a%")]),
            (User.where { $0.email.contains("50%_!") }, "users.email LIKE ? ESCAPE '!'", [.text("%50!%!_!!%")]),
            (User.where { $0.username.hasPrefix("a") }, "users.username LIKE ? ESCAPE '!'", [.text("a%")]),
            (User.where { $0.username.hasSuffix("\\") }, "users.username LIKE ? ESCAPE '!'", [.text("%\\")]),
            (User.where { $0.username.matches(regularExpression: "^c") }, "users.username REGEXP ?", [.text("^c")]),
            (
                User.where { sql("ST_X(\($0.email))", as: Int.self) > 3 && sql("a OR \(1)", as: Bool.self) },
                "(ST_X(users.email)) > ? AND (a OR ?)", [.int(3), .int(1)]
            ),
        ] as [(Query<User, User>, String, [SQLValue])]
    )
    func conditions(_ query: Query<User, User>, _ text: String, _ values: [SQLValue]) throws {
        let statement = query.sql(for: .mariaDB)
        let condition = try #require(statement.text.firstRange(of: " WHERE "))
        #expect(statement.text[condition.upperBound...].replacing("`", with: "") == text)
        #expect(statement.values == values)
        #expect(query.sql(for: .mySQL) == statement)
    }

    @Test(
        "Counting",
        arguments: [
            Rendered(
                Tag.where { $0.id > 1 }.order { $0.id.ascending }.counted,
                "SELECT COUNT(*) FROM tags WHERE tags.id > ?",
                [.uint(1)]
            ),
            Rendered(
                Tag.all.limit(3).counted,
                "SELECT COUNT(*) FROM (SELECT 1 FROM tags LIMIT ?) AS counted",
                [.int(3)]
            ),
            Rendered(
                Tag.where { $0.id > 1 }.existence,
                "SELECT EXISTS (SELECT 1 FROM tags WHERE tags.id > ?)",
                [.uint(1)]
            ),
        ]
    )
    func counting(_ query: Rendered) {
        query.check()
    }

    @Test(
        "Changes",
        arguments: [
            Rendered(
                User.update { [$0.age <- 5, $0.email <- nil, $0.username <- $0.username.lowercased()] }
                    .where { $0.username == "bob" },
                "UPDATE users SET age = ?, email = ?, username = LOWER(users.username) WHERE users.username = ?",
                [.int(5), .null, .text("bob")]
            ),
            Rendered(
                User.update { [$0.age <- $0.age + 1] }.everywhere,
                "UPDATE users SET age = users.age + ?",
                [.int(1)]
            ),
            Rendered(
                User.update { [$0.age <- 1] }.where { $0.id > 1 }.where { $0.id < 9 }.order { $0.id.descending }.limit(
                    2
                ),
                "UPDATE users SET age = ? WHERE users.id > ? AND users.id < ? ORDER BY users.id DESC LIMIT ?",
                [.int(1), .uint(1), .uint(9), .int(2)]
            ),
            Rendered(User.delete().where { $0.age < 3 }, "DELETE FROM users WHERE users.age < ?", [.int(3)]),
            Rendered(User.delete().everywhere, "DELETE FROM users"),
        ]
    )
    func changes(_ statement: Rendered) {
        statement.check()
        #expect(User.delete().everywhere._tables == ["users"])
    }
}
