-- Customers and visitors, and what a conversation with customer service leaves behind (PrestaShop 8.2).

CREATE TABLE PREFIX_customer (
  id_customer int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_shop_group int unsigned NOT NULL DEFAULT 1,
  id_shop int unsigned NOT NULL DEFAULT 1,
  id_gender int unsigned NOT NULL,
  id_default_group int unsigned NOT NULL DEFAULT 1,
  id_lang int unsigned DEFAULT NULL,
  id_risk int unsigned NOT NULL DEFAULT 1,
  company varchar(255) DEFAULT NULL,
  siret varchar(14) DEFAULT NULL,
  ape varchar(6) DEFAULT NULL,
  firstname varchar(255) NOT NULL,
  lastname varchar(255) NOT NULL,
  email varchar(255) NOT NULL,
  passwd varchar(255) NOT NULL,
  last_passwd_gen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  birthday date DEFAULT NULL,
  newsletter tinyint unsigned NOT NULL DEFAULT 0,
  ip_registration_newsletter varchar(15) DEFAULT NULL,
  newsletter_date_add datetime DEFAULT NULL,
  optin tinyint unsigned NOT NULL DEFAULT 0,
  website varchar(128) DEFAULT NULL,
  outstanding_allow_amount decimal(20,6) NOT NULL DEFAULT 0,
  show_public_prices tinyint unsigned NOT NULL DEFAULT 0,
  max_payment_days int unsigned NOT NULL DEFAULT 60,
  secure_key varchar(32) NOT NULL DEFAULT '-1',
  note mediumtext,
  active tinyint unsigned NOT NULL DEFAULT 0,
  is_guest tinyint(1) NOT NULL DEFAULT 0,
  deleted tinyint(1) NOT NULL DEFAULT 0,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL,
  reset_password_token varchar(40) DEFAULT NULL,
  reset_password_validity datetime DEFAULT NULL,
  KEY customer_email (email), KEY customer_login (email, passwd), KEY id_customer_passwd (id_customer, passwd),
  KEY id_gender (id_gender), KEY id_shop_group (id_shop_group), KEY id_shop (id_shop, date_add)
);
CREATE TABLE PREFIX_customer_group (
  id_customer int unsigned NOT NULL,
  id_group int unsigned NOT NULL,
  PRIMARY KEY (id_customer, id_group), KEY customer_login (id_group)
);
CREATE TABLE PREFIX_customer_session (
  id_customer_session int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_customer int unsigned DEFAULT NULL,
  token varchar(40) DEFAULT NULL,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL
);
CREATE TABLE PREFIX_group (
  id_group int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  reduction decimal(5,2) NOT NULL DEFAULT 0,
  price_display_method tinyint NOT NULL DEFAULT 0,
  show_prices tinyint unsigned NOT NULL DEFAULT 1,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL
);
CREATE TABLE PREFIX_group_lang (
  id_group int unsigned NOT NULL,
  id_lang int unsigned NOT NULL,
  name varchar(32) NOT NULL,
  PRIMARY KEY (id_group, id_lang)
);
CREATE TABLE PREFIX_group_shop (
  id_group int unsigned NOT NULL,
  id_shop int unsigned NOT NULL,
  PRIMARY KEY (id_group, id_shop), KEY id_shop (id_shop)
);
CREATE TABLE PREFIX_gender (
  id_gender int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  type tinyint(1) NOT NULL
);
CREATE TABLE PREFIX_gender_lang (
  id_gender int unsigned NOT NULL,
  id_lang int unsigned NOT NULL,
  name varchar(20) NOT NULL,
  PRIMARY KEY (id_gender, id_lang)
);
CREATE TABLE PREFIX_risk (
  id_risk int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  percent tinyint NOT NULL,
  color varchar(32) DEFAULT NULL
);
CREATE TABLE PREFIX_risk_lang (
  id_risk int unsigned NOT NULL,
  id_lang int unsigned NOT NULL,
  name varchar(20) NOT NULL,
  PRIMARY KEY (id_risk, id_lang)
);

