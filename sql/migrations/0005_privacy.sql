-- Personal data goes when its time is over, or when somebody asks for it; what went is written down, and nothing of what it said.

-- When, for which cause, by whom, of what kind and how many. `ids` are numbers of rows that are gone; never content, names or addresses.
-- `id_employee` is NULL where no person did it. The module writes it too: `erasure` and `customer_deleted`.
CREATE TABLE PREFIX_onlinechat_deletion (
  id_deletion BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  deleted_at DATETIME(3) NOT NULL,
  cause VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id_employee INT UNSIGNED NULL,
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount INT UNSIGNED NOT NULL,
  ids TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (id_deletion),
  KEY deleted_at (deleted_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- `full_address_since`: the IP address is whole, and since when; NULL once it is shortened.
ALTER TABLE PREFIX_onlinechat_visitor
  ADD COLUMN full_address_since DATETIME(3) NULL,
  ADD KEY full_address (id_shop, full_address_since),
  ADD KEY revoked_at (revoked_at),
  DROP KEY seen_at,
  ADD KEY seen_at (id_shop, seen_at);
UPDATE PREFIX_onlinechat_visitor SET seen_at = created_at WHERE seen_at IS NULL;

ALTER TABLE PREFIX_onlinechat_offline_message
  ADD COLUMN full_address_since DATETIME(3) NULL,
  ADD KEY full_address (id_shop, full_address_since),
  ADD KEY email (email(64)),
  ADD KEY phone (phone);
UPDATE PREFIX_onlinechat_offline_message SET full_address_since = created_at WHERE ip_address <> '';

ALTER TABLE PREFIX_onlinechat_conversation
  ADD KEY phone (phone);

-- Mails that are out, oldest first.
ALTER TABLE PREFIX_onlinechat_outbox
  ADD KEY sent_at (id_shop, sent_at);
