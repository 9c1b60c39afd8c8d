-- What stands beside a conversation: the browser, the pages since the chat was opened, the cart as the shop signed it; and words to find customers by.

-- `trail`: JSON, the newest page first. `cart`: JSON of the last snapshot, taken at `cart_at`; `cart_number` is the last cart that had a number.
-- `watched_until`: some operator looks at this visitor's cart.
ALTER TABLE PREFIX_onlinechat_visitor
  ADD COLUMN user_agent VARCHAR(255) NOT NULL DEFAULT '',
  ADD COLUMN languages VARCHAR(255) NOT NULL DEFAULT '',
  ADD COLUMN referrer VARCHAR(2000) NOT NULL DEFAULT '',
  ADD COLUMN page_product INT UNSIGNED NULL,
  ADD COLUMN page_account TINYINT(1) NOT NULL DEFAULT 0,
  ADD COLUMN trail TEXT NULL,
  ADD COLUMN cart MEDIUMTEXT NULL,
  ADD COLUMN cart_at DATETIME(3) NULL,
  ADD COLUMN cart_number INT UNSIGNED NULL,
  ADD COLUMN watched_until DATETIME(3) NULL,
  ADD KEY watched (watched_until),
  ADD KEY ip_address (ip_address);

-- The shop's own tables have no index on names or phones: the words of both, as they are typed by who looks for somebody.
CREATE TABLE PREFIX_onlinechat_customer_word (
  word VARCHAR(64) NOT NULL,
  id_customer INT UNSIGNED NOT NULL,
  PRIMARY KEY (word, id_customer),
  KEY customer (id_customer)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
