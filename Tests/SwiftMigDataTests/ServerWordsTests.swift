import DatabaseDriver
import ServerPort
import TestSupport
import Testing

@testable import SwiftMigData

/// The names in the messages of servers.
@Suite struct ServerWordsTests {
    @Test(
        arguments: [
            ("Duplicate entry 'red' for key 'name'", "name"),
            ("Duplicate entry 'it's for key 'x'' for key 'name'", "name"),
            ("Duplicate entry 'red' for key 'a.b'", "a.b"),
        ]
    )
    func duplicateKey(message: String, key: String) {
        #expect(ServerWords(message).duplicateKey == key)
    }

    /// MySQL puts the table before the key.
    @Test(
        arguments: [
            ("tags.PRIMARY", "INSERT INTO tags VALUES (1)", "PRIMARY"),
            ("tags.a.b", "INSERT INTO shop.tags VALUES (1)", "a.b"),
            ("t.x.a.b", "INSERT INTO `t.x` VALUES (1)", "a.b"),
            ("log.PRIMARY", "UPDATE tags SET name = 'log', whose trigger fails", "PRIMARY"),
        ]
    )
    func duplicateKeyOfMySQL(name: String, statement: String, key: String) {
        #expect(ServerWords("Duplicate entry '1' for key '\(name)'").duplicateKey(in: statement) == key)
    }

    @Test(
        arguments: [
            ("Data too long for column 'name' at row 1", "name"),
            ("Incorrect integer value: 'x' for column `shop`.`tags`.`n` at row 1", "n"),
            ("Incorrect integer value: ' for column 'a' at row 7' for column 'n' at row 1", "n"),
            ("Incorrect integer value: 'x' for column `shop`.`tags`.`a.b` at row 1", "a.b"),
            ("Incorrect integer value: 'x' for column 'a.b' at row 1", "a.b"),
            ("Out of range value for column 'it's' at row 1", "it's"),
        ]
    )
    func column(message: String, name: String) {
        #expect(ServerWords(message).column == name)
    }

    /// Names with dots and quotes are those of the schema.
    @Test func namesWithDots() async throws {
        let fixture = try EngineFixture(
            PoolOptions(),
            ["CREATE TABLE `t.x` (`a.b` TINYINT, c VARCHAR(3), UNIQUE KEY `u.v` (`a.b`))"]
        )
        let engine = fixture.engine
        try await engine.execute("INSERT INTO `t.x` VALUES (1, 'a')")
        let duplicate = await #expect(throws: DatabaseError.self) {
            try await engine.execute("INSERT INTO `t.x` VALUES (1, 'b')")
        }
        guard case .uniqueViolation(key: "u.v", _) = duplicate else {
            Issue.record("\(String(describing: duplicate))")
            return
        }
        let range = await #expect(throws: DatabaseError.self) {
            try await engine.execute("INSERT INTO `t.x` VALUES (1000, 'b')")
        }
        guard case .valueOutOfRange(column: "a.b", _) = range else {
            Issue.record("\(String(describing: range))")
            return
        }
        let type = await #expect(throws: DatabaseError.self) {
            try await engine.execute("INSERT INTO `t.x` VALUES (' for column c', 'b')")
        }
        guard case .valueOutOfRange(column: "a.b", _) = type else {
            Issue.record("\(String(describing: type))")
            return
        }
        await fixture.end()
    }

    /// An account that may not see the parent table gets no names.
    @Test(arguments: [1169, 1216, 1217, 1761, 1762])
    func theOtherNumbersOfViolations(code: Int) {
        let message = "Cannot add or update a child row: a foreign key constraint fails"
        let error = DatabaseError.ofDriver(.server(ServerError(errno: code, sqlState: "23000", message: message)))
        switch error as? DatabaseError {
        case .uniqueViolation(let key, _): #expect(code == 1169 && key == "")
        case .foreignKeyViolation(nil, _): #expect(code != 1169)
        default: Issue.record("\(error)")
        }
    }
}
