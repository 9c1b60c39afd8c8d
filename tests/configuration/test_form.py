"""Reading the form: what is taken and how it is stored, and what is wrong beside which field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.configuration.form import COLOURS, NAMES, SWITCHES, text_field
from sidecar.configuration.rules import FIELDS, TEXTS, ChatSettings, MailServer
from tests.configuration.forms import LANGUAGES, before, filled, good, own_server, read, wrong

LINES = ["operator_name", "header_text[en]", "header_text[fr]", "offline_header_text[en]"]
SAVED = before(
    mail_server=MailServer(
        host="smtp.example.com", port=587, encryption="starttls", user="shop", password="kept"
    )
)
any_name = st.sampled_from(sorted(NAMES)) | st.sampled_from(
    [text_field(name, lang) for name in TEXTS for lang in ("en", "fr", "it")]
)
any_form = st.dictionaries(any_name | st.text(), st.text() | st.just("on"))


def test_the_form_with_the_defaults_says_the_defaults() -> None:
    changes = good()
    assert changes.values["most_at_once"] == 10
    assert changes.values["phone_asked"] is False
    assert changes.values["mail_server"] is None
    assert changes.texts["header_text"]["fr"] == "Bonjour, nous sommes en ligne"
    assert changes.drop_tables is False


@given(any_form)
def test_whatever_is_typed_each_field_is_either_taken_or_said_to_be_wrong(
    form: dict[str, str],
) -> None:
    changes, errors = read(form)
    for name in ("operator_name", "most_at_once", "offline_email", "sender", *COLOURS, *SWITCHES):
        assert (name in changes.values) != (name in errors), name
    for name in TEXTS:
        for lang in LANGUAGES:
            assert (lang in changes.texts[name]) != (text_field(name, lang) in errors)


@given(any_form)
def test_what_is_taken_is_valid_and_taken_again_as_it_was_stored(form: dict[str, str]) -> None:
    changes, errors = read(filled(**{name: form.get(name) for name in form if name in NAMES}))
    if errors:
        return
    texts = {name: changes.texts[name]["en"] or "x" for name in TEXTS}
    settings = ChatSettings.model_validate({**changes.values, **texts, "launcher_label": "x"})
    again = {name: str(getattr(settings, name)) for name in ("operator_name", *COLOURS, "sender")}
    again |= {"most_at_once": str(settings.most_at_once), "offline_email": settings.offline_email}
    switches = {name: "on" if getattr(settings, name) else None for name in SWITCHES}
    same = good(**again, **switches)
    assert {name: same.values[name] for name in again} == {
        name: changes.values[name] for name in again
    }


@pytest.mark.parametrize("number", ["0", "-1", "101", "1000000000", "1e9", "ten", "", "3.5", "٣"])
def test_the_most_at_once_is_a_whole_number_from_1_to_100(number: str) -> None:
    assert wrong("most_at_once", number) == "Enter a whole number from 1 to 100."


@pytest.mark.parametrize(("typed", "number"), [("1", 1), (" 20 ", 20), ("100", 100), ("007", 7)])
def test_numbers_that_are_taken(typed: str, number: int) -> None:
    assert good(most_at_once=typed).values["most_at_once"] == number


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("#25B9D7", "#25b9d7"), ("#ABC", "#aabbcc"), (" #fff ", "#ffffff")],
)
def test_colours_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert good(header_background=typed).values["header_background"] == stored


@pytest.mark.parametrize("name", COLOURS)
@pytest.mark.parametrize(
    "typed",
    ["", "red", "25b9d7", "#25b9d", "#25b9d71", "#gggggg", "#fff;background:url(x)", "#２５b9d7",
     "#25b9d7\n#"],
)  # fmt: skip
def test_what_is_no_colour(name: str, typed: str) -> None:
    assert wrong(name, typed).startswith("Write the colour like #")


@pytest.mark.parametrize("name", LINES)
def test_lines_have_no_breaks(name: str) -> None:
    assert wrong(name, "one\ntwo") == "Please write this on one line."
    assert wrong(name, "Hello\r\nBcc: x@example.com") == "Please write this on one line."
    assert wrong(name, "one\u2028two") == "Please write this on one line."


@pytest.mark.parametrize("name", [*LINES, "welcome_text[en]", "offline_welcome_text[fr]"])
@pytest.mark.parametrize("unseen", ["\0", "\x1b", "\x7f", "\ud800", "\t"])
def test_control_characters_are_not_taken(name: str, unseen: str) -> None:
    assert wrong(name, f"one{unseen}two").startswith("This contains control characters.")


def test_a_welcome_text_may_have_lines() -> None:
    assert good(**{"welcome_text[en]": "One\r\ntwo\rthree "}).texts["welcome_text"]["en"] == (
        "One\ntwo\nthree"
    )


@pytest.mark.parametrize(
    ("name", "limit"),
    [("operator_name", 64), ("header_text[fr]", 120), ("welcome_text[en]", 500),
     ("offline_header_text[en]", 120), ("offline_welcome_text[fr]", 500)],
)  # fmt: skip
def test_how_long_a_text_may_be(name: str, limit: int) -> None:
    assert wrong(name, "é" * limit) == ""
    assert wrong(name, "é" * 10_000) == f"10000 of {limit} characters: please shorten this."


@pytest.mark.parametrize("name", ["operator_name", "header_text[en]", "welcome_text[fr]"])
def test_markup_is_text_like_any_other(name: str) -> None:
    assert wrong(name, "<script>alert(1)</script> & {{ 7 }}") == ""


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060"])
def test_the_operator_has_a_name_that_one_can_see(text: str) -> None:
    assert wrong("operator_name", text) == "Please fill this in."


def test_a_text_that_nobody_can_see_is_no_text() -> None:
    assert good(**{"header_text[fr]": " \u200b "}).texts["header_text"]["fr"] == ""


@pytest.mark.parametrize(
    "typed",
    ["a@b", '"<script>"@x.y', "a", "a@example.com\nBcc: b@example.com", "a@example.com; b@x.org",
     "a b@example.com", "shop@example.com, a@b"],
)  # fmt: skip
def test_what_is_no_address(typed: str) -> None:
    assert wrong("offline_email", typed) != ""


def test_several_addresses_each_once_at_most_five() -> None:
    typed = "a@Example.com ,b@example.com,, a@example.com"
    assert good(offline_email=typed).values["offline_email"] == "a@example.com, b@example.com"
    six = ",".join(f"a{number}@example.com" for number in range(6))
    assert wrong("offline_email", six) == "Please enter at most 5 addresses."


def test_an_address_is_needed_where_messages_are_taken() -> None:
    assert wrong("offline_email", " ") == "Enter the address to which messages are sent."
    assert good(offline_email="", offline_mode=None).values["offline_email"] == ""


@pytest.mark.parametrize("name", ["sender", "sounds", "phone_asked", "drop_tables", "mail_own"])
def test_only_what_the_page_offers_can_be_chosen(name: str) -> None:
    assert wrong(name, "<b>") == "Please choose one of the options."


def test_only_what_is_asked_can_be_required() -> None:
    assert wrong("phone_required", "on") == "Only what is asked can be required."
    assert good(phone_required="on", phone_asked="on").values["phone_required"] is True


def test_at_least_one_field_is_asked() -> None:
    nothing = {f"{name}_{what}": None for name in FIELDS for what in ("asked", "required")}
    _, errors = read(filled(**nothing))
    assert errors == {"message_asked": "Ask for at least one of the fields."}


def test_unknown_fields_are_refused() -> None:
    assert wrong("is_admin", "1") == "This version of the chat has no setting “is_admin”."
    assert wrong("header_text[xx]", "1") != ""
    _, errors = read(filled(**{f"x{number}": "1" for number in range(1000)}))
    assert len(errors) == 5


def test_a_mail_server_of_one_s_own() -> None:
    changes, errors = read(own_server())
    assert errors == {}
    assert changes.values["mail_server"] == {
        "host": "smtp.example.com",
        "port": 587,
        "encryption": "starttls",
        "user": "shop",
        "password": "s3cret",
    }


@pytest.mark.parametrize(("encryption", "port"), [("none", 25), ("starttls", 587), ("tls", 465)])
def test_without_a_port_the_usual_one(encryption: str, port: int) -> None:
    changes, errors = read(own_server(mail_port="", mail_encryption=encryption))
    assert errors == {}
    assert changes.values["mail_server"]["port"] == port


@pytest.mark.parametrize(
    ("name", "typed"),
    [("mail_host", ""), ("mail_host", "smtp.example.com/x"), ("mail_host", "a\nb"),
     ("mail_host", "a..b"), ("mail_port", "0"), ("mail_port", "65536"), ("mail_port", "smtp"),
     ("mail_encryption", "rot13"), ("mail_user", "a\r\nb"), ("mail_password", "a\nb"),
     ("mail_password", "")],
)  # fmt: skip
def test_what_is_wrong_with_a_mail_server(name: str, typed: str) -> None:
    changes, errors = read(own_server(**{name: typed}))
    assert list(errors) == [name]
    assert "mail_server" not in changes.values


@pytest.mark.parametrize("host", ["localhost", "10.0.0.7", "::1", "[::1]", "mail_1", "Müller.de"])
def test_hosts_that_are_taken(host: str) -> None:
    _, errors = read(own_server(mail_host=host))
    assert errors == {}


def test_a_saved_password_stays_when_none_is_typed() -> None:
    changes, errors = read(own_server(mail_password=""), SAVED)
    assert errors == {}
    assert changes.values["mail_server"]["password"] == "kept"


@pytest.mark.parametrize(
    "elsewhere",
    [{"mail_host": "evil.example.com"}, {"mail_port": "2525"}, {"mail_user": "else"},
     {"mail_encryption": "none"}],
)  # fmt: skip
def test_a_saved_password_never_goes_elsewhere_nor_in_the_open(elsewhere: dict[str, str]) -> None:
    changes, errors = read(own_server(mail_password="", **elsewhere), SAVED)
    assert errors == {
        "mail_password": "Enter the password again: the saved one is for another server."
    }
    assert "kept" not in str(changes)


def test_without_a_user_the_password_is_forgotten() -> None:
    changes, errors = read(own_server(mail_user="", mail_password=""), SAVED)
    assert errors == {}
    assert changes.values["mail_server"]["password"] == ""


def test_what_is_typed_for_a_server_that_is_not_used_is_not_judged() -> None:
    changes, errors = read(own_server(mail_own=None, mail_host="", mail_port="x"))
    assert errors == {}
    assert changes.values["mail_server"] is None


def test_the_groups_that_are_served_first_are_those_ticked() -> None:
    changes, errors = read(filled(**{"first_group[3]": "on", "first_group[12]": "on"}))
    assert errors == {}
    assert changes.values["first_groups"] == [3, 12]
    changes, _ = read(filled())
    assert changes.values["first_groups"] == []


def test_a_form_without_groups_leaves_them_as_they_are() -> None:
    changes, errors = read(filled(reserved_places=None))
    assert errors == {}
    assert not {"first_groups", "reserved_places"} & set(changes.values)


@pytest.mark.parametrize("name", ["first_group[0]", "first_group[x]", "first_group[]"])
def test_a_group_without_a_number_is_no_field(name: str) -> None:
    assert name in read(filled(**{name: "on"}))[1]
