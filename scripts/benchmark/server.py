"""A private server, and the data for the measurements."""

import os
import subprocess


class Server:
    def __init__(self, name, socket):
        self.name = name
        self.socket = socket

    def client(self, database=None):
        """Returns the arguments of the command-line client at its fastest: it prints rows as they arrive."""
        arguments = ["mariadb", "--no-defaults", "-uroot", "-S", self.socket, "--batch", "--quick", "-N"]
        return arguments + ([database] if database else [])

    def run(self, sql, database=None):
        """Returns the rows, as lines of tab-separated fields."""
        result = subprocess.run(
            self.client(database) + ["--raw"], input=sql, capture_output=True, text=True, encoding="utf-8"
        )
        if result.returncode != 0:
            raise RuntimeError(result.stderr)
        return result.stdout

    def recreate(self, database):
        self.run(f"DROP DATABASE IF EXISTS `{database}`; CREATE DATABASE `{database}` CHARACTER SET utf8mb4")

    def swiftmig_url(self, database):
        return f"mysql://root@localhost/{database}?socket={self.socket}"

    def alembic_url(self, database):
        return f"mysql+pymysql://root@localhost/{database}?unix_socket={self.socket}&charset=utf8mb4"

    def statements_of(self, arguments, environment):
        """Returns the statements that a program sends, in order, from the server's general log."""
        self.run("TRUNCATE mysql.general_log; SET GLOBAL log_output = 'TABLE', GLOBAL general_log = ON")
        try:
            subprocess.run(arguments, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
        finally:
            self.run("SET GLOBAL general_log = OFF")
        separator = "\x1e"
        rows = self.run(
            "SELECT CONCAT(argument, CHAR(30)) FROM mysql.general_log"
            " WHERE command_type = 'Query' AND argument NOT LIKE 'SET GLOBAL general_log%'"
        )
        return [row.strip() for row in rows.split(separator) if row.strip()]


def create_table(number):
    """Returns a table with 10 columns, 2 indexes and a foreign key to an earlier table."""
    parent = number // 10
    return f"""\
CREATE TABLE table_{number:05} (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    parent_id BIGINT UNSIGNED NULL,
    email VARCHAR(254) NOT NULL,
    name VARCHAR(100) NOT NULL DEFAULT '',
    amount DECIMAL(12, 2) NOT NULL DEFAULT 0.00,
    quantity INT NULL,
    is_active TINYINT(1) NOT NULL DEFAULT 1,
    body TEXT NULL,
    created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY ux_table_{number:05}_email (email),
    KEY ix_table_{number:05}_parent (parent_id, created_at),
    CONSTRAINT fk_table_{number:05}_parent FOREIGN KEY (parent_id) REFERENCES table_{parent:05} (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
"""


def create_tables(server, database, count):
    server.recreate(database)
    server.run("".join(create_table(number) for number in range(count)), database)
    server.run("ANALYZE TABLE table_00000", database)


def rows_and_loop(count):
    """Returns a table with rows, and a procedure that changes them in ranges of 5000, each in a transaction."""
    digits = " CROSS JOIN ".join(
        f"(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 "
        f"UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) AS d{place}"
        for place in range(7)
    )
    number = " + ".join(f"d{place}.d * {10 ** place}" for place in range(7))
    return f"""\
CREATE TABLE numbers (id INT NOT NULL PRIMARY KEY, n INT NOT NULL, text VARCHAR(50) NOT NULL);
INSERT INTO numbers SELECT id, 0, REPEAT('x', 40) FROM (SELECT 1 + {number} AS id FROM {digits}) AS ids WHERE id <= {count};
DELIMITER //
CREATE PROCEDURE step_by_step()
BEGIN
    DECLARE low, high INT DEFAULT 0;
    DECLARE last INT;
    SELECT MAX(id) INTO last FROM numbers;
    WHILE low < last DO
        SET high = NULL;
        SELECT id INTO high FROM numbers WHERE id > low AND id <= last ORDER BY id LIMIT 1 OFFSET 4999;
        SET high = COALESCE(high, last);
        START TRANSACTION;
        UPDATE numbers SET n = n + 1 WHERE id > low AND id <= high;
        COMMIT;
        SET low = high;
    END WHILE;
END//
DELIMITER ;
"""
