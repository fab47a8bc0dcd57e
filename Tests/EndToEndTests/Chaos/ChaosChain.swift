import TestSupport

/// A chain of revisions with DDL and DML, generated from a seed. Most statements show if they run twice: an unnamed
/// index gets a duplicate, a number is added again, a row is copied again.
struct ChaosChain {
    struct Revision {
        var upgrade: [String] = []
        /// The statements, in the order in which they run.
        var downgrade: [String] = []
        /// Statements that leave something in the session. They run last, in either direction.
        var remains: [String] = []
    }

    /// Shows whether a statement ran for which neither a transaction nor a definition tells.
    struct Trace {
        /// Counts the marks of the statement.
        var look: String
        /// The number of marks when it is done.
        var whole: Int
        /// Removes what an interrupted statement leaves.
        var takeBack: [String]
    }

    private struct LiveTable {
        var name: String
        var hasUnnamedIndex = false
        var width = 20
        var isParent = false
    }

    /// Created before the chain, and not changed by it. What a revision adds to these rows shows how often it ran, even
    /// after its tables are dropped.
    static let counters = [
        "CREATE TABLE counters (id INT PRIMARY KEY, ups INT NOT NULL DEFAULT 0, downs INT NOT NULL DEFAULT 0)",
        "CREATE TABLE scrap (n INT)",
        "CREATE TABLE found (k INT, what VARCHAR(255))",
        // Its numbers depend on how often a transaction was rolled back. The results do not.
        "CREATE TABLE numbers (id INT AUTO_INCREMENT PRIMARY KEY, n INT)",
    ]

    private(set) var revisions: [Revision] = []
    /// The traces, by the text of the statement.
    var traces: [String: Trace] = [:]
    /// Statements that need state of an ended session, with what a person would write instead.
    var replacements: [String: String] = [:]
    var random: SeededGenerator
    private var tables: [LiveTable] = []
    let isMariaDB: Bool
    /// Nodes of a cluster do not share tables without transactions, and no job changes anything there.
    private let isCluster: Bool
    /// A new number for each name and each group of rows.
    private var number = 0

    init(seed: UInt64, length: Int, isMariaDB: Bool, isCluster: Bool = false) {
        random = SeededGenerator(seed: seed)
        self.isMariaDB = isMariaDB
        self.isCluster = isCluster
        for _ in 0..<length {
            var revision = Revision()
            for _ in 0..<random.number(1...4) { addStep(to: &revision) }
            revisions.append(revision)
        }
    }

    /// The other objects that exist before the chain, in a database with this name.
    func neighbours(of database: String, hasPartitions: Bool) -> [String] {
        [Self.jobs(hasPartitions: hasPartitions)] + (isCluster ? [] : Self.unprotected(database))
    }

    /// The files, as `id` and text.
    var files: [(id: String, text: String)] {
        revisions.indices.map { index in
            (
                Self.id(index),
                """
                -- revision: \(Self.id(index))
                -- down_revision: \(index == 0 ? "null" : Self.id(index - 1))

                -- swiftmig: upgrade
                \(script(index, isUpgrade: true))

                -- swiftmig: downgrade
                \(script(index, isUpgrade: false))

                """
            )
        }
    }

    /// The statements of a revision.
    func script(_ index: Int, isUpgrade: Bool) -> String {
        let revision = revisions[index]
        return ((isUpgrade ? revision.upgrade : revision.downgrade) + revision.remains).joined(separator: "\n")
    }

    /// The index of the revision with an id.
    func index(of id: String) -> Int? { revisions.indices.first { Self.id($0) == id } }

    private static func id(_ index: Int) -> String { "c0\(index)a" }

    // MARK: Steps

    private mutating func addStep(to revision: inout Revision) {
        number += 1
        let k = number
        guard tables.count > 1, !random.chance(15) else {
            add(
                "CREATE TABLE t\(k) (id INT AUTO_INCREMENT PRIMARY KEY, a BIGINT NOT NULL, b VARCHAR(20) DEFAULT 'x')",
                "DROP TABLE t\(k)",
                to: &revision
            )
            count(k, in: &revision)
            tables.append(LiveTable(name: "t\(k)"))
            return
        }
        switch random.number(0...9) {
        case 0...3: addDefinition(k, to: &revision)
        case 4, 5: addSession(k, to: &revision)
        case 6: addScript(k, to: &revision)
        case 7: addToJobs(k, to: &revision)
        case 8 where !isCluster: addUnprotected(k, to: &revision)
        default: addRemains(k, to: &revision)
        }
    }

