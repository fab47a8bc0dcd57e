-- Running downgrade f2f2f2f2f2f2 -> f1f1f1f1f1f1

ALTER TABLE users DROP COLUMN seen;

UPDATE alembic_version SET version_num='f1f1f1f1f1f1' WHERE alembic_version.version_num = 'f2f2f2f2f2f2';

-- Running downgrade f1f1f1f1f1f1 -> e1e1e1e1e1e1

UPDATE users SET email = NULL;

UPDATE alembic_version SET version_num='e1e1e1e1e1e1' WHERE alembic_version.version_num = 'f1f1f1f1f1f1';

-- Running downgrade e1e1e1e1e1e1 -> c1c1c1c1c1c1, c2c2c2c2c2c2

INSERT INTO alembic_version (version_num) VALUES ('c2c2c2c2c2c2');

UPDATE alembic_version SET version_num='c1c1c1c1c1c1' WHERE alembic_version.version_num = 'e1e1e1e1e1e1';

-- Running downgrade c2c2c2c2c2c2 -> b1b1b1b1b1b1

DROP TRIGGER users_bi;

ALTER TABLE users DROP COLUMN logins;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'c2c2c2c2c2c2';

-- Running downgrade c1c1c1c1c1c1 -> b1b1b1b1b1b1

ALTER TABLE invoices DROP FOREIGN KEY fk_invoices_user;

DROP TABLE invoices;

UPDATE alembic_version SET version_num='b1b1b1b1b1b1' WHERE alembic_version.version_num = 'c1c1c1c1c1c1';

-- Running downgrade b1b1b1b1b1b1 -> a1a1a1a1a1a1

DROP INDEX ix_users_email ON users;

ALTER TABLE users DROP COLUMN email;

UPDATE alembic_version SET version_num='a1a1a1a1a1a1' WHERE alembic_version.version_num = 'b1b1b1b1b1b1';

-- Running downgrade a1a1a1a1a1a1 -> 

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'a1a1a1a1a1a1';

