-- The history's own view of what is archived: a row for each line of the table, and what each conversation can be found by.

-- Made from the conversations and never the truth: what is missing here is made again when the sidecar starts (sidecar/history/keeping.py).
-- A line of the table: a signed-in customer of a shop, or one conversation of a guest. `name` and `email` are for sorting,
-- cut so that old row formats can index them. Whoever deletes conversations without the sidecar deletes the lines that are left without any.
CREATE TABLE PREFIX_onlinechat_history_person (
  id_person BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  id_shop INT UNSIGNED NOT NULL,
  id_customer INT UNSIGNED NULL,
  guest_conversation BIGINT UNSIGNED NULL,
  customer TINYINT(1) NOT NULL DEFAULT 0,
  name VARCHAR(191) NOT NULL DEFAULT '',
  email VARCHAR(191) NOT NULL DEFAULT '',
  conversations INT UNSIGNED NOT NULL DEFAULT 0,
  last_conversation BIGINT UNSIGNED NOT NULL DEFAULT 0,
  last_message_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id_person),
  UNIQUE KEY customer (id_shop, id_customer),
  UNIQUE KEY guest (guest_conversation),
  KEY newest (id_shop, last_message_at, id_person),
  KEY name (id_shop, customer, name, id_person),
  KEY email (id_shop, customer, email, id_person)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- An archived conversation. Each filter's index is read in the order of the table and holds all other filters, so that no row is fetched to be thrown away.
-- `id_employee` and `stars` are 0 where there are none. `words`: every word once, spelled so that no server finds it too short or too common (sidecar/history/words.py).
CREATE TABLE PREFIX_onlinechat_history_conversation (
  id_conversation BIGINT UNSIGNED NOT NULL,
  id_person BIGINT UNSIGNED NOT NULL,
  id_shop INT UNSIGNED NOT NULL,
  last_message_at DATETIME(3) NOT NULL,
  id_employee INT UNSIGNED NOT NULL DEFAULT 0,
  lang VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'en',
  stars TINYINT UNSIGNED NOT NULL DEFAULT 0,
  customer TINYINT(1) NOT NULL DEFAULT 0,
  words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (id_conversation),
  KEY person (id_person, last_message_at, id_conversation, id_shop, id_employee, lang, stars, customer),
  KEY newest (id_shop, last_message_at, id_person, id_conversation, id_employee, lang, stars, customer),
  KEY operator (id_shop, id_employee, last_message_at, id_person, id_conversation, lang, stars, customer),
  KEY rating (id_shop, stars, last_message_at, id_person, id_conversation, id_employee, lang, customer),
  FULLTEXT KEY words (words)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What an employee may fetch once, within a minute, without a token: a download can't send one. Only a digest of the ticket is kept.
CREATE TABLE PREFIX_onlinechat_ticket (
  ticket CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_employee INT UNSIGNED NOT NULL,
  asked TEXT NOT NULL,
  good_until DATETIME(3) NOT NULL,
  PRIMARY KEY (ticket),
  KEY good_until (good_until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
