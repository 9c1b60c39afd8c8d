"""Rounds in which nothing is acknowledged are told of, and don't end the routing bench."""

import pytest

from tests.bench.load import WINDOW, Load, Meters, Round, Talk
from tests.bench.report import Unsure
from tests.bench.routing import BARE, NODE, OURS, Contender, line, rows
from tests.bench.test_wire import opened

NOTHING = Round(2.0, 0, 0.1, 0.1, 0.1, 0.4, 3, 0.0)


def brought(acked: int) -> Round:
    """A round of two seconds in which a message costs a tenth of a millisecond."""
    return Round(2.0, acked, acked / 10_000, 0.0, 0.0, 2.0, acked, 0.01)


def contender(name: str, *rounds: Round) -> Contender:
    return Contender(name, Load([], lambda acked: Meters(0, acked, 0, 0, 0, 0, 0)), list(rounds))


async def test_a_server_that_answers_nothing_makes_a_silent_round() -> None:
    (visitor, _), (operator, wire) = opened(), opened()
    read = iter((Meters(0, 0, 0, 0, 0, 0, 0), Meters(2, 0, 1, 0, 0, 1, 0)))
    load = Load([Talk(1, 1, visitor, operator)], lambda _: next(read), patience=0)
    assert (await load.run(warm=0, seconds=0)).silent
    assert load.sent == WINDOW
    assert load.gone == 0
    wire.close()
    assert load.gone == 1


def test_a_silent_round_is_told_of() -> None:
    assert "no message was acknowledged in 2.0 s" in line(OURS, NOTHING)
    assert "others 5%" in line(OURS, NOTHING)


def test_a_silent_round_counts_as_a_rate_of_nothing_and_not_as_a_cost() -> None:
    ours = contender(OURS, brought(2000), NOTHING, NOTHING)
    bare = contender(BARE, brought(1000), brought(1000), NOTHING)
    messages, cost = rows([ours, bare])
    assert (messages.ours, messages.comparison, messages.ratio) == (0, 500, 1)
    assert (cost.ours, cost.comparison) == pytest.approx((0.1, 0.1))


def test_who_never_answers_misses_the_budget_and_has_no_cost() -> None:
    messages, cost = rows([contender(OURS, NOTHING), contender(NODE, brought(1000))])
    assert messages.ok is False
    assert (cost.ours, cost.ratio) == (None, None)


def test_nobody_is_compared_with_a_server_that_never_answered() -> None:
    with pytest.raises(Unsure, match="in any round"):
        rows([contender(OURS, brought(1000)), contender(BARE, NOTHING)])
