CREATE TABLE page (
  page_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  page_namespace INT NOT NULL,
  page_title VARBINARY(255) NOT NULL,
  page_is_redirect TINYINT UNSIGNED NOT NULL DEFAULT 0,
  page_random DOUBLE UNSIGNED NOT NULL,
  page_touched BINARY(14) NOT NULL,
  page_latest INT UNSIGNED NULL,
  page_len INT UNSIGNED NOT NULL,
  PRIMARY KEY (page_id),
  UNIQUE KEY page_name_title (page_namespace, page_title),
  KEY page_random (page_random),
  KEY page_len (page_len DESC)
) DEFAULT CHARSET=binary;

CREATE TABLE revision (
  rev_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  rev_page INT UNSIGNED NOT NULL,
  rev_parent INT UNSIGNED NULL,
  rev_actor BIGINT UNSIGNED NOT NULL DEFAULT 0,
  rev_sha1 VARBINARY(32) NOT NULL DEFAULT '',
  rev_minor_edit BIT(1) NOT NULL DEFAULT b'0',
  rev_flags BIT(12) NULL,
  KEY page_actor (rev_page, rev_actor, rev_id),
  CONSTRAINT revision_ibfk_1 FOREIGN KEY (rev_page) REFERENCES page (page_id),
  CONSTRAINT revision_ibfk_2 FOREIGN KEY (rev_parent) REFERENCES revision (rev_id)
) DEFAULT CHARSET=binary;

ALTER TABLE page ADD CONSTRAINT page_ibfk_1 FOREIGN KEY (page_latest) REFERENCES revision (rev_id);

CREATE TABLE pagelinks (
  pl_from INT UNSIGNED NOT NULL DEFAULT 0,
  pl_namespace INT NOT NULL DEFAULT 0,
  pl_title VARBINARY(255) NOT NULL DEFAULT '',
  PRIMARY KEY (pl_from, pl_namespace, pl_title(120)),
  KEY pl_namespace (pl_namespace, pl_title, pl_from)
) DEFAULT CHARSET=binary;

CREATE TABLE text_blob (
  old_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  old_text MEDIUMBLOB NOT NULL,
  old_flags TINYBLOB NOT NULL,
  checksum VARBINARY(8) NOT NULL DEFAULT 0x00FF41
) ENGINE=MyISAM MAX_ROWS=1000000 AVG_ROW_LENGTH=10240 DEFAULT CHARSET=binary;

CREATE TABLE searchindex (
  si_page INT UNSIGNED NOT NULL,
  si_title VARCHAR(255) NOT NULL DEFAULT '',
  si_text MEDIUMTEXT NOT NULL,
  UNIQUE KEY si_page (si_page),
  FULLTEXT KEY si_title (si_title),
  FULLTEXT KEY si_text (si_text)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4;

CREATE TABLE site_stats (
  ss_row_id INT UNSIGNED NOT NULL,
  ss_total_edits BIGINT UNSIGNED DEFAULT NULL,
  ss_good_articles BIGINT UNSIGNED DEFAULT NULL
) DEFAULT CHARSET=binary;
