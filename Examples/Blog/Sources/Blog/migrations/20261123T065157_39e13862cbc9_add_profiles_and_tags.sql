-- revision: 39e13862cbc9
-- down_revision: 695fb3837fa2
-- branch_labels: []
-- depends_on: []
-- created: 2026-11-23T06:51:57Z
-- message: add profiles and tags

-- swiftmig: upgrade
CREATE TABLE `tags` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(40) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uq_tags_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `article_tags` (
  `article_id` bigint unsigned NOT NULL,
  `tag_id` int unsigned NOT NULL,
  PRIMARY KEY (`article_id`,`tag_id`),
  KEY `fk_article_tags_tag_id` (`tag_id`),
  CONSTRAINT `fk_article_tags_article_id` FOREIGN KEY (`article_id`) REFERENCES `articles` (`id`) ON DELETE CASCADE,
  CONSTRAINT `fk_article_tags_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `tags` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `profiles` (
  `user_id` bigint unsigned NOT NULL,
  `biography` text,
  `website` varchar(2048),
  PRIMARY KEY (`user_id`),
  CONSTRAINT `fk_profiles_user_id` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='What users say about themselves';

-- swiftmig: downgrade
-- data loss: table profiles is dropped with its rows
DROP TABLE `profiles`;

-- data loss: table article_tags is dropped with its rows
DROP TABLE `article_tags`;

-- data loss: table tags is dropped with its rows
DROP TABLE `tags`;
