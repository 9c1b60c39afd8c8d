"""The shop's own Customer Service page, where threads that we write are shown."""

from tests.shop.people import Browser, Page
from tests.stack.shop import Shop

NOW = "'2026-11-20 10:00:00', '2026-11-20 10:00:00'"


async def test_a_thread_is_listed_read_and_answered(shop: Shop) -> None:
    thread = _thread(shop, customer=0, email="guest@example.com", message="Is it blue?\nOr <b>?")
    async with Browser(shop) as marc:
        rows = await _threads(marc)
        assert "guest@example.com" in rows.text
        page = await marc.get(rows.thread(thread))
        assert "<h2>guest@example.com</h2>" in page.text
        assert "Is it blue?<br />\nOr &lt;b&gt;?" in page.text
        answered = await marc.post(page.url, {"reply_message": "It is.", "submitReply": "1"})
        assert "Marc Beier" in answered.text
        assert "It is." in answered.text
    [row] = shop.execute("SELECT status FROM {}customer_thread WHERE id_customer_thread=%s", thread)
    assert row == {"status": "closed"}


async def test_a_customers_thread_leads_to_the_customer_and_the_order(shop: Shop) -> None:
    thread = _thread(shop, customer=2, email="pub@prestashop.com", message="Hello", order=3)
    async with Browser(shop) as marc:
        page = await marc.get((await _threads(marc)).thread(thread))
        assert "John DOE <small>(pub@prestashop.com)</small>" in page.text
        assert "#3</a>" in page.text
        assert '<span class="badge">Customer service</span>' in page.text


async def test_it_prints_addresses_as_they_are(shop: Shop) -> None:
    thread = _thread(shop, customer=0, email='"<i>x</i>"@example.com', message="Hello")
    async with Browser(shop) as marc:
        page = await marc.get((await _threads(marc)).thread(thread))
        assert 'Your answer to "<i>x</i>"@example.com' in page.text


async def test_only_threads_of_the_chosen_shop_are_listed(bare_shop: Shop) -> None:
    second = bare_shop.add_shop("Second", f"localhost:{bare_shop.port}")
    _thread(bare_shop, customer=0, email="one@example.com", message="Hello")
    _thread(bare_shop, customer=0, email="two@example.com", message="Hello", shop=second)
    async with Browser(bare_shop) as marc:
        everything = await _threads(marc)
        assert {"one@", "two@"} == {mark for mark in ("one@", "two@") if mark in everything.text}
        chosen = await marc.get(everything.shops()["Second"])
        assert "two@example.com" in chosen.text
        assert "one@example.com" not in chosen.text


async def _threads(marc: Browser) -> Page:
    home = await marc.sign_in_to_back_office()
    return await marc.get(home.links()["AdminParentCustomerThreads"])


def _thread(
    place: Shop,
    *,
    customer: int,
    email: str,
    message: str,
    order: int = 0,
    shop: int = 1,
) -> int:
    place.execute(
        "INSERT INTO {}customer_thread (id_shop, id_lang, id_contact, id_customer, id_order,"
        " id_product, email, token, date_add, date_upd)"
        f" VALUES (%s, 1, 2, %s, %s, 0, %s, 'x', {NOW})",
        shop,
        customer,
        order,
        email,
    )
    [row] = place.execute("SELECT MAX(id_customer_thread) AS id FROM {}customer_thread")
    place.execute(
        "INSERT INTO {}customer_message (id_customer_thread, message, date_add, date_upd)"
        f" VALUES (%s, %s, {NOW})",
        row["id"],
        message,
    )
    return int(row["id"])
