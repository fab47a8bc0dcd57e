-- revision: 3f7dde8a1faf
-- down_revision: 39e13862cbc9
-- branch_labels: []
-- depends_on: []
-- created: 2026-11-23T06:55:23Z
-- message: rename users.name, add summaries and reading times

-- swiftmig: upgrade
-- add column articles.summary
-- add column articles.reading_minutes
-- drop index fk_articles_author_id on articles
-- add index ix_articles_author_id_published_at on articles
-- add check ck_articles_title on articles
-- may fail: rows of articles that violate ck_articles_title prevent the check
-- cost: COPY, LOCK=SHARED: the table is copied, writes wait
ALTER TABLE `articles`
  DROP INDEX `fk_articles_author_id`,
  ADD COLUMN `summary` varchar(300) COMMENT 'Shown in lists' AFTER `title`,
  ADD COLUMN `reading_minutes` smallint unsigned GENERATED ALWAYS AS (ceiling(char_length(`body`) / 1000)) STORED COMMENT 'At a thousand characters a minute' AFTER `body`,
  ADD KEY `ix_articles_author_id_published_at` (`author_id`,`published_at` DESC),
  ADD CONSTRAINT `ck_articles_title` CHECK (`title` <> '');

-- backfill: write here what summary is to be in the rows that are there
UPDATE `articles` SET `summary` = '' WHERE `summary` IS NULL;

-- column articles.summary becomes NOT NULL
-- cost: COPY, LOCK=SHARED: the table is copied, writes wait
ALTER TABLE `articles` MODIFY COLUMN `summary` varchar(300) NOT NULL COMMENT 'Shown in lists';

-- rename column users.name to display_name
-- cost: INSTANT
ALTER TABLE `users` RENAME COLUMN `name` TO `display_name`;

-- swiftmig: downgrade
-- drop column articles.summary
-- data loss: column articles.summary is dropped
-- drop column articles.reading_minutes
-- drop index ix_articles_author_id_published_at on articles
-- add index fk_articles_author_id on articles
-- drop check ck_articles_title on articles
-- cost: INPLACE, LOCK=NONE: the table may be rebuilt
ALTER TABLE `articles`
  DROP CONSTRAINT `ck_articles_title`,
  DROP INDEX `ix_articles_author_id_published_at`,
  DROP COLUMN `summary`,
  DROP COLUMN `reading_minutes`,
  ADD KEY `fk_articles_author_id` (`author_id`);

-- rename column users.display_name to name
-- cost: INSTANT
ALTER TABLE `users` RENAME COLUMN `display_name` TO `name`;
