import MariaDBClient
import SchemaModel
import SchemaSQL
import TestSupport
import Testing

struct ConnectionTests {
    let database: TestDatabase
    let connection: Connection

    init() throws {
        database = try PrivateServer.shared.database()
        connection = try database.connect()
    }

    @Test func rowsComeBackCellByCell() throws {
        let result = try connection.execute(
            "SELECT 1 AS one, NULL AS nothing, '' AS empty, 'é😀' AS text UNION SELECT 2, 3, 4, 5"
        )
        #expect(result.rows.columnNames == ["one", "nothing", "empty", "text"])
        #expect(result.rows.map { row in (0..<4).map { row[$0] } } == [["1", nil, "", "é😀"], ["2", "3", "4", "5"]])
    }

    @Test func aFailureCarriesWhatTheServerSaid() throws {
        let error = #expect(throws: ServerError.self) { try connection.execute("SELECT * FROM nowhere") }
        #expect(error?.errno == 1146)
        #expect(error?.sqlState == "42S02")
        #expect(error?.statement == "SELECT * FROM nowhere")
        #expect(error?.batchIndex == nil)
    }

    @Test func aBatchStopsAtTheStatementThatFails() throws {
        var statements = ["CREATE TABLE t (a INT) -- a comment without an end"]
        statements += (0..<250).map { "INSERT INTO t VALUES (\($0))" }
        statements.insert("INSERT INTO missing VALUES (1)", at: 221)
        let error = #expect(throws: ServerError.self) { try connection.execute(batch: statements) }
        #expect(error?.batchIndex == 221)
        #expect(error?.statement == "INSERT INTO missing VALUES (1)")
        #expect(try connection.execute("SELECT COUNT(*) FROM t").rows[0].int(0) == 220)
    }
}
