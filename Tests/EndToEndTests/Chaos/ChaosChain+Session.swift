import TestSupport

extension ChaosChain {
    /// Adds statements that need session state of others.
    mutating func addSession(_ k: Int, to revision: inout Revision) {
        if random.chance(30) { return addLost(k, to: &revision) }
        switch random.number(0...11) {
        case 0:
            revision.upgrade += [
                "INSERT INTO numbers (n) VALUES (\(k));",
                "INSERT INTO scrap SELECT n FROM numbers WHERE id = LAST_INSERT_ID();",
            ]
            let look = "INSERT INTO scrap VALUES (LAST_INSERT_ID() + \(k))"
            // An earlier procedure might have left another number.
            replacements[look] = "INSERT INTO scrap VALUES (\(k))"
            add("DELETE FROM numbers", look, to: &revision)
        case 1:
            revision.upgrade += [
                "INSERT INTO numbers (n) VALUES (\(k));", "SET @parent = @@identity;",
                "INSERT INTO scrap SELECT n + 1 FROM numbers WHERE id = @parent;", "DELETE FROM numbers;",
            ]
        case 2:
            revision.upgrade += [
                "INSERT INTO scrap SELECT \(k) FROM counters;", "SET @rows = ROW_COUNT();",
                "INSERT INTO scrap VALUES (@rows + \(k));",
            ]
        case 3:
            revision.upgrade += [
                "INSERT INTO scrap SELECT \(k) FROM counters;",
                "INSERT INTO scrap VALUES (ROW_COUNT() * 1000 + \(k));",
            ]
        case 4:
            revision.upgrade += [
                "SELECT id FROM counters LIMIT 3;", "INSERT INTO scrap VALUES (FOUND_ROWS() * 1000 + \(k));",
            ]
        case 5:
            add("SELECT COUNT(*) INTO @count FROM scrap", "DO 0", to: &revision)
            revision.upgrade.append("INSERT INTO scrap VALUES (@count + \(k));")
        case 6:
            revision.upgrade += [
                "SELECT 1 / 0;", "SET @warned = @@warning_count;", "INSERT INTO scrap VALUES (@warned * 1000 + \(k));",
            ]
        case 7:
            revision.upgrade += [
                "BEGIN;", "SET @mode = @@sql_mode, sql_mode = '';", "INSERT INTO scrap VALUES (99999999999);",
                "COMMIT;",
            ]
            addBetween(k, to: &revision)
            revision.upgrade += ["INSERT INTO scrap VALUES (99999999998);", "SET sql_mode = @mode;"]
        case 8:
            revision.upgrade.append("SET insert_id = \(k * 1000);")
            addBetween(k, to: &revision)
            revision.upgrade += [
                "INSERT INTO numbers (n) VALUES (\(k));", "INSERT INTO scrap SELECT id FROM numbers WHERE n = \(k);",
                "DELETE FROM numbers;",
            ]
        case 9:
            let now = "INSERT INTO scrap VALUES (UNIX_TIMESTAMP() - 1000000000);"
            revision.upgrade += ["SET timestamp = \(1_000_000_000 + k);", now]
            addBetween(k, to: &revision)
            revision.upgrade += [now, "SET timestamp = DEFAULT;"]
        case 10:
            let dice = "INSERT INTO scrap VALUES (1000000 * RAND());"
            revision.upgrade += ["SET rand_seed1 = \(k), rand_seed2 = \(k + 7);", dice, dice]
        default:
            add("SET @step = COALESCE(@step, 0) + 1", "SET @step = 0", to: &revision)
            revision.upgrade.append("INSERT INTO scrap VALUES (@step * 1000 + \(k));")
        }
    }

    /// Adds DDL between a statement and the one that needs it, so that they cannot share a transaction.
    private mutating func addBetween(_ k: Int, to revision: inout Revision) {
        if random.chance(50) { return }
        add("CREATE TABLE z\(k) (n INT)", "DROP TABLE z\(k)", to: &revision)
    }

