CREATE TABLE `order` (
  `group` INT NOT NULL,
  `class` VARCHAR(10) NOT NULL DEFAULT 'x',
  `self` INT NULL,
  `init` INT NULL,
  `Type` INT NULL,
  `default` INT NULL,
  `in` INT NULL,
  PRIMARY KEY (`group`)
);

CREATE TABLE `orders` (id INT NOT NULL PRIMARY KEY, `order` INT NULL, CONSTRAINT `the order` FOREIGN KEY (`order`) REFERENCES `order` (`group`));

CREATE TABLE `2nd table` (`1st column` INT NOT NULL PRIMARY KEY, `with space` VARCHAR(5), `with-dash` INT, `with.dot` INT, `we``ird "quoted"` INT);

CREATE TABLE `größen` (`größe` INT NOT NULL PRIMARY KEY, `naïve` VARCHAR(3) DEFAULT 'é', `名前` VARCHAR(9) COMMENT '名前 und so', `★` INT);

CREATE TABLE `!!!` (`???` INT NOT NULL, `***` INT NOT NULL, KEY `%` (`***`));

CREATE TABLE `a.b` (`c.d` INT NOT NULL PRIMARY KEY);
CREATE TABLE uses_point (id INT NOT NULL PRIMARY KEY, ref INT NULL, ref2 INT NULL, FOREIGN KEY (ref, ref2) REFERENCES pairs (a, b));
CREATE TABLE pairs (a INT NOT NULL, b INT NOT NULL, KEY (a), UNIQUE KEY both_of_them (a, b));

CREATE TABLE camelCase (firstName VARCHAR(9), HTMLPage INT, userID INT, user_url_id INT, user_ids INT, UPPER_CASE INT, x2y INT, address_2 INT, _hidden INT, trailing_ INT, `dou__ble` INT);

CREATE TABLE same_names (user_id INT, userId INT, `user id` INT, `user-ID2` INT);

CREATE TABLE `event` (id INT NOT NULL PRIMARY KEY);
CREATE TABLE `columns` (id INT NOT NULL PRIMARY KEY, `columns` INT, `table` INT, `primary_key` INT);
CREATE TABLE `string` (id INT NOT NULL PRIMARY KEY, `data` BLOB, `date` DATE, uuid BINARY(16), `index` ENUM('a', 'A1', 'b c', 'b_c', 'ü', '+', 'it''s', 'back\\slash', 'none', 'some', 'case', 'allCases') NULL DEFAULT 'it''s');
CREATE TABLE `schemas` (id INT NOT NULL PRIMARY KEY);
CREATE TABLE tasks (id INT NOT NULL PRIMARY KEY, owner INT NULL, FOREIGN KEY (owner) REFERENCES tasks (id));

CREATE TABLE circle_a (id INT NOT NULL PRIMARY KEY, b_id INT NULL);
CREATE TABLE circle_b (id INT NOT NULL PRIMARY KEY, a_id INT NULL, CONSTRAINT b_to_a FOREIGN KEY (a_id) REFERENCES circle_a (id));
ALTER TABLE circle_a ADD CONSTRAINT a_to_b FOREIGN KEY (b_id) REFERENCES circle_b (id) ON DELETE CASCADE;

CREATE TABLE twice (id INT NOT NULL PRIMARY KEY, a INT NULL, CONSTRAINT one FOREIGN KEY (a) REFERENCES circle_a (id), CONSTRAINT two FOREIGN KEY (a) REFERENCES circle_a (id));
CREATE TABLE enum_key (kind ENUM('x', 'y') NOT NULL PRIMARY KEY);
CREATE TABLE enum_child (id INT NOT NULL PRIMARY KEY, kind ENUM('x', 'y') NULL, CONSTRAINT enum_to_enum FOREIGN KEY (kind) REFERENCES enum_key (kind));
CREATE TABLE no_key (a INT, b INT, CONSTRAINT a_long_name_that_says_in_so_many_words_what_the_check_is_for_ CHECK (a > 0 AND b > 0 AND a + b < 1000000 AND a * b <> 42 AND a <> 17 AND b <> 17 AND a - b <> 99 AND a % 7 <> 3 AND b % 5 <> 2));
CREATE TABLE key_orders (a INT NOT NULL, b INT NOT NULL, c INT NOT NULL, PRIMARY KEY (c, a), UNIQUE KEY (b), UNIQUE KEY b_again (b), KEY b_plain (b), KEY (a));
CREATE TABLE commented_key (a VARCHAR(40) NOT NULL, PRIMARY KEY (a) COMMENT 'the key');
CREATE TABLE key_orders_child (id INT NOT NULL PRIMARY KEY, c INT NULL, a INT NULL, at VARCHAR(40) NULL, CONSTRAINT to_key FOREIGN KEY (c, a) REFERENCES key_orders (c, a), CONSTRAINT to_commented FOREIGN KEY (at) REFERENCES commented_key (a));

CREATE VIEW `odd view` (`a b`, c) AS SELECT `with space`, '"""\\n' FROM `2nd table`;
