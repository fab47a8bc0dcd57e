CREATE TABLE customers (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'Given out once and never again',
  email VARCHAR(254) NOT NULL,
  password_hash BINARY(32) NOT NULL,
  first_name VARCHAR(80) NOT NULL DEFAULT '',
  last_name VARCHAR(80) NOT NULL DEFAULT '',
  full_name VARCHAR(161) GENERATED ALWAYS AS (CONCAT(first_name, ' ', last_name)) STORED,
  status ENUM('new', 'active', 'on-hold', 'closed') NOT NULL DEFAULT 'new' COMMENT 'Where the account is in its life',
  newsletter TINYINT(1) NOT NULL DEFAULT 0,
  referred_by INT UNSIGNED NULL,
  birthday DATE NULL,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  UNIQUE KEY uq_customers_email (email),
  KEY ix_customers_status (status),
  KEY ix_customers_last_name_first_name (last_name, first_name DESC),
  CONSTRAINT fk_customers_referred_by FOREIGN KEY (referred_by) REFERENCES customers (id) ON DELETE SET NULL
) COMMENT = 'People who have bought something, or might';

CREATE TABLE addresses (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  kind ENUM('billing', 'shipping') NOT NULL,
  street VARCHAR(120) NOT NULL,
  postal_code CHAR(10) NOT NULL,
  city VARCHAR(80) NOT NULL,
  country CHAR(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'DE',
  CONSTRAINT fk_addresses_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
  CONSTRAINT ck_addresses_1 CHECK (country = UPPER(country))
);

CREATE TABLE customer_profiles (
  customer_id INT UNSIGNED NOT NULL PRIMARY KEY,
  bio TEXT NULL,
  avatar MEDIUMBLOB NULL,
  settings JSON NULL,
  CONSTRAINT fk_customer_profiles_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
);

CREATE TABLE categories (
  id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  parent_id SMALLINT UNSIGNED NULL,
  name VARCHAR(60) NOT NULL,
  slug VARCHAR(60) NOT NULL,
  UNIQUE KEY uq_categories_slug (slug),
  CONSTRAINT fk_categories_parent_id FOREIGN KEY (parent_id) REFERENCES categories (id)
);

CREATE TABLE products (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sku VARCHAR(32) NOT NULL,
  name VARCHAR(200) NOT NULL,
  description MEDIUMTEXT NULL,
  price DECIMAL(10, 2) NOT NULL,
  price_with_vat DECIMAL(12, 4) GENERATED ALWAYS AS (price * 1.19) VIRTUAL,
  stock INT NOT NULL DEFAULT 0,
  weight_grams MEDIUMINT UNSIGNED NULL,
  rating FLOAT NULL,
  tags SET('sale', 'new', 'used') NOT NULL DEFAULT '',
  image_url VARCHAR(2048) NULL,
  attributes JSON NULL,
  UNIQUE KEY uq_products_sku (sku),
  FULLTEXT KEY ft_products (name, description),
  KEY name_start (name(20)),
  CONSTRAINT ck_products_1 CHECK (price >= 0),
  CONSTRAINT stock_is_no_debt CHECK (stock >= 0 OR name LIKE '%"preorder"%')
);

CREATE TABLE product_categories (
  product_id BIGINT UNSIGNED NOT NULL,
  category_id SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (product_id, category_id),
  KEY ix_product_categories_category_id (category_id),
  CONSTRAINT fk_product_categories_product_id FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE,
  CONSTRAINT fk_product_categories_category_id FOREIGN KEY (category_id) REFERENCES categories (id) ON DELETE CASCADE
);

CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  billing_address_id INT UNSIGNED NOT NULL,
  shipping_address_id INT UNSIGNED NULL,
  state ENUM('open', 'paid', 'sent', 'returned') NOT NULL DEFAULT 'open',
  total DECIMAL(12, 2) UNSIGNED NOT NULL DEFAULT 0.00,
  placed_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  note VARCHAR(500) NULL DEFAULT 'it''s "urgent"',
  KEY ix_orders_placed_at (placed_at),
  CONSTRAINT fk_orders_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id) ON UPDATE CASCADE,
  CONSTRAINT fk_orders_billing_address_id FOREIGN KEY (billing_address_id) REFERENCES addresses (id),
  CONSTRAINT fk_orders_shipping_address_id FOREIGN KEY (shipping_address_id) REFERENCES addresses (id)
);

