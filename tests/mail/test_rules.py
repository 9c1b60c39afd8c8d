"""Letters become mails that say what they should and nothing else; when mails are tried again."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sidecar.mail import rules
from sidecar.mail.problems import CODES, MailProblem, parsed, sentence, tidy
from sidecar.mail.rules import GIVEN_UP_AFTER, JITTER, PAUSES, Letter, Mailbox, build, next_attempt

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHOP = Mailbox("Émile's shop", "shop@example.com")
JOHN = Mailbox("John DOE", "john@example.com")
LETTER = Letter(
    shop=SHOP,
    to=(Mailbox("Marc", "marc@example.com"),),
    sender=SHOP,
    reply_to=JOHN,
    subject="Message from John DOE",
    text="Is it red?",
    html="<p>Is it red?</p>",
)
ID = "<01ARZ3NDEKTSV4RRFFQ69G5FAV.offline_message@shop.example>"

MARKS = "#ct5 #tcAbCdEf123456"

anything = st.text(max_size=300) | st.text(
    alphabet='aé語🎉 \r\n\t\0\x0b\x85\u2028\u202e<>@,;:"\\().=?_', max_size=300
)


def content_of(letter: Letter) -> bytes:
    """What goes over the wire."""
    content = build(letter, message_id=ID, date=NOW).as_bytes()
    assert content.isascii(), "a server need not offer 8BITMIME"
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    return content


def sent(letter: Letter) -> EmailMessage:
    """The mail as the other side reads it."""
    return email.message_from_bytes(content_of(letter), policy=email.policy.default)


def body(mail: EmailMessage, kind: Literal["plain", "html"]) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_letter_to_the_merchant_answers_to_the_customer() -> None:
    mail = sent(LETTER)
    assert mail["From"] == "Émile's shop <shop@example.com>"
    assert mail["To"] == "Marc <marc@example.com>"
    assert mail["Reply-To"] == "John DOE <john@example.com>"
    assert mail["Sender"] is None
    assert (mail["Message-ID"], mail["Subject"]) == (ID, "Message from John DOE")
    assert mail["Date"].datetime == NOW
    assert body(mail, "plain") == "Is it red?\n"
    assert body(mail, "html") == "<p>Is it red?</p>\n"


def test_the_customer_may_be_the_sender_and_the_shop_stays_responsible() -> None:
    letter = replace(LETTER, sender=JOHN, reply_to=None)
    mail = sent(letter)
    assert mail["From"] == "John DOE <john@example.com>"
    assert mail["Sender"] == "Émile's shop <shop@example.com>"
    assert mail["Reply-To"] is None
    assert rules.envelope_sender(letter) == "shop@example.com"


@given(name=anything, subject=anything, text=anything, marks=st.sampled_from(["", MARKS]))
@example(name="Ü" * 200, subject="ü" * 500, text="ü" * 5000, marks=MARKS)
@example(
    name='Doe, "Jörg" <evil@example.net>',
    subject="a\r\nBcc: evil@example.net",
    text=".\r\n",
    marks=MARKS,
)
@example(name="John\r\nBcc: evil@example.net", subject="x" * 2000, text="x" * 5000, marks=MARKS)
@example(
    name="=?utf-8?q?evil=40example=2Enet=3C?=", subject="=?utf-8?q?=0A_Bcc?=", text="", marks=MARKS
)
@example(name="00000¡¡¡¡¡𐀀𐀀𐀀𐀀", subject="", text="", marks=MARKS)
@example(name="\ud800", subject="\udfff", text="\ud800", marks=MARKS)
def test_nothing_typed_becomes_a_header_or_another_address(
    name: str, subject: str, text: str, marks: str
) -> None:
    letter = replace(
        LETTER,
        sender=Mailbox(name, "john@example.com"),
        to=(Mailbox(name, "marc@example.com"), Mailbox(name, "sara@example.com")),
        reply_to=Mailbox(name, "john@example.com"),
        subject=subject,
        text=text,
        html=text,
        marks=marks,
    )
    mail = sent(letter)
    assert set(mail.keys()) == {
        "From",
        "Sender",
        "To",
        "Reply-To",
        "Subject",
        "Message-ID",
        "Date",
        "MIME-Version",
        "Content-Type",
    }
    assert [one.addr_spec for one in mail["From"].addresses] == ["john@example.com"]
    assert [one.addr_spec for one in mail["Reply-To"].addresses] == ["john@example.com"]
    both = ["marc@example.com", "sara@example.com"]
    assert [one.addr_spec for one in mail["To"].addresses] == both
    # Other programs read addresses more simply than this library.
    simple = email.message_from_bytes(content_of(letter))
    assert [address for _, address in getaddresses([str(simple["To"])])] == both
    assert not re.search(r"[\r\n]", mail["Subject"])
    assert mail["Subject"].endswith(f" {marks}" if marks else "")


@given(text=st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=400))
@example(text="Größe? 尺寸 🎉 " * 40)
def test_what_was_typed_arrives_as_it_was(text: str) -> None:
    mail = sent(replace(LETTER, subject=f"x{text}x", text=text, html=text))
    assert body(mail, "plain") == f"{text}\n"
    assert mail["Subject"] == rules.one_line(f"x{text}x")


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        (replace(LETTER, to=()), "no_recipient"),
        (replace(LETTER, to=(Mailbox("", "a@b"),)), "no_recipient"),
        (replace(LETTER, to=(Mailbox("", '"<script>"@example.com'),)), "no_recipient"),
        (replace(LETTER, shop=Mailbox("", ""), sender=Mailbox("", "")), "no_sender"),
        (replace(LETTER, shop=Mailbox("", "shop")), "no_sender"),
        (replace(LETTER, sender=Mailbox("", "a@b.example\r\nBcc: c@d.example")), "no_sender"),
    ],
)
def test_a_letter_without_a_valid_address_is_no_mail(letter: Letter, code: str) -> None:
    with pytest.raises(MailProblem) as problem:
        build(letter, message_id=ID, date=NOW)
    assert problem.value.code == code


def test_an_address_that_is_none_is_left_out_where_others_remain() -> None:
    letter = replace(
        LETTER,
        to=(*LETTER.to, Mailbox("", "nonsense"), LETTER.to[0]),
        reply_to=Mailbox("", "a@b"),
    )
    assert rules.recipients(letter) == ("marc@example.com",)
    assert sent(letter)["Reply-To"] is None


@pytest.mark.parametrize(
    ("domains", "place"),
    [
        (("shop.example",), "shop.example"),
        (("127.0.0.1:8080", "shop.example"), "127.0.0.1"),
        (("bücher.example",), "xn--bcher-kva.example"),
        (("shop example>\r\nx",), "example.org"),
        (("x" * 200 + ".example",), "example.org"),
        ((), "example.org"),
    ],
)
def test_a_message_id_is_valid_and_stays_in_one_piece(domains: tuple[str, ...], place: str) -> None:
    made = rules.message_id("01ARZ3NDEKTSV4RRFFQ69G5FAV", "test", domains, "shop@example.org")
    assert made == f"<01ARZ3NDEKTSV4RRFFQ69G5FAV.test@{place}>"


def test_a_long_message_id_arrives_as_it_is() -> None:
    long = rules.message_id("0" * 26, "k" * 32, (f"{'x' * 60}.{'y' * 50}.example",), "")
    assert len(long) <= 191, "the column's length"
    content = build(LETTER, message_id=long, date=NOW).as_bytes()
    assert email.message_from_bytes(content, policy=email.policy.default)["Message-ID"] == long


def test_pauses_grow_from_half_a_minute_to_four_hours() -> None:
    later = NOW + GIVEN_UP_AFTER
    times = [next_attempt(attempts, later, now=NOW, random=0.5) for attempts in range(1, 12)]
    pauses = [time - NOW for time in times if time]
    assert pauses[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert pauses[8:] == [timedelta(hours=4)] * 3
    assert pauses == sorted(pauses)


@given(attempts=st.integers(1, 1000), random=st.floats(0, 1))
def test_jitter_stays_within_a_fifth(attempts: int, random: float) -> None:
    due = next_attempt(attempts, NOW + GIVEN_UP_AFTER, now=NOW, random=random)
    pause = PAUSES[min(attempts, len(PAUSES)) - 1]
    assert due is not None
    assert pause * (1 - JITTER) * 0.999 <= due - NOW <= pause * (1 + JITTER) * 1.001


def test_a_mail_is_given_up_after_five_days_but_never_untried() -> None:
    def after(attempts: int, age: timedelta) -> bool:
        put = NOW - age
        return next_attempt(attempts, put + GIVEN_UP_AFTER, now=NOW, random=0.5) is None

    days = timedelta(days=1)
    assert not after(40, days * 4.9)
    assert after(40, days * 5)
    assert not after(1, days * 30), "the chat was off: every pause is gone through once"
    assert after(len(PAUSES), days * 30)


def test_reasons_are_kept_as_code_and_words() -> None:
    assert parsed(str(MailProblem("refused", "550 No\r\n such user"))) == (
        "refused",
        "550 No such user",
    )
    assert parsed(str(MailProblem("disabled"))) == ("disabled", "")
    assert parsed("") == ("", "")
    assert MailProblem("unheard of").code == "other"
    assert parsed("unheard of: x") == ("other", "x")
    assert len(str(MailProblem("refused", "x" * 9000))) <= 500, "the column's length"


def test_words_hold_no_password() -> None:
    words = tidy("535 sësame c8Orc2FtZQ== c8OrLCBvcGVu", "sësame", "së, open")
    assert "sësame" not in words
    assert "c8OrLCBvcGVu" not in words


def test_every_code_has_a_sentence_of_its_own() -> None:
    said = {sentence(code, lambda text: text) for code in CODES}
    assert len(said) == len(CODES)
    assert sentence("unheard of", lambda text: text) == sentence("other", lambda text: text)