    private mutating func addDefinition(_ k: Int, to revision: inout Revision) {
        let place = random.number(0...tables.count - 1)
        let table = tables[place].name
        switch random.number(0...17) {
        case 0: addRows(to: table, k, &revision)
        case 1:
            add(
                "ALTER TABLE \(table) ADD COLUMN c\(k) INT NOT NULL DEFAULT \(k)",
                "ALTER TABLE \(table) DROP COLUMN c\(k)",
                to: &revision
            )
        case 2 where !tables[place].hasUnnamedIndex:
            tables[place].hasUnnamedIndex = true
            add("ALTER TABLE \(table) ADD INDEX (b)", "ALTER TABLE \(table) DROP INDEX b", to: &revision)
        case 3 where !tables[place].isParent:
            tables[place].name = "r\(k)"
            add("RENAME TABLE \(table) TO r\(k)", "RENAME TABLE r\(k) TO \(table)", to: &revision)
        case 4: add("CREATE VIEW v\(k) AS SELECT COUNT(*) AS n FROM counters", "DROP VIEW v\(k)", to: &revision)
        case 5:
            let body = "SET NEW.a = NEW.a + \(k)"
            add(
                "CREATE TRIGGER g\(k) BEFORE INSERT ON counters FOR EACH ROW SET NEW.ups = NEW.ups",
                "DROP TRIGGER g\(k)",
                to: &revision
            )
            add(
                "CREATE TRIGGER h\(k) BEFORE INSERT ON \(table) FOR EACH ROW \(body)",
                "DROP TRIGGER h\(k)",
                to: &revision
            )
        case 6: add("CREATE PROCEDURE p\(k)() UPDATE counters SET ups = ups + 1", "DROP PROCEDURE p\(k)", to: &revision)
        case 7:
            let width = tables[place].width
            tables[place].width += 5
            add(
                "ALTER TABLE \(table) MODIFY b VARCHAR(\(width + 5)) DEFAULT 'x'",
                "ALTER TABLE \(table) MODIFY b VARCHAR(\(width)) DEFAULT 'x'",
                to: &revision
            )
        case 8:
            add("UPDATE \(table) SET a = a + \(k)", "UPDATE \(table) SET a = a - \(k)", to: &revision)
            count(k, in: &revision)
        case 9:
            revision.upgrade += [
                "START TRANSACTION;", "INSERT INTO \(table) (id, a) VALUES (\(k * 1000), 1);", counting(k, "ups"),
                "COMMIT;",
            ]
            revision.downgrade =
                ["START TRANSACTION;", "DELETE FROM \(table) WHERE id = \(k * 1000);", counting(k, "downs"), "COMMIT;"]
                + revision.downgrade
            declare(k, in: &revision)
        case 10:
            add("INSERT INTO scrap SELECT COUNT(*) FROM counters", "INSERT INTO scrap VALUES (-\(k))", to: &revision)
        case 11: add("ANALYZE TABLE \(table)", "ANALYZE TABLE counters", to: &revision)
        case 12:
            add("SET @step = \(k)", "SET @step = -\(k)", to: &revision)
            revision.upgrade.append("INSERT INTO scrap VALUES (@step);")
            count(k, in: &revision)
        case 13:
            add("CREATE TABLE s\(k) AS SELECT * FROM counters", "DROP TABLE s\(k)", to: &revision)
        case 14 where isMariaDB: add("CREATE SEQUENCE q\(k) START WITH \(k)", "DROP SEQUENCE q\(k)", to: &revision)
        case 14:
            add(
                "CREATE EVENT e\(k) ON SCHEDULE EVERY 1 YEAR STARTS '2037-01-01 00:00:00' DO DELETE FROM scrap",
                "DROP EVENT e\(k)",
                to: &revision
            )
        case 15: addTables(k, to: &revision)
        default: addForeignKey(from: place, k, &revision)
        }
    }

    /// Adds consecutive CREATE TABLE statements, which share a journal entry.
    private mutating func addTables(_ k: Int, to revision: inout Revision) {
        let names = (0..<random.number(2...8)).map { "m\(k)x\($0)" }
        revision.upgrade += names.map { "CREATE TABLE \($0) (id INT PRIMARY KEY, n INT DEFAULT \(k));" }
        revision.downgrade = names.reversed().map { "DROP TABLE \($0);" } + revision.downgrade
    }

    private mutating func addRows(to table: String, _ k: Int, _ revision: inout Revision) {
        add(
            "INSERT INTO \(table) (id, a) VALUES (\(k * 1000), \(k)), (\(k * 1000 + 1), \(k))",
            "DELETE FROM \(table) WHERE id IN (\(k * 1000), \(k * 1000 + 1))",
            to: &revision
        )
        count(k, in: &revision)
    }

    private mutating func addForeignKey(from place: Int, _ k: Int, _ revision: inout Revision) {
        var other = random.number(0...tables.count - 1)
        if other == place { other = (other + 1) % tables.count }
        tables[other].isParent = true
        let (child, parent) = (tables[place].name, tables[other].name)
        tables[place].isParent = true
        add(
            "ALTER TABLE \(child) ADD COLUMN f\(k) INT NULL, ADD CONSTRAINT fk\(k) FOREIGN KEY (f\(k)) REFERENCES \(parent) (id)",
            "ALTER TABLE \(child) DROP FOREIGN KEY fk\(k), DROP COLUMN f\(k)",
            to: &revision
        )
    }

    func add(_ upgrade: String, _ downgrade: String, to revision: inout Revision) {
        revision.upgrade.append(upgrade + ";")
        revision.downgrade.insert(downgrade + ";", at: 0)
    }

    /// Adds a counter for a step, for upgrade and downgrade.
    func count(_ k: Int, in revision: inout Revision) {
        declare(k, in: &revision)
        revision.upgrade.append(counting(k, "ups"))
        revision.downgrade.insert(counting(k, "downs"), at: 0)
    }

    func declare(_ k: Int, in revision: inout Revision) {
        revision.upgrade.insert("INSERT IGNORE INTO counters (id) VALUES (\(k));", at: 0)
    }

    func counting(_ k: Int, _ column: String) -> String {
        "UPDATE counters SET \(column) = \(column) + 1 WHERE id = \(k);"
    }
}
