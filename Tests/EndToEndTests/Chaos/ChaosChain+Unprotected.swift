import TestSupport

extension ChaosChain {
    // MARK: Tables without transactions

    /// The ways in which a write may reach a table without transactions. Statements contain the database's name.
    static func unprotected(_ database: String) -> [String] {
        let table = "(k INT, way VARCHAR(10)) ENGINE=MyISAM"
        return [
            "CREATE TABLE log \(table)",
            "CREATE TABLE \(database)_other.plain \(table)",
            "CREATE VIEW far AS SELECT k, way FROM \(database)_other.plain",
            """
            CREATE FUNCTION noted(number INT, word VARCHAR(10)) RETURNS INT BEGIN \
            INSERT INTO log VALUES (number, word); RETURN number; END
            """,
            "CREATE PROCEDURE note(number INT, word VARCHAR(10)) INSERT INTO log VALUES (number, word)",
            "CREATE TABLE loud (k INT, way VARCHAR(10)) ENGINE=InnoDB",
            "CREATE TRIGGER tell AFTER INSERT ON loud FOR EACH ROW CALL note(NEW.k, NEW.way)",
        ]
    }

    /// Adds writes to such a table, which leave a mark that is never rolled back.
    mutating func addUnprotected(_ k: Int, to revision: inout Revision) {
        let form = random.number(0...8)
        if form == 8 {
            add("CREATE TABLE b\(k) (k INT, way VARCHAR(10))", "DROP TABLE b\(k)", to: &revision)
            revision.upgrade.insert("SET default_storage_engine = MyISAM;", at: revision.upgrade.count - 1)
            revision.upgrade += [
                write("INSERT INTO b\(k) VALUES (\(k), 'up')", into: ["b\(k)"], k, "up"),
                "SET default_storage_engine = DEFAULT;",
            ]
            return
        }
        if form == 7 { declare(k, in: &revision) }
        revision.upgrade += statements(form, k, "up")
        revision.downgrade.insert(contentsOf: statements(form, k, "down"), at: 0)
    }

    private mutating func statements(_ form: Int, _ k: Int, _ way: String) -> [String] {
        switch form {
        case 0: return [write("INSERT INTO log VALUES (\(k), '\(way)')", into: ["log"], k, way)]
        case 1:
            let call = "INSERT INTO found (k, what) VALUES (noted(\(k), '\(way)'), '\(way)')"
            return [write(call, into: ["log", "found"], k, way)]
        case 2: return [write("INSERT INTO loud VALUES (\(k), '\(way)')", into: ["log", "loud"], k, way)]
        case 3: return [write("INSERT INTO far VALUES (\(k), '\(way)')", into: ["far"], k, way)]
        case 4:
            return [
                "SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES');",
                write("INSERT INTO \"log\" VALUES (\(k), '\(way)')", into: ["log"], k, way),
                "SET sql_mode = DEFAULT;",
            ]
        case 5: return [write("CALL note(\(k), '\(way)')", into: ["log"], k, way)]
        case 6:
            return [
                "PREPARE s\(k)\(way) FROM 'INSERT INTO found VALUES (?, \"\(way)\")';", "SET @k = \(k);",
                write("EXECUTE s\(k)\(way) USING @k", into: ["found"], k, way),
            ]
        default:
            let counted = counting(k, way + "s")
            let insert = write("INSERT INTO log VALUES (\(k), '\(way)')", into: ["log"], k, way)
            return ["START TRANSACTION;", counted, insert, "COMMIT;"]
        }
    }

    /// - Parameter tables: The tables that get a row each.
    private mutating func write(_ statement: String, into tables: [String], _ k: Int, _ way: String) -> String {
        let column = { (table: String) in table == "found" ? "what" : "way" }
        let counts = tables.map { "(SELECT COUNT(*) FROM \($0) WHERE k = \(k) AND \(column($0)) = '\(way)')" }
        traces[statement] = Trace(
            look: "SELECT " + counts.joined(separator: " + "),
            whole: tables.count,
            // The rest was rolled back with the transaction, or never was in one.
            takeBack: tables.map { "DELETE FROM \($0) WHERE k = \(k) AND \(column($0)) = '\(way)'" }
        )
        return statement + ";"
    }

    // MARK: A table that a job also changes

    private static let jobs =
        "CREATE TABLE jobs (id INT NOT NULL, day INT NOT NULL, note VARCHAR(20), PRIMARY KEY (id, day))"

    /// - Parameter hasPartitions: False for MariaDB (10.11, 11.8), which loses a partitioned table if it dies during an
    ///   ALTER of it.
    static func jobs(hasPartitions: Bool) -> String {
        jobs + (hasPartitions ? " PARTITION BY RANGE (day) (PARTITION p0 VALUES LESS THAN (0))" : "")
    }

    mutating func addToJobs(_ k: Int, to revision: inout Revision) {
        let column = "ADD COLUMN c\(k) INT NOT NULL DEFAULT \(k)"
        switch random.number(0...6) {
        case 0: add("ALTER TABLE jobs \(column)", "ALTER TABLE jobs DROP COLUMN c\(k)", to: &revision)
        case 1: add("ALTER TABLE jobs ADD INDEX i\(k) (note)", "ALTER TABLE jobs DROP INDEX i\(k)", to: &revision)
        case 2: add("CREATE INDEX i\(k) ON jobs (note, id)", "DROP INDEX i\(k) ON jobs", to: &revision)
        case 3:
            let check = "ADD CONSTRAINT k\(k) CHECK (id <> -\(k))"
            let drop = isMariaDB ? "DROP CONSTRAINT k\(k)" : "DROP CHECK k\(k)"
            add("ALTER TABLE jobs \(check)", "ALTER TABLE jobs \(drop)", to: &revision)
        case 4: add("ALTER TABLE jobs COMMENT = 'c\(k)'", "ALTER TABLE jobs COMMENT = 'd\(k)'", to: &revision)
        case 5:
            let change = { (width: Int) in "ALTER TABLE jobs MODIFY note VARCHAR(\(width)) COMMENT 'c\(k) \(width)'" }
            add(change(20 + k % 50), change(21 + k % 50), to: &revision)
        default:
            add(
                "ALTER TABLE jobs \(column) FIRST, ADD INDEX i\(k) (c\(k))",
                "ALTER TABLE jobs DROP c\(k)",
                to: &revision
            )
        }
        count(k, in: &revision)
    }
}
