import MariaDBClient
import SwiftMig
import SwiftMigData
import SwiftMigMacros
import SwiftMigQueries
import TestSupport
import Testing

/// The cases of the areas flush and bulk.
@Suite struct FlushCases {
    private static let userInsert = "INSERT INTO users (username, email, age) VALUES "

    @Test("insert-none-columns") func insertNoneColumns() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            session.add(User.New(username: "dan"))
            try await session.flush()
            session.add(User.New(username: "eve", age: nil))
        }
        #expect(cases.log.take() == [Self.userInsert + "(?, ?, ?)", Self.userInsert + "(?, ?, ?)", "COMMIT"])
        await cases.end()
    }

    @Test("insert-many-different-columns") func insertManyDifferentColumns() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            session.add(User.New(username: "n0", age: 1))
            session.add(User.New(username: "n1"))
            session.add(User.New(username: "n2", age: 2))
        }
        #expect(cases.log.take() == [Self.userInsert + "(?, ?, ?), (?, ?, ?), (?, ?, ?)", "COMMIT"])
        await cases.end()
    }

    @Test("insert-3000") func insert3000() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            for number in 0..<3000 { session.add(Tag.New(name: "t\(number)")) }
        }
        let statements = cases.log.take()
        #expect(statements.count == 4)
        #expect(statements.first?.count { $0 == "?" } == 1000)
        #expect(Set(statements.dropLast()).count == 1)
        #expect(try cases.rows("SELECT COUNT(*) FROM tags") == ["3003"])
        await cases.end()
    }

    /// Cases server-default-after-flush and eager-defaults-true: a row is never half known.
    @Test("server-default-after-flush") func serverDefaultAfterFlush() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let user = try await session.insert(User.New(username: "dan"))
            #expect(user.status == "new" && user.role == .member && user.id == 4)
            let users = [User.New(username: "eve"), User.New(username: "fay", role: .owner)]
            let more = try await session.insert(users, returning: User.self)
            #expect(more.map(\.role) == [.member, .owner] && more.map(\.username) == ["eve", "fay"])
        }
        let statements = cases.log.take()
        if try PrivateServer.isMariaDB {
            #expect(statements.count { $0.hasPrefix("INSERT") && $0.contains(" RETURNING ") } == 2)
            #expect(statements.count { $0.hasPrefix("SELECT") } == 0)
        } else {
            #expect(
                statements.map { String($0.prefix(6)) } == [
                    "INSERT", "SELECT", "SAVEPO", "INSERT", "SELECT", "INSERT", "SELECT", "RELEAS", "COMMIT",
                ]
            )
        }
        await cases.end()
    }

    @Test("flush-unique-swap") func flushUniqueSwap() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard let green = try await session.get(Tag.self, 3) else { return }
            session.delete(green)
            session.add(Tag.New(name: "green"))
        }
        #expect(
            cases.log.take().suffix(3) == [
                "DELETE FROM tags WHERE id = ?", "INSERT INTO tags (name) VALUES (?)", "COMMIT",
            ]
        )
        #expect(try cases.rows("SELECT id FROM tags WHERE name = 'green'") == ["4"])
        await cases.end()
    }

    @Test("flush-self-reference") func flushSelfReference() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let root = try await session.insert(Node.New(name: "r"))
            let kid = try await session.insert(Node.New(name: "k", parentID: root.id))
            let grandchild = try await session.insert(Node.New(name: "g", parentID: kid.id))
            _ = cases.log.take()
            for node in [grandchild, kid, root] { session.delete(node) }
        }
        let delete = "DELETE FROM nodes WHERE id = ?"
        #expect(cases.log.take() == [delete, delete, delete, "COMMIT"])
        await cases.end()
    }

    @Test("autoflush-before-query") func autoflushBeforeQuery() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            session.add(User.New(username: "dan"))
            let count = try await session.count(User.all)
            #expect(count == 4)
            session.add(User.New(username: "eve"))
            _ = try await session.get(User.self, 1)
            session.add(User.New(username: "fay"))
            _ = try await session.fetch("SELECT 1", as: Int.self)
            session.add(User.New(username: "gil"))
            try await session.execute(User.update { [$0.age <- 5] }.where { $0.username == "gil" })
            session.add(User.New(username: "hal"))
            var last: User?
            for try await user in session.stream(User.order { $0.id.ascending }) { last = user }
            #expect(last?.username == "hal")
        }
        let insert = Self.userInsert + "(?, ?, ?)"
        let kinds = cases.log.take().map { $0 == insert ? "insert" : String($0.prefix(6)) }
        #expect(kinds.prefix(8) == ["insert", "SELECT", "insert", "SELECT", "insert", "SELECT", "insert", "UPDATE"])
        #expect(kinds.dropFirst(8).first == "insert" && kinds.last == "ROLLBA")
        await cases.end()
    }

    /// Cases autoflush-error-in-query and flush-error-needs-rollback.
    @Test("autoflush-error-in-query") func autoflushErrorInQuery() async throws {
        let cases = try LoggedCases()
        try await cases.engine.session { session in
            session.add(User.New(username: "ann"))
            let line = UInt(#line) - 1
            do {
                _ = try await session.fetch(Tag.all)
                Issue.record("the query ran")
            } catch DatabaseError.uniqueViolation(_, let failure) {
                #expect(failure.origin == "add at ModelSessionTests/FlushCases.swift:\(line)")
            }
            do {
                _ = try await session.fetch(Tag.all)
                Issue.record("the query ran")
            } catch DatabaseError.rollbackNeeded(let failure) {
                #expect(failure.code == 1062)
            }
            session.add(User.New(username: "dan"))
            do {
                try await session.commit()
                Issue.record("half of the changes were committed")
            } catch DatabaseError.rollbackNeeded {}
            await session.rollback()
            let count = try await session.count(User.all)
            #expect(count == 3)
        }
        await cases.end()
    }

    @Test("bulk-insert-mappings") func bulkInsertMappings() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            try await session.insert((0..<3).map { Tag.New(name: "b\($0)") })
        }
        #expect(cases.log.take().contains("INSERT INTO tags (name) VALUES (?), (?), (?)"))
        await cases.end()
    }

    @Test("bulk-update-by-pk") func bulkUpdateByPK() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let users = try await session.fetch(User.where { $0.id <= 2 }.order { $0.id.ascending })
            _ = cases.log.take()
            for (user, age) in zip(users, [5, 6]) { session.update(user) { $0.age = age } }
        }
        let update = "UPDATE users SET age = ? WHERE id = ?"
        #expect(cases.log.take() == [update, update, "COMMIT"])
        #expect(try cases.rows("SELECT age FROM users WHERE id <= 2 ORDER BY id") == ["5", "6"])
        await cases.end()
    }

    /// Cases update-where-evaluate, update-where-fetch, update-sql-expression: the session forgets what it has read.
    @Test("update-where-evaluate") func updateWhereEvaluate() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            guard var ann = try await session.get(User.self, 1) else { return }
            let tag = try await session.get(Tag.self, 1)
            let result = try await session.execute(
                User.update { [$0.status <- "x", $0.age <- $0.age + 1] }.where { $0.age > 25 }
            )
            #expect(result.affectedRows == 1)
            ann = try await session.refresh(ann)
            #expect(ann.status == "x" && ann.age == 31)
            _ = cases.log.take()
            session.save(ann)
            if let tag { session.save(tag) }
            try await session.flush()
            #expect(cases.log.take().isEmpty)
        }
        await cases.end()
    }

    @Test("delete-where") func deleteWhere() async throws {
        let cases = try LoggedCases()
        try await cases.engine.transaction { session in
            let tag = try await session.get(Tag.self, 3)
            let result = try await session.execute(Tag.delete().where { $0.id == 3 })
            #expect(result.affectedRows == 1)
            let gone = try await session.get(Tag.self, 3)
            #expect(tag != nil && gone == nil)
        }
        await cases.end()
    }
}
