-- revision: 695fb3837fa2
-- down_revision: null
-- branch_labels: []
-- depends_on: []
-- created: 2026-11-23T06:42:45Z
-- message: create users and articles

-- swiftmig: upgrade
CREATE TABLE `users` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(254) NOT NULL,
  `name` varchar(80) NOT NULL COMMENT 'Shown beside articles',
  `role` enum('reader','author','admin') NOT NULL DEFAULT 'reader',
  `created_at` datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (`id`),
  UNIQUE KEY `uq_users_email` (`email`),
  CONSTRAINT `ck_users_email` CHECK (`email` like '%@%')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='People who can log in';

CREATE TABLE `articles` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `author_id` bigint unsigned NOT NULL,
  `slug` varchar(160) NOT NULL COMMENT 'In the address of the page',
  `title` varchar(200) NOT NULL,
  `body` mediumtext NOT NULL,
  `published_at` datetime(6) COMMENT 'Empty while it is a draft',
  PRIMARY KEY (`id`),
  UNIQUE KEY `uq_articles_slug` (`slug`),
  KEY `fk_articles_author_id` (`author_id`),
  CONSTRAINT `fk_articles_author_id` FOREIGN KEY (`author_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- swiftmig: downgrade
-- data loss: table articles is dropped with its rows
DROP TABLE `articles`;

-- data loss: table users is dropped with its rows
DROP TABLE `users`;
