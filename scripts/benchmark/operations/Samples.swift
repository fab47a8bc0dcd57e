import SchemaDocument
import SchemaModel

/// The inputs of the operations.
enum Samples {
    static let tableCount = 1_000

    private static func name(_ number: Int) -> String { "table_" + String(number + 10_000).dropFirst() }

    /// Models with ten columns, an index and a foreign key in each table.
    static func document(changed: Bool = false) -> String {
        var text = "swiftmig: 1\ntables:\n"
        for number in 0..<tableCount {
            text += """
                  \(name(number)):
                    columns:
                      id: {type: bigint unsigned, auto_increment: true}
                      parent: {type: bigint unsigned, nullable: true}
                      code: {type: char(12), default: ''}
                      title: {type: varchar(\(changed ? 300 : 200)), comment: "shown to users"}
                      price: {type: "decimal(12,2)", default: 0}
                      state: {type: "enum('new','paid','sent')", default: new}
                      body: {type: text, nullable: true}
                      made: {type: datetime(6), default: {sql: CURRENT_TIMESTAMP(6)}}
                      count: {type: int, default: 0}
                      flags: {type: tinyint unsigned, default: 1}
                    primary_key: [id]
                    indexes:
                      by_code: [code, made]
                    foreign_keys:
                      parent_of_\(number): {columns: [parent], references: "\(name(number / 2))(id)"}

                """
        }
        return text
    }

    /// A revision with comments, strings and a thousand statements.
    static let script: String = {
        var text = ""
        for number in 0..<tableCount {
            text += """
                -- what it is for: it's \(number)
                CREATE TABLE `\(name(number))` (
                  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
                  title VARCHAR(200) NOT NULL DEFAULT 'it''s; new' COMMENT "shown to users", /* a comment */
                  made DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
                  KEY by_title (title, made)
                );
                INSERT INTO `\(name(number))` (title) VALUES ('a'), ('b\\'c'), (CONCAT('d', 1.5e3, 0x41, @v));

                """
        }
        return text
    }()

    /// A revision file of usual size.
    static let revision = """
        -- revision: 79b97f4a7c15
        -- down_revision: 6d2c7ddf743f
        -- created: 2026-01-01T00:00:01Z
        -- message: add notes

        -- swiftmig: upgrade
        CREATE TABLE notes (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(100) NOT NULL, KEY by_name (name));
        -- swiftmig: lock_wait=5s
        ALTER TABLE orders ADD COLUMN note BIGINT, ADD FOREIGN KEY (note) REFERENCES notes (id);

        -- swiftmig: downgrade
        ALTER TABLE orders DROP FOREIGN KEY orders_ibfk_1, DROP COLUMN note;
        DROP TABLE notes;

        """

    /// A definition as MariaDB shows it.
    static let definition = """
        CREATE TABLE `table_0001` (
          `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,
          `parent` bigint(20) unsigned DEFAULT NULL,
          `code` char(12) NOT NULL DEFAULT '',
          `title` varchar(200) NOT NULL COMMENT 'shown to users',
          `price` decimal(12,2) NOT NULL DEFAULT 0.00,
          `state` enum('new','paid','sent') NOT NULL DEFAULT 'new',
          `body` text DEFAULT NULL,
          `made` datetime(6) NOT NULL DEFAULT current_timestamp(6),
          PRIMARY KEY (`id`),
          KEY `by_code` (`code`,`made`),
          KEY `parent_of_1` (`parent`),
          CONSTRAINT `parent_of_1` FOREIGN KEY (`parent`) REFERENCES `table_0000` (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
        """
}
