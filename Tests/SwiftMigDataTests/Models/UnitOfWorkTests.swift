import MariaDBClient
import ServerPort
import SwiftMig
import SwiftMigData
import TestSupport
import Testing

@Suite struct UnitOfWorkTests {
    /// What is added and saved is sent in the order in which it was written, adjacent rows in one statement.
    @Test func changesAreSentInOrder() async throws {
        let fixture = try ModelFixture()
        try await fixture.engine.transaction { session in
            let green = try await session.get(Tag.self, 3)
            _ = fixture.recorder.take()
            session.add(Tag.New(name: "one"))
            session.add([Tag.New(name: "two"), Tag.New(id: 40, name: "three")])
            if let green { session.delete(green) }
            session.add(Tag.New(name: "green"))
            if let green { #expect(green.name == "green") }
            #expect(fixture.recorder.take().isEmpty)
        }
        #expect(
            fixture.recorder.take() == [
                "INSERT INTO `tags` (`id`, `name`) VALUES (DEFAULT, ?), (DEFAULT, ?), (?, ?)",
                "DELETE FROM `tags` WHERE `id` = ?", "INSERT INTO `tags` (`name`) VALUES (?)", "COMMIT",
            ]
        )
        #expect(
            try fixture.rows("SELECT name FROM tags ORDER BY name") == ["blue", "green", "one", "red", "three", "two"]
        )
        await fixture.end()
    }

    /// Only what has changed is written, and nothing if nothing has.
    @Test func onlyChangedColumnsAreWritten() async throws {
        let fixture = try ModelFixture()
        try fixture.base.other.execute("INSERT INTO docs (body, version) VALUES ('one', 1)")
        try await fixture.engine.transaction { session in
            guard var tag = try await session.get(Tag.self, 1) else { return }
            guard let doc = try await session.get(Doc.self, 1) else { return }
            _ = fixture.recorder.take()
            session.save(tag)
            session.save(doc)
            tag.name = "rouge"
            session.save(tag)
            tag.name = "red"
            session.save(tag)
            session.update(doc) { $0.status = nil }
        }
        let statements = fixture.recorder.take()
        #expect(
            statements == [
                "UPDATE `docs` SET `status` = ?, `version` = `version` + 1 WHERE `id` = ? AND `version` = ?", "COMMIT",
            ]
        )
        await fixture.end()
    }

    /// A row that was not read in the transaction is written wholly.
    @Test func aRowThatWasNotReadIsWrittenWholly() async throws {
        let fixture = try ModelFixture()
        try fixture.base.other.execute("INSERT INTO seats VALUES ('A', 1, 'ann')")
        guard var seat = try await fixture.engine.get(Seat.self, 1, "A") else { return }
        _ = fixture.recorder.take()
        seat.guest = "bob"
        try await fixture.engine.transaction { [seat] session in session.save(seat) }
        let statements = fixture.recorder.take()
        #expect(statements == ["UPDATE `seats` SET `guest` = ? WHERE `number` = ? AND `line` = ?", "COMMIT"])
        #expect(try fixture.rows("SELECT guest FROM seats") == ["bob"])
        await fixture.end()
    }

    /// A struct may be saved again and again, and after the commit if it was returned by `save`.
    @Test func versionsAreCounted() async throws {
        let fixture = try ModelFixture()
        let doc = try await fixture.engine.transaction { session in
            let doc = try await session.insert(Doc.New(body: "one"))
            #expect(doc.version == 1 && doc.status == "new" && doc.length == 3)
            session.update(doc) { $0.body = "two" }
            var last = session.update(doc) { $0.body = "three" }
            last.body = "four"
            return session.save(last)
        }
        #expect(try fixture.rows("SELECT body, version FROM docs") == ["four 4"])
        #expect(doc.version == 3)
        try fixture.base.other.execute("UPDATE docs SET version = 3")
        try await fixture.engine.transaction { session in session.update(doc) { $0.body = "five" } }
        #expect(try fixture.rows("SELECT body, version FROM docs") == ["five 4"])
        await #expect(throws: DatabaseError.self) {
            try await fixture.engine.transaction { session in
                session.update(doc) { $0.body = "six" }
                try await session.flush()
            }
        }
        await #expect(throws: DatabaseError.self) {
            try await fixture.engine.transaction { session in session.delete(doc) }
        }
        #expect(try fixture.rows("SELECT body, version FROM docs") == ["five 4"])
        await fixture.end()
    }

    /// After a failed flush, the session only rolls back, and the error names the line of the program.
    @Test func aFailedFlushNeedsARollback() async throws {
        let fixture = try ModelFixture()
        try await fixture.engine.session { session in
            session.add(Tag.New(name: "new"))
            session.add([Tag.New(name: "fine"), Tag.New(name: "red")])
            do {
                _ = try await session.fetch("SELECT 1", as: Int.self)
                Issue.record("the flush succeeded")
            } catch DatabaseError.uniqueViolation(let key, let failure) {
                #expect(key == "name")
                #expect(failure.origin?.hasPrefix("add at SwiftMigDataTests/UnitOfWorkTests.swift:") ?? false)
                #expect(failure.origin?.hasSuffix(", row [1]") ?? false)
            }
            do {
                try await session.commit()
                Issue.record("the commit succeeded")
            } catch DatabaseError.rollbackNeeded(let failure) {
                #expect(failure.code == 1062)
            }
            await session.rollback()
            let count = try await session.fetch("SELECT COUNT(*) FROM tags", as: Int.self)
            #expect(count == [3])
        }
        await fixture.end()
    }

    /// A savepoint undoes what was queued in it, and what the session knew of rows is as before.
    @Test func aSavepointUndoesQueuedChanges() async throws {
        struct Stop: Error {}
        let fixture = try ModelFixture()
        try await fixture.engine.transaction { session in
            session.add(Tag.New(name: "before"))
            guard let red = try await session.get(Tag.self, 1), let blue = try await session.get(Tag.self, 2) else {
                return
            }
            await #expect(throws: Stop.self) {
                try await session.savepoint { inner in
                    inner.update(red) { $0.name = "rouge" }
                    try await inner.flush()
                    inner.delete(blue)
                    throw Stop()
                }
            }
            await #expect(throws: DatabaseError.self) {
                try await session.savepoint { inner in inner.add(Tag.New(name: "red")) }
            }
            _ = fixture.recorder.take()
            session.save(red)
            session.update(blue) { $0.name = "bleu" }
            try await session.flush()
            #expect(fixture.recorder.take() == ["UPDATE `tags` SET `name` = ? WHERE `id` = ?"])
        }
        #expect(try fixture.rows("SELECT name FROM tags ORDER BY name") == ["before", "bleu", "green", "red"])
        await fixture.end()
    }

    /// Rows that somebody else has deleted are noticed. The level matters because MariaDB 11.8 refuses such an UPDATE
    /// by itself at others.
    @Test func rowsThatAreGoneAreNoticed() async throws {
        let fixture = try ModelFixture()
        try await fixture.engine.transaction(.readCommitted) { session in
            guard let red = try await session.get(Tag.self, 1), let blue = try await session.get(Tag.self, 2) else {
                return
            }
            try fixture.base.other.execute("DELETE FROM tags WHERE id < 3")
            do {
                try await session.savepoint { $0.update(red) { $0.name = "rouge" } }
                Issue.record("the flush succeeded")
            } catch DatabaseError.staleRow(let table, let key, let origin) {
                #expect(table == "tags" && key == [.int(1)] && origin.hasPrefix("update at"))
            }
            do {
                try await session.savepoint { $0.delete(blue) }
                Issue.record("the flush succeeded")
            } catch DatabaseError.staleRow(_, let key, let origin) {
                #expect(key == [.int(2)] && origin.hasPrefix("delete at"))
            }
            await #expect(throws: DatabaseError.self) { try await session.refresh(red) }
        }
        await fixture.end()
    }

    /// A deleted row is not saved by mistake, but may be inserted again.
    @Test func aDeletedRowIsNotSaved() async throws {
        let fixture = try ModelFixture()
        try await fixture.engine.session { session in
            guard let red = try await session.get(Tag.self, 1) else { return }
            session.delete(red)
            session.add(Tag.New(id: 1, name: "red"))
            session.update(red) { $0.name = "rouge" }
            try await session.commit()
            #expect(try fixture.rows("SELECT name FROM tags WHERE id = 1") == ["rouge"])
            session.delete(red)
            try await session.flush()
            session.save(red)
            do {
                try await session.flush()
                Issue.record("the flush succeeded")
            } catch DatabaseError.deletedRow(let table, let key, _) {
                #expect(table == "tags" && key == [.int(1)])
            }
            await session.rollback()
            #expect(try fixture.rows("SELECT name FROM tags WHERE id = 1") == ["rouge"])
        }
        await fixture.end()
    }
}
