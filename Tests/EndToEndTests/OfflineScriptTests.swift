import DatabaseSettings
import Foundation
import MariaDBClient
import ServerPort
import TestSupport
import Testing

/// A script of `--sql`, run with the `mariadb` client, has the same result as the command.
@Suite struct OfflineScriptTests {
    /// Routines with semicolons, difficult names and texts, several lines, and a merge with a dependency.
    private static let files = [
        (
            "aaa1", "null", "[]",
            "CREATE TABLE t (id INT PRIMARY KEY, `na``me` VARCHAR(60) DEFAULT 'a;b' COMMENT 'größe; \\'x\\'');\nINSERT INTO t VALUES (1, 'ä; -- no comment'), (2, '日本 \\\\ \"q\"');",
            "DROP TABLE t;"
        ),
        (
            "bbb1", "aaa1", "[]",
            """
            DELIMITER //
            CREATE PROCEDURE p(IN n INT)
            BEGIN
                -- a comment; with a semicolon
                DECLARE i INT DEFAULT 0;
                WHILE i < n DO INSERT INTO t VALUES (10 + i, CONCAT('p;', i)); SET i = i + 1; END WHILE;
            END//
            CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW IF NEW.id > 100 THEN SET NEW.`na``me` = '//'; END IF//
            DELIMITER ;
            CALL p(3);
            """, "DROP TRIGGER tg;\nDROP PROCEDURE p;\nDELETE FROM t WHERE id >= 10;"
        ),
        (
            "ccc1", "aaa1", "[]",
            "CREATE VIEW v AS SELECT id, 'ö;' AS word FROM t;\n/*! CREATE TABLE versioned (n INT) */;",
            "DROP VIEW v;\nDROP TABLE versioned;"
        ),
        ("ddd1", "[bbb1, ccc1]", "[zzz1]", "", ""),
        (
            "zzz1", "null", "[]",
            "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1;\nSET @x = 3;\nCREATE TABLE z AS SELECT @x AS x;",
            "DROP FUNCTION f;\nDROP TABLE z;"
        ),
        (
            "eee1", "ddd1", "[]", "ALTER TABLE t ADD COLUMN `select` INT NOT NULL DEFAULT 7 FIRST;",
            "ALTER TABLE t DROP COLUMN `select`;"
        ),
    ]

    private func project(_ url: String) throws -> Project {
        let project = try Project(url: url)
        try project.write("migrate.yaml", "")
        for (id, parent, needs, up, down) in Self.files {
            let header =
                "-- revision: \(id)\n-- down_revision: \(parent)\n-- depends_on: \(needs)\n-- message: make \(id)\n"
            try project.write(
                "migrations/\(id).sql",
                header + "\n-- swiftmig: upgrade\n\(up)\n\n-- swiftmig: downgrade\n\(down)\n"
            )
        }
        return project
    }

