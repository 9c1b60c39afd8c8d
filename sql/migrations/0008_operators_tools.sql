-- The operator's tools: replies and offers kept ready, visitors who are blocked, conversations filed in the shop's customer service.

-- `id_shop` 0: of all shops. `id_employee`: whose it is alone; 0 for one that is everybody's.
CREATE TABLE PREFIX_onlinechat_canned_reply (
  id_canned_reply INT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_shop INT UNSIGNED NOT NULL DEFAULT 0,
  id_employee INT UNSIGNED NOT NULL DEFAULT 0,
  shortcut VARCHAR(32) NOT NULL,
  title VARCHAR(100) NOT NULL,
  group_name VARCHAR(64) NOT NULL DEFAULT '',
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_canned_reply),
  UNIQUE KEY shortcut (shortcut, id_employee, id_shop)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE PREFIX_onlinechat_canned_reply_text (
  id_canned_reply INT UNSIGNED NOT NULL,
  lang VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (id_canned_reply, lang)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The picture is one of ours (`picture`) or the shop's own of a product (`id_product`, `picture_url`). Moments are UTC.
CREATE TABLE PREFIX_onlinechat_offer (
  id_offer INT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_shop INT UNSIGNED NOT NULL DEFAULT 0,
  picture VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  id_product INT UNSIGNED NULL,
  picture_url VARCHAR(500) NOT NULL DEFAULT '',
  starts_at DATETIME(3) NULL,
  ends_at DATETIME(3) NULL,
  id_cart_rule INT UNSIGNED NULL,
  code VARCHAR(254) NOT NULL DEFAULT '',
  sent INT UNSIGNED NOT NULL DEFAULT 0,
  clicked INT UNSIGNED NOT NULL DEFAULT 0,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_offer)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE PREFIX_onlinechat_offer_text (
  id_offer INT UNSIGNED NOT NULL,
  lang VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  title VARCHAR(120) NOT NULL,
  text VARCHAR(500) NOT NULL DEFAULT '',
  link VARCHAR(1000) NOT NULL DEFAULT '',
  PRIMARY KEY (id_offer, lang)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Named by what is in it, so that it may be kept for good; in the database, where every process finds it.
CREATE TABLE PREFIX_onlinechat_picture (
  name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body MEDIUMBLOB NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- `until` NULL: for good. The address is empty where it would meet others than the visitor alone.
CREATE TABLE PREFIX_onlinechat_block (
  id_block INT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_shop INT UNSIGNED NOT NULL,
  vid CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_customer INT UNSIGNED NULL,
  id_guest INT UNSIGNED NULL,
  ip_address VARCHAR(45) CHARACTER SET ascii NOT NULL DEFAULT '',
  visitor_name VARCHAR(255) NOT NULL DEFAULT '',
  id_conversation BIGINT UNSIGNED NOT NULL,
  reason VARCHAR(255) NOT NULL,
  id_employee INT UNSIGNED NOT NULL,
  employee_name VARCHAR(255) NOT NULL DEFAULT '',
  created_at DATETIME(3) NOT NULL,
  until DATETIME(3) NULL,
  PRIMARY KEY (id_block),
  KEY vid (id_shop, vid),
  KEY customer (id_shop, id_customer),
  KEY address (id_shop, ip_address)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A conversation on its way into customer service, or there. The thread's token is ours from the start: by it the thread is found again.
CREATE TABLE PREFIX_onlinechat_filing (
  id_filing INT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_conversation BIGINT UNSIGNED NOT NULL,
  id_shop INT UNSIGNED NOT NULL,
  token VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_customer_thread INT UNSIGNED NULL,
  id_employee INT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_filing),
  UNIQUE KEY conversation (id_conversation),
  KEY thread (id_customer_thread)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
ALTER TABLE PREFIX_onlinechat_offline_message ADD KEY thread (id_customer_thread);

-- How far a table of the shop's has been read; its numbers only grow.
CREATE TABLE PREFIX_onlinechat_read_up_to (
  name VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
