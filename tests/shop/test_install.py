"""The module's own install, reset and uninstall, run as the shop's console runs them."""

from typing import Any

import pytest

from tests.shop.people import Browser
from tests.stack.shop import MODULE, Shop

HOOKS_OF_ALL_MODULES = "hook"


def test_uninstall_leaves_nothing(bare_shop: Shop) -> None:
    before = _content(bare_shop)
    bare_shop.install()
    bare_shop.execute("UPDATE {}employee SET default_tab = 0 WHERE id_employee = 2")
    assert _content(bare_shop) != before
    bare_shop.console("uninstall", MODULE)
    assert _content(bare_shop) == before


def test_reset_makes_everything_again_and_keeps_the_settings(bare_shop: Shop) -> None:
    bare_shop.install()
    bare_shop.configure("ONLINECHAT_URL", "/talk/")
    before = _content(bare_shop)
    bare_shop.execute("DELETE FROM {}hook_module WHERE id_module > 2")
    bare_shop.execute("DELETE FROM {}module_access WHERE id_profile = 2")
    bare_shop.console("reset", MODULE)
    after = _content(bare_shop)
    assert after["configuration"] == before["configuration"]
    assert len(after["hook_module"]) == len(before["hook_module"])
    assert after["tab"] == before["tab"]
    support = "SELECT 1 FROM {}module_access WHERE id_profile = 2"
    assert bare_shop.execute(support), "who may view our entries gets the module's right with them"


def test_a_second_install_is_refused(bare_shop: Shop) -> None:
    bare_shop.install()
    before = _content(bare_shop)
    with pytest.raises(RuntimeError, match="already been installed"):
        bare_shop.console("install", MODULE)
    assert _content(bare_shop) == before


def test_only_canonical_hook_names_are_used(bare_shop: Shop) -> None:
    bare_shop.install()
    names = bare_shop.execute(
        "SELECT h.name FROM {}hook_module hm JOIN {}hook h USING (id_hook)"
        " JOIN {}module m USING (id_module) WHERE m.name = %s",
        MODULE,
    )
    aliases = {row["alias"] for row in bare_shop.execute("SELECT alias FROM {}hook_alias")}
    assert names
    assert not {row["name"] for row in names} & aliases


async def test_install_and_uninstall_by_clicks(bare_shop: Shop) -> None:
    async with Browser(bare_shop) as marc:
        menu = (await marc.sign_in_to_back_office()).links()
        manager = menu["AdminParentModulesSf"]
        token = manager.rsplit("_token=", 1)[1]
        action = "/admin/index.php/improve/modules/manage/action"
        page = await marc.post(f"{action}/install/{MODULE}?_token={token}")
        assert "AdminOnlinechatHistory" in page.links()
        page = await marc.post(f"{action}/uninstall/{MODULE}?_token={token}")
        assert "AdminOnlinechatHistory" not in page.links()


def _content(shop: Shop) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables; hooks that modules have named stay known, as in PrestaShop."""
    content = {}
    with shop.server.connect(shop.database) as connection, connection.cursor() as cursor:
        cursor.execute("SHOW TABLES")
        for (table,) in cursor.fetchall():
            name = table.removeprefix(shop.prefix)
            if name != HOOKS_OF_ALL_MODULES:
                cursor.execute(f"SELECT * FROM `{table}`")
                content[name] = sorted(cursor.fetchall(), key=repr)
    return content