    /// Runs a script like a DBA, in a terminal with another encoding.
    private func client(_ database: TestDatabase, _ script: String) throws {
        guard case .socket(let socket) = database.settings.address else { throw TestSupportError("no socket") }
        let file = NSTemporaryDirectory() + "/\(database.name).sql"
        try Data(script.utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "mariadb", "--no-defaults", "-u", database.settings.user ?? "root", "-S", socket,
            "--default-character-set=latin1", "--comments", database.name,
        ]
        process.standardInput = FileHandle(forReadingAtPath: file)
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let words = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: words, as: UTF8.self))\n\(script)")
    }

    /// All definitions and rows, without the journal's times.
    private func dump(_ database: TestDatabase) throws -> [String] {
        let connection = try database.connect()
        var lines: [String] = []
        func add(_ query: String) throws {
            let result = try connection.execute(query)
            for row in result.rows {
                lines.append(result.rows.columnNames.indices.map { row[$0] ?? "NULL" }.joined(separator: "|"))
            }
        }
        for table in try connection.execute("SHOW TABLES").rows.compactMap({ $0[0] }) {
            try add("SHOW CREATE TABLE `\(table)`")
            if table != "swiftmig_journal" { try add("SELECT * FROM `\(table)` ORDER BY 1") }
        }
        try add(
            """
            SELECT revision, direction, state, checksum, statement_count, next_statement, statement_checksums, in_flight, \
            database_user, tool_version, error, finished_at >= started_at FROM swiftmig_journal ORDER BY id
            """
        )
        for (kind, name) in try connection.execute(
            "SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 2"
        ).rows.map({ ($0[0] ?? "", $0[1] ?? "") }) {
            try add("SHOW CREATE \(kind) \(name)")
        }
        for name in try connection.execute("SHOW TRIGGERS").rows.compactMap({ $0[0] }) {
            for row in try connection.execute("SHOW CREATE TRIGGER `\(name)`").rows {
                lines.append((0..<6).map { row[$0] ?? "NULL" }.joined(separator: "|"))
            }
        }
        return lines.map { $0.replacingOccurrences(of: database.name, with: "DB") }
    }

    /// Upgrades in two parts and downgrades in two.
    @Test func leavesWhatTheCommandLeaves() throws {
        let (online, offline) = (try PrivateServer.shared.database(), try PrivateServer.shared.database())
        let ours = try project(online.url)
        let theirs = try project("mysql://nobody@127.0.0.1:1/none")
        let legs = [
            ("upgrade", "bbb1", "base:bbb1"), ("upgrade", "eee1", "bbb1:eee1"), ("downgrade", "ddd1", "eee1:ddd1"),
            ("downgrade", "base", "ddd1:base"), ("upgrade", "eee1", "base:eee1"),
        ]
        for (verb, target, range) in legs {
            let done = try ours.start([verb, target, "--json"] + (verb == "downgrade" ? ["--allow-data-loss"] : []))
                .wait()
            try expect(done, code: 0)
            let script = try theirs.swiftmig(verb, range, "--sql", "--tag", "release 7")
            try expect(script, code: 0)
            #expect(script.out.contains("-- [release 7]\n"))
            for step in (try done.document()["steps"] as? [[String: Any]]) ?? [] {
                let id = step["revision"] as? String ?? ""
                #expect(script.out.contains("-- \(verb) \(id): make \(id)\n"))
            }
            try client(offline, script.out)
            let (left, right) = (try dump(offline), try dump(online))
            let difference = Set(left).symmetricDifference(right)
            #expect(difference.isEmpty, "\(verb) \(range)")
            #expect(left.count == right.count)
        }
        let people = try offline.connect().execute("SELECT DISTINCT person FROM swiftmig_journal").rows.map { $0[0] }
        #expect(people == ["[release 7]"])
        // The command can continue what the script has begun.
        try expect(theirs.swiftmig("current", "--check-heads", "--url", offline.url), code: 0)
        try expect(theirs.swiftmig("downgrade", "-1", "--allow-data-loss", "--url", offline.url), code: 0)
        #expect(try theirs.swiftmig("current", "--verbose", "--url", offline.url).out.contains("[release 7]"))
    }

    @Test func stamps() throws {
        let (online, offline) = (try PrivateServer.shared.database(), try PrivateServer.shared.database())
        let (ours, theirs) = (try project(online.url), try project(offline.url))
        for (targets, range) in [(["bbb1", "ccc1"], ["bbb1", "ccc1"]), (["eee1"], nil), (["base"], ["eee1:base"])] {
            try expect(ours.start(["stamp"] + targets).wait(), code: 0)
            guard let range else {
                try expect(theirs.start(["stamp"] + targets).wait(), code: 0)
                continue
            }
            let script = try theirs.start(["stamp", "--sql"] + range).wait()
            try expect(script, code: 0)
            try client(offline, script.out)
            #expect(try dump(offline) == dump(online))
        }
    }

    /// A reversed range, or one that a script cannot resolve, is an error without a script.
    @Test(arguments: [
        (["upgrade", "eee1:bbb1", "--sql"], "range_not_ancestor"), (["upgrade", "+1", "--sql"], nil),
        (["downgrade", "bbb1", "--sql"], "sql_range_required"),
        (["downgrade", "bbb1:eee1", "--sql"], "not_a_valid_target"),
        (["upgrade", "bbb1:ccc1"], "range_needs_sql"), (["upgrade", "aaa1:bbb1x", "--sql"], "no_such_revision"),
        (["upgrade", "aaa1:bbb1:ccc1", "--sql"], "bad_history_range"),
        (["stamp", "eee1", "--purge", "--sql"], "usage"),
    ])
    func refuses(_ arguments: [String], code: String?) throws {
        let project = try project("mysql://nobody@127.0.0.1:1/none")
        let outcome = try project.start(arguments + ["--json"]).wait()
        guard let code else {
            // One step from nothing is ambiguous, because there are two bases.
            #expect(try errorCode(of: outcome) == "ambiguous_relative")
            return
        }
        #expect(outcome.code != 0, "\(outcome)")
        #expect(try errorCode(of: outcome) == code, "\(outcome)")
    }
}
