/// Statements that need session state of an earlier one.
extension StatementKindTests {
    private static let parent = "CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, n INT)"
    private static let child = "CREATE TABLE c (k INT AUTO_INCREMENT PRIMARY KEY, p BIGINT, note VARCHAR(20))"
    private static let log = "CREATE TABLE log (n BIGINT, note VARCHAR(20)) ENGINE=InnoDB"

    static let sessionKinds = [
        Kind(
            name: "the number of a parent's row",
            base: [parent, child, log, "INSERT INTO p (n) VALUES (1), (2), (3)"],
            up: """
                INSERT INTO p (n) VALUES (4);
                INSERT INTO log VALUES (LAST_INSERT_ID(), 'no numbers');
                INSERT INTO c (k, p) VALUES (10, LAST_INSERT_ID());
                SET @parent = @@identity;
                INSERT INTO c (p, note) VALUES (@parent, 'by variable');
                BEGIN;
                INSERT INTO p (n) VALUES (5);
                COMMIT;
                START TRANSACTION;
                UPDATE p SET n = n + LAST_INSERT_ID() WHERE id = 1;
                COMMIT;
                UPDATE p SET n = LAST_INSERT_ID(n + 1) WHERE id = 2;
                INSERT INTO c (p, note) VALUES (LAST_INSERT_ID(), 'a counter');
                """,
            down: """
                DELETE FROM c;
                INSERT INTO p (n) VALUES (9);
                INSERT INTO c (p) SELECT LAST_INSERT_ID();
                """,
            shown: """
                SELECT CONCAT_WS(' ', c.note, p.n) FROM c LEFT JOIN p ON p.id = c.p UNION ALL
                SELECT CONCAT_WS(' ', log.note, p.n) FROM log LEFT JOIN p ON p.id = log.n UNION ALL
                SELECT p.n - (SELECT id FROM p WHERE n = 5) FROM p WHERE id = 1 ORDER BY 1
                """
        ),
        Kind(
            name: "the number of a row from before a definition",
            base: [parent, child],
            up: """
                INSERT INTO p (n) VALUES (1);
                ALTER TABLE c ADD COLUMN m INT DEFAULT 7;
                INSERT INTO c (p) VALUES (LAST_INSERT_ID());
                CREATE TABLE other (n INT);
                INSERT INTO p (n) VALUES (2);
                INSERT INTO c (p) VALUES (LAST_INSERT_ID());
                """,
            down: "DROP TABLE other;",
            questions: [1],
            shown: "SELECT CONCAT(c.m, ' ', p.n) FROM c LEFT JOIN p ON p.id = c.p ORDER BY c.k"
        ),
        Kind(
            name: "what the statement before did",
            base: [parent, log, "INSERT INTO p (n) VALUES (1), (2), (3)"],
            up: """
                UPDATE p SET n = n + 10 WHERE n < 3;
                INSERT INTO log VALUES (ROW_COUNT(), 'update');
                DELETE FROM p WHERE n = 3;
                SET @deleted = ROW_COUNT();
                INSERT INTO log VALUES (@deleted, 'delete');
                SELECT n FROM p LIMIT 2;
                INSERT INTO log VALUES (FOUND_ROWS(), 'found');
                SELECT n FROM p;
                SET @found = FOUND_ROWS();
                SET @same = @found;
                INSERT INTO log VALUES (@same, 'variable');
                START TRANSACTION;
                UPDATE p SET n = n + 1;
                COMMIT;
                INSERT INTO log VALUES (ROW_COUNT(), 'commit');
                DELETE FROM p WHERE n < 13;
                GET DIAGNOSTICS @gone = ROW_COUNT;
                INSERT INTO log VALUES (@gone, 'diagnostics');
                SELECT 1 / 0;
                SET @warned = @@warning_count;
                INSERT INTO log VALUES (@warned, 'warnings');
                """,
            down: "DELETE FROM log;\nINSERT INTO log VALUES (ROW_COUNT(), 'down');"
        ),
        Kind(
            name: "what a procedure and a definition did",
            base: [parent, log, "INSERT INTO p (n) VALUES (1), (2)", "CREATE PROCEDURE q() UPDATE p SET n = n + 1"],
            up: """
                CALL q();
                INSERT INTO log VALUES (ROW_COUNT(), 'call');
                CREATE TABLE k AS SELECT n FROM p;
                INSERT INTO log VALUES (ROW_COUNT(), 'create');
                INSERT INTO p (n) VALUES (6);
                """,
            down: "DROP TABLE k;",
            questions: [0, 2],
            shown: "SELECT CONCAT(n, note) FROM log UNION ALL SELECT n FROM p ORDER BY 1"
        ),
        Kind(
            name: "variables that rows give",
            base: [log, "INSERT INTO log VALUES (1, 'a'), (2, 'b')"],
            up: """
                SELECT MAX(n) INTO @most FROM log;
                INSERT INTO log VALUES (@most + 1, 'into');
                SET @sum = (SELECT SUM(n) FROM log);
                UPDATE log SET n = n + @sum WHERE note = 'a';
                SET @rank = 0;
                UPDATE log SET n = (@rank := @rank + 1) ORDER BY n;
                INSERT INTO log VALUES (@rank, 'rank');
                INSERT INTO log VALUES (0, 'apart');
                """,
            down: "DELETE FROM log;"
        ),
        Kind(
            name: "one-time settings",
            base: [parent, child],
            up: """
                SET insert_id = 100;
                INSERT INTO p (n) VALUES (1);
                INSERT INTO p (n) VALUES (2);
                SET timestamp = 1000000000;
                INSERT INTO c (p) VALUES (UNIX_TIMESTAMP());
                CREATE TABLE other (n INT);
                INSERT INTO c (p) VALUES (UNIX_TIMESTAMP());
                SET timestamp = DEFAULT;
                SET rand_seed1 = 111111111, rand_seed2 = 222222222;
                INSERT INTO c (p) VALUES (1000 * RAND());
                INSERT INTO c (p) VALUES (1000 * RAND());
                SET insert_id = 200;
                CREATE TABLE more (n INT);
                INSERT INTO p (n) VALUES (3);
                """,
            down: "DROP TABLE more;\nDROP TABLE other;\nDELETE FROM c;\nDELETE FROM p;",
            shown: "SELECT CONCAT(IF(n = 2, '', id), ' ', n) FROM p UNION ALL SELECT p FROM c ORDER BY 1"
        ),
        Kind(
            name: "a generator that a definition comes between",
            base: [child],
            up: """
                SET rand_seed1 = 111111111, rand_seed2 = 222222222;
                INSERT INTO c (p) VALUES (1000 * RAND());
                CREATE TABLE other (n INT);
                INSERT INTO c (p) VALUES (1000 * RAND());
                """,
            down: "DROP TABLE other;",
            questions: [2],
            shown: "SELECT p FROM c ORDER BY k"
        ),
        Kind(
            name: "settings within transactions",
            base: ["CREATE TABLE t (n TINYINT, s VARCHAR(40))"],
            up: """
                BEGIN;
                SET @mode = @@sql_mode, sql_mode = '', @kept = 5;
                INSERT INTO t VALUES (400, 'clipped');
                COMMIT;
                INSERT INTO t VALUES (400, 'clipped again');
                CREATE TABLE other (n INT);
                INSERT INTO t VALUES (-400, @@sql_mode);
                BEGIN;
                SET sql_mode = @mode;
                COMMIT;
                INSERT INTO t VALUES (@kept, @@sql_mode = @mode);
                """,
            down: "DROP TABLE other;\nDELETE FROM t;"
        ),
        Kind(
            name: "a session that does not commit",
            base: [
                "CREATE TABLE m (n INT) ENGINE=MyISAM", "CREATE TABLE t (n INT)",
                "CREATE PROCEDURE q(n INT) INSERT INTO m VALUES (n)",
            ],
            up: """
                SET autocommit = 0;
                CALL q(1);
                SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
                INSERT INTO t VALUES (1);
                CREATE TABLE other (n INT);
                SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
                INSERT INTO t VALUES (2);
                COMMIT;
                """,
            down: "SET autocommit = 0;\nCALL q(2);\nDROP TABLE other;\nDELETE FROM t;\nCOMMIT;",
            questions: [1],
            questionsBack: [1]
        ),
        Kind(
            name: "a session that only reads",
            base: [log],
            up: "INSERT INTO log VALUES (1, 'a');\nSET SESSION TRANSACTION READ ONLY;\nSELECT n FROM log;",
            down: """
                SET SESSION TRANSACTION READ ONLY;
                SELECT 1;
                SET SESSION TRANSACTION READ WRITE;
                DELETE FROM log;
                """
        ),
        Kind(
            name: "the count of rows after a definition",
            base: [],
            up: """
                CREATE TABLE c (id INT AUTO_INCREMENT PRIMARY KEY, p INT);
                INSERT INTO c (p) VALUES (ROW_COUNT());
                INSERT INTO c (p) VALUES (7);
                """,
            down: "DELETE FROM c;",
            questions: [0],
            shown: "SELECT p FROM c ORDER BY id"
        ),
        Kind(
            name: "prepared statements",
            base: [log],
            up: """
                SET @text = CONCAT('INSERT INTO log ', 'VALUES (?, 1)');
                PREPARE s FROM @text;
                CREATE TABLE other (n INT);
                SET @n = 5;
                EXECUTE s USING @n;
                DEALLOCATE PREPARE s;
                INSERT INTO log VALUES (2, 2);
                """,
            down: "DROP TABLE other;",
            questions: [4]
        ),
        Kind(
            name: "the last value of a sequence",
            base: [log, "CREATE SEQUENCE q"],
            up: """
                INSERT INTO log VALUES (NEXT VALUE FOR q, 'next');
                INSERT INTO log VALUES (LASTVAL(q), 'last');
                SET @last = LASTVAL(q);
                INSERT INTO log VALUES (@last, 'variable');
                """,
            down: "DELETE FROM log;",
            shown: "SELECT note FROM log WHERE n = (SELECT n FROM log WHERE note = 'next') ORDER BY note",
            isMariaDB: true
        ),
        Kind(
            name: "several statements between two delimiters",
            base: [log, "INSERT INTO log VALUES (1, 'a')", "CREATE PROCEDURE q() SELECT 1"],
            up: """
                DELIMITER //
                UPDATE log SET n = n + 1; DROP PROCEDURE IF EXISTS q; CREATE PROCEDURE q() BEGIN SELECT 2; SELECT 3; END;//
                BEGIN; UPDATE log SET n = n * 2; COMMIT; UPDATE log SET n = n + 5 //
                DELIMITER ;
                UPDATE log SET n = n * 3;
                """,
            down: "DELIMITER //\nDROP PROCEDURE q; UPDATE log SET n = n + 1; UPDATE log SET n = n * 7//"
        ),
    ]
}
