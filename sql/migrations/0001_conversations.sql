-- The first conversation: who is in it, what was said, who answers, and until when each side counts as there.

CREATE TABLE PREFIX_onlinechat_visitor (
  id_shop INT UNSIGNED NOT NULL,
  vid CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_customer INT UNSIGNED NULL,
  id_guest INT UNSIGNED NULL,
  page_url VARCHAR(2000) NOT NULL DEFAULT '',
  page_title VARCHAR(500) NOT NULL DEFAULT '',
  page_since DATETIME(3) NULL,
  revoked_at DATETIME(3) NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_shop, vid),
  KEY customer (id_shop, id_customer)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE PREFIX_onlinechat_conversation (
  id_conversation BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_shop INT UNSIGNED NOT NULL,
  open_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  state ENUM('waiting', 'ongoing', 'finished', 'archived') NOT NULL,
  vid CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_customer INT UNSIGNED NULL,
  id_guest INT UNSIGNED NULL,
  visitor_name VARCHAR(255) NOT NULL DEFAULT '',
  lang VARCHAR(5) CHARACTER SET ascii NOT NULL DEFAULT 'en',
  id_employee INT UNSIGNED NULL,
  operator_name VARCHAR(255) NOT NULL DEFAULT '',
  last_seq INT UNSIGNED NOT NULL DEFAULT 0,
  seen_by_visitor INT UNSIGNED NOT NULL DEFAULT 0,
  seen_by_operator INT UNSIGNED NOT NULL DEFAULT 0,
  started_at DATETIME(3) NOT NULL,
  waiting_since DATETIME(3) NULL,
  last_message_at DATETIME(3) NOT NULL,
  offered_to INT UNSIGNED NULL,
  offered_by INT UNSIGNED NULL,
  offer_note VARCHAR(500) NOT NULL DEFAULT '',
  offer_until DATETIME(3) NULL,
  PRIMARY KEY (id_conversation),
  UNIQUE KEY open_key (open_key),
  KEY operator (id_employee, state),
  KEY state (state, id_shop),
  KEY visitor (id_shop, vid),
  KEY customer (id_shop, id_customer),
  KEY history (id_shop, state, last_message_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE PREFIX_onlinechat_message (
  id_conversation BIGINT UNSIGNED NOT NULL,
  seq INT UNSIGNED NOT NULL,
  client_id CHAR(26) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  author ENUM('visitor', 'operator', 'system') NOT NULL,
  id_author INT UNSIGNED NULL,
  name VARCHAR(255) NOT NULL DEFAULT '',
  kind ENUM('text', 'offer', 'product', 'link', 'system') NOT NULL DEFAULT 'text',
  body TEXT NOT NULL,
  data TEXT NULL,
  sent_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_conversation, seq),
  UNIQUE KEY client (id_conversation, client_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Apart from the conversation, so that renewing it never waits for a conversation's lock.
CREATE TABLE PREFIX_onlinechat_presence (
  open_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  present_until DATETIME(3) NOT NULL,
  PRIMARY KEY (open_key),
  KEY present_until (present_until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE PREFIX_onlinechat_operator (
  id_employee INT UNSIGNED NOT NULL,
  name VARCHAR(255) NOT NULL,
  online TINYINT(1) NOT NULL DEFAULT 0,
  lease_until DATETIME(3) NOT NULL,
  away TINYINT(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (id_employee),
  KEY online (online, lease_until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE PREFIX_onlinechat_operator_shop (
  id_employee INT UNSIGNED NOT NULL,
  id_shop INT UNSIGNED NOT NULL,
  PRIMARY KEY (id_employee, id_shop)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE PREFIX_onlinechat_decline (
  id_conversation BIGINT UNSIGNED NOT NULL,
  id_employee INT UNSIGNED NOT NULL,
  PRIMARY KEY (id_conversation, id_employee)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
