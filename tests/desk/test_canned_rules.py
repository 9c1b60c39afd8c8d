"""Which reply somebody looks for, and in which language it speaks."""

import pytest

from sidecar.desk.canned.rules import Reply, looked_up
from sidecar.desk.reach import ALL_SHOPS


def reply(shortcut: str, title: str, group: str = "", **texts: str) -> Reply:
    return Reply(0, ALL_SHOPS, None, shortcut, title, group, texts or {"en": "…"})


SHIP = reply("ship", "How long shipping takes", "Delivery", en="Three days", fr="Trois jours")
SHIPPED = reply("shipped", "Already on its way", "Delivery", en="It left")
RETURNS = reply("back", "Returns", "After the order", en="Thirty days to ship it back")
CLOSED = reply("été", "Fermeture d’été", "", fr="Nous sommes fermés")
ALL = [RETURNS, SHIPPED, SHIP, CLOSED]


@pytest.mark.parametrize(
    ("q", "found"),
    [("ship", [SHIP, SHIPPED, RETURNS]), ("/SHIP", [SHIP, SHIPPED, RETURNS]),
     ("return", [RETURNS]), ("on its", [SHIPPED]), ("ete", [CLOSED]), ("delivery", [SHIPPED, SHIP]),
     ("days back", [RETURNS]), ("nothing", []), ("trois", [])],
)  # fmt: skip
def test_the_shortcut_counts_most_then_the_title_then_the_rest(q: str, found: list[Reply]) -> None:
    assert looked_up(ALL, q, ["en"]) == found


def test_all_stand_by_group_and_title_while_nothing_is_typed() -> None:
    assert looked_up(ALL, "", ["en"]) == [CLOSED, RETURNS, SHIPPED, SHIP]


@pytest.mark.parametrize(
    ("languages", "text"),
    [(["fr", "en"], "Trois jours"), (["it", "en"], "Three days"), (["it", "de"], "Three days")],
)
def test_a_language_without_a_text_gets_another_s(languages: list[str], text: str) -> None:
    assert SHIP.text(languages) == text


def test_what_is_said_in_the_visitor_s_language_is_searched() -> None:
    assert looked_up(ALL, "trois", ["fr"]) == [SHIP]
