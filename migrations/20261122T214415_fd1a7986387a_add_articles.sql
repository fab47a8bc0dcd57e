-- revision: fd1a7986387a
-- down_revision: 57324b66f9c6
-- branch_labels: []
-- depends_on: []
-- created: 2026-11-22T21:44:15Z
-- message: add articles

-- swiftmig: upgrade
CREATE TABLE `articles` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `author_id` bigint unsigned NOT NULL,
  `slug` varchar(160) NOT NULL,
  `title` varchar(200) NOT NULL,
  `body` mediumtext NOT NULL,
  `published_at` datetime(6) COMMENT 'Empty while it is a draft',
  PRIMARY KEY (`id`),
  UNIQUE KEY `ux_articles_slug` (`slug`),
  KEY `ix_articles_author` (`author_id`,`published_at` DESC),
  CONSTRAINT `fk_articles_author` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- swiftmig: downgrade
-- data loss: table articles is dropped with its rows
DROP TABLE `articles`;
