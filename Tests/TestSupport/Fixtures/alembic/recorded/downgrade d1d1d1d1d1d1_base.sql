-- Running downgrade d1d1d1d1d1d1 -> 

DROP TABLE reports;

UPDATE alembic_version SET version_num='c2c2c2c2c2c2' WHERE alembic_version.version_num = 'd1d1d1d1d1d1';

-- Running downgrade c2c2c2c2c2c2 -> b1b1b1b1b1b1

DROP TRIGGER users_bi;

ALTER TABLE users DROP COLUMN logins;

UPDATE alembic_version SET version_num='b1b1b1b1b1b1' WHERE alembic_version.version_num = 'c2c2c2c2c2c2';

-- Running downgrade b1b1b1b1b1b1 -> a1a1a1a1a1a1

DROP INDEX ix_users_email ON users;

ALTER TABLE users DROP COLUMN email;

UPDATE alembic_version SET version_num='a1a1a1a1a1a1' WHERE alembic_version.version_num = 'b1b1b1b1b1b1';

-- Running downgrade a1a1a1a1a1a1 -> 

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = 'a1a1a1a1a1a1';

