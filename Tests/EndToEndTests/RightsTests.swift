import MariaDBClient
import TestSupport
import Testing

/// Tables that an account may not read are not treated as empty.
@Suite struct RightsTests {
    @Test func aHiddenJournalIsNoCleanOne() throws {
        let database = try PrivateServer.shared.database()
        let project = try Project(url: database.url)
        try project.write("migrate.yaml", "database: {url: \"${DATABASE_URL}\"}\nmodels: {file: models.yaml}\n")
        try project.write("models.yaml", "swiftmig: 1\ntables: {t: {columns: {id: {type: int, primary_key: true}}}}\n")
        try project.write(
            "migrations/a.sql",
            "-- revision: a\n-- down_revision: null\n\n-- swiftmig: upgrade\nCREATE TABLE t (id INT PRIMARY KEY);\n"
        )
        try expect(project.swiftmig("upgrade"), code: 0)
        try expect(project.swiftmig("check"), code: 0)

        let admin = try database.connect()
        let name = "weak_\(UInt32.random(in: 0 ... .max))"
        try admin.execute("CREATE USER \(name)@localhost IDENTIFIED BY 'unsaid'")
        defer { _ = try? admin.execute("DROP USER \(name)@localhost") }
        try admin.execute("GRANT CREATE TEMPORARY TABLES ON \(database.name).* TO \(name)@localhost")
        for table in ["t", "swiftmig_version"] {
            try admin.execute("GRANT ALL ON \(database.name).\(table) TO \(name)@localhost")
        }
        let environment = ["DATABASE_URL": database.url.replacing("root@", with: "\(name):unsaid@")]
        let check = try project.swiftmig("check", environment: environment)
        try expect(check, code: 1)
        #expect(check.err.contains("swiftmig_journal"), "\(check)")
        let doctor = try project.swiftmig("doctor", environment: environment)
        try expect(doctor, code: 1)
        #expect(doctor.out.contains("fail  files"), "\(doctor)")
    }
}
