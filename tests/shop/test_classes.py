"""What the small shop's classes share with PrestaShop's, where one would get it wrong."""

import json

import pytest

from tests.stack.shop import Shop

NOW = "'2026-01-05 09:00:00', '2026-01-05 09:00:00'"


@pytest.fixture
def two_shops(bare_shop: Shop) -> Shop:
    """Settings at all three levels, and a second shop; multistore is off."""
    bare_shop.execute("INSERT INTO {}shop VALUES (2, 1, 'Second', '', 2, 'classic', 1, 0)")
    bare_shop.execute(
        "INSERT INTO {}configuration"
        " (id_shop_group, id_shop, name, value, date_add, date_upd) VALUES"
        f" (NULL, NULL, 'A', 'global', {NOW}), (1, NULL, 'A', 'group', {NOW}),"
        f" (1, 1, 'A', '', {NOW}),"
        f" (NULL, NULL, 'B', 'global', {NOW}), (1, NULL, 'B', 'group', {NOW})"
    )
    return bare_shop


def test_shop_and_group_rows_count_only_where_multistore_is_active(two_shops: Shop) -> None:
    code = """echo json_encode([
        Configuration::get('A', null, 1, 1), Configuration::get('B', null, 1, 1)]);"""
    assert json.loads(two_shops.evaluate(code)) == ["global", "global"]
    two_shops.configure("PS_MULTISHOP_FEATURE_ACTIVE", "1")
    assert json.loads(two_shops.evaluate(code)) == ["", "group"]


def test_a_multilingual_setting_has_no_fallback(bare_shop: Shop) -> None:
    code = """echo json_encode(array_map(
        fn ($lang) => Configuration::get('PS_INVOICE_PREFIX', $lang), [1, 2, 3, null]));"""
    assert json.loads(bare_shop.evaluate(code)) == ["#IN", "#FA", False, False]


def test_saving_without_html_loses_tags(bare_shop: Shop) -> None:
    code = """Configuration::updateValue('X', '<b>1</b> <2');
        Configuration::updateGlobalValue('Y', 'plain');
        echo json_encode([Configuration::get('X'), Configuration::getGlobalValue('Y')]);"""
    assert json.loads(bare_shop.evaluate(code)) == ["1 ", "plain"]


def test_a_hook_is_found_under_its_alias(bare_shop: Shop) -> None:
    code = """echo json_encode([Hook::getIdByName('header'), Hook::getIdByName('displayHeader'),
        Hook::getIdByName('header', false)]);"""
    assert json.loads(bare_shop.evaluate(code)) == [1, 1, False]


def test_a_tab_with_an_underscore_has_no_rights(bare_shop: Shop) -> None:
    code = """foreach (['AdminPlain', 'Admin_Odd'] as $class) {
            $tab = new Tab();
            $tab->class_name = $class;
            $tab->id_parent = 0;
            $tab->name = [1 => $class];
            $tab->add();
            (new Access())->updateLgcAccess(2, $tab->id, 'view', true);
            $employee = new Employee(2);
            echo (int) $employee->can('view', $class);
        }"""
    assert bare_shop.evaluate(code) == "10"


def test_a_cookie_is_one_sealed_text(bare_shop: Shop) -> None:
    code = """$_SERVER['HTTP_HOST'] = 'shop.example:8080';
        $cookie = new Cookie('ps-s1');
        $cookie->id_guest = 7;
        $name = 'PrestaShop-' . md5('8.2.1ps-s1shop.example');
        echo json_encode([$cookie->getName() === $name, $cookie->id_guest, $cookie->id_customer,
            isset($cookie->id_customer)]);
        try { $cookie->x = 'a|b'; } catch (Exception $error) { echo $error->getMessage(); }"""
    assert bare_shop.evaluate(code) == "[true,7,false,false]Forbidden chars in cookie"
