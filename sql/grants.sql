-- A database user of the sidecar's own with the least it needs: reads the shop's tables, writes only its own.
-- Replace SHOP (database), PREFIX_ (table prefix) and the password, then start with ONLINECHAT_DATABASE_URL.
CREATE USER 'onlinechat'@'localhost' IDENTIFIED BY 'choose-a-password';
GRANT SELECT ON SHOP.* TO 'onlinechat'@'localhost';
GRANT CREATE, ALTER, INDEX, INSERT, UPDATE, DELETE ON SHOP.`PREFIX\_onlinechat\_%` TO 'onlinechat'@'localhost';
