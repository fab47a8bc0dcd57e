CREATE TABLE users (
  id BINARY(16) NOT NULL PRIMARY KEY,
  login VARCHAR(40) NOT NULL,
  display_name VARCHAR(100) NULL,
  role ENUM('reader', 'author', 'admin', 'default', 'self', '2fa', '', 'Team Lead') NOT NULL DEFAULT 'reader',
  is_verified BOOLEAN NOT NULL DEFAULT TRUE,
  UNIQUE KEY users_login_unique (login)
) COLLATE utf8mb4_unicode_ci;

CREATE TABLE posts (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BINARY(16) NOT NULL,
  editor_id BINARY(16) NULL,
  title VARCHAR(255) NOT NULL,
  body LONGTEXT NOT NULL,
  html_body LONGTEXT NULL,
  published_at TIMESTAMP NULL DEFAULT NULL,
  created_at TIMESTAMP NULL DEFAULT NULL,
  updated_at TIMESTAMP NULL DEFAULT NULL,
  deleted_at TIMESTAMP NULL DEFAULT NULL,
  KEY posts_published_at_index (published_at),
  FULLTEXT KEY posts_title_body_fulltext (title, body),
  CONSTRAINT posts_user_id_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT posts_editor_id_foreign FOREIGN KEY (editor_id) REFERENCES users (id) ON DELETE SET NULL
) COLLATE utf8mb4_unicode_ci;

CREATE TABLE comments (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  post_id BIGINT UNSIGNED NOT NULL,
  user_id BINARY(16) NULL,
  reply_to BIGINT UNSIGNED NULL,
  body TEXT NOT NULL COMMENT 'Markdown,\nnever HTML: it''s made from \\this\\',
  ip VARBINARY(16) NULL,
  CONSTRAINT comments_post_id_foreign FOREIGN KEY (post_id) REFERENCES posts (id) ON DELETE CASCADE,
  CONSTRAINT comments_user_id_foreign FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT comments_reply_to_foreign FOREIGN KEY (reply_to) REFERENCES comments (id) ON DELETE CASCADE
) COLLATE utf8mb4_unicode_ci;

CREATE TABLE tags (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(50) COLLATE utf8mb4_bin NOT NULL,
  UNIQUE KEY tags_name_unique (name)
) COLLATE utf8mb4_unicode_ci;

CREATE TABLE post_tag (
  post_id BIGINT UNSIGNED NOT NULL,
  tag_id INT NOT NULL,
  PRIMARY KEY (tag_id, post_id),
  CONSTRAINT post_tag_post_id_foreign FOREIGN KEY (post_id) REFERENCES posts (id) ON DELETE CASCADE,
  CONSTRAINT post_tag_tag_id_foreign FOREIGN KEY (tag_id) REFERENCES tags (id)
) COLLATE utf8mb4_unicode_ci;

CREATE TABLE follows (
  follower_id BINARY(16) NOT NULL,
  followed_id BINARY(16) NOT NULL,
  since DATETIME(6) NOT NULL,
  PRIMARY KEY (follower_id, followed_id),
  CONSTRAINT follows_follower_id_foreign FOREIGN KEY (follower_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT follows_followed_id_foreign FOREIGN KEY (followed_id) REFERENCES users (id) ON DELETE CASCADE
) COLLATE utf8mb4_unicode_ci;

CREATE TABLE events (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  `index` INT NOT NULL,
  `table` VARCHAR(64) NOT NULL,
  payload JSON NOT NULL,
  duration TIME(3) NULL,
  day DATE NOT NULL DEFAULT '2020-02-29'
) COLLATE utf8mb4_unicode_ci;

CREATE TABLE sessions (
  id CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  user_id BINARY(16) NULL,
  data BLOB NOT NULL,
  expires BIGINT NOT NULL,
  KEY sessions_expires_index (expires),
  CONSTRAINT sessions_user_id_foreign FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 COLLATE utf8mb4_unicode_ci;
