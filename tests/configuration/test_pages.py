"""The Configuration page through the running chat: what it shows, saves, refuses and keeps."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sidecar.configuration.hours import DAYS
from sidecar.protocol.base import EmployeeId
from tests.configuration.page import Answer, get, post
from tests.conftest import Shop, Starts
from tests.people import INES, MARC, SARA, SECRET
from tests.running import CALM, Chat
from tests.stack.inbox import Inbox
from tests.waiting import until

BAD = {
    "operator_name": "Ann\nBcc: x@example.com",
    "most_at_once": "1e9",
    "header_text[fr]": "é" * 10_000,
    "welcome_text[en]": "a\0b",
    "header_background": "red",
    "offline_email": '"<script>"@x.y',
    "offline_header_color": "</style>",
    "form_after": "5",
}


def support_may(shop: Shop, *rights: str) -> None:
    """Give the support profile rights on Configuration."""
    for right in rights:
        shop.run(
            "INSERT INTO ps_access (id_profile, id_authorization_role) SELECT 2,"
            " id_authorization_role FROM ps_authorization_role WHERE slug = %s",
            f"ROLE_MOD_TAB_ADMINONLINECHATCONFIG_{right}",
        )


async def saved(chat: Chat, path: str = "", **changed: str | None) -> Answer:
    """Open the form, change something, press Save."""
    values = (await get(chat, path)).form.values
    for name, value in changed.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return await post(chat, values, path)


async def state(chat: Chat, lang: str = "en") -> dict[str, Any]:
    """What a shop page is told."""
    answer: dict[str, Any] = json.loads((await chat.get(f"state?shop=1&lang={lang}"))[2])
    return answer


async def test_the_form_shows_the_defaults(chat: Chat) -> None:
    form = (await get(chat)).form
    assert form.values["operator_name"] == "Atelier du Coin"
    assert form.values["header_text[fr]"] == "Bonjour, nous sommes en ligne"
    assert form.values["offline_email"] == "shop@example.com"
    assert form.values["sounds"] == "on"
    assert "phone_asked" not in form.values
    assert form.errors == {}
    assert form.locked == set()


async def test_saving_it_as_it_is_changes_nothing(chat: Chat) -> None:
    answer = await saved(chat)
    assert answer.status == 200
    again = answer.form
    assert again.there
    assert again.errors == {}
    assert again.values == (await get(chat)).form.values


async def test_what_is_saved_is_shown_again(chat: Chat) -> None:
    changes = {
        "operator_name": '<b>Ann</b> & "Co"',
        "most_at_once": "3",
        "sounds": None,
        "header_text[fr]": "Salut 🎉",
        "welcome_text[en]": "One\n\n  two",
        "customer_color": "#FED",
        "phone_asked": "on",
        "sender": "customer",
        "offline_email": "a@Example.com,b@example.com",
    }
    answer = await saved(chat, **changes)
    assert answer.status == 200, answer.form.errors
    assert "<b>" not in answer.text
    values = (await get(chat)).form.values
    expected = changes | {
        "sounds": None,
        "customer_color": "#ffeedd",
        "offline_email": "a@example.com, b@example.com",
    }
    assert {name: values.get(name) for name in expected} == expected


HOURS = {
    "hours_on": "on",
    "hours[monday][0][from]": "09:00",
    "hours[monday][0][to]": "12:30",
    "hours[monday][1][from]": "14:00",
    "hours[monday][1][to]": "18:00",
    "special[0][first]": "2199-12-24",
    "special[0][last]": "2199-12-26",
}
"""A week with one day, and days that lie too far ahead."""


async def test_business_hours_are_saved_shown_again_and_written_down(
    chat: Chat, shop: Shop
) -> None:
    soon = {"special[0][first]": "2029-12-24", "special[0][last]": "2029-12-26"}
    typed = HOURS | soon | {"special[0][0][from]": "10:00", "special[0][0][to]": "00:00"}
    answer = await saved(chat, **typed)
    assert answer.status == 200, answer.form.errors
    values = (await get(chat)).form.values
    assert {name: values.get(name) for name in typed} == typed
    ((new,),) = shop.run("SELECT new_value FROM ps_onlinechat_setting_change WHERE name = 'hours'")
    assert json.loads(new)["week"] == {
        "monday": [["09:00:00", "12:30:00"], ["14:00:00", "18:00:00"]]
    }
    assert (await saved(chat)).status == 200
    assert len(shop.run("SELECT 1 FROM ps_onlinechat_setting_change WHERE name = 'hours'")) == 1


async def test_hours_that_are_wrong_stay_as_they_were_typed(chat: Chat) -> None:
    typed = HOURS | {"hours[monday][1][to]": "13:00", "hours[monday][1][from]": "25:00"}
    answer = await saved(chat, **typed)
    assert answer.status == 422
    assert set(answer.form.errors) == {"hours[monday][1][from]", "special[0][last]"}
    assert {name: answer.form.values.get(name) for name in typed} == typed
    assert "hours_on" not in (await get(chat)).form.values, "nothing was saved"


async def test_far_too_many_special_days_are_refused_and_stay(chat: Chat) -> None:
    many = {f"special[{at}][first]": "2029-12-24" for at in range(800)}
    answer = await saved(chat, hours_on="on", **many)
    assert answer.status == 422
    assert answer.form.values["special[799][first]"] == "2029-12-24"


async def test_the_shop_s_clock_is_named(chat: Chat, shop: Shop) -> None:
    assert "Europe/Paris" in (await get(chat)).text


async def test_while_closed_the_form_and_the_help_say_until_when(chat: Chat, shop: Shop) -> None:
    closed = "Closed at the moment; opens "
    assert closed not in (await get(chat)).text
    tomorrow = datetime.now(ZoneInfo("Europe/Paris")).date() + timedelta(days=1)
    answer = await saved(
        chat, hours_on="on",
        **{"special[0][first]": str(tomorrow), "special[0][0][from]": "10:00",
           "special[0][0][to]": "11:00"},
    )  # fmt: skip
    assert answer.status == 200
    said = f"{closed}{tomorrow:%A, %B} {tomorrow.day}, {tomorrow.year}, 10:00"
    assert said in answer.text
    assert said in (await get(chat, "/help")).text
    always = {f"hours[{day}][0][{end}]": "00:00" for day in DAYS for end in ("from", "to")}
    answer = await saved(chat, **always, **{"special[0][0][from]": "00:00"})
    assert answer.status == 200
    assert "Open at the moment." in answer.text


async def test_what_is_asked_of_ends_and_privacy_is_saved_and_shown_again(chat: Chat) -> None:
    changes = {
        "rating": None,
        "ask_email": "on",
        "form_after": "90",
        "silent_after": "0",
        "retention": "0",
        "shorten_addresses_after": "7",
    }
    answer = await saved(chat, **changes)
    assert answer.status == 200, answer.form.errors
    values = (await get(chat)).form.values
    assert {name: values.get(name) for name in changes} == changes


async def test_help_comes_first_until_the_form_was_saved(chat: Chat) -> None:
    def first(text: str) -> bool:
        return 'aria-controls="oc-panel-help" aria-selected="true"' in text

    assert first((await get(chat)).text)
    await saved(chat)
    assert not first((await get(chat)).text)


@pytest.mark.parametrize("name", BAD)
async def test_bad_input_is_named_beside_its_field_and_stays(chat: Chat, name: str) -> None:
    before = (await get(chat)).form.values
    answer = await saved(chat, **{name: BAD[name], "sounds": None})
    form = answer.form
    assert answer.status == 422
    assert list(form.errors) == [name]
    assert form.values[name].replace("\ufffd", "\0") == BAD[name]
    assert "sounds" not in form.values, "all that was typed stays"
    assert (await get(chat)).form.values == before, "nothing was saved"


async def test_everything_bad_at_once(chat: Chat) -> None:
    answer = await saved(chat, **BAD)
    assert answer.status == 422
    assert set(answer.form.errors) == set(BAD)
    assert "<script>" not in answer.text
    assert "</style>" not in answer.text


async def test_the_reason_is_said_in_the_employee_s_language(chat: Chat) -> None:
    values = (await get(chat)).form.values | {"header_background": "red"}
    english = (await post(chat, values)).form.errors["header_background"]
    assert english.startswith("Write the colour")
    french = await post(chat, values, lang="fr")
    assert french.status == 422
    assert "header_background" in french.form.errors


async def test_unknown_and_repeated_fields_are_refused(chat: Chat) -> None:
    assert (await saved(chat, is_admin="1")).status == 422
    assert (await saved(chat, **{"header_text[it]": "Ciao"})).status == 422
    values = [*(await get(chat)).form.values.items(), ("operator_name", "Eve")]
    assert (await post(chat, values)).status == 400


async def test_a_form_that_is_far_too_big_is_refused(chat: Chat) -> None:
    assert (await saved(chat, operator_name="x" * 300_000)).status == 413


async def test_without_offline_mode_an_address_that_was_never_typed_is_no_obstacle(
    shop: Shop, start: Starts
) -> None:
    shop.run("UPDATE ps_configuration SET value = 'me@localhost' WHERE name = 'PS_SHOP_EMAIL'")
    chat = await start()
    assert (await saved(chat)).status == 422
    assert (await saved(chat, offline_mode=None)).status == 200
    assert (await saved(chat, offline_mode=None, offline_email="a@b")).status == 422


async def test_a_form_that_somebody_overtook_keeps_what_was_typed(chat: Chat) -> None:
    mine = (await get(chat)).form.values | {"most_at_once": "4"}
    assert (await saved(chat, most_at_once="3")).status == 200
    answer = await post(chat, mine)
    assert answer.status == 422
    assert "Marc saved these settings meanwhile." in answer.text
    assert answer.form.values["most_at_once"] == "4"
    assert (await get(chat)).form.values["most_at_once"] == "3"
    again = await post(chat, answer.form.values)
    assert again.status == 200, "who saves again means it"
    assert (await get(chat)).form.values["most_at_once"] == "4"


async def test_a_language_that_was_switched_off_meanwhile_is_no_obstacle(
    shop: Shop, start: Starts
) -> None:
    chat = await start()
    opened = (await get(chat)).form.values | {"most_at_once": "3", "header_text[fr]": "Salut"}
    shop.run("DELETE FROM ps_lang_shop WHERE id_lang = 2")

    async def gone() -> bool:
        return "header_text[fr]" not in (await get(chat)).form.values

    await until(gone, what="the form without French")
    assert (await post(chat, opened)).status == 200
    assert (await get(chat)).form.values["most_at_once"] == "3"


async def test_a_language_that_came_meanwhile_keeps_its_texts(shop: Shop, start: Starts) -> None:
    chat = await start()
    await saved(chat, **{"header_text[fr]": "Salut"})
    shop.run("DELETE FROM ps_lang_shop WHERE id_lang = 2")

    async def languages() -> str:
        return (await get(chat)).form.values["languages"]

    async def one_language() -> bool:
        return await languages() == "en"

    await until(one_language, what="the form without French")
    opened = (await get(chat)).form.values | {"most_at_once": "3"}
    shop.run("INSERT INTO ps_lang_shop VALUES (2, 1)")

    async def two_languages() -> bool:
        return await languages() == "en,fr"

    await until(two_languages, what="the form with French")
    assert (await post(chat, opened)).status == 200
    values = (await get(chat)).form.values
    assert (values["most_at_once"], values["header_text[fr]"]) == ("3", "Salut")


async def test_the_diagnostic_text_says_what_is_installed_and_nothing_secret(chat: Chat) -> None:
    text = (await get(chat)).text
    assert "PrestaShop: 8.2.1" in text
    assert "Multistore: off" in text
    assert SECRET not in text


async def test_who_may_only_see_sees_it_locked(chat: Chat, shop: Shop) -> None:
    assert (await get(chat, who=SARA)).status == 403
    support_may(shop, "READ")
    answer = await get(chat, who=SARA)
    assert answer.status == 200
    form = answer.form
    assert {"operator_name", "sounds", "header_text[en]", "sender", "mail_host"} <= form.locked
    assert {"hours_on", "rating", "form_after", "retention"} <= form.locked
    assert ">Add hours<" not in answer.text
    assert ">Save<" not in answer.text
    values = (await get(chat)).form.values
    assert (await post(chat, values, who=SARA)).status == 403
    assert (await post(chat, values, "/test-mail", who=SARA)).status == 403
    support_may(shop, "UPDATE")
    assert (await get(chat, who=SARA)).form.locked == set()
    assert (await post(chat, values, who=SARA)).status == 200


async def test_without_a_token_there_is_nothing(chat: Chat) -> None:
    for path in ("", "/help", "/shell"):
        status, _, _ = await chat.get(f"backoffice/configuration{path}")
        assert status == 401


async def test_open_pages_are_told_and_the_others_find_out(chat: Chat) -> None:
    visitor = await chat.visitor()
    operator = await chat.operator()
    await visitor.heard("state:changed", lambda data: data["state"] == "online")
    before = await state(chat)
    assert (await saved(chat, header_background="#102030", sounds=None)).status == 200
    told = await visitor.heard("state:changed", lambda data: data["version"] != before["version"])
    after = await state(chat)
    assert after["launcher"]["background"] == "#102030"
    assert after["version"] == told["version"]
    settings = await operator.heard("settings:changed")
    assert settings["settings"]["sounds"] is False


async def test_another_process_takes_it_over(start: Starts) -> None:
    first, second = await start(), await start()
    await saved(first, offline_header_background="#102030")

    async def taken() -> bool:
        return bool((await state(second))["launcher"]["background"] == "#102030")

    await until(taken, what="the other process shows the new colour")


async def test_without_offline_mode_the_chat_is_hidden(chat: Chat) -> None:
    assert (await state(chat))["state"] == "offline"
    await saved(chat, offline_mode=None)
    assert (await state(chat))["state"] == "hidden"


async def test_several_shops_have_settings_of_their_own(shop: Shop, start: Starts) -> None:
    shop.second()
    chat = await start()
    both: dict[str, Any] = {"shops": [1, 2]}

    async def put(scope: str, who: EmployeeId = MARC, **changed: str) -> int:
        path = f"?scope={scope}"
        values = (await get(chat, path, who=who, **both)).form.values | changed
        return (await post(chat, values, path, who=who, **both)).status

    assert await put("all", most_at_once="3") == 200
    assert await put("shop-2", most_at_once="4") == 200
    values = {
        scope: (await get(chat, f"?scope={scope}", **both)).form.values
        for scope in ("all", "group-1", "shop-1", "shop-2")
    }
    assert [one["most_at_once"] for one in values.values()] == ["3", "3", "3", "4"]
    assert values["shop-2"]["operator_name"] == "Second"
    assert "header_text[fr]" not in values["shop-2"], "it has no French"


async def test_a_shop_follows_all_shops_hours_though_some_of_their_days_are_over(
    shop: Shop, start: Starts
) -> None:
    shop.second()
    both: dict[str, Any] = {"shops": [1, 2]}
    hours = {"on": True, "week": {"monday": [["09:00:00", "12:00:00"]]},
             "exceptions": {"2020-01-01": [], "2029-12-25": []}}  # fmt: skip
    shop.run(
        "INSERT INTO ps_onlinechat_setting (name, value) VALUES ('hours', %s)", json.dumps(hours)
    )
    chat = await start()
    values = (await get(chat, "?scope=shop-2", **both)).form.values
    assert values["special[0][first]"] == "2029-12-25"
    answer = await post(chat, values | {"most_at_once": "4"}, "?scope=shop-2", **both)
    assert answer.status == 200
    own = "SELECT name FROM ps_onlinechat_setting WHERE id_shop = 2"
    assert shop.run(own) == [("most_at_once",)]
    values |= {"hours[monday][0][to]": "13:00", "revision": answer.form.values["revision"]}
    answer = await post(chat, values, "?scope=shop-2", **both)
    assert answer.status == 200
    assert "Own value" in answer.text
    assert {name for (name,) in shop.run(own)} == {"hours"}


async def test_nobody_changes_what_counts_in_shops_they_do_not_serve(
    shop: Shop, start: Starts
) -> None:
    shop.second()
    support_may(shop, "READ", "UPDATE")
    chat = await start()
    answer = await get(chat, "?scope=all", who=INES)
    assert answer.status == 200
    assert 'configuration?scope=shop-1"' in answer.text, "the nearest scope instead"
    for scope, status in (("all", 403), ("group-1", 403), ("shop-2", 403), ("shop-1", 200),
                          ("shop-9", 400), ("x", 400)):  # fmt: skip
        answered = await post(chat, answer.form.values, f"?scope={scope}", who=INES)
        assert answered.status == status, scope


async def test_without_multistore_every_scope_is_all_shops(chat: Chat) -> None:
    answer = await get(chat, "?scope=shop-1")
    assert 'configuration?scope=all"' in answer.text


async def test_the_help_says_what_is_there(chat: Chat) -> None:
    before = await get(chat, "/help")
    assert before.status == 200
    await saved(chat)
    await state(chat)
    after = await get(chat, "/help")
    done = 'data-state="done"'
    assert after.text.count(done) > before.text.count(done)


async def test_the_help_says_whether_mail_goes_out(shop: Shop, start: Starts) -> None:
    inbox = Inbox()
    inbox.start()
    try:
        shop.run(
            "UPDATE ps_configuration SET value = %s WHERE name = 'PS_MAIL_SMTP_PORT'", inbox.port
        )
        chat = await start()
        assert "the mail server answers" in (await get(chat, "/help")).text
        shop.run("UPDATE ps_configuration SET value = '3' WHERE name = 'PS_MAIL_METHOD'")
        assert "the mail server answers" not in (await get(chat, "/help")).text
    finally:
        inbox.stop()


async def test_a_mail_server_that_hangs_does_not_hold_the_page_up(
    shop: Shop, start: Starts
) -> None:
    inbox = Inbox()
    inbox.hangs = "greeting"
    inbox.start()
    try:
        shop.run(
            "UPDATE ps_configuration SET value = %s WHERE name = 'PS_MAIL_SMTP_PORT'", inbox.port
        )
        chat = await start()
        assert "being asked" in (await get(chat, "/help")).text
    finally:
        inbox.stop()


async def test_the_preview_gets_the_widget_in_each_language(chat: Chat) -> None:
    await saved(chat, **{"header_text[fr]": "Salut"})
    french = await get(chat, "/shell?lang=fr")
    assert french.status == 200
    assert 'lang="fr"' in french.text
    assert "Salut" in french.text
    assert 'lang="en"' in (await get(chat, "/shell?lang=xx")).text


async def test_colours_that_are_hard_to_read_are_named_and_saved(chat: Chat) -> None:
    answer = await saved(chat, header_background="#777777", header_color="#888888")
    assert answer.status == 200
    assert "1.2" in answer.text


async def test_texts_that_a_language_lacks_are_named(chat: Chat) -> None:
    answer = await saved(chat, **{"welcome_text[fr]": " "})
    assert answer.status == 200
    assert "Welcome text (Français)" in answer.text


@pytest.fixture
async def own(start: Starts, inbox: Inbox) -> tuple[Chat, dict[str, str]]:
    """A chat, and its form with a mail server of the merchant's own."""
    chat = await start(rhythm=CALM)
    values = (await get(chat)).form.values
    server = {
        "mail_own": "on",
        "mail_host": "127.0.0.1",
        "mail_port": str(inbox.port),
        "mail_encryption": "none",
        "test_recipient": "me@example.com",
    }
    return chat, values | server


