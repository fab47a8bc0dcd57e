import DiagnosticModel
import MariaDBClient
import MigrationRunner
import MigrationSession
import Revisions
import SchemaDiff
import SchemaInspector
import ServerPort
import SwiftMigDiagnostics
import TestSupport
import Testing

/// Revisions that stop anywhere can be undone: afterwards, the named objects are as they were before.
@Suite("Taking back a half-run revision")
struct UndoTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// The statements that prepare the database.
        var base: [String]
        /// The revision, whose last statement fails.
        var up: String
        /// Words in the undo's messages about data.
        var losses: [String] = []
        var isMariaDB = false

        var testDescription: String { name }
    }

    private static let stop = "SELECT * FROM nowhere;"
    private static let users =
        "CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, age INT, KEY ix_age (age))"
    private static let posts = """
        CREATE TABLE posts (id INT PRIMARY KEY, user_id INT, KEY ix_user (user_id), \
        CONSTRAINT fk_user FOREIGN KEY (user_id) REFERENCES users (id))
        """
    private static let rows = ["INSERT INTO users VALUES (1, 'a', 5), (2, 'b', 6)", "INSERT INTO posts VALUES (1, 1)"]

    static let cases = [
        Case(
            name: "columns, indexes and keys",
            base: [users, posts] + rows,
            up: """
                ALTER TABLE users ADD COLUMN email VARCHAR(50), ADD KEY ix_name (name);
                UPDATE users SET email = 'x';
                ALTER TABLE users MODIFY name VARCHAR(100) NULL DEFAULT 'q', DROP KEY ix_age;
                ALTER TABLE posts DROP FOREIGN KEY fk_user;
                CREATE UNIQUE INDEX ux ON posts (user_id);
                ALTER TABLE users COMMENT = 'people', ADD CONSTRAINT c CHECK (age > 0);
                \(stop)
                """,
            losses: ["rows of users that statement 2", "column users.email is dropped"]
        ),
        Case(
            name: "a dropped column and a dropped table",
            base: [users, posts, "CREATE TRIGGER g BEFORE INSERT ON posts FOR EACH ROW SET NEW.user_id = 1"] + rows,
            up: "ALTER TABLE users DROP COLUMN age;\nDROP TABLE posts;\n\(stop)",
            losses: ["column users.age, which statement 1", "table posts, which statement 2"]
        ),
        Case(
            name: "renames",
            base: [users, posts] + rows,
            up: """
                RENAME TABLE users TO people;
                ALTER TABLE people CHANGE name full_name VARCHAR(20) NOT NULL;
                ALTER TABLE people RENAME COLUMN age TO years;
                ALTER TABLE people ADD COLUMN note INT, RENAME TO humans;
                \(stop)
                """
        ),
        Case(
            name: "a new column of an old name, with its check",
            base: [users] + rows.prefix(1),
            up: """
                ALTER TABLE users RENAME COLUMN age TO years;
                ALTER TABLE users ADD COLUMN age INT CHECK (age > 0);
                \(stop)
                """
        ),
        Case(
            name: "rows of what was renamed",
            base: [users] + rows.prefix(1),
            up: """
                RENAME TABLE users TO people;
                UPDATE people SET age = 9;
                CREATE TABLE users (n INT);
                \(stop)
                """,
            losses: ["rows of people that statement 2"]
        ),
        Case(
            name: "what is put in the place of what was renamed",
            base: [users, posts] + rows,
            up: """
                CREATE TABLE users_new (id INT PRIMARY KEY, label TEXT);
                INSERT INTO users_new SELECT id, name FROM users;
                RENAME TABLE users TO users_old, users_new TO users;
                ALTER TABLE users_old RENAME COLUMN age TO years;
                ALTER TABLE users_old ADD COLUMN age VARCHAR(9);
                \(stop)
                """,
            losses: ["table users is dropped"]
        ),
        Case(
            name: "new tables",
            base: [users] + rows.prefix(1),
            up: """
                CREATE TABLE a (id INT PRIMARY KEY, u INT, FOREIGN KEY (u) REFERENCES users (id));
                CREATE TABLE b (id INT PRIMARY KEY, a INT, FOREIGN KEY (a) REFERENCES a (id));
                INSERT INTO a VALUES (1, 1);
                ALTER TABLE a ADD COLUMN b INT, ADD FOREIGN KEY (b) REFERENCES b (id);
                CREATE TABLE c AS SELECT * FROM users;
                \(stop)
                """,
            losses: ["table a is dropped", "table c is dropped"]
        ),
        Case(
            name: "views, triggers, routines and events",
            base: [
                users, posts, "CREATE VIEW v AS SELECT id FROM users", "CREATE VIEW w AS SELECT id FROM v",
                "CREATE TRIGGER g1 BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 1",
                "CREATE TRIGGER g2 BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 2",
                "CREATE PROCEDURE p() SELECT 1", "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2036-01-01' DISABLE DO SELECT 1",
            ],
            up: """
                ALTER VIEW v AS SELECT id, name FROM users;
                CREATE VIEW x AS SELECT * FROM v;
                DROP VIEW w;
                DROP TRIGGER g1;
                CREATE TRIGGER g3 BEFORE UPDATE ON users FOR EACH ROW SET NEW.age = 3;
                DROP PROCEDURE p;
                CREATE PROCEDURE p() SELECT 2;
                DROP FUNCTION f;
                CREATE PROCEDURE q(IN a INT) BEGIN SELECT 1; SELECT 2; END;
                ALTER EVENT e COMMENT 'x';
                \(stop)
                """
        ),
        Case(
            name: "sequences and replacements",
            base: [users, "CREATE SEQUENCE s START WITH 5"] + rows.prefix(1),
            up: """
                ALTER SEQUENCE s MAXVALUE 500;
                CREATE SEQUENCE t;
                CREATE OR REPLACE TABLE users (other INT);
                CREATE OR REPLACE VIEW v AS SELECT * FROM users;
                \(stop)
                """,
            losses: ["table users, which statement 3"],
            isMariaDB: true
        ),
        Case(
            name: "partitions",
            base: ["CREATE TABLE p (n INT) PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (10))"],
            up:
                "ALTER TABLE p ADD PARTITION (PARTITION p1 VALUES LESS THAN (20));\nALTER TABLE p ADD COLUMN m INT;\n\(stop)"
        ),
    ]

    // MARK: Scenes

    private struct Scene {
        let database: TestDatabase
        let connection: Connection
        let graph: RevisionGraph

        init(_ test: Case, isDown: Bool = false) throws {
            database = try PrivateServer.shared.database()
            connection = try database.connect()
            for statement in test.base { try connection.execute(statement) }
            let (up, down) = isDown ? ("SELECT 1;", test.up) : (test.up, "SELECT 1;")
            let text = """
                -- revision: r1
                -- down_revision: null

                -- swiftmig: upgrade
                \(up)
                -- swiftmig: downgrade
                \(down)
                """
            graph = try RevisionGraph.build([try RevisionFolder.revision(text, path: "r1.sql")])
        }

        func runner(_ executor: any QueryExecutor) -> MigrationRunner {
            MigrationRunner(
                executor: executor,
                lockExecutor: { [database] in try database.connect() },
                graph: graph,
                options: RunnerOptions(lockTimeout: Patience.seconds)
            )
        }

        func run(_ direction: Direction, over executor: any QueryExecutor) throws {
            let runner = runner(executor)
            let target = try RevisionTarget(direction == .upgrade ? "head" : "base")
            _ = try runner.run(runner.plan(direction, to: target))
        }

        func planner(_ executor: any QueryExecutor, _ runner: MigrationRunner, _ run: InterruptedRun) throws
            -> UndoPlanner
        {
            let inspector = Inspector(executor: executor)
            let own: Set = ["swiftmig_version", "swiftmig_journal"]
            return UndoPlanner(
                executor: executor,
                profile: try inspector.profile(),
                runner: runner,
                run: run,
                inspect: { try inspector.inspect(ignoring: { own.contains($0) }).schema }
            )
        }

        /// - Returns: The messages about data; nil if no revision is half run.
        @discardableResult
        func undo(over executor: any QueryExecutor) throws -> [String]? {
            let runner = runner(executor)
            guard let run = try runner.interruptedRun() else { return nil }
            let planner = try planner(executor, runner, run)
            let losses = try planner.plan().losses
            let report = try runner.undo(
                run,
                script: { try planner.plan().statements.map(\.sql) },
                observer: { _ in }
            )
            #expect(report.from == report.to)
            return losses
        }

        func end(_ session: Connection) throws {
            let id = session.connectionID
            session.close()
            try connection.waitForEnd(of: id)
        }

        /// Returns all definitions.
        func definitions() throws -> [String] {
            let reader = try database.connect()
            defer { reader.close() }
            var lines: [String] = []
            func show(_ kind: String, _ names: String, column: Int) throws {
                for name in try reader.execute(names).rows.compactMap({ $0[0] }) where !name.hasPrefix("swiftmig_") {
                    lines.append(try reader.execute("SHOW CREATE \(kind) `\(name)`").rows.first?[column] ?? "")
                }
            }
            try show("TABLE", "SHOW TABLES", column: 1)
            for (kind, column, list) in [
                (
                    "TRIGGER", 2,
                    "TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER"
                ),
                (
                    "PROCEDURE", 2,
                    "ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'PROCEDURE'"
                ),
                (
                    "FUNCTION", 2,
                    "ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE = 'FUNCTION'"
                ),
                ("EVENT", 3, "EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"),
            ] {
                try show(kind, "SELECT \(list)", column: column)
            }
            return lines
        }

        func state() throws -> [String] {
            try connection.execute("SELECT state, next_statement FROM swiftmig_journal ORDER BY id").rows
                .map { "\($0[0] ?? "") \($0[1] ?? "")" }
        }
    }

    private func isSkipped(_ test: Case) throws -> Bool {
        guard test.isMariaDB else { return false }
        let connection = try PrivateServer.shared.database().connect()
        defer { connection.close() }
        return try connection.execute("SELECT VERSION()").rows.first?[0]?.contains("MariaDB") == false
    }

    @Test(arguments: cases, [Direction.upgrade, .downgrade])
    func aFailedRevisionIsTakenBack(_ test: Case, _ direction: Direction) throws {
        if try isSkipped(test) { return }
        let scene = try Scene(test, isDown: direction == .downgrade)
        if direction == .downgrade { try scene.run(.upgrade, over: scene.connection) }
        let before = try scene.definitions()
        #expect(throws: MigrationFailure.self) { try scene.run(direction, over: scene.connection) }
        #expect(try scene.definitions() != before)
        let losses = try #require(try scene.undo(over: scene.connection))
        #expect(try scene.definitions() == before)
        #expect(try scene.state().last == "undone 0")
        for words in test.losses { #expect(losses.contains { $0.contains(words) }, "\(words) in \(losses)") }
        #expect(losses.isEmpty == test.losses.isEmpty, "\(losses)")
        // The second time, there is nothing to do.
        #expect(try scene.undo(over: scene.connection) == nil)
        // The revision can run again from its start.
        let failure = #expect(throws: MigrationFailure.self) { try scene.run(direction, over: scene.connection) }
        #expect(failure?.serverError.errno == 1146)
    }

    /// Renamed tables and columns keep their rows in both directions.
    @Test(arguments: cases.filter { $0.name == "renames" || $0.name.hasPrefix("what is put") })
    func renamesComeBackAsRenames(_ test: Case) throws {
        let scene = try Scene(test)
        let query = "SELECT id, name, age FROM users ORDER BY id"
        func rows() throws -> [[String?]] {
            try scene.connection.execute(query).rows.map { row in (0..<3).map { row[$0] } }
        }
        let before = try rows()
        #expect(throws: MigrationFailure.self) { try scene.run(.upgrade, over: scene.connection) }
        try scene.undo(over: scene.connection)
        #expect(try rows() == before)
        #expect(try scene.connection.execute("SELECT user_id FROM posts").rows.map { $0[0] } == ["1"])
    }

    /// The run is stopped after every call to the server, and the half-run revision is undone.
    @Test(arguments: cases)
    func aRevisionThatStoppedAnywhereIsTakenBack(_ test: Case) throws {
        if try isSkipped(test) { return }
        let whole = try Scene(test)
        let before = try whole.definitions()
        let counter = CrashingExecutor(whole.connection)
        #expect(throws: MigrationFailure.self) { try whole.run(.upgrade, over: counter) }
        for call in counter.changingCalls {
            let scene = try Scene(test)
            let session = try scene.database.connect()
            do {
                try scene.run(.upgrade, over: CrashingExecutor(session, crashAfter: call))
            } catch is SimulatedCrash {} catch is MigrationFailure {}
            try scene.end(session)
            try scene.undo(over: scene.connection)
            #expect(try scene.definitions().sorted() == before.sorted(), "call \(call)")
            #expect(try scene.runner(scene.connection).interruptedEntry() == nil, "call \(call)")
        }
    }

    /// The undo itself is stopped before and after every call, and started again.
    @Test(arguments: cases)
    func anUndoThatStoppedAnywhereGetsThere(_ test: Case) throws {
        if try isSkipped(test) { return }
        let whole = try Scene(test)
        let before = try whole.definitions()
        #expect(throws: MigrationFailure.self) { try whole.run(.upgrade, over: whole.connection) }
        let counter = CrashingExecutor(whole.connection)
        try whole.undo(over: counter)
        #expect(try whole.definitions() == before)
        #expect(counter.changingCalls.count > 2)
        for call in [0] + counter.changingCalls {
            let scene = try Scene(test)
            #expect(throws: MigrationFailure.self) { try scene.run(.upgrade, over: scene.connection) }
            let session = try scene.database.connect()
            do {
                try scene.undo(over: CrashingExecutor(session, crashAfter: call))
            } catch is SimulatedCrash {} catch is ServerError {}
            try scene.end(session)
            // No run continues the revision meanwhile.
            if try scene.state().last?.hasPrefix("undoing") == true {
                #expect(throws: MigrationError.self) { try scene.run(.upgrade, over: scene.connection) }
            }
            try scene.undo(over: scene.connection)
            #expect(try scene.definitions() == before, "call \(call)")
            #expect(try scene.state() == ["undone 0"], "call \(call)")
        }
    }

    /// A new table or column has an old name, and cannot simply go.
    @Test(arguments: [
        "RENAME TABLE a TO x, b TO a, x TO b",
        "ALTER TABLE a RENAME COLUMN n TO o; ALTER TABLE a ADD COLUMN n INT, ADD INDEX (n)",
        "ALTER TABLE a RENAME COLUMN n TO o; ALTER TABLE a ADD COLUMN n INT, ADD CONSTRAINT c CHECK (n > o)",
        "ALTER TABLE a RENAME COLUMN n TO o; ALTER TABLE a ADD COLUMN n INT, ADD COLUMN p INT AS (n + o)",
        "ALTER TABLE a RENAME COLUMN n TO o; ALTER TABLE a ADD COLUMN n INT, ADD COLUMN p INT DEFAULT (n + 1)",
        "ALTER TABLE a RENAME COLUMN n TO o; ALTER TABLE a ADD COLUMN n INT; ALTER TABLE a PARTITION BY HASH (n)",
    ])
    func whatChangedPlacesIsLeftToThePerson(change: String) throws {
        let test = Case(
            name: "",
            base: ["CREATE TABLE a (n INT)", "CREATE TABLE b (m INT)"],
            up: "\(change);\n\(Self.stop)"
        )
        let scene = try Scene(test)
        #expect(throws: MigrationFailure.self) { try scene.run(.upgrade, over: scene.connection) }
        let after = try scene.definitions()
        let error = #expect(throws: (any Error).self) { try scene.undo(over: scene.connection) }
        #expect((error as? any DiagnosticConvertible)?.diagnostic.code == "undo_impossible")
        #expect(try scene.definitions() == after)
    }
}
