"""Random lives of conversations, on plain values: whatever is tried, the promises hold."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.conversations import rules
from sidecar.conversations.rules import ANYONE, Conversation, Draft, Operator, Step, Times
from sidecar.errors import ChatError, Conflict, ConversationClosed, NotAllowed
from sidecar.platform.ids import ulid
from sidecar.protocol.base import ConversationId
from tests.people import INES, PAUL, SARA, customer, guest

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TIMES = Times()
OPERATORS = {number: Operator(number, name) for number, name in
             ((SARA, "Sara"), (INES, "Ines"), (PAUL, "Paul"))}  # fmt: skip
NUMBER = ConversationId(7)

# "Life of a conversation": what may become of what, by which command.
LEGAL = {
    "visitor writes": {("waiting", "waiting"), ("ongoing", "ongoing"), ("finished", "ongoing"),
                       ("finished", "waiting")},
    "operator writes": {("waiting", "ongoing"), ("ongoing", "ongoing")},
    "accept": {("waiting", "ongoing"), ("ongoing", "ongoing")},
    "decline": set(),
    "offer": set(),
    "time passes": set(),
    "release": {("ongoing", "waiting")},
    "end": {("ongoing", "finished"), ("waiting", "finished")},
    "reopen": {("finished", "ongoing")},
    "archive": {("finished", "archived")},
    "sign in": set(),
    "continue elsewhere": {("ongoing", "finished"), ("waiting", "finished")},
}  # fmt: skip


@dataclass(frozen=True)
class Try:
    """Something that somebody tries."""

    what: str
    who: Operator
    flag: bool
    seconds: int


tries = st.builds(
    Try,
    what=st.sampled_from(sorted(LEGAL)),
    who=st.sampled_from(list(OPERATORS.values())),
    flag=st.booleans(),
    seconds=st.integers(0, 100),
)
lives = st.lists(tries, max_size=40)
beginnings = st.sampled_from([None, *OPERATORS.values()])


def carried_out(  # noqa: C901 - one case per command
    conversation: Conversation, tried: Try, now: datetime
) -> Step:
    draft = Draft(ulid(), "text")
    match tried.what:
        case "visitor writes":
            return rules.post_by_visitor(
                conversation,
                draft,
                reopen_with=tried.who if tried.flag else None,
                now=now,
                times=TIMES,
                new_id=ulid,
            )
        case "operator writes":
            return rules.post_by_operator(
                conversation, tried.who, draft, shown_name="Shop", now=now, new_id=ulid
            )
        case "accept":
            return rules.accept(conversation, tried.who, now=now, new_id=ulid, take_over=tried.flag)
        case "decline":
            return rules.decline(conversation, tried.who.id)
        case "offer":
            to = tried.who.id if tried.flag else None
            return rules.offer(conversation, SARA, to, note="", now=now, times=TIMES)
        case "time passes":
            return rules.offer_ended(conversation, somebody=tried.flag, now=now, new_id=ulid)
        case "release":
            return rules.release(
                conversation, others_online=tried.flag, now=now, times=TIMES, new_id=ulid
            )
        case "end":
            return rules.end(conversation, "ended_by_operator", now=now, new_id=ulid)
        case "reopen":
            return rules.reopen(
                conversation, tried.who, present=tried.flag, now=now, times=TIMES, new_id=ulid
            )
        case "archive":
            return rules.archive(conversation)
        case "sign in":
            if conversation.open_key is None or conversation.visitor.customer:
                return Step(conversation, changed=False)
            signed_in = customer(conversation.visitor.vid)
            return rules.sign_in(conversation, signed_in, now=now, new_id=ulid)
        case "continue elsewhere":
            if not conversation.open:
                return Step(conversation, changed=False)
            return rules.continue_elsewhere(conversation, ConversationId(99), now=now, new_id=ulid)
    raise AssertionError(tried.what)


def legal(before: Conversation, step: Step, tried: Try) -> None:
    """What must hold after whatever was done."""
    after = step.conversation
    if before.state != after.state:
        assert (before.state, after.state) in LEGAL[tried.what]
    assert [line.seq for line in step.lines] == list(range(before.last_seq + 1, after.last_seq + 1))
    assert (after.operator is not None) if after.state == "ongoing" else True
    assert after.operator is None or after.state != "waiting"
    assert after.offered_to is not None if after.state == "waiting" else True
    if after.state in ("finished", "archived"):
        assert after.offered_to is None
        assert after.offer_until is None
        assert after.waiting_since is None
    if after.state == "archived":
        assert after.open_key is None
    assert before.seen_by_visitor <= after.seen_by_visitor <= after.last_seq
    assert before.seen_by_operator <= after.seen_by_operator <= after.last_seq
    assert before.answer_seq <= after.answer_seq <= after.last_seq
    assert after.id == before.id
    if after != before:
        assert step.changed or step.lines
    for line in step.lines:
        assert (line.author == "system") == (line.kind == "system") == (line.data is not None)


@given(beginnings, lives)
def test_whatever_is_tried_the_life_of_a_conversation_stays_legal(
    operator: Operator | None, life: list[Try]
) -> None:
    now = NOW
    conversation = rules.begin(NUMBER, guest(), operator, now=now, times=TIMES)
    assert conversation.state == ("ongoing" if operator else "waiting")
    for tried in life:
        now += timedelta(seconds=tried.seconds)
        try:
            step = carried_out(conversation, tried, now)
        except (Conflict, ConversationClosed, NotAllowed):
            continue
        legal(conversation, step, tried)
        conversation = step.conversation


@given(beginnings, lives)
def test_ending_accepting_archiving_twice_is_the_same_as_once(
    operator: Operator | None, life: list[Try]
) -> None:
    now = NOW
    conversation = rules.begin(NUMBER, guest(), operator, now=now, times=TIMES)
    for tried in life:
        now += timedelta(seconds=tried.seconds)
        try:
            step = carried_out(conversation, tried, now)
        except ChatError:
            continue
        conversation = step.conversation
        if tried.what in ("end", "accept", "archive", "release", "reopen", "decline"):
            again = carried_out(conversation, tried, now)
            assert not again.changed
            assert again.lines == ()
            assert again.conversation == conversation


@given(st.lists(st.tuples(st.sampled_from(["visitor", "operator"]), st.integers(0, 40))), lives)
def test_seen_never_goes_back_nor_beyond_what_there_is(
    looks: list[tuple[str, int]], life: list[Try]
) -> None:
    conversation = rules.begin(NUMBER, guest(), OPERATORS[SARA], now=NOW, times=TIMES)
    for tried, (who, seq) in zip(life, looks, strict=False):
        try:
            conversation = carried_out(conversation, tried, NOW).conversation
        except ChatError:
            continue
        after = rules.seen(conversation, who, seq)  # type: ignore[arg-type]
        assert conversation.seen_by_visitor <= after.seen_by_visitor <= after.last_seq
        assert conversation.seen_by_operator <= after.seen_by_operator <= after.last_seq
        assert rules.seen(after, who, seq) == after  # type: ignore[arg-type]
        conversation = after


@given(lives)
def test_only_who_has_a_conversation_or_is_offered_it_writes_in_it(life: list[Try]) -> None:
    conversation = rules.begin(NUMBER, guest(), OPERATORS[SARA], now=NOW, times=TIMES)
    for tried in life:
        mine = conversation.operator is not None and conversation.operator.id == tried.who.id
        allowed = mine or conversation.offered(tried.who.id)
        try:
            step = carried_out(conversation, tried, NOW)
        except NotAllowed:
            assert not allowed
        except ChatError:
            continue
        else:
            if tried.what == "operator writes":
                assert allowed
            conversation = step.conversation


@given(lives)
def test_a_visitor_waits_from_the_first_unanswered_message_until_the_answer(
    life: list[Try],
) -> None:
    now = NOW
    conversation = rules.begin(NUMBER, guest(), None, now=now, times=TIMES)
    since = None
    for tried in life:
        now += timedelta(seconds=tried.seconds)
        try:
            step = carried_out(conversation, tried, now)
        except ChatError:
            continue
        conversation = step.conversation
        if any(line.author == "operator" for line in step.lines):
            since = None
        if conversation.state in ("finished", "archived"):
            since = None
        if any(line.author == "visitor" for line in step.lines):
            since = since or now
        assert conversation.waiting_since == since


def begun(operator: Operator | None = OPERATORS[SARA]) -> Conversation:
    return rules.begin(NUMBER, guest(), operator, now=NOW, times=TIMES)


def test_an_offer_waits_for_its_time_and_then_the_conversation_stays_where_it_was() -> None:
    offered = rules.offer(begun(), SARA, INES, note="please", now=NOW, times=TIMES).conversation
    early = rules.offer_ended(offered, somebody=True, now=NOW + timedelta(seconds=59), new_id=ulid)
    late = rules.offer_ended(offered, somebody=True, now=NOW + timedelta(seconds=60), new_id=ulid)
    assert not early.changed
    assert late.conversation == begun_again(offered)


def begun_again(offered: Conversation) -> Conversation:
    return replace(offered, offered_to=None, offered_by=None, note="", offer_until=None)


@pytest.mark.parametrize(("somebody", "code"), [(True, "nobody_free"), (False, "nobody_online")])
def test_a_waiting_visitor_is_told_once_that_nobody_is_free_or_there(
    *, somebody: bool, code: str
) -> None:
    late = NOW + timedelta(seconds=61)
    first = rules.offer_ended(begun(None), somebody=somebody, now=late, new_id=ulid)
    assert [line.data for line in first.lines] == [{"code": code}]
    assert first.conversation.state == "waiting"
    second = rules.offer_ended(
        first.conversation, somebody=True, now=late + timedelta(hours=1), new_id=ulid
    )
    assert second.lines == ()


def test_a_waiting_conversation_that_its_addressee_does_not_take_is_open_to_all_again() -> None:
    offered = rules.offer(begun(None), SARA, INES, note="", now=NOW, times=TIMES).conversation
    declined = rules.decline(offered, INES).conversation
    assert declined.offered(PAUL)
    late = rules.offer_ended(
        offered, somebody=True, now=NOW + timedelta(seconds=61), new_id=ulid
    ).conversation
    assert late.offered(PAUL)


def test_declining_an_offer_made_to_oneself_ends_it_and_one_made_to_all_goes_on() -> None:
    to_ines = rules.offer(begun(), SARA, INES, note="", now=NOW, times=TIMES).conversation
    assert rules.decline(to_ines, INES).conversation.offered_to is None
    assert rules.decline(to_ines, PAUL).conversation.offered_to == INES
    to_all = rules.offer(begun(), SARA, None, note="", now=NOW, times=TIMES).conversation
    assert rules.decline(to_all, INES).conversation.offered_to == ANYONE


def test_an_offered_conversation_changes_hands_when_accepted_and_everybody_reads_by_whom() -> None:
    offered = rules.offer(begun(), SARA, INES, note="", now=NOW, times=TIMES).conversation
    step = rules.accept(offered, OPERATORS[INES], now=NOW, new_id=ulid)
    assert step.conversation.operator == OPERATORS[INES]
    assert step.conversation.offered_to is None
    assert [line.data for line in step.lines] == [{"code": "assigned", "name": "Ines"}]


def test_the_first_operator_of_a_waiting_visitor_is_not_announced_as_a_takeover() -> None:
    assert rules.accept(begun(None), OPERATORS[INES], now=NOW, new_id=ulid).lines == ()


def test_an_offer_to_ines_is_not_paul_s_to_take_not_even_with_the_right_to_take_over() -> None:
    offered = rules.offer(begun(), SARA, INES, note="", now=NOW, times=TIMES).conversation
    for take_over in (False, True):
        with pytest.raises(Conflict, match="Sara has this conversation"):
            rules.accept(offered, OPERATORS[PAUL], now=NOW, new_id=ulid, take_over=take_over)


def test_a_finished_conversation_is_reopened_by_an_operator_only_while_the_visitor_is_there() -> (
    None
):
    over = rules.end(begun(), "ended_by_operator", now=NOW, new_id=ulid).conversation
    with pytest.raises(Conflict, match="left the shop"):
        rules.reopen(over, OPERATORS[SARA], present=False, now=NOW, times=TIMES, new_id=ulid)
    again = rules.reopen(over, OPERATORS[SARA], present=True, now=NOW, times=TIMES, new_id=ulid)
    assert again.conversation.state == "ongoing"
    assert [line.data for line in again.lines] == [{"code": "reopened"}]


def test_an_archived_conversation_takes_no_more_messages() -> None:
    over = rules.end(begun(), "ended_by_visitor", now=NOW, new_id=ulid).conversation
    archived = rules.archive(over).conversation
    with pytest.raises(ConversationClosed):
        rules.post_by_visitor(
            archived, Draft(ulid(), "x"), reopen_with=None, now=NOW, times=TIMES, new_id=ulid
        )
    with pytest.raises(ConversationClosed):
        rules.post_by_operator(
            archived, OPERATORS[SARA], Draft(ulid(), "x"), shown_name="", now=NOW, new_id=ulid
        )
    with pytest.raises(Conflict):
        rules.reopen(archived, OPERATORS[SARA], present=True, now=NOW, times=TIMES, new_id=ulid)


def test_a_guest_who_signs_in_keeps_the_conversation_as_a_customer() -> None:
    conversation = begun()
    signed_in = customer(conversation.visitor.vid)
    step = rules.sign_in(conversation, signed_in, now=NOW, new_id=ulid)
    assert step.conversation.open_key == signed_in.open_key == "1:c2"
    assert step.conversation.visitor == signed_in


def test_a_guest_s_conversation_that_goes_on_elsewhere_says_where() -> None:
    step = rules.continue_elsewhere(begun(), ConversationId(99), now=NOW, new_id=ulid)
    assert step.conversation.state == "finished"
    assert step.conversation.open_key is None
    assert [line.data for line in step.lines] == [{"code": "continued", "conversation": 99}]
