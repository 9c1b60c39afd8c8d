-- What an operator's day needs besides the messages: how to reach somebody who left, what they thought of the chat, why an operator is offline.

-- E-mail and phone stand here and not only in the shop's tables: erasure may come after the customer's row is gone.
ALTER TABLE PREFIX_onlinechat_conversation
  ADD COLUMN email VARCHAR(255) NOT NULL DEFAULT '',
  ADD COLUMN phone VARCHAR(64) NOT NULL DEFAULT '',
  ADD COLUMN stars TINYINT UNSIGNED NULL,
  ADD COLUMN rating_comment VARCHAR(1000) NOT NULL DEFAULT '',
  ADD COLUMN rated_at DATETIME(3) NULL,
  ADD KEY email (email(64)),
  ADD KEY age (state, last_message_at);

-- The address a browser comes from: to tell those who share one apart, and, later, to block it. Shortened after a while.
ALTER TABLE PREFIX_onlinechat_visitor
  ADD COLUMN ip_address VARCHAR(45) CHARACTER SET ascii NOT NULL DEFAULT '',
  ADD COLUMN seen_at DATETIME(3) NULL,
  ADD KEY seen_at (seen_at);

-- `reason`: why the sidecar switched the operator off; empty when the employee did. `silent_since`: a visitor's wait nobody ended.
ALTER TABLE PREFIX_onlinechat_operator
  ADD COLUMN reason VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN silent_since DATETIME(3) NULL;
UPDATE PREFIX_onlinechat_operator SET reason = 'away' WHERE away = 1;
ALTER TABLE PREFIX_onlinechat_operator DROP COLUMN away;
