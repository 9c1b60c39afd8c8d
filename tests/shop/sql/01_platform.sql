-- The shop itself, as PrestaShop 8.2 lays it out: settings, shops, languages, people, rights, modules and hooks.
-- PREFIX_ stands for the prefix of the shop's tables.

CREATE TABLE PREFIX_configuration (
  id_configuration int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_shop_group int unsigned DEFAULT NULL,
  id_shop int unsigned DEFAULT NULL,
  name varchar(254) NOT NULL,
  value mediumtext,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL,
  KEY name (name), KEY id_shop (id_shop), KEY id_shop_group (id_shop_group)
);
CREATE TABLE PREFIX_configuration_lang (
  id_configuration int unsigned NOT NULL,
  id_lang int unsigned NOT NULL,
  value mediumtext,
  date_upd datetime DEFAULT NULL,
  PRIMARY KEY (id_configuration, id_lang)
);

CREATE TABLE PREFIX_shop_group (
  id_shop_group int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(64) NOT NULL,
  color varchar(50) NOT NULL,
  share_customer tinyint(1) NOT NULL,
  share_order tinyint(1) NOT NULL,
  share_stock tinyint(1) NOT NULL,
  active tinyint(1) NOT NULL,
  deleted tinyint(1) NOT NULL
);
CREATE TABLE PREFIX_shop (
  id_shop int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_shop_group int NOT NULL,
  name varchar(64) NOT NULL,
  color varchar(50) NOT NULL,
  id_category int NOT NULL,
  theme_name varchar(255) NOT NULL,
  active tinyint(1) NOT NULL,
  deleted tinyint(1) NOT NULL,
  KEY id_shop_group (id_shop_group)
);
CREATE TABLE PREFIX_shop_url (
  id_shop_url int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_shop int unsigned NOT NULL,
  domain varchar(150) NOT NULL,
  domain_ssl varchar(150) NOT NULL,
  physical_uri varchar(64) NOT NULL,
  virtual_uri varchar(64) NOT NULL,
  main tinyint(1) NOT NULL,
  active tinyint(1) NOT NULL,
  UNIQUE KEY full_shop_url (domain, physical_uri, virtual_uri),
  UNIQUE KEY full_shop_url_ssl (domain_ssl, physical_uri, virtual_uri),
  KEY id_shop (id_shop, main)
);

CREATE TABLE PREFIX_lang (
  id_lang int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(32) NOT NULL,
  active tinyint(1) NOT NULL,
  iso_code varchar(2) NOT NULL,
  language_code varchar(5) NOT NULL,
  locale varchar(5) NOT NULL,
  date_format_lite varchar(32) NOT NULL,
  date_format_full varchar(32) NOT NULL,
  is_rtl tinyint(1) NOT NULL
);
CREATE TABLE PREFIX_lang_shop (
  id_lang int NOT NULL,
  id_shop int NOT NULL,
  PRIMARY KEY (id_lang, id_shop)
);

CREATE TABLE PREFIX_employee (
  id_employee int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_profile int unsigned NOT NULL,
  id_lang int unsigned NOT NULL DEFAULT 0,
  lastname varchar(255) NOT NULL,
  firstname varchar(255) NOT NULL,
  email varchar(255) NOT NULL,
  passwd varchar(255) NOT NULL,
  last_passwd_gen timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  stats_date_from date DEFAULT NULL,
  stats_date_to date DEFAULT NULL,
  stats_compare_from date DEFAULT NULL,
  stats_compare_to date DEFAULT NULL,
  stats_compare_option int unsigned NOT NULL DEFAULT 1,
  preselect_date_range varchar(32) DEFAULT NULL,
  bo_color varchar(32) DEFAULT NULL,
  bo_theme varchar(32) DEFAULT NULL,
  bo_css varchar(64) DEFAULT NULL,
  default_tab int unsigned NOT NULL DEFAULT 0,
  bo_width int unsigned NOT NULL DEFAULT 0,
  bo_menu tinyint(1) NOT NULL DEFAULT 1,
  active tinyint unsigned NOT NULL DEFAULT 0,
  optin tinyint unsigned DEFAULT NULL,
  id_last_order int unsigned NOT NULL DEFAULT 0,
  id_last_customer_message int unsigned NOT NULL DEFAULT 0,
  id_last_customer int unsigned NOT NULL DEFAULT 0,
  last_connection_date date DEFAULT NULL,
  reset_password_token varchar(40) DEFAULT NULL,
  reset_password_validity datetime DEFAULT NULL,
  has_enabled_gravatar tinyint unsigned NOT NULL DEFAULT 0,
  KEY employee_login (email, passwd), KEY id_employee_passwd (id_employee, passwd), KEY id_profile (id_profile)
);
CREATE TABLE PREFIX_employee_shop (
  id_employee int unsigned NOT NULL,
  id_shop int unsigned NOT NULL,
  PRIMARY KEY (id_employee, id_shop), KEY id_shop (id_shop)
);
CREATE TABLE PREFIX_employee_session (
  id_employee_session int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_employee int unsigned DEFAULT NULL,
  token varchar(40) DEFAULT NULL,
  date_add datetime NOT NULL,
  date_upd datetime NOT NULL
);