@pytest.fixture
async def inbox() -> Any:
    """The merchant's own mail server, which wants a password."""
    one = Inbox()
    one.start()
    yield one
    one.stop()


async def test_a_test_mail_goes_by_the_server_that_was_typed(
    own: tuple[Chat, dict[str, str]], inbox: Inbox
) -> None:
    chat, values = own
    answer = await post(chat, values, "/test-mail")
    assert answer.status == 200
    assert "250" in answer.text
    (mail,) = inbox.mails
    assert mail.recipients == ("me@example.com",)
    assert mail.content["From"].addresses[0].addr_spec == "shop@example.com"
    assert (await get(chat)).form.values.get("mail_own") is None, "nothing was saved"


async def test_what_the_mail_server_says_against_it_is_shown(
    own: tuple[Chat, dict[str, str]], inbox: Inbox
) -> None:
    chat, values = own
    inbox.stop()
    answer = await post(chat, values, "/test-mail")
    assert answer.status == 200
    assert "cannot be reached" in answer.text or "can't be reached" in answer.text


async def test_a_test_mail_needs_an_address_and_a_server(own: tuple[Chat, dict[str, str]]) -> None:
    chat, values = own
    for wrong in ({"test_recipient": "a@b"}, {"mail_host": ""}, {"mail_port": "x"}):
        answer = await post(chat, values | wrong, "/test-mail")
        assert answer.status == 422


async def test_a_saved_password_is_shown_nowhere_and_sent_nowhere_else(
    own: tuple[Chat, dict[str, str]], inbox: Inbox
) -> None:
    chat, values = own
    login = {"mail_user": "shop", "mail_password": "s3cret-pw"}
    saved_with = {name: value for name, value in (values | login).items()
                  if name != "test_recipient"}  # fmt: skip
    answer = await post(chat, saved_with)
    assert answer.status == 200
    whole = await get(chat)
    assert "s3cret-pw" not in answer.text + whole.text
    assert whole.form.values["mail_password"] == ""
    again = whole.form.values
    assert (await post(chat, again)).status == 200, "an empty field keeps it"
    elsewhere = again | {"mail_host": "localhost", "test_recipient": "me@example.com"}
    tested = await post(chat, elsewhere, "/test-mail")
    assert tested.status == 422
    assert inbox.mails == []


async def test_test_mails_are_limited(own: tuple[Chat, dict[str, str]]) -> None:
    chat, values = own
    wrong = values | {"test_recipient": ""}
    statuses = [(await post(chat, wrong, "/test-mail")).status for _ in range(8)]
    assert statuses[:6] == [422] * 6
    assert statuses[-1] == 429
