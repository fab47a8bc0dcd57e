CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> a1a1a1a1a1a1

CREATE TABLE users (
    id BIGINT NOT NULL AUTO_INCREMENT, 
    name VARCHAR(80) NOT NULL DEFAULT 'x;y', 
    PRIMARY KEY (id)
)ENGINE=InnoDB;

INSERT INTO alembic_version (version_num) VALUES ('a1a1a1a1a1a1');

-- Running upgrade a1a1a1a1a1a1 -> b1b1b1b1b1b1

ALTER TABLE users ADD COLUMN email VARCHAR(120);

CREATE UNIQUE INDEX ix_users_email ON users (email);

UPDATE alembic_version SET version_num='b1b1b1b1b1b1' WHERE alembic_version.version_num = 'a1a1a1a1a1a1';

-- Running upgrade b1b1b1b1b1b1 -> c1c1c1c1c1c1

CREATE TABLE invoices (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    user_id BIGINT, 
    PRIMARY KEY (id)
);

ALTER TABLE invoices ADD CONSTRAINT fk_invoices_user FOREIGN KEY(user_id) REFERENCES users (id);

UPDATE alembic_version SET version_num='c1c1c1c1c1c1' WHERE alembic_version.version_num = 'b1b1b1b1b1b1';

-- Running upgrade b1b1b1b1b1b1 -> c2c2c2c2c2c2

ALTER TABLE users ADD COLUMN logins INTEGER NOT NULL DEFAULT '0';

CREATE TRIGGER users_bi BEFORE INSERT ON users FOR EACH ROW
        BEGIN
            SET NEW.logins = 1;
            SET NEW.name = UPPER(NEW.name);
        END;

INSERT INTO alembic_version (version_num) VALUES ('c2c2c2c2c2c2');

-- Running upgrade c1c1c1c1c1c1, c2c2c2c2c2c2 -> e1e1e1e1e1e1

DELETE FROM alembic_version WHERE alembic_version.version_num = 'c1c1c1c1c1c1';

UPDATE alembic_version SET version_num='e1e1e1e1e1e1' WHERE alembic_version.version_num = 'c2c2c2c2c2c2';

-- Running upgrade e1e1e1e1e1e1 -> f1f1f1f1f1f1

SELECT id, name FROM users;