CREATE TABLE PREFIX_profile (
  id_profile int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY
);
CREATE TABLE PREFIX_profile_lang (
  id_lang int unsigned NOT NULL,
  id_profile int unsigned NOT NULL,
  name varchar(128) NOT NULL,
  PRIMARY KEY (id_profile, id_lang)
);
CREATE TABLE PREFIX_tab (
  id_tab int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_parent int NOT NULL,
  position int NOT NULL,
  module varchar(64) DEFAULT NULL,
  class_name varchar(64) NOT NULL,
  route_name varchar(256) DEFAULT NULL,
  active tinyint(1) NOT NULL,
  enabled tinyint(1) NOT NULL,
  icon varchar(32) DEFAULT NULL,
  wording varchar(255) DEFAULT NULL,
  wording_domain varchar(255) DEFAULT NULL
);
CREATE TABLE PREFIX_tab_lang (
  id_tab int NOT NULL,
  id_lang int NOT NULL,
  name varchar(128) NOT NULL,
  PRIMARY KEY (id_tab, id_lang)
);
CREATE TABLE PREFIX_authorization_role (
  id_authorization_role int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  slug varchar(191) NOT NULL,
  UNIQUE KEY slug (slug)
);
CREATE TABLE PREFIX_access (
  id_profile int unsigned NOT NULL,
  id_authorization_role int unsigned NOT NULL,
  PRIMARY KEY (id_profile, id_authorization_role)
);

CREATE TABLE PREFIX_module (
  id_module int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(64) NOT NULL,
  active tinyint unsigned NOT NULL DEFAULT 0,
  version varchar(8) NOT NULL,
  UNIQUE KEY name_UNIQUE (name)
);
CREATE TABLE PREFIX_module_shop (
  id_module int unsigned NOT NULL,
  id_shop int unsigned NOT NULL,
  enable_device tinyint(1) NOT NULL DEFAULT 7,
  PRIMARY KEY (id_module, id_shop), KEY id_shop (id_shop)
);
CREATE TABLE PREFIX_module_group (
  id_module int unsigned NOT NULL,
  id_shop int unsigned NOT NULL DEFAULT 1,
  id_group int unsigned NOT NULL,
  PRIMARY KEY (id_module, id_shop, id_group)
);
CREATE TABLE PREFIX_module_access (
  id_profile int unsigned NOT NULL,
  id_authorization_role int unsigned NOT NULL,
  PRIMARY KEY (id_profile, id_authorization_role)
);
CREATE TABLE PREFIX_hook (
  id_hook int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(191) NOT NULL,
  title varchar(255) NOT NULL,
  description mediumtext,
  active tinyint unsigned NOT NULL DEFAULT 1,
  position tinyint(1) NOT NULL DEFAULT 1,
  UNIQUE KEY hook_name (name)
);
CREATE TABLE PREFIX_hook_alias (
  id_hook_alias int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  alias varchar(191) NOT NULL,
  name varchar(191) NOT NULL,
  UNIQUE KEY alias (alias)
);
CREATE TABLE PREFIX_hook_module (
  id_module int unsigned NOT NULL,
  id_shop int unsigned NOT NULL DEFAULT 1,
  id_hook int unsigned NOT NULL,
  position tinyint unsigned NOT NULL,
  PRIMARY KEY (id_module, id_hook, id_shop),
  KEY id_hook (id_hook), KEY id_module (id_module), KEY position (id_shop, position)
);
CREATE TABLE PREFIX_hook_module_exceptions (
  id_hook_module_exceptions int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
  id_shop int unsigned NOT NULL DEFAULT 1,
  id_module int unsigned NOT NULL,
  id_hook int unsigned NOT NULL,
  file_name varchar(255) DEFAULT NULL,
  KEY id_module (id_module), KEY id_hook (id_hook)
);
