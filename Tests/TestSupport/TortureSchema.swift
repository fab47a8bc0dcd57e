package import SchemaModel

/// CREATE statements that together use every type and attribute of tables.
///
/// The names of the tables tell their topics. Each must be understood on the servers that it is meant for.
package enum TortureSchema {
    package struct Case: Sendable {
        package var table: String
        package var statements: [String]

        init(_ table: String, _ statements: String...) {
            self.table = table
            self.statements = statements
        }
    }

    /// Cases for every server.
    package static let common = [
        Case(
            "parts1",
            "CREATE TABLE parts1 (id int, d date, KEY (id)) PARTITION BY RANGE (year(d)*100+month(d)) "
                + "(PARTITION p0 VALUES LESS THAN (202000+1) COMMENT='x''y', PARTITION `p 1` VALUES LESS THAN (202100), "
                + "PARTITION pm VALUES LESS THAN MAXVALUE)"
        ),
        Case(
            "parts2",
            "CREATE TABLE parts2 (s varchar(10), d datetime) PARTITION BY RANGE COLUMNS (d, s) "
                + "(PARTITION p0 VALUES LESS THAN ('2020-01-01','a'), PARTITION `select` VALUES LESS THAN (maxvalue,maxvalue))"
        ),
        Case(
            "parts3",
            "CREATE TABLE parts3 (id int) PARTITION BY LIST (id) "
                + "(PARTITION p0 VALUES IN (1,2,NULL), PARTITION p1 VALUES IN (3,2+2) MAX_ROWS=10 MIN_ROWS=1)"
        ),
        Case(
            "parts4",
            "CREATE TABLE parts4 (s varchar(5), `i x` int) PARTITION BY LIST COLUMNS (s, `i x`) "
                + "(PARTITION p0 VALUES IN (('a',1),('it''s',2)))"
        ),
        Case(
            "parts5",
            "CREATE TABLE parts5 (id int) PARTITION BY HASH (id+1) PARTITIONS 4"
        ),
        Case(
            "parts6",
            "CREATE TABLE parts6 (id int PRIMARY KEY) PARTITION BY LINEAR KEY () PARTITIONS 3"
        ),
        Case(
            "parts7",
            "CREATE TABLE parts7 (id int PRIMARY KEY) PARTITION BY KEY ALGORITHM=1 (id) PARTITIONS 3"
        ),
        Case(
            "parts8",
            "CREATE TABLE parts8 (id int, d date) PARTITION BY RANGE (to_days(d)) SUBPARTITION BY HASH (id) "
                + "SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN (to_days('2020-01-01')) COMMENT='q')"
        ),
        Case(
            "parts9",
            "CREATE TABLE parts9 (id int, d date) PARTITION BY RANGE (to_days(d)) SUBPARTITION BY KEY (id) "
                + "(PARTITION p0 VALUES LESS THAN (730000) (SUBPARTITION s0 COMMENT='q', SUBPARTITION s1), "
                + "PARTITION p1 VALUES LESS THAN MAXVALUE (SUBPARTITION s2, SUBPARTITION s3))"
        ),
        Case(
            "parts10",
            "CREATE TABLE parts10 (id int) PARTITION BY LINEAR HASH (id) (PARTITION x, PARTITION y COMMENT='yy')"
        ),
        Case(
            "parts11",
            "CREATE TABLE parts11 (id int) PARTITION BY HASH (id)"
        ),
        Case(
            "parts12",
            "CREATE TABLE parts12 (t timestamp) PARTITION BY RANGE (unix_timestamp(t)) "
                + "(PARTITION p0 VALUES LESS THAN (unix_timestamp('2020-01-01 00:00:00')))"
        ),
        Case(
            "parts13",
            "CREATE TABLE parts13 (s varchar(9)) CHARSET=utf8mb4 PARTITION BY LIST COLUMNS (s) "
                + "(PARTITION p0 VALUES IN ('ünï','a'), PARTITION p1 VALUES IN (NULL))"
        ),
        Case(
            "parent",
            """
            CREATE TABLE parent (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, a int NOT NULL,
              b varchar(20) NOT NULL, UNIQUE KEY ab (a, b))
            """,
            "INSERT INTO parent (a, b) VALUES (1, 'x'), (2, 'y')"
        ),
        Case(
            "child",
            """
            CREATE TABLE child (id int PRIMARY KEY, p bigint unsigned, q int, r varchar(20), pn bigint unsigned,
              CONSTRAINT fk1 FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE SET NULL,
              CONSTRAINT fk2 FOREIGN KEY (q, r) REFERENCES parent (a, b) ON DELETE RESTRICT ON UPDATE RESTRICT,
              FOREIGN KEY (pn) REFERENCES parent (id) ON DELETE NO ACTION ON UPDATE NO ACTION,
              CONSTRAINT FK0 FOREIGN KEY (pn) REFERENCES parent (id))
              COMMENT 'it''s "quoted" \\\\ back\nnew line'
            """
        ),
        Case(
            "numbers",
            """
            CREATE TABLE numbers (a int(5), b bigint(3) unsigned, c tinyint(1), d smallint(2), e mediumint unsigned,
              f bit, g float unsigned, h double(10,2) unsigned zerofill, i decimal(10,2) unsigned, j int(5) zerofill,
              k bit(10) DEFAULT b'101', l bit(8) DEFAULT 5, m int DEFAULT 5, n int unsigned NOT NULL DEFAULT 7,
              o int DEFAULT -3, p float DEFAULT 2.5, q double DEFAULT 1e10, r decimal(10,2) DEFAULT 1.5,
              s int(5) zerofill DEFAULT 3, t numeric(30,10) DEFAULT 123456789.123456789, u bool DEFAULT true,
              v bool NOT NULL DEFAULT false, w year DEFAULT 2020, x float(53), y decimal(5,2) NOT NULL DEFAULT -0.5)
            """
        ),
        Case(
            "strings",
            """
            CREATE TABLE strings (a varchar(20) DEFAULT '', b varchar(50) DEFAULT 'it''s',
              c varchar(50) DEFAULT 'a\\\\b',
              d varchar(50) DEFAULT 'NULL', e varchar(50) DEFAULT 'line\ntwo\\ttab\\r\\Z%_',
                f varchar(20) NOT NULL DEFAULT 'x',
              g char(3) DEFAULT 'é', h enum('a,b','it''s','d\\\\e','nl\nx','é') DEFAULT 'it''s',
              i set('a','b') DEFAULT 'a,b', j varchar(9) DEFAULT '5', k varchar(30) DEFAULT 'current_timestamp()',
              l varchar(30) DEFAULT '(1 + 2)', m char, n text, o text NOT NULL, p tinytext, q mediumtext, r longtext,
              s varchar(30) DEFAULT ' padded ', t varchar(30) DEFAULT '😀 "x" `y`')
            """
        ),
        Case(
            "binaries",
            """
            CREATE TABLE binaries (a binary(5) DEFAULT 'abc', b varbinary(20) DEFAULT 'abc',
              c varbinary(20) DEFAULT 0x00ff41,
              d binary(3) DEFAULT 0xff0041, e varbinary(20) DEFAULT 0x616200, f varbinary(5) DEFAULT 'é',
              g varbinary(3) DEFAULT '', h binary(2) NOT NULL DEFAULT 'a', i blob, j tinyblob, k mediumblob NOT NULL,
              l longblob, m binary, n varbinary(200))
            """
        ),
        Case(
            "times",
            """
            CREATE TABLE times (a datetime DEFAULT now(), b datetime(6) DEFAULT now(6) ON UPDATE now(6),
              c timestamp NOT NULL DEFAULT current_timestamp ON UPDATE current_timestamp, d timestamp NULL,
              e timestamp(3) NULL DEFAULT current_timestamp(3), f timestamp NOT NULL DEFAULT '2020-01-01 00:00:00',
              g date DEFAULT '2020-01-02', h time DEFAULT '10:00:00', i time(3) DEFAULT '10:00:00.5', j datetime NULL,
              k timestamp NULL DEFAULT NULL ON UPDATE current_timestamp, l datetime NOT NULL)
            """
        ),
        Case(
            "expressions",
            """
            CREATE TABLE expressions (a varchar(36) DEFAULT (uuid()), b int DEFAULT (1+2),
              c varchar(40) DEFAULT (concat('a','b''c')),
                d longtext DEFAULT (concat('é','\\\\')), e date DEFAULT (curdate()),
              f int DEFAULT (case when 1 then 2 end), g varchar(99) DEFAULT (cast(1+1 as char)),
              h date DEFAULT (curdate() + interval 1 day), i int DEFAULT (1 in (1,2)),
                j int DEFAULT (1 between 0 and 3),
              k int DEFAULT ('a' like 'b'), l int DEFAULT (1 is null), m int DEFAULT (- 5 * 3),
              n bigint unsigned DEFAULT (~1), o varchar(30) DEFAULT (upper('a') collate utf8mb4_bin),
              p int DEFAULT (extract(year from now())), q varchar(9) DEFAULT (trim(leading 'x' from 'xy')),
              r int DEFAULT (7 div 2), s int DEFAULT (1 and 1), t varchar(30) DEFAULT (convert('a' using latin1)),
              u int DEFAULT (1 | 2), v varchar(20) DEFAULT (char(65)), w varbinary(10) DEFAULT (0xff01),
              x text DEFAULT ('x'), y double DEFAULT (pi()))
            """
        ),
        Case(
            "generated_columns",
            """
            CREATE TABLE generated_columns (a int, b int GENERATED ALWAYS AS (a*2+1) VIRTUAL,
              c varchar(20) AS (concat('A',a,'it''s é')) STORED, d int AS (a+1) STORED COMMENT 'x',
              e int AS (a + 1) STORED UNIQUE, f varchar(10) CHARACTER SET latin1 AS (left(c,3)) VIRTUAL,
              g int AS (a) VIRTUAL INVISIBLE, h int AS (case when a then 1 end), i int AS (-a), j int AS (a is null),
              k varchar(30) AS (cast(a as char)), l int AS (5), m varchar(10) AS ('x'), n json AS (json_object('a', a)),
              o timestamp NULL, p timestamp AS (o) VIRTUAL)
            """
        ),
        Case(
            "checks",
            """
            CREATE TABLE checks (a int, b varchar(10), CHECK (a > 0),
              CONSTRAINT named CHECK (b <> 'it''s é' and a < 10),
              CONSTRAINT `od``d` CHECK (length(b) > 1), c int CHECK (c > 3), CHECK (a in (1,2)),
              CHECK (a between 1 and 2), CHECK (b like 'x%'), CHECK (a is not null), CHECK (not (a > 5 and b='q')),
              CHECK (a=1 or a=2), CHECK (b regexp 'x'), CHECK (-a < 3))
            """
        ),
        Case(
            "documents",
            "CREATE TABLE documents (a json, b json NOT NULL, c json DEFAULT (json_object()), d json COMMENT 'x')"
        ),
        Case(
            "invisible_columns",
            """
            CREATE TABLE invisible_columns (a int, b int INVISIBLE DEFAULT 3,
              c int NOT NULL DEFAULT 2 INVISIBLE COMMENT 'x')
            """
        ),
        Case(
            "character_sets",
            """
            CREATE TABLE character_sets (a varchar(10), b varchar(10) CHARACTER SET latin1,
              c varchar(10) COLLATE utf8mb4_bin,
              d varchar(10) CHARACTER SET latin1 COLLATE latin1_bin, e text CHARACTER SET utf8mb4,
              f enum('a') COLLATE utf8mb4_unicode_ci, g char(3) CHARSET ascii, h set('x') CHARACTER SET binary,
              i varchar(10) COLLATE utf8mb4_general_ci, j nchar(4), k varchar(5) BINARY)
              DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
            """
        ),
        Case(
            "latin1_table",
            "CREATE TABLE latin1_table (a varchar(10), b text CHARACTER SET utf8mb4, c json) CHARSET latin1"
        ),
        Case(
            "unicode_table",
            "CREATE TABLE unicode_table (a varchar(10), b text COLLATE utf8mb4_bin) COLLATE utf8mb4_unicode_ci"
        ),
        Case("bin_table", "CREATE TABLE bin_table (a varchar(10), b json, c enum('x')) COLLATE utf8mb4_bin"),
        Case("binary_table", "CREATE TABLE binary_table (a varchar(10), b enum('x'), c int) CHARSET binary"),
        Case(
            "indexes",
            """
            CREATE TABLE indexes (a int, b varchar(100), c text, d int NOT NULL, g point NOT NULL,
              h varchar(50) NOT NULL,
              bl blob, KEY k1 (a), KEY k2 (a DESC, b ASC), UNIQUE KEY u1 (b(10), a), KEY k3 (c(20)) COMMENT 'idx it''s',
              FULLTEXT KEY ft (c), FULLTEXT ft2 (b, c), SPATIAL KEY sp (g), KEY hsh (a) USING HASH,
                KEY bt (d) USING BTREE,
              KEY blx (bl(7)), KEY kbs (a) KEY_BLOCK_SIZE=4, UNIQUE KEY `odd ``name` (h), PRIMARY KEY (d,
                h(5)) COMMENT 'pk')
            """
        ),
        Case(
            "late_unique",
            """
            CREATE TABLE late_unique (a int, b serial, c int, KEY z (a), UNIQUE KEY y (c), KEY x (c,
              a)) AUTO_INCREMENT=77
            """
        ),
        Case(
            "memory_table",
            """
            CREATE TABLE memory_table (a int, b int, PRIMARY KEY (a) USING BTREE, KEY (b),
              KEY x (b) USING BTREE) ENGINE=MEMORY COMMENT='m'
            """
        ),
        Case("memory_hash", "CREATE TABLE memory_hash (a int, PRIMARY KEY (a) USING HASH) ENGINE=MEMORY"),
        Case(
            "shapes",
            """
            CREATE TABLE shapes (a geometry NOT NULL, b point, c linestring, d polygon, e multipoint, f multilinestring,
              g multipolygon, h geometrycollection)
            """
        ),
        Case("compact_rows", "CREATE TABLE compact_rows (a int) ROW_FORMAT=COMPACT"),
        Case("dynamic_rows", "CREATE TABLE dynamic_rows (a int) ROW_FORMAT=DYNAMIC COMMENT='c'"),
        Case(
            "isam_options",
            """
            CREATE TABLE isam_options (a int) ENGINE=MyISAM MAX_ROWS=100 MIN_ROWS=5 AVG_ROW_LENGTH=20 CHECKSUM=1
              DELAY_KEY_WRITE=1 PACK_KEYS=1 ROW_FORMAT=FIXED COMMENT 'c'
            """
        ),
        Case(
            "statistics_options",
            "CREATE TABLE statistics_options (a int) STATS_PERSISTENT=1 STATS_AUTO_RECALC=0 STATS_SAMPLE_PAGES=10"
        ),
        Case(
            "we`ird \"t; é",
            "CREATE TABLE `we``ird \"t; é` (`col ``x` int COMMENT 'c', `select` int, `é` int, KEY `é` (`é`))"
        ),
        Case("MixedCase", "CREATE TABLE MixedCase (`UPPER` int, `Mixed` varchar(3) DEFAULT 'Q', KEY `IX` (`UPPER`))"),
        Case(
            "comments",
            """
            CREATE TABLE comments (a int COMMENT 'it''s\\nx \\\\ y "q" %',
              b int COMMENT '') COMMENT='AUTO_INCREMENT=5'
            """
        ),
    ]

    package static let mariadb = [
        Case(
            "addresses",
            """
            CREATE TABLE addresses (a uuid DEFAULT uuid(), b uuid DEFAULT '6ccd780c-baba-1026-9564-5b8c656024db',
              c inet4 DEFAULT '1.2.3.4', d inet6 DEFAULT '::1')
            """
        ),
        Case(
            "ignored_indexes",
            """
            CREATE TABLE ignored_indexes (a int, c text, KEY k (a) IGNORED, UNIQUE KEY u (a) COMMENT 'c' IGNORED,
              FULLTEXT KEY f (c) COMMENT 'f')
            """
        ),
        Case(
            "long_unique",
            "CREATE TABLE long_unique (a text, b blob NOT NULL, UNIQUE KEY (a), UNIQUE KEY ub (b) USING HASH)"
        ),
        Case(
            "compressed_pages",
            """
            CREATE TABLE compressed_pages (a int) PAGE_COMPRESSED=1 PAGE_COMPRESSION_LEVEL=6 COMMENT='c' STATS_PERSISTENT=1
            """
        ),
        Case("aria", "CREATE TABLE aria (a int) ENGINE=Aria TRANSACTIONAL=0 PAGE_CHECKSUM=1 ROW_FORMAT=PAGE"),
        Case("year2", "CREATE TABLE year2 (y year(2))"),
        Case(
            "column_checks",
            """
            CREATE TABLE column_checks (a int COMMENT 'c' CHECK (a>0), b int NOT NULL DEFAULT 3 CHECK (b > 0 and b<10),
              c json CHECK (json_length(c) > 2), d json CHECK (json_valid(d)), e longtext CHECK (json_valid(e)),
              f longtext COLLATE utf8mb4_bin CHECK (json_valid(f)), g json DEFAULT '{}', h json NOT NULL,
              i longtext CHARSET utf8mb3 COLLATE utf8mb3_bin CHECK (json_valid(i)), `j``k` json,
                CONSTRAINT low CHECK (a < 100))
            """
        ),
        Case(
            "mariadb_defaults",
            """
            CREATE TABLE mariadb_defaults (a int DEFAULT (a2 + 1), a2 int, b int DEFAULT (-(3)),
              c bigint DEFAULT (1 << 3),
              d varchar(10) DEFAULT (b), e varchar(20) DEFAULT (user()), f blob DEFAULT 0xc3a9,
                h varchar(10) DEFAULT _latin1'x',
              i varchar(10) DEFAULT x'4142', k int DEFAULT 0x41, l datetime DEFAULT 20200101, n varchar(10) DEFAULT 5,
              t double DEFAULT 1.0e-7, v time DEFAULT now(), w varchar(30) DEFAULT now(), x text DEFAULT 'it''s')
            """
        ),
        Case(
            "versioned",
            "CREATE TABLE versioned (a int PRIMARY KEY, b int WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING"
        ),
        Case(
            "explicit_versions",
            """
            CREATE TABLE explicit_versions (id int, s timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE,
              e timestamp(6) GENERATED ALWAYS AS ROW END, a date, b date, UNIQUE KEY u (id, p WITHOUT OVERLAPS), KEY (a),
              PERIOD FOR SYSTEM_TIME (s, e), PERIOD FOR p (a, b), CONSTRAINT c CHECK (id > 1))
              WITH SYSTEM VERSIONING COMMENT 'x' PARTITION BY SYSTEM_TIME LIMIT 3 PARTITIONS 2
            """
        ),
        Case(
            "transaction_versions",
            """
            CREATE TABLE transaction_versions (id int PRIMARY KEY, s bigint unsigned GENERATED ALWAYS AS ROW START,
              e bigint unsigned GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING
              ENGINE=InnoDB
            """
        ),
        Case(
            "history",
            """
            CREATE TABLE history (id int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME INTERVAL 1 MONTH
              STARTS '2020-01-01' AUTO PARTITIONS 3
            """
        ),
        Case(
            "named_history",
            """
            CREATE TABLE named_history (id int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 5
              (PARTITION p0 HISTORY, PARTITION p1 HISTORY COMMENT 'x', PARTITION pn CURRENT)
            """
        ),
        Case(
            "list_default",
            "CREATE TABLE list_default (id int) PARTITION BY LIST (id) (PARTITION p0 VALUES IN (1), PARTITION p1 DEFAULT)"
        ),
        Case(
            "periods",
            """
            CREATE TABLE periods (a int, s date, e date, PERIOD FOR p (s, e), PRIMARY KEY (a, p WITHOUT OVERLAPS))
            """
        ),
        Case(
            "compressed_column",
            """
            CREATE TABLE compressed_column (a text COMPRESSED, b varchar(99) COMPRESSED CHARACTER SET latin1 COLLATE latin1_bin
              NOT NULL DEFAULT 'x' COMMENT 'c', c blob COMPRESSED)
            """
        ),
    ]

    package static let mysql = [
        Case(
            "functional_indexes",
            """
            CREATE TABLE functional_indexes (a int, b varchar(20), j json, KEY f1 ((a+1)), KEY f2 ((lower(b)), a DESC),
              UNIQUE KEY f3 ((cast(b as char(10)))), KEY inv (a) INVISIBLE,
                KEY mv ((cast(j->'$[*]' as unsigned array))),
              KEY f4 ((concat(b,'it''s'))))
            """
        ),
        Case("unenforced", "CREATE TABLE unenforced (a int, CHECK (a>1) NOT ENFORCED, CONSTRAINT c2 CHECK (a<'x''y'))"),
        Case("srid", "CREATE TABLE srid (p point NOT NULL SRID 4326, g geometry SRID 0, SPATIAL KEY (p))"),
        Case("compressed_table", "CREATE TABLE compressed_table (a int) COMPRESSION='zlib' COMMENT='c'"),
        Case(
            "ngram",
            """
            CREATE TABLE ngram (a text, FULLTEXT KEY ng (a) WITH PARSER ngram,
              FULLTEXT KEY ng2 (a) WITH PARSER ngram COMMENT 'x' INVISIBLE)
            """
        ),
        Case(
            "dropped_default",
            "CREATE TABLE dropped_default (a int, b int)",
            "ALTER TABLE dropped_default ALTER a DROP DEFAULT"
        ),
        Case(
            "explicit_charset",
            """
            CREATE TABLE explicit_charset (a varchar(10) CHARSET utf8mb4,
              b varchar(10) COLLATE utf8mb4_0900_ai_ci, c text) COLLATE utf8mb4_0900_ai_ci
            """
        ),
        Case(
            "stored_not_null",
            """
            CREATE TABLE stored_not_null (a int NOT NULL, b int AS (a+1) STORED NOT NULL,
              c varchar(10) AS ('it''s') VIRTUAL INVISIBLE COMMENT 'x', d int PRIMARY KEY INVISIBLE)
            """
        ),
        Case("vectors", "CREATE TABLE vectors (v vector(3), v2 vector)"),
        Case(
            "column_storage",
            "CREATE TABLE column_storage (a int NOT NULL STORAGE DISK COLUMN_FORMAT FIXED DEFAULT 4, b text COLUMN_FORMAT DYNAMIC)"
        ),
        Case(
            "autoextend",
            "CREATE TABLE autoextend (a int AUTO_INCREMENT PRIMARY KEY) AUTOEXTEND_SIZE=4M AUTO_INCREMENT=7"
        ),
        Case(
            "tablespace",
            "CREATE TABLE tablespace (a int) TABLESPACE innodb_file_per_table STATS_PERSISTENT=1"
        ),
    ]

    /// MariaDB 11.7 and later.
    package static let vectorIndexes = [
        Case("vector1", "CREATE TABLE vector1 (id int PRIMARY KEY, v vector(3) NOT NULL, VECTOR KEY k (v))"),
        Case(
            "vector2",
            """
            CREATE TABLE vector2 (id int PRIMARY KEY, v vector(3) NOT NULL, VECTOR KEY k (v) M=8 DISTANCE=cosine COMMENT 'c')
            """
        ),
    ]

    package static func cases(for profile: ServerProfile) -> [Case] {
        common
            + (profile.flavor == .mariadb
                ? mariadb + (profile.version >= ServerProfile.Version(11, 7) ? vectorIndexes : [])
                : mysql.filter { $0.table != "vectors" || profile.version.major >= 9 })
    }
}
