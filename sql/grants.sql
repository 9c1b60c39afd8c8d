-- A database user of the sidecar's own with the least it needs: reads the shop's tables, writes its own.
-- Replace SHOP (database), PREFIX_ (table prefix) and the password, then start with ONLINECHAT_DATABASE_URL.
-- Run it again after an update: patterns are not possible here, and an update may bring tables.
CREATE USER IF NOT EXISTS 'onlinechat'@'localhost' IDENTIFIED BY 'choose-a-password';
GRANT SELECT ON SHOP.* TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_migration TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_visitor TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_conversation TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_message TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_presence TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_operator TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_operator_shop TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_decline TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_setting TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_setting_change TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_offline_message TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_outbox TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_ticket TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_history_conversation TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_history_person TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_deletion TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_canned_reply TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_canned_reply_text TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_offer TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_offer_text TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_picture TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_block TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_filing TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_read_up_to TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.PREFIX_onlinechat_customer_word TO 'onlinechat'@'localhost';
-- Offline messages to a contact with "save in customer service".
GRANT INSERT ON SHOP.PREFIX_customer_thread TO 'onlinechat'@'localhost';
GRANT INSERT ON SHOP.PREFIX_customer_message TO 'onlinechat'@'localhost';
-- What becomes of the conversations at an uninstall, chosen on the Configuration page.
GRANT INSERT, UPDATE ON SHOP.PREFIX_configuration TO 'onlinechat'@'localhost';
