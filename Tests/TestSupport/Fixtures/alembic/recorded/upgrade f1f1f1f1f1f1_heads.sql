-- Running upgrade f1f1f1f1f1f1 -> f2f2f2f2f2f2

ALTER TABLE users ADD COLUMN seen DATETIME;

UPDATE alembic_version SET version_num='f2f2f2f2f2f2' WHERE alembic_version.version_num = 'f1f1f1f1f1f1';

-- Running upgrade  -> d1d1d1d1d1d1

CREATE TABLE reports (
    id INTEGER NOT NULL AUTO_INCREMENT, 
    title VARCHAR(40), 
    PRIMARY KEY (id)
);

INSERT INTO reports (id, title) VALUES (1, '50% more; it''s');

INSERT INTO reports (id, title) VALUES (2, 'plain');

UPDATE reports SET title = CONCAT(title, '!') WHERE title LIKE '50%';

INSERT INTO alembic_version (version_num) VALUES ('d1d1d1d1d1d1');

