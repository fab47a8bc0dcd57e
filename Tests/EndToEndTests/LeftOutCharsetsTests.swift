import MariaDBClient
import TestSupport
import Testing

@Suite("Character sets that models leave out")
struct LeftOutCharsetsTests {
    private static let table = "tables: {t: {columns: {a: varchar(9), b: {type: text, nullable: true}}}}\n"
    private static let models = [
        ("models.yaml", "swiftmig: 1\n" + table),
        ("models.yaml", "swiftmig: 1\ndefaults: {charset: utf8mb4}\n" + table),
        ("models.sql", "CREATE TABLE t (a VARCHAR(9) NOT NULL, b TEXT);\n"),
        ("models.sql", "CREATE TABLE t (a VARCHAR(9) NOT NULL, b TEXT) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n"),
    ]

    @Test("What is there stays, whatever the default of the server or the database has become", arguments: models)
    func staysAsItIs(file: String, text: String) throws {
        let database = try PrivateServer.shared.database()
        let connection = try database.connect()
        defer { connection.close() }
        try connection.execute(
            "CREATE TABLE t (a VARCHAR(9) NOT NULL, b TEXT) CHARSET utf8mb4 COLLATE utf8mb4_general_ci"
        )
        try connection.execute("ALTER DATABASE COLLATE utf8mb4_unicode_ci")
        let project = try Project(url: database.url)
        let kind = file.hasSuffix(".sql") ? "sql" : "file"
        try project.write("migrate.yaml", "models: {\(kind): \(file)}\nscratch: \"\(database.url)\"\n")
        try project.write(file, text)
        try expect(project.swiftmig("check"), code: 0)

        try connection.execute("ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        try expect(project.swiftmig("check"), code: 0)
        try connection.execute("ALTER TABLE t MODIFY a VARCHAR(9) CHARACTER SET latin1 NOT NULL")
        try expect(project.swiftmig("check"), code: 2)
    }
}
