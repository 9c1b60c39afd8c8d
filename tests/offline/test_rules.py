"""What may be written into the form."""

import html
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.offline import rules
from sidecar.offline.rules import Choice, Form
from sidecar.protocol.base import BODY_LIMIT
from sidecar.protocol.email import valid_email
from sidecar.protocol.offline import LINE_LIMIT, OfflinePage, OfflineValues
from sidecar.shop import threads
from tests.offline.rooms import GOOD

DEFAULT = Form({"firstname": False, "lastname": False, "email": True, "message": True})
ALL = Form(dict.fromkeys(rules.LIMITS, True))
NONE = Form()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def wrong(form: Form = DEFAULT, *, consent: bool = False, **values: str) -> dict[str, str]:
    return dict(rules.check(rules.tidied(OfflineValues(**(GOOD | values))), form, consent=consent))


def test_a_well_filled_form_is_taken() -> None:
    assert wrong() == {}
    assert wrong(ALL, phone="+33 (0)1 23.45-67/89") == {}


@pytest.mark.parametrize("name", list(rules.LIMITS))
@pytest.mark.parametrize("text", ["", "   ", "\N{ZERO WIDTH SPACE}"])
def test_what_is_required_has_to_be_there(name: str, text: str) -> None:
    values = {"phone": "12345", name: text}
    found = wrong(ALL, **values)
    assert found.keys() == {name}
    assert found[name] in {"required", name}


@pytest.mark.parametrize("name", list(rules.LIMITS))
def test_what_is_not_required_may_be_empty(name: str) -> None:
    assert wrong(Form(dict.fromkeys(rules.LIMITS, False)), **{name: ""}) == {}


@pytest.mark.parametrize("form", [DEFAULT, ALL, NONE])
@pytest.mark.parametrize("name", list(rules.LIMITS))
def test_ten_thousand_characters_are_too_long_for_every_field(name: str, form: Form) -> None:
    """Also for a field that is no longer asked: an older page may still show it."""
    assert wrong(form, **{"phone": "12345", name: "9" * 10_000}) == {name: "too_long"}


@pytest.mark.parametrize(
    ("name", "limit"), [("firstname", LINE_LIMIT), ("lastname", 255), ("message", BODY_LIMIT)]
)
def test_the_longest_text_that_fits_is_taken(name: str, limit: int) -> None:
    assert wrong(**{name: "é" * limit}) == {}
    assert wrong(**{name: "é" * (limit + 1)}) == {name: "too_long"}


@pytest.mark.parametrize(
    "address",
    ["a@b", '"<script>"@x.y', "a b@example.org", "a@example.org,b@example.org", "@example.org",
     "a@", "a@.org", "a@example.1", "a@ex_ample.org", "a..b@example.org", "<a@example.org>",
     "a@example.org>", "a@-example.org", "ada", "a@b@example.org\N{NO-BREAK SPACE}"],
)  # fmt: skip
def test_addresses_that_are_none_are_refused(address: str) -> None:
    assert wrong(email=address) == {"email": "email"}


@pytest.mark.parametrize("phone", ["12", "call me", "1" * 33, "<b>123</b>", "+33 1 23 45;", "٣٤٥٦"])
def test_what_is_no_phone_number_is_refused(phone: str) -> None:
    assert wrong(phone=phone) == {"phone": "phone"}


@pytest.mark.parametrize("name", rules.LINES)
@pytest.mark.parametrize(
    "text",
    ["Ada\r\nBcc: eve@example.org", "Ada\nBcc: eve@example.org", "Ada\rX: y", "Ada\n", "\r\nAda",
     "A\x00da", "A\x1bda", "A\x85da", "A\N{LINE SEPARATOR}da", "A\tda", "\x0bAda"],
)  # fmt: skip
def test_a_line_has_no_line_breaks_or_control_characters(name: str, text: str) -> None:
    assert wrong(**{name: text}) == {name: "line"}


def test_the_message_may_have_lines_and_loses_what_nobody_sees() -> None:
    values = rules.tidied(OfflineValues(message=" \r\none\r\ntwo\rthree\tfour\x00\x1b[31m\n\n"))
    assert values.message == "one\ntwo\nthree\tfour[31m"


