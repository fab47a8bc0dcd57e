import Revisions
import SwiftMigPlatform
import Testing

@testable import AlembicImport

/// The output of `alembic upgrade --sql`, cut into revisions.
struct AlembicScriptsTests {
    /// Returns the statements of the upgrades of a chain r1, r2 from what Alembic prints.
    private func upgrades(_ output: String, env: String = "") throws -> (scripts: [String: [String]], table: String?) {
        let folder = try AlembicFolder([
            "alembic/env.py": env, "output.sql": output,
            "alembic.ini": "[alembic]\nscript_location = alembic\n",
            "alembic/versions/1.py": "revision = 'r1'\ndown_revision = None\n",
            "alembic/versions/2.py": "revision = 'r2'\ndown_revision = 'r1'\n",
        ])
        let settings = try AlembicSettings.read(folder.path)
        var skipped: [String] = []
        let revisions = try AlembicRevision.readAll(settings, skipped: &skipped)
        var program = AlembicProgram(
            settings,
            ProcessEnvironment(variables: CurrentProcess.variables, workingDirectory: folder.path)
        )
        program.command = ["sh", "-c", "[ $0 = upgrade ] && cat output.sql"]
        let scripts = AlembicScripts(revisions, alembic: program)
        return (scripts.upgrades.mapValues { $0.map(\.sql) }, scripts.versionTable)
    }

    @Test func eachRevisionGetsItsStatements() throws {
        let (scripts, table) = try upgrades(
            """
            CREATE TABLE shop_version (
                version_num VARCHAR(32) NOT NULL
            );

            -- Running upgrade  -> r1

            CREATE TABLE a (n INT);

            INSERT INTO shop_version (version_num) VALUES ('r1');

            -- Running upgrade r1 -> r2

            UPDATE a SET n = 1;

            ALTER TABLE a COMMENT = '-- Running upgrade x -> y';

            UPDATE shop_version SET version_num='r2' WHERE shop_version.version_num = 'r1';


            """
        )
        #expect(table == "shop_version")
        #expect(
            scripts == [
                "r1": ["CREATE TABLE a (n INT)"],
                "r2": ["UPDATE a SET n = 1", "ALTER TABLE a COMMENT = '-- Running upgrade x -> y'"],
            ]
        )
    }

    /// Alembic doubles percent signs unless env.py sets a `paramstyle`.
    @Test(arguments: [("", "SELECT '5% off'"), ("paramstyle = 'named'", "SELECT '5%% off'")])
    func percentSigns(_ env: String, _ statement: String) throws {
        let scripts = try upgrades("-- Running upgrade  -> r1\n\nSELECT '5%% off';\n", env: env).scripts
        #expect(scripts["r1"] == [statement])
    }

    @Test func marksOfTransactionsAreNoStatements() throws {
        let scripts = try upgrades("BEGIN;\n-- Running upgrade  -> r1\n\nBEGIN;\n\nSELECT 1;\n\nCOMMIT;\n").scripts
        #expect(scripts["r1"] == ["SELECT 1"])
    }

    @Test(
        "The name of a revision that has none is nothing",
        arguments: [("message", "import os\n"), ("computed", "revision = make()\n")]
    )
    func otherFiles(_ name: String, _ text: String) throws {
        let folder = try AlembicFolder(["alembic/env.py": "", "alembic/versions/\(name).py": text])
        let settings = try AlembicSettings.read(folder.path + "/alembic")
        var skipped: [String] = []
        let error = #expect(throws: AlembicError.self) { try AlembicRevision.readAll(settings, skipped: &skipped) }
        let path = folder.path + "/alembic/versions/\(name).py"
        if name == "computed" {
            #expect(error == .computed("revision", path: path, line: 1))
        } else {
            #expect(error == .noRevisions([folder.path + "/alembic/versions"]) && skipped == [path])
        }
    }
}