CREATE TABLE PREFIX_guest (
  id_guest int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_operating_system int unsigned DEFAULT NULL,
  id_web_browser int unsigned DEFAULT NULL,
  id_customer int unsigned DEFAULT NULL,
  javascript tinyint(1) DEFAULT 0,
  screen_resolution_x smallint unsigned DEFAULT NULL,
  screen_resolution_y smallint unsigned DEFAULT NULL,
  screen_color tinyint unsigned DEFAULT NULL,
  sun_java tinyint(1) DEFAULT NULL,
  adobe_flash tinyint(1) DEFAULT NULL,
  adobe_director tinyint(1) DEFAULT NULL,
  apple_quicktime tinyint(1) DEFAULT NULL,
  real_player tinyint(1) DEFAULT NULL,
  windows_media tinyint(1) DEFAULT NULL,
  accept_language varchar(8) DEFAULT NULL,
  mobile_theme tinyint(1) NOT NULL DEFAULT 0,
  KEY id_customer (id_customer), KEY id_operating_system (id_operating_system), KEY id_web_browser (id_web_browser)
);
CREATE TABLE PREFIX_connections (
  id_connections int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_shop_group int unsigned NOT NULL DEFAULT 1,
  id_shop int unsigned NOT NULL DEFAULT 1,
  id_guest int unsigned NOT NULL,
  id_page int unsigned NOT NULL,
  ip_address bigint DEFAULT NULL,
  date_add datetime NOT NULL,
  http_referer varchar(255) DEFAULT NULL,
  KEY id_guest (id_guest), KEY date_add (date_add), KEY id_page (id_page)
);
CREATE TABLE PREFIX_connections_source (
  id_connections_source int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_connections int unsigned NOT NULL,
  http_referer varchar(255) DEFAULT NULL,
  request_uri varchar(255) DEFAULT NULL,
  keywords varchar(255) DEFAULT NULL,
  date_add datetime NOT NULL,
  KEY connections (id_connections), KEY orderby (date_add), KEY http_referer (http_referer),
  KEY request_uri (request_uri)
);

CREATE TABLE PREFIX_address (
  id_address int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_country int unsigned NOT NULL,
  id_state int unsigned DEFAULT NULL,
  id_customer int unsigned NOT NULL DEFAULT 0,
  id_manufacturer int unsigned NOT NULL DEFAULT 0,
  id_supplier int unsigned NOT NULL DEFAULT 0,
  id_warehouse int unsigned NOT NULL DEFAULT 0,
  alias varchar(32) NOT NULL,
  company varchar(255) DEFAULT NULL,
  lastname varchar(255) NOT NULL,
  firstname varchar(255) NOT NULL,
  address1 varchar(128) NOT NULL,
  address2 varchar(128) DEFAULT NULL,
  postcode varchar(12) DEFAULT NULL,
  city varchar(64) NOT NULL,
  other mediumtext,
  phone varchar(32) DEFAULT NULL,
  phone_mobile varchar(32) DEFAULT NULL,
  vat_number varchar(32) DEFAULT NULL,
  dni varchar(16) DEFAULT NULL,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL,
  active tinyint unsigned NOT NULL DEFAULT 1,
  deleted tinyint unsigned NOT NULL DEFAULT 0,
  KEY address_customer (id_customer), KEY id_country (id_country), KEY id_state (id_state),
  KEY id_manufacturer (id_manufacturer), KEY id_supplier (id_supplier), KEY id_warehouse (id_warehouse)
);
CREATE TABLE PREFIX_country (
  id_country int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_zone int unsigned NOT NULL,
  id_currency int unsigned NOT NULL DEFAULT 0,
  iso_code varchar(3) NOT NULL,
  call_prefix int NOT NULL DEFAULT 0,
  active tinyint unsigned NOT NULL DEFAULT 0,
  contains_states tinyint(1) NOT NULL DEFAULT 0,
  need_identification_number tinyint(1) NOT NULL DEFAULT 0,
  need_zip_code tinyint(1) NOT NULL DEFAULT 1,
  zip_code_format varchar(12) NOT NULL DEFAULT '',
  display_tax_label tinyint(1) NOT NULL,
  KEY country_iso_code (iso_code), KEY country_ (id_zone)
);
CREATE TABLE PREFIX_country_lang (
  id_country int unsigned NOT NULL,
  id_lang int unsigned NOT NULL,
  name varchar(64) NOT NULL,
  PRIMARY KEY (id_country, id_lang)
);
CREATE TABLE PREFIX_country_shop (
  id_country int unsigned NOT NULL,
  id_shop int unsigned NOT NULL,
  PRIMARY KEY (id_country, id_shop), KEY id_shop (id_shop)
);
CREATE TABLE PREFIX_state (
  id_state int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_country int unsigned NOT NULL,
  id_zone int unsigned NOT NULL,
  name varchar(80) NOT NULL,
  iso_code varchar(7) NOT NULL,
  tax_behavior smallint(1) NOT NULL DEFAULT 0,
  active tinyint(1) NOT NULL DEFAULT 0,
  KEY id_country (id_country), KEY name (name), KEY id_zone (id_zone)
);

