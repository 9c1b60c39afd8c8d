-- A small shop with a little history. SHOP_DOMAIN and MAIL_PORT are filled in by the one who loads it.
-- Times are local to PS_TIMEZONE and zero dates occur, as in every real shop.

INSERT INTO PREFIX_configuration (name, value, date_add, date_upd) VALUES
  ('PS_VERSION_DB', '8.2.1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SHOP_NAME', 'Atelier du Coin', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SHOP_EMAIL', 'shop@example.com', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SHOP_PHONE', '+33 1 23 45 67 89', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SHOP_ENABLE', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAINTENANCE_IP', NULL, '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SHOP_DEFAULT', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_LANG_DEFAULT', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_CURRENCY_DEFAULT', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_COUNTRY_DEFAULT', '8', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_STOCK_MANAGEMENT', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_TIMEZONE', 'Europe/Paris', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MULTISHOP_FEATURE_ACTIVE', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_GROUP_FEATURE_ACTIVE', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_UNIDENTIFIED_GROUP', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_GUEST_GROUP', '2', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_CUSTOMER_GROUP', '3', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SSL_ENABLED', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SSL_ENABLED_EVERYWHERE', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_REWRITING_SETTINGS', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_SECURITY_TOKEN', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_TOKEN_ENABLE', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_COOKIE_CHECKIP', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_COOKIE_SAMESITE', 'Lax', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_COOKIE_LIFETIME_FO', '480', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_COOKIE_LIFETIME_BO', '480', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_CART_FOLLOWING', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_TAX', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_TAX_ADDRESS_TYPE', 'id_address_delivery', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_TAX_DISPLAY', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_CATALOG_MODE', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_PRICE_ROUND_MODE', '2', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_CART_RULE_FEATURE_ACTIVE', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_B2B_ENABLE', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_STATSDATA_CUSTOMER_PAGESVIEWS', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_STATSDATA_PAGESVIEWS', '0', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_METHOD', '2', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_SERVER', '127.0.0.1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_SMTP_PORT', 'MAIL_PORT', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_SMTP_ENCRYPTION', 'off', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_USER', '', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_PASSWD', '', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_TYPE', '3', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_DOMAIN', NULL, '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_SUBJECT_PREFIX', '1', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_MAIL_EMAIL_MESSAGE', '2', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  ('PS_INVOICE_PREFIX', NULL, '2026-01-05 09:00:00', '2026-01-05 09:00:00');
-- A multilingual setting: it has no value of its own, only one per language (none in Italian).
INSERT INTO PREFIX_configuration_lang (id_configuration, id_lang, value, date_upd)
  SELECT id_configuration, 1, '#IN', '2026-01-05 09:00:00' FROM PREFIX_configuration WHERE name = 'PS_INVOICE_PREFIX'
  UNION ALL
  SELECT id_configuration, 2, '#FA', '2026-01-05 09:00:00' FROM PREFIX_configuration WHERE name = 'PS_INVOICE_PREFIX';

INSERT INTO PREFIX_shop_group VALUES (1, 'Default', '', 0, 0, 0, 1, 0);
INSERT INTO PREFIX_shop VALUES (1, 1, 'Atelier du Coin', '', 2, 'classic', 1, 0);
INSERT INTO PREFIX_shop_url VALUES (1, 1, 'SHOP_DOMAIN', 'SHOP_DOMAIN', '/', '', 1, 1);
INSERT INTO PREFIX_lang VALUES
  (1, 'English (English)', 1, 'en', 'en-us', 'en-US', 'm/d/Y', 'm/d/Y H:i:s', 0),
  (2, 'Français (French)', 1, 'fr', 'fr-fr', 'fr-FR', 'd/m/Y', 'd/m/Y H:i:s', 0),
  (3, 'Italiano (Italian)', 0, 'it', 'it-it', 'it-IT', 'd/m/Y', 'd/m/Y H:i:s', 0);
INSERT INTO PREFIX_lang_shop VALUES (1, 1), (2, 1), (3, 1);

INSERT INTO PREFIX_profile VALUES (1), (2), (3);
INSERT INTO PREFIX_profile_lang (id_lang, id_profile, name) VALUES
  (1, 1, 'SuperAdmin'), (2, 1, 'SuperAdmin'), (3, 1, 'SuperAdmin'),
  (1, 2, 'Customer support'), (2, 2, 'Service client'), (3, 2, 'Servizio clienti'),
  (1, 3, 'Logistician'), (2, 3, 'Logisticien'), (3, 3, 'Magazziniere');
-- Everybody's password is prestashop_demo.
INSERT INTO PREFIX_employee (id_employee, id_profile, id_lang, lastname, firstname, email, passwd, default_tab, active)
VALUES
  (1, 1, 1, 'Beier', 'Marc', 'demo@prestashop.com', '$2y$10$QqGBUJ25arIM..G9BBhOjuHc9zyTxDQnguKjKCO1PSwAgzcRoszqi', 1, 1),
  (2, 2, 1, 'Lindqvist', 'Sara', 'sara@prestashop.com', '$2y$10$QqGBUJ25arIM..G9BBhOjuHc9zyTxDQnguKjKCO1PSwAgzcRoszqi', 0, 1),
  (3, 3, 2, 'Moreau', 'Louis', 'louis@prestashop.com', '$2y$10$QqGBUJ25arIM..G9BBhOjuHc9zyTxDQnguKjKCO1PSwAgzcRoszqi', 4, 1);
INSERT INTO PREFIX_employee_shop VALUES (1, 1), (2, 1), (3, 1);

INSERT INTO PREFIX_tab (id_tab, id_parent, position, class_name, route_name, active, enabled, icon, wording, wording_domain)
VALUES
  (1, 0, 0, 'AdminDashboard', NULL, 1, 1, 'trending_up', 'Dashboard', 'Admin.Navigation.Menu'),
  (2, 0, 1, 'SELL', NULL, 1, 1, '', 'Sell', 'Admin.Navigation.Menu'),
  (3, 2, 0, 'AdminParentOrders', NULL, 1, 1, 'shopping_basket', 'Orders', 'Admin.Navigation.Menu'),
  (4, 3, 0, 'AdminOrders', 'admin_orders_index', 1, 1, '', 'Orders', 'Admin.Navigation.Menu'),
  (5, 2, 1, 'AdminParentCustomer', NULL, 1, 1, 'account_circle', 'Customers', 'Admin.Navigation.Menu'),
  (6, 5, 0, 'AdminCustomers', 'admin_customers_index', 1, 1, '', 'Customers', 'Admin.Navigation.Menu'),
  (7, 2, 2, 'AdminParentCustomerThreads', NULL, 1, 1, 'chat', 'Customer Service', 'Admin.Navigation.Menu'),
  (8, 7, 0, 'AdminCustomerThreads', NULL, 1, 1, '', 'Customer Service', 'Admin.Navigation.Menu'),
  (9, 0, 2, 'IMPROVE', NULL, 1, 1, '', 'Improve', 'Admin.Navigation.Menu'),
  (10, 9, 0, 'AdminParentModulesSf', NULL, 1, 1, 'extension', 'Modules', 'Admin.Navigation.Menu'),
  (11, 10, 0, 'AdminModulesSf', 'admin_module_manage', 1, 1, '', 'Module Manager', 'Admin.Navigation.Menu'),
  (12, 0, 3, 'CONFIGURE', NULL, 1, 1, '', 'Configure', 'Admin.Navigation.Menu'),
  (13, 12, 0, 'AdminAdvancedParameters', NULL, 1, 1, 'settings_applications', 'Advanced Parameters', 'Admin.Navigation.Menu'),
  (14, 13, 0, 'AdminAccess', NULL, 1, 1, '', 'Permissions', 'Admin.Navigation.Menu'),
  (15, -1, 0, 'AdminCartRules', NULL, 1, 1, '', 'Cart Rules', 'Admin.Navigation.Menu');
INSERT INTO PREFIX_tab_lang (id_tab, id_lang, name) VALUES
  (1, 1, 'Dashboard'), (1, 2, 'Tableau de bord'), (1, 3, 'Pannello di controllo'),
  (2, 1, 'Sell'), (2, 2, 'Vendre'), (2, 3, 'Vendi'),
  (3, 1, 'Orders'), (3, 2, 'Commandes'), (3, 3, 'Ordini'),
  (4, 1, 'Orders'), (4, 2, 'Commandes'), (4, 3, 'Ordini'),
  (5, 1, 'Customers'), (5, 2, 'Clients'), (5, 3, 'Clienti'),
  (6, 1, 'Customers'), (6, 2, 'Clients'), (6, 3, 'Clienti'),
  (7, 1, 'Customer Service'), (7, 2, 'SAV'), (7, 3, 'Servizio clienti'),
  (8, 1, 'Customer Service'), (8, 2, 'SAV'), (8, 3, 'Servizio clienti'),
  (9, 1, 'Improve'), (9, 2, 'Personnaliser'), (9, 3, 'Migliora'),
  (10, 1, 'Modules'), (10, 2, 'Modules'), (10, 3, 'Moduli'),
  (11, 1, 'Module Manager'), (11, 2, 'Gestionnaire de modules'), (11, 3, 'Gestione moduli'),
  (12, 1, 'Configure'), (12, 2, 'Configurer'), (12, 3, 'Configura'),
  (13, 1, 'Advanced Parameters'), (13, 2, 'Paramètres avancés'), (13, 3, 'Parametri avanzati'),
  (14, 1, 'Permissions'), (14, 2, 'Permissions'), (14, 3, 'Permessi'),
  (15, 1, 'Cart Rules'), (15, 2, 'Règles panier'), (15, 3, 'Regole carrello');
INSERT INTO PREFIX_authorization_role (slug)
  SELECT CONCAT('ROLE_MOD_TAB_', UPPER(class_name), '_', verb) FROM PREFIX_tab
  JOIN (SELECT 'CREATE' AS verb UNION ALL SELECT 'READ' UNION ALL SELECT 'UPDATE' UNION ALL SELECT 'DELETE') AS verbs
  ORDER BY id_tab, verb;
INSERT INTO PREFIX_access (id_profile, id_authorization_role)
  SELECT 1, id_authorization_role FROM PREFIX_authorization_role;
INSERT INTO PREFIX_access (id_profile, id_authorization_role)
  SELECT 3, id_authorization_role FROM PREFIX_authorization_role WHERE slug IN (
    'ROLE_MOD_TAB_SELL_READ', 'ROLE_MOD_TAB_ADMINPARENTORDERS_READ', 'ROLE_MOD_TAB_ADMINORDERS_READ');

INSERT INTO PREFIX_module (id_module, name, active, version) VALUES
  (1, 'statsdata', 1, '2.1.1'), (2, 'psgdpr', 1, '1.4.3');
INSERT INTO PREFIX_module_shop VALUES (1, 1, 7), (2, 1, 7);
INSERT INTO PREFIX_module_group VALUES (1, 1, 1), (1, 1, 2), (1, 1, 3), (2, 1, 1), (2, 1, 2), (2, 1, 3);
INSERT INTO PREFIX_hook (id_hook, name, title, description) VALUES
  (1, 'displayHeader', 'Pages html head section', ''),
  (2, 'displayBeforeBodyClosingTag', 'Very bottom of pages', ''),
  (3, 'displayAfterBodyOpeningTag', 'Very top of pages', ''),
  (4, 'displayFooter', 'Footer', ''),
  (5, 'displayTop', 'Top of pages', ''),
  (6, 'displayNav1', 'Top of pages', ''),
  (7, 'displayBackOfficeHeader', 'Administration panel header', ''),
  (8, 'displayBackOfficeFooter', 'Administration panel footer', ''),
  (9, 'displayBackOfficeTop', 'Administration panel hover the tabs', ''),
  (10, 'displayDashboardTop', 'Dashboard Top', ''),
  (11, 'displayAdminEndContent', 'Administration end of content', ''),
  (12, 'actionAuthentication', 'Successful customer authentication', ''),
  (13, 'actionCustomerLogoutBefore', 'Before customer logout', ''),
  (14, 'actionCustomerLogoutAfter', 'After customer logout', ''),
  (15, 'actionCustomerAccountAdd', 'Successful customer account creation', ''),
  (16, 'actionFrontControllerSetMedia', 'Add CSS and JS to the front office', ''),
  (17, 'actionAdminControllerSetMedia', 'Add CSS and JS to the back office', ''),
  (18, 'actionCartSave', 'Cart creation and update', ''),
  (19, 'actionValidateOrder', 'New orders', ''),
  (20, 'moduleRoutes', 'Add routes', '');
INSERT INTO PREFIX_hook_alias (alias, name) VALUES
  ('header', 'displayHeader'), ('footer', 'displayFooter'), ('top', 'displayTop'),
  ('authentication', 'actionAuthentication'), ('createAccount', 'actionCustomerAccountAdd'),
  ('backOfficeHeader', 'displayBackOfficeHeader'), ('backOfficeFooter', 'displayBackOfficeFooter'),
  ('backOfficeTop', 'displayBackOfficeTop'), ('cart', 'actionCartSave'), ('newOrder', 'actionValidateOrder');
INSERT INTO PREFIX_hook_module VALUES (1, 1, 2, 1), (1, 1, 12, 1), (1, 1, 15, 1);

INSERT INTO PREFIX_group VALUES
  (1, 0, 0, 1, '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  (2, 0, 0, 1, '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  (3, 0, 0, 1, '2026-01-05 09:00:00', '2026-01-05 09:00:00');
INSERT INTO PREFIX_group_lang VALUES
  (1, 1, 'Visitor'), (1, 2, 'Visiteur'), (1, 3, 'Visitatore'), (2, 1, 'Guest'), (2, 2, 'Invité'), (2, 3, 'Ospite'),
  (3, 1, 'Customer'), (3, 2, 'Client'), (3, 3, 'Cliente');
INSERT INTO PREFIX_group_shop VALUES (1, 1), (2, 1), (3, 1);
INSERT INTO PREFIX_gender VALUES (1, 0), (2, 1);
INSERT INTO PREFIX_gender_lang VALUES
  (1, 1, 'Mr.'), (1, 2, 'M.'), (1, 3, 'Sig.'), (2, 1, 'Mrs.'), (2, 2, 'Mme'), (2, 3, 'Sig.ra');
INSERT INTO PREFIX_risk VALUES (1, 0, '#32CD32'), (2, 35, '#FF8C00'), (3, 75, '#DC143C'), (4, 100, '#ec2e15');
INSERT INTO PREFIX_risk_lang VALUES
  (1, 1, 'None'), (2, 1, 'Low'), (3, 1, 'Medium'), (4, 1, 'High'), (1, 2, 'Aucun'), (2, 2, 'Faible'), (3, 2, 'Moyen'), (4, 2, 'Élevé');

-- Customer 1 stands for erased people (inactive), 2 is John DOE of the demo, 3 has a name as long as names come.
-- Customers' password is 123456789.
INSERT INTO PREFIX_customer (id_customer, id_gender, id_default_group, id_lang, firstname, lastname, email, passwd,
  birthday, newsletter, newsletter_date_add, optin, secure_key, note, active, date_add, date_upd) VALUES
  (1, 1, 3, 1, 'Anonymous', 'Anonymous', 'anonymous@psgdpr.com', '$2y$10$BzYZxzTRzj8aL9hrHfOjbeFoRCdMcAZQpHG3ZK.o.6vCF57zGk2Xi',
    '0000-00-00', 0, '0000-00-00 00:00:00', 0, 'a41f0c5f8ce2af0d0bb6b1a2f3b7f0a1', '', 0, '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  (2, 1, 3, 1, 'John', 'DOE', 'pub@prestashop.com', '$2y$10$BzYZxzTRzj8aL9hrHfOjbeFoRCdMcAZQpHG3ZK.o.6vCF57zGk2Xi',
    '1970-01-15', 1, '2026-01-07 10:20:00', 1, '47ce86627c1f3c792a80773c5d2deaf8', 'Prefers to be called in the morning.', 1,
    '2026-01-07 10:20:00', '2026-10-02 18:05:11'),
  (3, 2, 3, 2, 'Marie-Madeleine-Antoinette', 'DE LA ROCHEFOUCAULD-MONTMORENCY', 'marie-madeleine@example.fr',
    '$2y$10$BzYZxzTRzj8aL9hrHfOjbeFoRCdMcAZQpHG3ZK.o.6vCF57zGk2Xi', '0000-00-00', 0, '0000-00-00 00:00:00', 0,
    'c7b3f4d2e1908a7b6c5d4e3f2a1b0c9d', NULL, 1, '2026-03-14 15:09:26', '2026-03-14 15:09:26');
INSERT INTO PREFIX_customer_group VALUES (1, 3), (2, 3), (3, 3);
-- John has been here before: this is the guest his next visits are merged into.
INSERT INTO PREFIX_guest (id_guest, id_customer, accept_language) VALUES (1, 2, 'en');
INSERT INTO PREFIX_connections (id_connections, id_guest, id_page, ip_address, date_add, http_referer) VALUES
  (1, 1, 1, 2130706433, '2026-10-02 17:58:40', '');

INSERT INTO PREFIX_country (id_country, id_zone, iso_code, call_prefix, active, contains_states, zip_code_format, display_tax_label)
VALUES (8, 1, 'FR', 33, 1, 0, 'NNNNN', 1), (10, 1, 'IT', 39, 1, 0, 'NNNNN', 1), (21, 2, 'US', 1, 1, 1, 'NNNNN', 0);
INSERT INTO PREFIX_country_lang VALUES
  (8, 1, 'France'), (8, 2, 'France'), (8, 3, 'Francia'), (10, 1, 'Italy'), (10, 2, 'Italie'), (10, 3, 'Italia'),
  (21, 1, 'United States'), (21, 2, 'États-Unis'), (21, 3, 'Stati Uniti');
INSERT INTO PREFIX_country_shop VALUES (8, 1), (10, 1), (21, 1);
INSERT INTO PREFIX_state VALUES (12, 21, 2, 'Florida', 'FL', 0, 1);
INSERT INTO PREFIX_address (id_address, id_country, id_state, id_customer, alias, company, lastname, firstname, address1,
  address2, postcode, city, phone, phone_mobile, date_add, date_upd, deleted) VALUES
  (1, 8, NULL, 2, 'My address', 'My Company', 'DOE', 'John', '16, Main street', '2nd floor', '75002', 'Paris', '0102030405',
    NULL, '2026-01-07 10:25:00', '2026-01-07 10:25:00', 0),
  (2, 21, 12, 2, 'Holidays', NULL, 'DOE', 'John', '1 Ocean Drive', NULL, '33133', 'Miami', NULL, '+1 305 555 0142',
    '2026-06-20 08:00:00', '2026-06-20 08:00:00', 0),
  (3, 8, NULL, 3, 'Maison', NULL, 'DE LA ROCHEFOUCAULD-MONTMORENCY', 'Marie-Madeleine-Antoinette',
    '128 bis, avenue du Maréchal-de-Lattre-de-Tassigny', 'Escalier C, 4e étage', '94120', 'Fontenay-sous-Bois', '0601020304', NULL,
    '2026-03-14 15:12:00', '2026-03-14 15:12:00', 0),
  (4, 8, NULL, 2, 'Old one', NULL, 'DOE', 'John', '3, rue Vieille', NULL, '69001', 'Lyon', '0405060708', NULL,
    '2026-01-07 10:21:00', '2026-02-01 09:00:00', 1);

INSERT INTO PREFIX_currency (id_currency, name, iso_code, numeric_iso_code, `precision`, conversion_rate) VALUES
  (1, 'Euro', 'EUR', '978', 2, 1), (2, 'US Dollar', 'USD', '840', 2, 1.08);
INSERT INTO PREFIX_currency_lang (id_currency, id_lang, name, symbol) VALUES
  (1, 1, 'Euro', '€'), (1, 2, 'Euro', '€'), (1, 3, 'Euro', '€'),
  (2, 1, 'US Dollar', '$'), (2, 2, 'Dollar américain', '$'), (2, 3, 'Dollaro statunitense', '$');
INSERT INTO PREFIX_currency_shop VALUES (1, 1, 1), (2, 1, 1.08);
-- France: 20 % and, for books and the like, 5.5 %; nothing where the goods leave Europe.
INSERT INTO PREFIX_tax (id_tax, rate) VALUES (1, 20.000), (2, 5.500);
INSERT INTO PREFIX_tax_rules_group VALUES
  (1, 'Standard rate', 1, 0, '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
  (2, 'Reduced rate', 1, 0, '2026-01-05 09:00:00', '2026-01-05 09:00:00');
INSERT INTO PREFIX_tax_rule (id_tax_rules_group, id_country, id_state, zipcode_from, zipcode_to, id_tax, behavior, description)
VALUES (1, 8, 0, '0', '0', 1, 0, ''), (1, 10, 0, '0', '0', 1, 0, ''), (2, 8, 0, '0', '0', 2, 0, ''), (2, 10, 0, '0', '0', 2, 0, '');
INSERT INTO PREFIX_carrier (id_carrier, id_reference, name, url, active, is_free) VALUES
  (1, 1, 'Click and collect', '', 1, 1), (2, 2, 'My carrier', 'https://carrier.example/track/@', 1, 0);

INSERT INTO PREFIX_product (id_product, id_category_default, id_tax_rules_group, quantity, price, reference, active, indexed,
  date_add, date_upd, product_type) VALUES
  (1, 2, 1, 0, 23.900000, 'APRON-1', 1, 1, '2026-01-06 11:00:00', '2026-01-06 11:00:00', 'standard'),
  (2, 2, 1, 0, 39.500000, 'BOARD-2', 1, 1, '2026-01-06 11:05:00', '2026-01-06 11:05:00', 'standard');
INSERT INTO PREFIX_product_shop (id_product, id_shop, id_category_default, id_tax_rules_group, price, active, indexed, date_add, date_upd)
  SELECT id_product, 1, 2, 1, price, 1, 1, date_add, date_upd FROM PREFIX_product;
INSERT INTO PREFIX_product_lang (id_product, id_shop, id_lang, name, link_rewrite, description_short, description) VALUES
  (1, 1, 1, 'Linen apron', 'linen-apron', 'Washed linen, crossed at the back, two deep pockets.',
    'Woven and sewn in the Vosges. Softer with each wash; 40 °C, no softener.'),
  (1, 1, 2, 'Tablier en lin', 'tablier-en-lin', 'Lin lavé, croisé dans le dos, deux grandes poches.',
    'Tissé et cousu dans les Vosges. Plus doux à chaque lavage ; 40 °C, sans adoucissant.'),
  (1, 1, 3, 'Grembiule di lino', 'grembiule-di-lino', 'Lino lavato, incrociato sulla schiena, due tasche profonde.', ''),
  (2, 1, 1, 'Oak cutting board', 'oak-cutting-board', 'One piece of French oak, oiled by hand.',
    'Each board is one piece: its grain is its own. Rinse, dry upright, oil now and then.'),
  (2, 1, 2, 'Planche à découper en chêne', 'planche-a-decouper-en-chene', 'Une seule pièce de chêne français, huilée à la main.',
    'Chaque planche est d’un seul tenant : son veinage n’appartient qu’à elle. Rincer, sécher debout, huiler de temps en temps.'),
  (2, 1, 3, 'Tagliere di rovere', 'tagliere-di-rovere', 'Un solo pezzo di rovere francese, oliato a mano.', '');
INSERT INTO PREFIX_category_product (id_category, id_product) SELECT 2, id_product FROM PREFIX_product;
INSERT INTO PREFIX_category_group SELECT 2, id_group FROM PREFIX_group;
INSERT INTO PREFIX_image (id_image, id_product, position, cover) VALUES (1, 1, 1, 1), (2, 2, 1, 1);
INSERT INTO PREFIX_image_shop (id_product, id_image, id_shop, cover) VALUES (1, 1, 1, 1), (2, 2, 1, 1);
INSERT INTO PREFIX_stock_available (id_product, id_product_attribute, id_shop, id_shop_group, quantity, physical_quantity, out_of_stock)
  VALUES (1, 0, 1, 0, 140, 140, 2), (2, 0, 1, 0, 3, 3, 2);

INSERT INTO PREFIX_order_state (id_order_state, invoice, send_email, color, unremovable, logable, shipped, paid) VALUES
  (1, 0, 1, '#34209E', 1, 0, 0, 0), (2, 1, 1, '#3498D8', 1, 1, 0, 1), (3, 1, 1, '#3498D8', 1, 1, 0, 1),
  (4, 1, 1, '#01B887', 1, 1, 1, 1), (5, 1, 0, '#01B887', 1, 1, 1, 1), (6, 0, 1, '#2C3E50', 1, 0, 0, 0);
INSERT INTO PREFIX_order_state_lang (id_order_state, id_lang, name, template) VALUES
  (1, 1, 'Awaiting check payment', 'cheque'), (1, 2, 'En attente du paiement par chèque', 'cheque'), (1, 3, 'In attesa di pagamento con assegno', 'cheque'),
  (2, 1, 'Payment accepted', 'payment'), (2, 2, 'Paiement accepté', 'payment'), (2, 3, 'Pagamento accettato', 'payment'),
  (3, 1, 'Processing in progress', 'preparation'), (3, 2, 'En cours de préparation', 'preparation'), (3, 3, 'Preparazione in corso', 'preparation'),
  (4, 1, 'Shipped', 'shipped'), (4, 2, 'Expédié', 'shipped'), (4, 3, 'Spedito', 'shipped'),
  (5, 1, 'Delivered', ''), (5, 2, 'Livré', ''), (5, 3, 'Consegnato', ''),
  (6, 1, 'Canceled', 'order_canceled'), (6, 2, 'Annulé', 'order_canceled'), (6, 3, 'Annullato', 'order_canceled');
-- Carts 1 to 3 became John's orders; 4 was left behind by Marie-Madeleine.
INSERT INTO PREFIX_cart (id_cart, id_carrier, delivery_option, id_lang, id_address_delivery, id_address_invoice, id_currency,
  id_customer, id_guest, secure_key, date_add, date_upd) VALUES
  (1, 2, '{"1":"2,"}', 1, 1, 1, 1, 2, 1, '47ce86627c1f3c792a80773c5d2deaf8', '2026-01-07 10:30:00', '2026-01-07 10:30:00'),
  (2, 2, '{"1":"2,"}', 1, 1, 1, 1, 2, 1, '47ce86627c1f3c792a80773c5d2deaf8', '2026-05-03 20:14:00', '2026-05-03 20:14:00'),
  (3, 1, '{"1":"1,"}', 1, 1, 1, 1, 2, 1, '47ce86627c1f3c792a80773c5d2deaf8', '2026-10-02 18:00:00', '2026-10-02 18:00:00'),
  (4, 0, '', 2, 3, 3, 1, 3, 0, 'c7b3f4d2e1908a7b6c5d4e3f2a1b0c9d', '2026-09-12 21:40:00', '2026-09-12 21:41:00');
INSERT INTO PREFIX_cart_product (id_cart, id_product, id_address_delivery, id_shop, quantity, date_add) VALUES
  (1, 1, 1, 1, 1, '2026-01-07 10:30:00'), (1, 2, 1, 1, 1, '2026-01-07 10:30:30'), (2, 2, 1, 1, 2, '2026-05-03 20:14:00'),
  (3, 1, 1, 1, 3, '2026-10-02 18:00:00'), (4, 2, 3, 1, 1, '2026-09-12 21:41:00');
INSERT INTO PREFIX_orders (id_order, reference, id_carrier, id_lang, id_customer, id_cart, id_currency, id_address_delivery,
  id_address_invoice, current_state, secure_key, payment, module, total_paid, total_paid_tax_incl, total_paid_tax_excl,
  total_paid_real, total_products, total_products_wt, total_shipping, total_shipping_tax_incl, total_shipping_tax_excl,
  invoice_number, invoice_date, delivery_date, valid, date_add, date_upd) VALUES
  (1, 'XKBKNABJK', 2, 1, 2, 1, 1, 1, 1, 5, '47ce86627c1f3c792a80773c5d2deaf8', 'Bank transfer', 'ps_wirepayment',
    84.48, 84.48, 70.40, 84.48, 63.40, 76.08, 8.40, 8.40, 7.00, 1, '2026-01-08 09:00:00', '2026-01-09 14:00:00', 1,
    '2026-01-07 10:35:00', '2026-01-12 11:00:00'),
  (2, 'OHSATSERP', 2, 1, 2, 2, 1, 1, 1, 6, '47ce86627c1f3c792a80773c5d2deaf8', 'Payment by check', 'ps_checkpayment',
    103.20, 103.20, 86.00, 0, 79.00, 94.80, 8.40, 8.40, 7.00, 0, '0000-00-00 00:00:00', '0000-00-00 00:00:00', 0,
    '2026-05-03 20:15:30', '2026-05-20 08:00:00'),
  (3, 'UOYEVOLI', 1, 1, 2, 3, 1, 1, 1, 2, '47ce86627c1f3c792a80773c5d2deaf8', 'Card', 'ps_checkout',
    86.04, 86.04, 71.70, 86.04, 71.70, 86.04, 0, 0, 0, 2, '2026-10-02 18:05:11', '0000-00-00 00:00:00', 1,
    '2026-10-02 18:05:10', '2026-10-02 18:05:11');
INSERT INTO PREFIX_order_detail (id_order, id_shop, product_id, product_attribute_id, product_name, product_quantity,
  product_price, product_reference, product_weight, tax_name, total_price_tax_incl, total_price_tax_excl,
  unit_price_tax_incl, unit_price_tax_excl, original_product_price) VALUES
  (1, 1, 1, 0, 'Linen apron', 1, 23.90, 'APRON-1', 0, '', 28.68, 23.90, 28.68, 23.90, 23.90),
  (1, 1, 2, 0, 'Oak cutting board', 1, 39.50, 'BOARD-2', 0, '', 47.40, 39.50, 47.40, 39.50, 39.50),
  (2, 1, 2, 0, 'Oak cutting board', 2, 39.50, 'BOARD-2', 0, '', 94.80, 79.00, 47.40, 39.50, 39.50),
  (3, 1, 1, 0, 'Linen apron', 3, 23.90, 'APRON-1', 0, '', 86.04, 71.70, 28.68, 23.90, 23.90);
INSERT INTO PREFIX_order_history (id_employee, id_order, id_order_state, date_add) VALUES
  (0, 1, 1, '2026-01-07 10:35:00'), (1, 1, 2, '2026-01-08 09:00:00'), (1, 1, 4, '2026-01-09 14:00:00'),
  (1, 1, 5, '2026-01-12 11:00:00'), (0, 2, 1, '2026-05-03 20:15:30'), (1, 2, 6, '2026-05-20 08:00:00'),
  (0, 3, 2, '2026-10-02 18:05:11');
INSERT INTO PREFIX_order_carrier (id_order, id_carrier, tracking_number, date_add) VALUES
  (1, 2, '1Z999AA10123456784', '2026-01-09 14:00:00'), (2, 2, '', '2026-05-03 20:15:30'), (3, 1, '', '2026-10-02 18:05:10');
INSERT INTO PREFIX_cart_rule (id_cart_rule, id_customer, date_from, date_to, quantity, quantity_per_user, code, reduction_percent,
  active, date_add, date_upd) VALUES
  (1, 2, '2026-01-01 00:00:00', '2027-12-31 23:59:59', 1, 1, 'THANKYOU10', 10, 1, '2026-10-05 09:00:00', '2026-10-05 09:00:00');
INSERT INTO PREFIX_cart_rule_lang VALUES (1, 1, 'Thank you'), (1, 2, 'Merci'), (1, 3, 'Grazie');

INSERT INTO PREFIX_contact VALUES (1, 'shop@example.com', 0, 0), (2, 'service@example.com', 1, 1);
INSERT INTO PREFIX_contact_lang VALUES
  (1, 1, 'Webmaster', 'If a technical problem occurs on this website'),
  (1, 2, 'Webmestre', 'Si un problème technique survient sur le site'),
  (1, 3, 'Webmaster', 'Se si verifica un problema tecnico sul sito'),
  (2, 1, 'Customer service', 'For any question about a product, an order'),
  (2, 2, 'Service client', 'Pour toute question sur un produit ou une commande'),
  (2, 3, 'Servizio clienti', 'Per qualsiasi domanda su un prodotto o un ordine');
INSERT INTO PREFIX_contact_shop VALUES (1, 1), (2, 1);
INSERT INTO PREFIX_customer_thread VALUES
  (1, 1, 1, 2, 2, 1, 0, 'closed', 'pub@prestashop.com', 'Wb7kQ2xLr9Tz', '2026-01-10 09:30:00', '2026-01-10 11:02:00');
INSERT INTO PREFIX_customer_message (id_customer_thread, id_employee, message, file_name, ip_address, user_agent, date_add, date_upd) VALUES
  (1, 0, 'Hello, has my parcel left already?', '', '2130706433', 'Mozilla/5.0 (X11; Linux x86_64)', '2026-01-10 09:30:00', '2026-01-10 09:30:00'),
  (1, 1, 'Hello John, it left yesterday; you should have it on Monday.', '', '', '', '2026-01-10 11:02:00', '2026-01-10 11:02:00');