    /// Adds state that a run loses when it stops after the DDL, and asks for.
    private mutating func addLost(_ k: Int, to revision: inout Revision) {
        let (start, needed, known): (String, String, String)
        if random.chance(50) {
            start = "INSERT INTO numbers (n) VALUES (\(k))"
            needed = "INSERT INTO found SELECT \(k), n FROM numbers WHERE id = LAST_INSERT_ID()"
            known =
                "INSERT INTO found SELECT \(k), n FROM numbers WHERE id = (SELECT MAX(id) FROM numbers WHERE n = \(k))"
        } else {
            start = "SELECT COUNT(*) INTO @kept\(k) FROM counters"
            needed = "INSERT INTO found VALUES (\(k), @kept\(k))"
            known = "INSERT INTO found VALUES (\(k), (SELECT COUNT(*) FROM counters))"
        }
        replacements[needed] = known
        revision.upgrade.append(start + ";")
        add("CREATE TABLE z\(k) (n INT)", "DROP TABLE z\(k)", to: &revision)
        revision.upgrade.append(needed + ";")
    }

    /// Adds several statements between two delimiters.
    mutating func addScript(_ k: Int, to revision: inout Revision) {
        declare(k, in: &revision)
        let (up, down) = (counting(k, "ups"), counting(k, "downs"))
        let routine = "PROCEDURE d\(k)() BEGIN SELECT \(k); SELECT 2; END"
        let (first, last): (String, String)
        switch random.number(0...2) {
        case 0: (first, last) = ("\(up) CREATE \(routine)", "\(down) DROP PROCEDURE d\(k)")
        case 1:
            revision.upgrade.append("CREATE PROCEDURE d\(k)() SELECT 1;")
            first = "\(up) DROP PROCEDURE IF EXISTS d\(k); CREATE \(routine);"
            last = "DROP PROCEDURE IF EXISTS d\(k); \(down)"
        default:
            first = "BEGIN; \(up) \(up) COMMIT; CREATE \(routine); \(up)"
            last = "BEGIN; \(down) COMMIT; DROP PROCEDURE d\(k); \(down)"
        }
        revision.upgrade.append("DELIMITER //\n\(first)//\nDELIMITER ;")
        revision.downgrade.insert("DELIMITER //\n\(last)//\nDELIMITER ;", at: 0)
    }

    // MARK: Consecutive revisions

    /// Adds a look at the session, and state that the next revision must not find.
    mutating func addRemains(_ k: Int, to revision: inout Revision) {
        let isolation = isMariaDB ? "@@tx_isolation" : "@@transaction_isolation"
        let look = """
            INSERT INTO found SELECT \(k), CONCAT_WS(' ', @@default_storage_engine, @@sql_safe_updates, \
            @@group_concat_max_len, @@auto_increment_increment, @@explicit_defaults_for_timestamp, \(isolation), @@autocommit, \
            @@foreign_key_checks, @@time_zone, @@character_set_results, @@div_precision_increment, @@sql_select_limit < 9, \
            COALESCE(@left, 'nothing'), YEAR(NOW()) > 2020, DATABASE() IS NULL)
            """
        add(look, look, to: &revision)
        add("CREATE TABLE y\(k) (t TIMESTAMP, u TIMESTAMP NULL)", "DROP TABLE y\(k)", to: &revision)
        let remains = [
            "SET default_storage_engine = MyISAM;", "SET SESSION explicit_defaults_for_timestamp = OFF;",
            "SET sql_safe_updates = 1;", "SET SESSION group_concat_max_len = 4;", "SET timestamp = 86400;",
            "SET auto_increment_increment = 10;", "SET @left = \(k);",
            "SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED;",
            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;",
            "SET autocommit = 0;", "SET foreign_key_checks = 0;", "SET time_zone = '+05:00';", "SET NAMES latin1;",
            "SET div_precision_increment = 7;", "SET SESSION sql_select_limit = 1;", "SET sql_mode = 'ANSI_QUOTES';",
            "SET sql_mode = '';", "SET insert_id = 7;", "USE mysql;",
            "CREATE TEMPORARY TABLE scrap (n INT, m INT);",
        ]
        for _ in 0..<random.number(1...3) { revision.remains.append(random.pick(remains)) }
        // The table cannot be created twice, and nothing may run into it.
        let table = revision.remains.first { $0.hasPrefix("CREATE") }
        revision.remains.removeAll { $0.hasPrefix("CREATE") }
        revision.remains += table.map { [$0] } ?? []
    }
}
