-- revision: 57324b66f9c6
-- down_revision: null
-- branch_labels: []
-- depends_on: []
-- created: 2026-11-22T21:44:11Z
-- message: create users

-- swiftmig: upgrade
CREATE TABLE `users` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(254) NOT NULL,
  `name` varchar(100) NOT NULL,
  `role` enum('reader','author','admin') NOT NULL DEFAULT 'reader',
  `created_at` datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (`id`),
  UNIQUE KEY `ux_users_email` (`email`),
  CONSTRAINT `ck_users_email` CHECK (`email` like '%@%')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='People who can log in';

-- swiftmig: downgrade
-- data loss: table users is dropped with its rows
DROP TABLE `users`;