CREATE TABLE PREFIX_contact (
  id_contact int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email varchar(255) NOT NULL,
  customer_service tinyint(1) NOT NULL DEFAULT 0,
  position tinyint unsigned NOT NULL DEFAULT 0
);
CREATE TABLE PREFIX_contact_lang (
  id_contact int unsigned NOT NULL,
  id_lang int unsigned NOT NULL,
  name varchar(255) NOT NULL,
  description mediumtext,
  PRIMARY KEY (id_contact, id_lang)
);
CREATE TABLE PREFIX_contact_shop (
  id_contact int unsigned NOT NULL,
  id_shop int unsigned NOT NULL,
  PRIMARY KEY (id_contact, id_shop), KEY id_shop (id_shop)
);
CREATE TABLE PREFIX_customer_thread (
  id_customer_thread int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_shop int unsigned NOT NULL DEFAULT 1,
  id_lang int unsigned NOT NULL,
  id_contact int unsigned NOT NULL,
  id_customer int unsigned DEFAULT NULL,
  id_order int unsigned DEFAULT NULL,
  id_product int unsigned DEFAULT NULL,
  status enum('open','closed','pending1','pending2') NOT NULL DEFAULT 'open',
  email varchar(255) NOT NULL,
  token varchar(12) DEFAULT NULL,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL,
  KEY id_shop (id_shop), KEY id_lang (id_lang), KEY id_contact (id_contact), KEY id_customer (id_customer),
  KEY id_order (id_order), KEY id_product (id_product)
);
CREATE TABLE PREFIX_customer_message (
  id_customer_message int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_customer_thread int DEFAULT NULL,
  id_employee int unsigned DEFAULT NULL,
  message mediumtext NOT NULL,
  file_name varchar(18) DEFAULT NULL,
  ip_address varchar(16) DEFAULT NULL,
  user_agent varchar(128) DEFAULT NULL,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL,
  private tinyint NOT NULL DEFAULT 0,
  `read` tinyint(1) NOT NULL DEFAULT 0,
  KEY id_customer_thread (id_customer_thread), KEY id_employee (id_employee)
);
-- As PS_LOG_EMAILS keeps them; `body` is ours.
CREATE TABLE PREFIX_mail (
  id_mail int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  recipient varchar(255) NOT NULL,
  template varchar(62) NOT NULL,
  subject varchar(255) NOT NULL,
  id_lang int unsigned NOT NULL,
  date_add datetime NOT NULL,
  body mediumtext NULL,
  KEY recipient (recipient(10))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
