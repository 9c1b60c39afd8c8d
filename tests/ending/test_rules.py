"""What may be said of a chat and when, on plain values."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sidecar.conversations.rules import Conversation, Rating
from sidecar.ending import rules
from sidecar.errors import Conflict, ConversationClosed, InvalidFormat, NotAllowed
from sidecar.protocol.base import ConversationId
from tests.people import customer, guest

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OVER = Conversation(
    id=ConversationId(7), visitor=guest(), state="finished", started_at=NOW, answer_seq=2
)
JOHNS = replace(OVER, visitor=customer(), email="pub@prestashop.com")


def test_the_last_rating_counts() -> None:
    once = rules.rate(OVER, 2, "Slow", now=NOW).conversation
    twice = rules.rate(once, 5, "", now=NOW).conversation
    assert twice.rating == Rating(5, "", NOW)
    assert not rules.rate(twice, 5, "", now=NOW).changed


@pytest.mark.parametrize("state", ["waiting", "ongoing"])
def test_a_chat_that_goes_on_is_not_rated(state: str) -> None:
    with pytest.raises(NotAllowed):
        rules.rate(replace(OVER, state=state), 5, "", now=NOW)  # type: ignore[arg-type]


def test_what_nobody_answered_is_neither_rated_nor_mailed() -> None:
    unanswered = replace(OVER, answer_seq=0)
    with pytest.raises(NotAllowed):
        rules.rate(unanswered, 5, "", now=NOW)
    with pytest.raises(NotAllowed):
        rules.ask_transcript(unanswered, "ada@example.org", now=NOW)


def test_a_guest_gets_the_transcript_once_where_they_say() -> None:
    first = rules.ask_transcript(OVER, "ada@example.org", now=NOW)
    assert first.changed
    assert first.conversation.email == "ada@example.org"
    again = rules.ask_transcript(first.conversation, "ada@example.org", now=NOW)
    assert not again.changed
    with pytest.raises(Conflict):
        rules.ask_transcript(first.conversation, "bob@example.org", now=NOW)


def test_a_guest_who_left_an_address_need_not_say_it_again() -> None:
    known = rules.reach(OVER, "ada@example.org").conversation
    assert rules.ask_transcript(known, None, now=NOW).conversation.email == "ada@example.org"
    with pytest.raises(InvalidFormat):
        rules.ask_transcript(OVER, None, now=NOW)


def test_a_customer_s_transcript_goes_to_the_account_whatever_is_said() -> None:
    step = rules.ask_transcript(JOHNS, "stranger@example.org", now=NOW)
    assert step.conversation.email == "pub@prestashop.com"
    assert rules.ask_transcript(step.conversation, None, now=NOW).changed


def test_an_address_is_left_by_guests_while_the_chat_is_not_in_the_history() -> None:
    with pytest.raises(NotAllowed):
        rules.reach(JOHNS, "ada@example.org")
    with pytest.raises(ConversationClosed):
        rules.reach(replace(OVER, state="archived"), "ada@example.org")
    known = rules.reach(OVER, "ada@example.org").conversation
    assert not rules.reach(known, "ada@example.org").changed


@pytest.mark.parametrize(
    "text",
    ["http://evil.example/x?y=1", "www.evil.example", "evil.example", "ada@evil.example",
     "mailto:ada@evil.example", "ftp://1.2.3.4"],
)  # fmt: skip
def test_no_mail_program_makes_a_link_of_it(text: str) -> None:
    unlinked = rules.unlinked(f"See {text} now.")
    assert text not in unlinked
    assert unlinked.replace("\N{ZERO WIDTH SPACE}", "") == f"See {text} now."
    assert not any(sign in unlinked for sign in ("://", "www.", "@evil"))


def test_a_card_is_said_in_words() -> None:
    card = {"offer": 3, "title": "Apron", "price": "€20", "link": "https://shop.example/1"}
    assert rules.in_words("Apron", card) == "Apron\n€20\nhttps://shop.example/1"
    assert rules.in_words("Hello", {}) == "Hello"


def test_other_text_stays_as_it_is() -> None:
    text = "Hello. Two: one, two… 3 €?\n- fine :)"
    assert rules.unlinked(text) == text