CREATE TABLE order_lines (
  order_id BIGINT UNSIGNED NOT NULL,
  line_number SMALLINT UNSIGNED NOT NULL,
  product_id BIGINT UNSIGNED NOT NULL,
  quantity INT UNSIGNED NOT NULL DEFAULT 1,
  unit_price DECIMAL(10, 2) NOT NULL,
  PRIMARY KEY (order_id, line_number),
  CONSTRAINT fk_order_lines_order_id FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
  CONSTRAINT fk_order_lines_product_id FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE shipments (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT UNSIGNED NOT NULL,
  line_number SMALLINT UNSIGNED NOT NULL,
  product_sku VARCHAR(32) NOT NULL,
  tracking_url VARCHAR(500) NULL,
  sent_at TIMESTAMP(3) NULL,
  CONSTRAINT fk_shipments_order_id_line_number FOREIGN KEY (order_id, line_number)
    REFERENCES order_lines (order_id, line_number) ON DELETE CASCADE,
  CONSTRAINT fk_shipments_product_sku FOREIGN KEY (product_sku) REFERENCES products (sku) ON UPDATE CASCADE
);

CREATE TABLE favourites (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  product_id BIGINT UNSIGNED NOT NULL,
  added_on DATE NOT NULL,
  UNIQUE KEY uq_favourites_customer_id_product_id (customer_id, product_id),
  CONSTRAINT fk_favourites_customer_id FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT fk_favourites_product_id FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE coupons (
  code VARCHAR(20) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL PRIMARY KEY,
  percent TINYINT UNSIGNED NOT NULL,
  valid_from DATE NOT NULL,
  valid_until DATE NOT NULL,
  CHECK (percent BETWEEN 1 AND 100),
  CHECK (valid_from <= valid_until)
);

CREATE VIEW open_orders AS
  SELECT o.id, o.placed_at, c.email, COUNT(l.line_number) AS line_count, SUM(l.quantity * l.unit_price) AS value
  FROM orders o JOIN customers c ON c.id = o.customer_id LEFT JOIN order_lines l ON l.order_id = o.id
  WHERE o.state = 'open' GROUP BY o.id, o.placed_at, c.email;

CREATE SQL SECURITY INVOKER VIEW active_customers AS
  SELECT id, email FROM customers WHERE status = 'active' WITH CASCADED CHECK OPTION;

DELIMITER //
CREATE TRIGGER order_lines_after_insert AFTER INSERT ON order_lines FOR EACH ROW
BEGIN
  UPDATE orders SET total = total + NEW.quantity * NEW.unit_price WHERE id = NEW.order_id;
  UPDATE products SET stock = stock - NEW.quantity
  WHERE id = NEW.product_id;
END//

CREATE PROCEDURE close_account(IN account INT UNSIGNED)
  MODIFIES SQL DATA SQL SECURITY INVOKER COMMENT 'Keeps the orders'
BEGIN
  IF account IS NOT NULL THEN
    UPDATE customers SET status = 'closed', email = CONCAT('closed-', id, '@example.org') WHERE id = account;
  END IF;
END//
DELIMITER ;

CREATE FUNCTION gross(net DECIMAL(10, 2)) RETURNS DECIMAL(12, 2) DETERMINISTIC NO SQL RETURN net * 1.19;

CREATE EVENT forget_open_orders ON SCHEDULE EVERY 1 DAY STARTS '2031-01-01 03:00:00' ON COMPLETION PRESERVE DISABLE
  COMMENT 'Nobody comes back after a month' DO DELETE FROM orders WHERE state = 'open' AND placed_at < NOW() - INTERVAL 30 DAY;
