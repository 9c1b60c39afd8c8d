-- What the merchant chose, who changed it, what visitors left while nobody was there, and the mail that is to be sent.

-- Scope: shop 0 and group 0 is all shops, group alone a group of shops; `lang` is empty for what has no language.
CREATE TABLE PREFIX_onlinechat_setting (
  id_shop_group INT UNSIGNED NOT NULL DEFAULT 0,
  id_shop INT UNSIGNED NOT NULL DEFAULT 0,
  name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lang VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  value TEXT NOT NULL,
  PRIMARY KEY (id_shop_group, id_shop, name, lang)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row per saved field; a NULL value means that the scope had, or has, none of its own. Passwords are not written here.
CREATE TABLE PREFIX_onlinechat_setting_change (
  id_change BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  changed_at DATETIME(3) NOT NULL,
  id_employee INT UNSIGNED NOT NULL,
  employee_name VARCHAR(255) NOT NULL DEFAULT '',
  id_shop_group INT UNSIGNED NOT NULL DEFAULT 0,
  id_shop INT UNSIGNED NOT NULL DEFAULT 0,
  name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lang VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  old_value TEXT NULL,
  new_value TEXT NULL,
  PRIMARY KEY (id_change),
  KEY changed_at (changed_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Customer, e-mail and phone stand here and not only in the shop's tables: erasure comes after the customer's row is gone.
CREATE TABLE PREFIX_onlinechat_offline_message (
  id_offline_message BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_shop INT UNSIGNED NOT NULL,
  lang VARCHAR(5) CHARACTER SET ascii NOT NULL DEFAULT 'en',
  vid CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  client_id CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_customer INT UNSIGNED NULL,
  id_guest INT UNSIGNED NULL,
  customer_name VARCHAR(255) NOT NULL DEFAULT '',
  firstname VARCHAR(255) NOT NULL DEFAULT '',
  lastname VARCHAR(255) NOT NULL DEFAULT '',
  email VARCHAR(255) NOT NULL DEFAULT '',
  phone VARCHAR(64) NOT NULL DEFAULT '',
  message TEXT NOT NULL,
  page_url VARCHAR(2000) NOT NULL DEFAULT '',
  page_title VARCHAR(500) NOT NULL DEFAULT '',
  id_contact INT UNSIGNED NULL,
  contact_name VARCHAR(255) NOT NULL DEFAULT '',
  contact_email VARCHAR(255) NOT NULL DEFAULT '',
  id_order INT UNSIGNED NULL,
  order_reference VARCHAR(64) NOT NULL DEFAULT '',
  id_product INT UNSIGNED NULL,
  product_name VARCHAR(255) NOT NULL DEFAULT '',
  consent TEXT NULL,
  ip_address VARCHAR(45) CHARACTER SET ascii NOT NULL DEFAULT '',
  user_agent VARCHAR(255) NOT NULL DEFAULT '',
  suspect TINYINT(1) NOT NULL DEFAULT 0,
  id_customer_thread INT UNSIGNED NULL,
  thread_token VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_offline_message),
  UNIQUE KEY client (vid, client_id),
  KEY listed (id_shop, created_at),
  KEY customer (id_customer)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A mail to be sent: what it is made from, not its text, so that it is addressed by the settings of the moment it goes out.
-- Moments are the caller's, in UTC; `claimed_until` alone is the database's, so that all processes mean the same by it.
-- `reached`: who has it already, where a server takes a mail for some of its recipients only.
CREATE TABLE PREFIX_onlinechat_outbox (
  id_mail BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_shop INT UNSIGNED NOT NULL,
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_subject BIGINT UNSIGNED NOT NULL,
  message_id VARCHAR(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state ENUM('waiting', 'sending', 'retrying', 'sent', 'given_up') NOT NULL DEFAULT 'waiting',
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  created_at DATETIME(3) NOT NULL,
  next_attempt_at DATETIME(3) NOT NULL,
  give_up_at DATETIME(3) NOT NULL,
  claimed_by VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
  claimed_until DATETIME(3) NULL,
  sent_at DATETIME(3) NULL,
  last_error VARCHAR(500) NOT NULL DEFAULT '',
  reached VARCHAR(1500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  PRIMARY KEY (id_mail),
  UNIQUE KEY message_id (message_id),
  UNIQUE KEY subject (kind, id_subject),
  KEY due (state, next_attempt_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
