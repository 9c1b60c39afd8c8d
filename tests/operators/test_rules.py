"""Who gets the next conversation."""

from hypothesis import given
from hypothesis import strategies as st

from sidecar.operators.rules import (
    Candidate,
    Precedence,
    awake,
    most_room,
    next_for,
    with_one_more,
)
from sidecar.protocol.base import EmployeeId

candidates = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 50).map(EmployeeId),
        name=st.just(""),
        load=st.integers(0, 12),
        limit=st.integers(1, 12),
        silent=st.booleans(),
    ),
    unique_by=lambda one: one.id,
    max_size=8,
)


@given(candidates)
def test_the_chosen_operator_has_room_and_nobody_like_them_has_more(
    online: list[Candidate],
) -> None:
    best = most_room(online)
    if best is None:
        assert all(one.room <= 0 for one in online)
    else:
        assert best.room > 0
        assert all(one.room <= best.room for one in online if one.silent == best.silent)


@given(candidates)
def test_a_silent_operator_is_chosen_only_when_nobody_else_has_room(
    online: list[Candidate],
) -> None:
    best = most_room(online)
    if best is not None and best.silent:
        assert all(one.room <= 0 for one in awake(online))


@given(candidates, st.randoms())
def test_every_process_chooses_the_same_operator(
    online: list[Candidate], any_order: object
) -> None:
    shuffled = list(online)
    any_order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert most_room(shuffled) == most_room(online)


@given(candidates)
def test_conversations_are_shared_out_until_everybody_is_full(online: list[Candidate]) -> None:
    room = sum(max(one.room, 0) for one in online)
    given_out = 0
    while (best := most_room(online)) is not None:
        online = with_one_more(online, best.id)
        given_out += 1
    assert given_out == room
    assert all(one.load <= max(one.limit, one.load) for one in online)


def test_among_equals_it_is_the_first_by_number() -> None:
    equals = [Candidate(EmployeeId(number), "", 1, 10) for number in (3, 2, 9)]
    best = most_room(equals)
    assert best is not None
    assert best.id == 2


@given(candidates, st.integers(0, 6))
def test_the_last_places_are_kept_and_the_others_given_as_ever(
    online: list[Candidate], kept: int
) -> None:
    free = sum(max(0, one.room) for one in online)
    assert next_for(online, kept=kept) == (most_room(online) if free > kept else None)
    assert next_for(online, kept=0) == most_room(online)


def test_places_are_kept_from_those_in_none_of_the_chosen_groups() -> None:
    chosen = Precedence(frozenset({4, 5}), 2)
    assert [chosen.keeps(groups) for groups in ((), (3,), (3, 5), (4,))] == [2, 2, 0, 0]
    assert Precedence(frozenset(), 2).keeps((3,)) == 0
