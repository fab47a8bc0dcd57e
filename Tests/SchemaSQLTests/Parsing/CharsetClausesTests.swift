import SchemaSQL
import Testing

@Suite("Character sets that CREATE TABLE names for the table")
struct CharsetClausesTests {
    @Test(arguments: [
        ("CREATE TABLE t (a int)", false, false),
        ("create table if not exists `s`.`t` (a text character set latin1 collate latin1_bin)", false, false),
        ("CREATE TABLE t (a int) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4", true, false),
        ("CREATE OR REPLACE TABLE t (a int) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", true, true),
        ("CREATE TABLE t (a int COMMENT ')') COMMENT='collate' /*!50100 COLLATE x */", false, true),
        (
            "CREATE TABLE t (a int) WITH SYSTEM VERSIONING PARTITION BY LIST (a) (PARTITION p VALUES IN (1))", false,
            false
        ),
    ])
    func names(_ text: String, _ charset: Bool, _ collation: Bool) throws {
        let clauses = try #require(CharsetClauses(createTable: text))
        #expect(clauses.namesCharset == charset)
        #expect(clauses.namesCollation == collation)
    }

    @Test(arguments: [
        "CREATE TABLE t LIKE u", "CREATE TABLE t (LIKE u)", "CREATE TABLE t (a int) AS SELECT 1 AS a",
        "CREATE TABLE t (a int) SELECT 1 AS a", "ALTER TABLE t CHARSET utf8mb4", "CREATE VIEW v AS SELECT 1",
    ])
    func others(_ text: String) {
        #expect(CharsetClauses(createTable: text) == nil)
    }

    @Test func mentions() {
        #expect(CharsetClauses.areMentioned(in: "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4"))
        #expect(!CharsetClauses.areMentioned(in: "ALTER TABLE t ADD COLUMN a int COMMENT 'charset'"))
    }
}
