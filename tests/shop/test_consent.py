"""psgdpr's page lists us, and the merchant writes there what visitors consent to."""

from tests.shop.people import Browser, Page
from tests.stack.shop import Shop


async def test_the_merchant_writes_our_consent_text(bare_shop: Shop) -> None:
    bare_shop.install()
    async with Browser(bare_shop) as marc:
        page = await _page(marc)
        assert 'aria-label="Online Chat"' in page.text
        [consent] = _consents(bare_shop)
        assert consent["active"] == 1
        number = consent["id_gdpr_consent"]
        words = {f"message[{number}][1]": "I <b>agree</b>.", f"message[{number}][2]": "D’accord."}
        await marc.post(page.url, {**words, "submitDataConsent": "1"})
    [consent] = _consents(bare_shop)
    assert consent["active"] == 0
    texts = bare_shop.execute(
        "SELECT id_lang, message FROM {}psgdpr_consent_lang WHERE id_shop = 1 ORDER BY id_lang"
    )
    assert [row["message"] for row in texts[:2]] == ["I <b>agree</b>.", "D’accord."]


async def test_copied_files_are_listed_after_a_look_at_our_page(bare_shop: Shop) -> None:
    bare_shop.install()
    bare_shop.execute(
        "DELETE FROM {}hook_module WHERE id_hook ="
        " (SELECT id_hook FROM {}hook WHERE name = 'registerGDPRConsent')"
    )
    async with Browser(bare_shop) as marc:
        assert "Online Chat</strong>" not in (await _page(marc)).text
        home = await marc.get("/admin/")
        await marc.get(home.links()["AdminOnlinechatConfig"])
        assert "Online Chat</strong>" in (await _page(marc)).text
    names = bare_shop.execute("SELECT COUNT(*) AS n FROM {}hook_module GROUP BY id_module, id_hook")
    assert {row["n"] for row in names} == {1}


async def _page(marc: Browser) -> Page:
    home = await marc.sign_in_to_back_office()
    modules = await marc.get(home.links()["AdminParentModulesSf"])
    start = modules.text.index("controller=AdminModules&amp;configure=psgdpr")
    link = modules.text[start:].split('"')[0].replace("&amp;", "&")
    return await marc.get(f"/admin/index.php?{link}")


def _consents(shop: Shop) -> list[dict[str, object]]:
    return shop.execute(
        "SELECT c.* FROM {}psgdpr_consent c JOIN {}module m USING (id_module)"
        " WHERE m.name = 'onlinechat'"
    )
