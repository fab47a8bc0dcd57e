-- revision: 41c5c527c02c
-- down_revision: fd1a7986387a
-- branch_labels: []
-- depends_on: []
-- created: 2026-11-22T21:44:17Z
-- message: add profiles and tags

-- swiftmig: upgrade
CREATE TABLE `profiles` (
  `user_id` bigint unsigned NOT NULL,
  `bio` text,
  `website` varchar(2048),
  `updated_at` datetime(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  PRIMARY KEY (`user_id`),
  CONSTRAINT `fk_profiles_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `tags` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `name` varchar(50) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `ux_tags_name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE `article_tags` (
  `article_id` bigint unsigned NOT NULL,
  `tag_id` int unsigned NOT NULL,
  PRIMARY KEY (`article_id`,`tag_id`),
  KEY `ix_article_tags_tag` (`tag_id`),
  CONSTRAINT `fk_article_tags_article` FOREIGN KEY (`article_id`) REFERENCES `articles` (`id`) ON DELETE CASCADE,
  CONSTRAINT `fk_article_tags_tag` FOREIGN KEY (`tag_id`) REFERENCES `tags` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- swiftmig: downgrade
-- data loss: table article_tags is dropped with its rows
DROP TABLE `article_tags`;

-- data loss: table tags is dropped with its rows
DROP TABLE `tags`;

-- data loss: table profiles is dropped with its rows
DROP TABLE `profiles`;
