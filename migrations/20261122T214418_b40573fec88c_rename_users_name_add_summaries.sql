-- revision: b40573fec88c
-- down_revision: 41c5c527c02c
-- branch_labels: []
-- depends_on: []
-- created: 2026-11-22T21:44:18Z
-- message: rename users.name, add summaries

-- swiftmig: upgrade
-- rename column users.name to display_name
-- change column users.display_name: type
ALTER TABLE `users` CHANGE COLUMN `name` `display_name` varchar(150) NOT NULL;

-- add column articles.summary
ALTER TABLE `articles` ADD COLUMN `summary` varchar(500) AFTER `title`;

-- swiftmig: downgrade
-- drop column articles.summary
-- data loss: column articles.summary is dropped
ALTER TABLE `articles` DROP COLUMN `summary`;

-- rename column users.display_name to name
-- change column users.name: type
-- data loss: column users.name can lose values longer than 100
ALTER TABLE `users` CHANGE COLUMN `display_name` `name` varchar(100) NOT NULL;