@given(st.fixed_dictionaries(dict.fromkeys(rules.LIMITS, TEXTS)))
def test_what_is_taken_fits_its_place(texts: dict[str, str]) -> None:
    values = rules.tidied(OfflineValues(**texts))
    found = rules.check(values, NONE, consent=False)
    for name, limit in rules.LIMITS.items():
        text: str = getattr(values, name)
        if name in found:
            continue
        assert len(text) <= limit
        if name != "message":
            assert len(text.splitlines()) <= 1
            assert "\x00" not in text
    if "email" not in found and values.email:
        assert valid_email(values.email)
    assert rules.tidied(values) == values


@given(st.text(string.printable, max_size=80))
def test_tidying_takes_no_letter_away(text: str) -> None:
    seen = [one for one in text if one.isalnum()]
    assert [one for one in rules.tidied(OfflineValues(message=text)).message if one.isalnum()] == [
        *seen
    ]


def test_where_the_shop_asks_for_consent_it_has_to_be_given() -> None:
    form = Form(DEFAULT.fields, consent="I agree")
    assert wrong(form) == {"consent": "consent"}
    assert wrong(form, consent=True) == {}
    assert wrong(consent=False) == {}


def test_only_an_offered_contact_can_be_chosen() -> None:
    offered = Choice(2, "Service", "")
    form = Form(contacts=(offered,))
    assert rules.chosen(2, form) == offered
    assert rules.chosen(1, form) is None
    assert rules.chosen(None, form) is None


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://shop.example/en/3-apron.html", "https://shop.example/en/3-apron.html"),
        ("https://shop.example/reset?token=secret#there", "https://shop.example/reset"),
        ("https://evil.example/", ""),
        ("https://shop.example@evil.example/", ""),
        ("https://shop.example.evil.example/", ""),
        ("javascript:alert(1)//shop.example/", ""),
        ("//shop.example/", ""),
        ("http://[shop.example/", ""),
        ("https://shop.example/a\r\nBcc: eve@example.org", ""),
        ("", ""),
    ],
)
def test_a_page_counts_only_when_it_is_the_shop_s(url: str, stored: str) -> None:
    found = rules.shop_page(OfflinePage(url=url, title="A\r\n page"), ("shop.example",))
    assert found.url == stored
    assert found.title == ("A page" if stored else "")


# What goes into the shop's own customer service


@given(st.text(st.sampled_from("<>&;#x3clgtqmp6 4a/\"'"), max_size=80))
def test_no_reader_finds_markup_in_a_thread_however_often_it_decodes(text: str) -> None:
    found = threads.plain(text)
    for _ in range(5):
        assert "<" not in found
        assert ">" not in found
        found = html.unescape(found)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Is 3 < 4 & 5?", "Is 3 ‹ 4 & 5?"),
        ("<script>alert(1)</script>", "‹script›alert(1)‹/script›"),
        ("&lt;script&gt;", "‹script›"),
        ("&amp;amp;lt;b&amp;gt;", "‹b›"),
        ("&#60;b&#x3e;", "‹b›"),
        ("Bonjour à tous 👋", "Bonjour à tous 👋"),
    ],
)
def test_the_thread_s_text_stays_readable(text: str, kept: str) -> None:
    assert threads.plain(text) == kept


@pytest.mark.parametrize(
    ("address", "number"),
    [("127.0.0.1", "2130706433"), ("255.255.255.255", "4294967295"), ("::1", ""), ("", ""),
     ("2001:db8::1", ""), ("1.2.3", "")],
)  # fmt: skip
def test_addresses_are_numbers_as_php_makes_them(address: str, number: str) -> None:
    assert threads.ip2long(address) == number


def test_a_browser_s_name_holds_no_markup() -> None:
    assert threads.agent("Mozilla/5.0 <img src=x onerror=alert(1)>") == (
        "Mozilla/5.0 img srcx onerroralert(1)"
    )
    assert len(threads.agent("x" * 1000)) == 128
