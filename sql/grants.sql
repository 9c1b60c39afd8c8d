-- A database user of the sidecar's own with the least it needs: reads the shop's tables, writes its own.
-- Replace SHOP (database), PREFIX_ (table prefix) and the password, then start with ONLINECHAT_DATABASE_URL.
CREATE USER 'onlinechat'@'localhost' IDENTIFIED BY 'choose-a-password';
GRANT SELECT ON SHOP.* TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.`PREFIX\_onlinechat\_%` TO 'onlinechat'@'localhost';
-- Offline messages to a contact with "save in customer service".
GRANT INSERT ON SHOP.PREFIX_customer_thread TO 'onlinechat'@'localhost';
GRANT INSERT ON SHOP.PREFIX_customer_message TO 'onlinechat'@'localhost';
-- What becomes of the conversations at an uninstall, chosen on the Configuration page.
GRANT INSERT, UPDATE ON SHOP.PREFIX_configuration TO 'onlinechat'@'localhost';
