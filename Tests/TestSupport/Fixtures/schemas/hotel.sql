CREATE TABLE hotels (
  hotel_code CHAR(6) NOT NULL,
  name VARCHAR(120) NOT NULL,
  stars TINYINT UNSIGNED NULL,
  location POINT NOT NULL,
  outline POLYGON NULL,
  opened YEAR NULL,
  check_in_from TIME NOT NULL DEFAULT '15:00:00',
  PRIMARY KEY (hotel_code),
  SPATIAL KEY location (location)
);

CREATE TABLE room_types (
  hotel_code CHAR(6) NOT NULL,
  type_code CHAR(3) NOT NULL,
  description TINYTEXT NULL,
  beds TINYINT NOT NULL DEFAULT 2,
  base_rate DECIMAL(8,2) NOT NULL,
  PRIMARY KEY (hotel_code, type_code),
  CONSTRAINT room_type_of_hotel FOREIGN KEY (hotel_code) REFERENCES hotels (hotel_code) ON UPDATE CASCADE
);

CREATE TABLE rooms (
  hotel_code CHAR(6) NOT NULL,
  number VARCHAR(6) NOT NULL,
  type_code CHAR(3) NULL,
  floor TINYINT NULL,
  is_smoking TINYINT(1) NULL,
  PRIMARY KEY (hotel_code, number),
  KEY by_type (hotel_code, type_code),
  CONSTRAINT room_has_type FOREIGN KEY (hotel_code, type_code) REFERENCES room_types (hotel_code, type_code)
);

CREATE TABLE guests (
  guest_uuid BINARY(16) NOT NULL,
  passport_no VARCHAR(20) NULL,
  given_names VARCHAR(100) CHARACTER SET latin1 NOT NULL,
  family_name VARCHAR(100) NOT NULL,
  loyalty_points INT(8) UNSIGNED ZEROFILL NOT NULL DEFAULT 0,
  PRIMARY KEY (guest_uuid),
  UNIQUE KEY passport (passport_no)
);

CREATE TABLE bookings (
  id INT NOT NULL AUTO_INCREMENT,
  hotel_code CHAR(6) NOT NULL,
  room_number VARCHAR(6) NOT NULL,
  guest_uuid BINARY(16) NOT NULL,
  arrival DATE NOT NULL,
  departure DATE NOT NULL,
  nights INT AS (TO_DAYS(departure) - TO_DAYS(arrival)) VIRTUAL COMMENT 'For the invoice',
  source ENUM('web','phone','walk-in') DEFAULT NULL,
  rate DOUBLE NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  UNIQUE KEY one_arrival (hotel_code, room_number, arrival),
  KEY guest (guest_uuid),
  CONSTRAINT booking_room FOREIGN KEY (hotel_code, room_number) REFERENCES rooms (hotel_code, number)
    ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT booking_guest FOREIGN KEY (guest_uuid) REFERENCES guests (guest_uuid),
  CONSTRAINT departs_later CHECK (departure > arrival)
) AUTO_INCREMENT = 1000;

CREATE TABLE invoices (
  booking_id INT NOT NULL,
  invoice_no VARCHAR(20) NOT NULL,
  pdf LONGBLOB NULL,
  issued_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  PRIMARY KEY (invoice_no),
  UNIQUE KEY one_invoice (booking_id),
  CONSTRAINT invoice_booking FOREIGN KEY (booking_id) REFERENCES bookings (id)
);

DELIMITER $$
CREATE TRIGGER bookings_before_insert BEFORE INSERT ON bookings FOR EACH ROW
BEGIN
  IF NEW.departure <= NEW.arrival THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'A guest stays for one night at least; "day use" is a C:\\thing of its own.';
  END IF;
END$$
CREATE TRIGGER bookings_rate BEFORE INSERT ON bookings FOR EACH ROW FOLLOWS bookings_before_insert
  SET NEW.rate = IF(NEW.rate = 0, 99, NEW.rate)$$
DELIMITER ;
