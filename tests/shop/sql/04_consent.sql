-- The tables of psgdpr 1.4, PrestaShop's own module for privacy: which modules ask for consent, and with what words.
-- They are in the old utf8, as that module makes them.

CREATE TABLE PREFIX_psgdpr_consent (
  id_gdpr_consent int unsigned NOT NULL AUTO_INCREMENT,
  id_module int unsigned NOT NULL,
  active int NOT NULL,
  error int DEFAULT NULL,
  error_message text,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL,
  PRIMARY KEY (id_gdpr_consent, id_module)
) DEFAULT CHARSET = utf8mb3;
CREATE TABLE PREFIX_psgdpr_consent_lang (
  id_gdpr_consent int unsigned NOT NULL AUTO_INCREMENT,
  id_lang int unsigned NOT NULL,
  message text,
  id_shop int unsigned NOT NULL,
  PRIMARY KEY (id_gdpr_consent, id_lang, id_shop)
) DEFAULT CHARSET = utf8mb3;
CREATE TABLE PREFIX_psgdpr_log (
  id_gdpr_log int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_customer int unsigned DEFAULT NULL,
  id_guest int unsigned DEFAULT NULL,
  client_name varchar(250) DEFAULT NULL,
  id_module int unsigned NOT NULL,
  request_type int NOT NULL,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL,
  KEY id_customer (id_customer)
) DEFAULT CHARSET = utf8mb3;
