/// SHOW CREATE TABLE texts as the servers sent them.
enum RecordedTexts {
    /// MySQL 9.7.4.
    static let mysql = [
        #"""
        CREATE TABLE `dflt` (
          `i` int DEFAULT '5',
          `iu` int unsigned NOT NULL DEFAULT '7',
          `neg` int DEFAULT '-3',
          `f` float DEFAULT '2.5',
          `d` double DEFAULT '10000000000',
          `dec1` decimal(10,2) DEFAULT '1.50',
          `z` int(5) unsigned zerofill DEFAULT '00003',
          `b1` bit(1) DEFAULT b'1',
          `b8` bit(10) DEFAULT b'101',
          `bb` bit(8) DEFAULT b'101',
          `s` varchar(20) DEFAULT '',
          `s2` varchar(50) DEFAULT 'it''s',
          `s3` varchar(50) DEFAULT 'a\\b',
          `s4` varchar(50) DEFAULT 'NULL',
          `s5` varchar(50) DEFAULT 'line\ntwo	tab\r%_',
          `s6` varchar(20) NOT NULL DEFAULT 'x',
          `c` char(3) DEFAULT 'é',
          `e` enum('a,b','it''s','d\\e','nl\nx') DEFAULT 'it''s',
          `st` set('a','b') DEFAULT 'a,b',
          `bi` binary(5) DEFAULT 'abc\0\0',
          `vb` varbinary(20) DEFAULT 'abc',
          `vb2` varbinary(20) DEFAULT 0x00FF41,
          `dt` datetime DEFAULT CURRENT_TIMESTAMP,
          `dt6` datetime(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
          `ts` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
          `tsn` timestamp NULL DEFAULT NULL,
          `ts3` timestamp(3) NULL DEFAULT CURRENT_TIMESTAMP(3),
          `ts0` timestamp NOT NULL DEFAULT '2020-01-01 00:00:00',
          `dd` date DEFAULT '2020-01-02',
          `t` time DEFAULT '10:00:00',
          `t3` time(3) DEFAULT '10:00:00.500',
          `y` year DEFAULT '2020',
          `nn` int NOT NULL,
          `nul` int DEFAULT NULL,
          `tx` text,
          `txn` text NOT NULL,
          `bl` blob,
          `j` json DEFAULT NULL,
          `jn` json NOT NULL,
          `u` varchar(36) DEFAULT (uuid()),
          `ex` int DEFAULT ((1 + 2)),
          `ex2` varchar(40) DEFAULT (concat(_utf8mb4'a',_utf8mb4'b\'c')),
          `txd` text DEFAULT (_utf8mb4'x'),
          `txl` longtext DEFAULT (concat(_utf8mb4'é',_utf8mb4'\\')),
          `jd` json DEFAULT (json_object()),
          `dx` double DEFAULT (pi()),
          `cur` date DEFAULT (curdate()),
          `vbx` varbinary(10) DEFAULT (0xff01),
          `n1` decimal(30,10) DEFAULT '123456789.1234567890',
          `tb` tinyint(1) DEFAULT '1',
          `tf` tinyint(1) NOT NULL DEFAULT '0'
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `gen` (
          `a` int DEFAULT NULL,
          `b` int GENERATED ALWAYS AS (((`a` * 2) + 1)) VIRTUAL,
          `c` varchar(20) GENERATED ALWAYS AS (concat(_utf8mb4'A',`a`,_utf8mb4'it\'s')) STORED,
          `d` int GENERATED ALWAYS AS ((`a` + 1)) STORED COMMENT 'x',
          `e` int GENERATED ALWAYS AS ((`a` + 1)) STORED,
          `f` varchar(10) CHARACTER SET latin1 COLLATE latin1_swedish_ci GENERATED ALWAYS AS (left(`c`,3)) VIRTUAL,
          `g` int GENERATED ALWAYS AS (`a`) VIRTUAL /*!80023 INVISIBLE */,
          UNIQUE KEY `e` (`e`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `chk` (
          `a` int DEFAULT NULL,
          `b` varchar(10) DEFAULT NULL,
          `c` int DEFAULT NULL,
          CONSTRAINT `chk_chk_1` CHECK ((`a` > 0)),
          CONSTRAINT `chk_chk_2` CHECK ((`c` > 3)),
          CONSTRAINT `named` CHECK (((`b` <> _utf8mb4'it\'s') and (`a` < 10))),
          CONSTRAINT `od``d` CHECK ((length(`b`) > 1))
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `child2` (
          `id` int NOT NULL,
          `p` bigint unsigned DEFAULT NULL,
          `q` int DEFAULT NULL,
          `r` varchar(20) DEFAULT NULL,
          `pn` bigint unsigned DEFAULT NULL,
          `px` bigint unsigned DEFAULT NULL,
          PRIMARY KEY (`id`),
          KEY `fk1b` (`p`),
          KEY `fk2b` (`q`,`r`),
          KEY `pn` (`pn`),
          CONSTRAINT `child2_ibfk_1` FOREIGN KEY (`pn`) REFERENCES `parent` (`id`),
          CONSTRAINT `fk1b` FOREIGN KEY (`p`) REFERENCES `parent` (`id`) ON DELETE CASCADE ON UPDATE SET NULL,
          CONSTRAINT `fk2b` FOREIGN KEY (`q`, `r`) REFERENCES `parent` (`a`, `b`) ON DELETE RESTRICT ON UPDATE RESTRICT
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='it''s "quoted" \\ back\nnew line'
        """#,
        #"""
        CREATE TABLE `cs` (
          `a` varchar(10) COLLATE utf8mb4_general_ci DEFAULT NULL,
          `b` varchar(10) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
          `c` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
          `d` varchar(10) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL,
          `e` text CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci,
          `f` enum('a') CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci DEFAULT NULL,
          `g` char(3) CHARACTER SET ascii COLLATE ascii_general_ci DEFAULT NULL,
          `h` set('x') CHARACTER SET binary COLLATE binary DEFAULT NULL,
          `tt` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT NULL,
          `nc` char(4) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
        """#,
        #"""
        CREATE TABLE `cs2` (
          `a` varchar(10) DEFAULT NULL,
          `b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=latin1
        """#,
        #"""
        CREATE TABLE `cs3` (
          `a` varchar(10) COLLATE utf8mb4_unicode_ci DEFAULT NULL,
          `b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
        """#,
        #"""
        CREATE TABLE `idx` (
          `a` int DEFAULT NULL,
          `b` varchar(100) DEFAULT NULL,
          `c` text,
          `d` int NOT NULL,
          `g` point NOT NULL,
          `h` varchar(50) NOT NULL,
          `bl` blob,
          PRIMARY KEY (`d`,`h`(5)) COMMENT 'pk',
          UNIQUE KEY `odd ``name` (`h`),
          UNIQUE KEY `u1` (`b`(10),`a`),
          KEY `k1` (`a`),
          KEY `k2` (`a` DESC,`b`),
          KEY `k3` (`c`(20)) COMMENT 'idx it''s',
          SPATIAL KEY `sp` (`g`),
          KEY `hsh` (`a`),
          KEY `bt` (`d`) USING BTREE,
          KEY `blx` (`bl`(7)),
          KEY `kbs` (`a`),
          FULLTEXT KEY `ft` (`c`),
          FULLTEXT KEY `ft2` (`b`,`c`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `inv` (
          `a` int DEFAULT NULL,
          `b` int DEFAULT '3' /*!80023 INVISIBLE */,
          `c` int NOT NULL DEFAULT '2' /*!80023 INVISIBLE */ COMMENT 'hidden',
          KEY `a` (`a`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `gipk` (
          `my_row_id` bigint unsigned NOT NULL AUTO_INCREMENT /*!80023 INVISIBLE */,
          `a` int DEFAULT NULL,
          PRIMARY KEY (`my_row_id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `my1` (
          `a` int DEFAULT NULL,
          `b` varchar(20) DEFAULT NULL,
          `j` json DEFAULT NULL,
          UNIQUE KEY `f3` ((cast(`b` as char(10) charset utf8mb4))),
          KEY `inv` (`a`) /*!80000 INVISIBLE */,
          KEY `f1` (((`a` + 1))),
          KEY `f2` ((lower(`b`)),`a` DESC),
          KEY `mv` ((cast(json_extract(`j`,_utf8mb4'$[*]') as unsigned array))),
          KEY `f4` ((concat(`b`,_utf8mb4'it\'s')))
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `my13` (
          `a` int DEFAULT NULL,
          `b` int GENERATED ALWAYS AS ((`a` + 1)) STORED NOT NULL,
          `c` varchar(10) GENERATED ALWAYS AS (_utf8mb4'it\'s') VIRTUAL /*!80023 INVISIBLE */ COMMENT 'x',
          `d` int NOT NULL /*!80023 INVISIBLE */,
          PRIMARY KEY (`d`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `my14` (
          `b1` binary(3) DEFAULT 0xFF0041,
          `vb` varbinary(20) DEFAULT 'ab\0',
          `vc` varbinary(20) DEFAULT '',
          `bn` binary(2) NOT NULL DEFAULT 'a\0',
          `bx` bit(12) NOT NULL DEFAULT b'0'
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `my2` (
          `a` int DEFAULT NULL,
          CONSTRAINT `c2` CHECK ((`a` < _utf8mb4'x\'y')),
          CONSTRAINT `my2_chk_1` CHECK ((`a` > 1)) /*!80016 NOT ENFORCED */
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `my3` (
          `p` point NOT NULL /*!80003 SRID 4326 */,
          `g` geometry /*!80003 SRID 0 */ DEFAULT NULL,
          SPATIAL KEY `p` (`p`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `my4` (
          `a` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT NULL,
          `b` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci DEFAULT NULL,
          `c` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci DEFAULT NULL,
          `d` varchar(10) DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `my6` (
          `a` int DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMPRESSION='zlib'
        """#,
        #"""
        CREATE TABLE `opt2` (
          `a` int DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8
        """#,
        #"""
        CREATE TABLE `opt3` (
          `a` int DEFAULT NULL
        ) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci MIN_ROWS=5 MAX_ROWS=100 AVG_ROW_LENGTH=20 PACK_KEYS=1 CHECKSUM=1 DELAY_KEY_WRITE=1
        """#,
        #"""
        CREATE TABLE `opt4` (
          `a` int DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci STATS_PERSISTENT=1 STATS_AUTO_RECALC=0 STATS_SAMPLE_PAGES=10
        """#,
        #"""
        CREATE TABLE `pkh2` (
          `a` int NOT NULL,
          `b` int DEFAULT NULL,
          PRIMARY KEY (`a`) USING BTREE,
          KEY `b` (`b`),
          KEY `x` (`b`) USING BTREE
        ) ENGINE=MEMORY DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='m'
        """#,
        #"""
        CREATE TABLE `sp` (
          `a` geometry NOT NULL,
          `b` point DEFAULT NULL,
          `c` linestring DEFAULT NULL,
          `d` polygon DEFAULT NULL,
          `e` multipoint DEFAULT NULL,
          `f` multilinestring DEFAULT NULL,
          `g` multipolygon DEFAULT NULL,
          `h` geomcollection DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `part1` (
          `a` int NOT NULL,
          PRIMARY KEY (`a`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        /*!50100 PARTITION BY RANGE (`a`)
        (PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,
         PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */
        """#,
        #"""
        CREATE TABLE `cmt` (
          `a` int DEFAULT NULL COMMENT 'it''s\nx \\ y "q" %',
          `b` int DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='plain'
        """#,
        #"""
        CREATE TABLE `ab` (
          `a` int,
          `b` int NOT NULL,
          `t` timestamp NULL DEFAULT NULL,
          `x` text
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `ic` (
          `a` text,
          `b` int DEFAULT NULL,
          KEY `kb` (`b`) COMMENT 'x' /*!80000 INVISIBLE */,
          FULLTEXT KEY `f` (`a`) COMMENT 'ft' /*!80000 INVISIBLE */
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `tg` (
          `a` timestamp NULL DEFAULT NULL,
          `b` timestamp GENERATED ALWAYS AS (`a`) VIRTUAL NULL,
          `c` timestamp(3) GENERATED ALWAYS AS ((`a` + interval 1 day)) STORED NULL,
          `j` longtext,
          `n` int GENERATED ALWAYS AS (length(`j`)) VIRTUAL COMMENT 'g'
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `gd` (
          `a` int DEFAULT NULL,
          `b` varchar(30) DEFAULT NULL,
          `c` int GENERATED ALWAYS AS ((case when `a` then 1 end)) VIRTUAL,
          `d` int GENERATED ALWAYS AS ((`a` in (1,2))) VIRTUAL,
          `e` varchar(30) GENERATED ALWAYS AS ((`b` collate utf8mb4_bin)) VIRTUAL,
          `f` int GENERATED ALWAYS AS (-(`a`)) VIRTUAL,
          `g` int GENERATED ALWAYS AS ((0 = `a`)) VIRTUAL,
          `h` int GENERATED ALWAYS AS ((`a` is null)) VIRTUAL,
          `i` varchar(30) GENERATED ALWAYS AS (cast(`a` as char charset utf8mb4)) VIRTUAL,
          `j` int GENERATED ALWAYS AS (`a`) VIRTUAL,
          `k` int GENERATED ALWAYS AS (`a`) VIRTUAL,
          `l` varchar(10) GENERATED ALWAYS AS (_utf8mb4'x') VIRTUAL,
          `m` int GENERATED ALWAYS AS (5) VIRTUAL,
          `n` int GENERATED ALWAYS AS (((`a` + 1) is null)) VIRTUAL,
          `o` json GENERATED ALWAYS AS (json_object(_utf8mb4'a',`a`)) VIRTUAL,
          `p` int GENERATED ALWAYS AS ((((0 <> `a`) and (0 <> `b`)) or (0 <> `c`))) VIRTUAL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `ai` (
          `a` int NOT NULL,
          `b` bigint unsigned NOT NULL AUTO_INCREMENT,
          UNIQUE KEY `b` (`b`),
          KEY `a` (`a`)
        ) ENGINE=InnoDB AUTO_INCREMENT=77 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `cb` (
          `a` varbinary(3) DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=binary
        """#,
        #"""
        CREATE TABLE `vj` (
          `a` varchar(10) COLLATE utf8mb4_bin DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin
        """#,
        #"""
        CREATE TABLE `o6` (
          `a,b` int DEFAULT NULL,
          `c)` int DEFAULT NULL,
          `d(` int DEFAULT NULL,
          KEY `(` (`a,b`),
          CONSTRAINT `o6_chk_1` CHECK ((`c)` > 1))
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
        """#,
        #"""
        CREATE TABLE `o7` (
          `a` varchar(20) DEFAULT 'x) ENGINE=InnoDB',
          `b` varchar(50) DEFAULT '\n) ENGINE=InnoDB AUTO_INCREMENT=5 ',
          `id` int NOT NULL AUTO_INCREMENT,
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT=') ENGINE=InnoDB AUTO_INCREMENT=3'
        """#,
        #"""
        CREATE TABLE `o18` (
          `a` enum('é','ü') DEFAULT 'é',
          `b` varchar(3) CHARACTER SET ucs2 COLLATE ucs2_general_ci DEFAULT 'é'
        ) ENGINE=InnoDB DEFAULT CHARSET=latin1
        """#,
    ]

    /// MariaDB 11.8.6.
    static let mariadb118 = [
        #"""
        CREATE TABLE `dflt` (
          `i` int(11) DEFAULT 5,
          `iu` int(10) unsigned NOT NULL DEFAULT 7,
          `neg` int(11) DEFAULT -3,
          `f` float DEFAULT 2.5,
          `d` double DEFAULT 10000000000,
          `dec1` decimal(10,2) DEFAULT 1.50,
          `z` int(5) unsigned zerofill DEFAULT 00003,
          `b1` bit(1) DEFAULT b'1',
          `b8` bit(10) DEFAULT b'101',
          `bb` bit(8) DEFAULT b'101',
          `s` varchar(20) DEFAULT '',
          `s2` varchar(50) DEFAULT 'it''s',
          `s3` varchar(50) DEFAULT 'a\\b',
          `s4` varchar(50) DEFAULT 'NULL',
          `s5` varchar(50) DEFAULT 'line\ntwo	tab\r%_',
          `s6` varchar(20) NOT NULL DEFAULT 'x',
          `c` char(3) DEFAULT 'é',
          `e` enum('a,b','it''s','d\\e','nl\nx') DEFAULT 'it''s',
          `st` set('a','b') DEFAULT 'a,b',
          `bi` binary(5) DEFAULT x'6162630000',
          `vb` varbinary(20) DEFAULT x'616263',
          `vb2` varbinary(20) DEFAULT x'00ff41',
          `dt` datetime DEFAULT current_timestamp(),
          `dt6` datetime(6) DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
          `ts` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
          `tsn` timestamp NULL DEFAULT NULL,
          `ts3` timestamp(3) NULL DEFAULT current_timestamp(3),
          `ts0` timestamp NOT NULL DEFAULT '2020-01-01 00:00:00',
          `dd` date DEFAULT '2020-01-02',
          `t` time DEFAULT '10:00:00',
          `t3` time(3) DEFAULT '10:00:00.500',
          `y` year(4) DEFAULT 2020,
          `nn` int(11) NOT NULL,
          `nul` int(11) DEFAULT NULL,
          `tx` text DEFAULT NULL,
          `txn` text NOT NULL,
          `bl` blob DEFAULT NULL,
          `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
          `jn` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`jn`)),
          `u` varchar(36) DEFAULT uuid(),
          `ex` int(11) DEFAULT (1 + 2),
          `ex2` varchar(40) DEFAULT concat('a','b\'c'),
          `txd` text DEFAULT 'x',
          `txl` longtext DEFAULT concat('é','\\'),
          `jd` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT json_object() CHECK (json_valid(`jd`)),
          `dx` double DEFAULT 3.141592653589793,
          `cur` date DEFAULT curdate(),
          `vbx` varbinary(10) DEFAULT x'ff01',
          `n1` decimal(30,10) DEFAULT 123456789.1234567890,
          `tb` tinyint(1) DEFAULT 1,
          `tf` tinyint(1) NOT NULL DEFAULT 0
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `gen` (
          `a` int(11) DEFAULT NULL,
          `b` int(11) GENERATED ALWAYS AS (`a` * 2 + 1) VIRTUAL,
          `c` varchar(20) GENERATED ALWAYS AS (concat('A',`a`,'it\'s')) STORED,
          `d` int(11) GENERATED ALWAYS AS (`a` + 1) STORED COMMENT 'x',
          `e` int(11) GENERATED ALWAYS AS (`a` + 1) STORED,
          `f` varchar(10) CHARACTER SET latin1 COLLATE latin1_swedish_ci GENERATED ALWAYS AS (left(`c`,3)) VIRTUAL,
          `g` int(11) GENERATED ALWAYS AS (`a`) VIRTUAL INVISIBLE,
          UNIQUE KEY `e` (`e`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `chk` (
          `a` int(11) DEFAULT NULL,
          `b` varchar(10) DEFAULT NULL,
          `c` int(11) DEFAULT NULL CHECK (`c` > 3),
          CONSTRAINT `CONSTRAINT_1` CHECK (`a` > 0),
          CONSTRAINT `named` CHECK (`b` <> 'it\'s' and `a` < 10),
          CONSTRAINT `od``d` CHECK (octet_length(`b`) > 1)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `chk2` (
          `a` int(11) DEFAULT NULL COMMENT 'c' CHECK (`a` > 0),
          `b` int(11) NOT NULL DEFAULT 3 CHECK (`b` > 0 and `b` < 10),
          `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_length(`j`) > 2),
          `j2` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j2`)),
          `j3` longtext DEFAULT NULL CHECK (json_valid(`j3`)),
          `j5` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '{}' CHECK (json_valid(`j5`)),
          `j6` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`j6`)),
          CONSTRAINT `low` CHECK (`a` < 100)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `inv` (
          `a` int(11) DEFAULT NULL,
          `b` int(11) DEFAULT 3 INVISIBLE,
          `c` int(11) NOT NULL DEFAULT 2 INVISIBLE COMMENT 'hidden',
          KEY `a` (`a`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `ign` (
          `a` int(11) DEFAULT NULL,
          UNIQUE KEY `u` (`a`) COMMENT 'c' IGNORED,
          KEY `k` (`a`) IGNORED
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `uh` (
          `a` text DEFAULT NULL,
          `b` blob NOT NULL,
          UNIQUE KEY `a` (`a`) USING HASH,
          UNIQUE KEY `ub` (`b`) USING HASH
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `pc` (
          `a` int(11) DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci `page_compressed`=1 `page_compression_level`=6
        """#,
        #"""
        CREATE TABLE `ar2` (
          `a` int(11) DEFAULT NULL
        ) ENGINE=Aria DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci PAGE_CHECKSUM=1 ROW_FORMAT=PAGE TRANSACTIONAL=0
        """#,
        #"""
        CREATE TABLE `m1` (
          `u` uuid DEFAULT uuid(),
          `u2` uuid DEFAULT '6ccd780c-baba-1026-9564-5b8c656024db',
          `i4` inet4 DEFAULT '1.2.3.4',
          `i6` inet6 DEFAULT '::1'
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `jlat` (
          `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j`)),
          `k` varchar(3) DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci
        """#,
        #"""
        CREATE TABLE `ytypes` (
          `y` year(2) DEFAULT NULL,
          `y4` year(4) DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `part1` (
          `a` int(11) NOT NULL,
          PRIMARY KEY (`a`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
         PARTITION BY RANGE (`a`)
        (PARTITION `p0` VALUES LESS THAN (10) ENGINE = InnoDB,
         PARTITION `p1` VALUES LESS THAN MAXVALUE ENGINE = InnoDB)
        """#,
        #"""
        CREATE TABLE `bd` (
          `a` varbinary(20) DEFAULT x'00ff41',
          `b` binary(3) DEFAULT x'616263',
          `c` blob DEFAULT 0xc3a9,
          `d` varbinary(5) DEFAULT x'c3a9',
          `e` varbinary(3) DEFAULT ''
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `df` (
          `a` int(11) DEFAULT (case when 1 then 2 end),
          `b` varchar(99) DEFAULT (cast(1 + 1 as char charset utf8mb4)),
          `c` date DEFAULT (curdate() + interval 1 day),
          `d` int(11) DEFAULT (1 in (1,2)),
          `e` int(11) DEFAULT (1 between 0 and 3),
          `f` int(11) DEFAULT ('a' like 'b'),
          `g` int(11) DEFAULT (!1),
          `h` int(11) DEFAULT (1 is null),
          `i` int(11) DEFAULT (-5 * 3),
          `j` bigint(20) unsigned DEFAULT (~1),
          `k` varchar(30) DEFAULT (ucase('a') collate utf8mb4_bin),
          `l` int(11) DEFAULT extract(year from current_timestamp()),
          `m` varchar(9) DEFAULT trim(leading 'x' from 'xy'),
          `n` varchar(9) DEFAULT substr('abc',2),
          `o` int(11) DEFAULT (7 DIV 2),
          `p` int(11) DEFAULT (7 MOD 2),
          `q` varchar(8) DEFAULT if(1,'a','b'),
          `r` varchar(9) DEFAULT date_format(current_timestamp(),'%Y'),
          `s` int(11) DEFAULT (1 and 1),
          `t` int(11) DEFAULT (1 xor 0),
          `u` varchar(9) DEFAULT (cast('a' as char charset binary)),
          `v` int(11) DEFAULT interval(1,2,3),
          `w` varchar(30) DEFAULT convert('a' using latin1),
          `x` double DEFAULT rand(),
          `y` time DEFAULT curtime(),
          `z` int(11) DEFAULT 1,
          `aa` int(11) DEFAULT (1 | 2),
          `bb` int(11) DEFAULT (1 = 1),
          `cc` int(11) DEFAULT octet_length('a\'b'),
          `dd` bigint(20) DEFAULT unix_timestamp(),
          `ee` varchar(20) DEFAULT char(65),
          `ff` varchar(20) DEFAULT weekday(current_timestamp())
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `gd` (
          `a` int(11) DEFAULT NULL,
          `b` varchar(30) DEFAULT NULL,
          `c` int(11) GENERATED ALWAYS AS (case when `a` then 1 end) VIRTUAL,
          `d` int(11) GENERATED ALWAYS AS (`a` in (1,2)) VIRTUAL,
          `e` varchar(30) GENERATED ALWAYS AS (`b` collate utf8mb4_bin) VIRTUAL,
          `f` int(11) GENERATED ALWAYS AS (-`a`) VIRTUAL,
          `g` int(11) GENERATED ALWAYS AS (`a` = 0) VIRTUAL,
          `h` int(11) GENERATED ALWAYS AS (`a` is null) VIRTUAL,
          `i` varchar(30) GENERATED ALWAYS AS (cast(`a` as char charset utf8mb4)) VIRTUAL,
          `j` int(11) GENERATED ALWAYS AS (`a`) VIRTUAL,
          `k` int(11) GENERATED ALWAYS AS (`a`) VIRTUAL,
          `l` varchar(10) GENERATED ALWAYS AS ('x') VIRTUAL,
          `m` int(11) GENERATED ALWAYS AS (5) VIRTUAL,
          `n` int(11) GENERATED ALWAYS AS (`a` + 1 is null) VIRTUAL,
          `o` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin GENERATED ALWAYS AS (json_object('a',`a`)) VIRTUAL CHECK (json_valid(`o`)),
          `p` int(11) GENERATED ALWAYS AS (`a` <> 0 and `b` <> 0 or `c` <> 0) VIRTUAL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `ic` (
          `a` text DEFAULT NULL,
          `b` int(11) DEFAULT NULL,
          KEY `kb` (`b`) KEY_BLOCK_SIZE=8 COMMENT 'x' IGNORED,
          FULLTEXT KEY `f` (`a`) COMMENT 'ft' IGNORED
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `fk1` (
          `a` int(11) DEFAULT NULL,
          `b` int(11) DEFAULT NULL,
          KEY `FKb` (`b`),
          KEY `a` (`a`),
          CONSTRAINT `FKb` FOREIGN KEY (`b`) REFERENCES `fk0` (`id`) ON DELETE SET NULL,
          CONSTRAINT `fk1_ibfk_1` FOREIGN KEY (`a`) REFERENCES `fk0` (`id`),
          CONSTRAINT `fk1_ibfk_2` FOREIGN KEY (`a`) REFERENCES `to1`.`child2` (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `cb` (
          `a` varbinary(3) DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=binary
        """#,
        #"""
        CREATE TABLE `o6` (
          `a,b` int(11) DEFAULT NULL,
          `c)` int(11) DEFAULT NULL,
          `d(` int(11) DEFAULT NULL,
          KEY `(` (`a,b`),
          CONSTRAINT `CONSTRAINT_1` CHECK (`c)` > 1)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci
        """#,
        #"""
        CREATE TABLE `o7` (
          `a` varchar(20) DEFAULT 'x) ENGINE=InnoDB',
          `b` varchar(50) DEFAULT '\n) ENGINE=InnoDB AUTO_INCREMENT=5 ',
          `id` int(11) NOT NULL AUTO_INCREMENT,
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_uca1400_ai_ci COMMENT=') ENGINE=InnoDB AUTO_INCREMENT=3'
        """#,
    ]

    /// MariaDB 10.11.19.
    static let mariadb1011 = [
        #"""
        CREATE TABLE `inv` (
          `a` int(11) DEFAULT NULL,
          `b` int(11) INVISIBLE DEFAULT 3,
          `c` int(11) NOT NULL INVISIBLE DEFAULT 2 COMMENT 'hidden',
          KEY `a` (`a`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
        """#,
        #"""
        CREATE TABLE `ign` (
          `a` int(11) DEFAULT NULL,
          UNIQUE KEY `u` (`a`) COMMENT 'c' IGNORED,
          KEY `k` (`a`) IGNORED
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
        """#,
        #"""
        CREATE TABLE `pc` (
          `a` int(11) DEFAULT NULL
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci `page_compressed`='1' `page_compression_level`='6'
        """#,
        #"""
        CREATE TABLE `chk2` (
          `a` int(11) DEFAULT NULL COMMENT 'c' CHECK (`a` > 0),
          `b` int(11) NOT NULL DEFAULT 3 CHECK (`b` > 0 and `b` < 10),
          `j` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_length(`j`) > 2),
          `j2` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`j2`)),
          `j3` longtext DEFAULT NULL CHECK (json_valid(`j3`)),
          `j5` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '{}' CHECK (json_valid(`j5`)),
          `j6` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`j6`)),
          CONSTRAINT `low` CHECK (`a` < 100)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
        """#,
        #"""
        CREATE TABLE `defl` (
          `a` int(11) DEFAULT (`a2` + 1),
          `a2` int(11) DEFAULT NULL,
          `b` int(11) DEFAULT -3,
          `c` bigint(20) DEFAULT (1 << 3),
          `d` varchar(10) DEFAULT `b`,
          `e` varchar(20) DEFAULT user(),
          `f` datetime DEFAULT (current_timestamp() + interval 1 day),
          `g` int(11) DEFAULT (case when 1 then 2 else 3 end),
          `h` varchar(10) DEFAULT 'x',
          `i` varchar(10) DEFAULT 'AB',
          `j` varchar(10) DEFAULT 'AB',
          `k` int(11) DEFAULT 65,
          `l` datetime DEFAULT '2020-01-01 00:00:00',
          `m` timestamp NULL DEFAULT '0000-00-00 00:00:00',
          `n` varchar(10) DEFAULT '5',
          `o` int(11) DEFAULT 5,
          `p` int(11) DEFAULT 5,
          `q` varchar(10) DEFAULT 'x',
          `r` date DEFAULT '0000-00-00',
          `s` int(11) DEFAULT 1,
          `t` double DEFAULT 0.0000001,
          `u` decimal(5,2) DEFAULT 3.00,
          `v` time DEFAULT current_timestamp(),
          `w` varchar(30) DEFAULT current_timestamp()
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
        """#,
        #"""
        CREATE TABLE `child2` (
          `id` int(11) NOT NULL,
          `p` bigint(20) unsigned DEFAULT NULL,
          `q` int(11) DEFAULT NULL,
          `r` varchar(20) DEFAULT NULL,
          `pn` bigint(20) unsigned DEFAULT NULL,
          `px` bigint(20) unsigned DEFAULT NULL,
          PRIMARY KEY (`id`),
          KEY `fk1b` (`p`),
          KEY `fk2b` (`q`,`r`),
          KEY `pn` (`pn`),
          CONSTRAINT `child2_ibfk_1` FOREIGN KEY (`pn`) REFERENCES `parent` (`id`) ON DELETE NO ACTION ON UPDATE NO ACTION,
          CONSTRAINT `fk1b` FOREIGN KEY (`p`) REFERENCES `parent` (`id`) ON DELETE CASCADE ON UPDATE SET NULL,
          CONSTRAINT `fk2b` FOREIGN KEY (`q`, `r`) REFERENCES `parent` (`a`, `b`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='it''s "quoted" \\ back\nnew line'
        """#,
        #"""
        CREATE TABLE `idx` (
          `a` int(11) DEFAULT NULL,
          `b` varchar(100) DEFAULT NULL,
          `c` text DEFAULT NULL,
          `d` int(11) NOT NULL,
          `g` point NOT NULL,
          `h` varchar(50) NOT NULL,
          `bl` blob DEFAULT NULL,
          PRIMARY KEY (`d`,`h`(5)) COMMENT 'pk',
          UNIQUE KEY `odd ``name` (`h`),
          UNIQUE KEY `u1` (`b`(10),`a`),
          KEY `k1` (`a`),
          KEY `k2` (`a` DESC,`b`),
          KEY `k3` (`c`(20)) COMMENT 'idx it''s',
          SPATIAL KEY `sp` (`g`),
          KEY `hsh` (`a`) USING HASH,
          KEY `bt` (`d`) USING BTREE,
          KEY `blx` (`bl`(7)),
          KEY `kbs` (`a`) KEY_BLOCK_SIZE=4,
          FULLTEXT KEY `ft` (`c`),
          FULLTEXT KEY `ft2` (`b`,`c`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci
        """#,
    ]
}
