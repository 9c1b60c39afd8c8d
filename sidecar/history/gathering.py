"""Gathers all lines that fit, by the index of a filter or of the words, and sorts them."""

from collections.abc import Sequence

from sidecar.history.conditions import Clause, Shops, in_shops, in_words, index, joined
from sidecar.history.ordering import CONVERSATIONS, PERSONS, beyond, column, order, places
from sidecar.history.rules import Filters, Place
from sidecar.history.words import Word
from sidecar.platform.database import Unit

SAMPLE = 500
"""So many of the newest conversations of each shop say which words are common."""

COMMON = 0.05
"""Share of the conversations from which on a word is."""


async def gather(
    unit: Unit, filters: Filters, shops: Shops, *, after: Place | None, limit: int
) -> list[Place]:
    """Find all that fits, and sort it."""
    rare, common = await _apart(unit, filters.words, shops)
    found = Clause(
        "SELECT h.id_person, MAX(h.last_message_at) AS last_message_at"
        f" FROM {CONVERSATIONS} h{'' if rare else f' FORCE INDEX ({index(filters)})'} WHERE "
    ) + in_shops(filters, shops, "h")
    if rare:
        found += Clause(
            " AND MATCH (h.words) AGAINST (%s IN BOOLEAN MODE)",
            (" ".join(word.boolean for word in rare),),
        ) + in_words(common, "h")
    if filters.by_time:
        customer, key = "1", "f.last_message_at"
        below = beyond(filters, key, "f.id_person", after)
    else:
        customer, key = "p.customer", f"p.{column(filters)}"
        below = Clause()
        if after:
            among = beyond(filters, key, "f.id_person", after)
            below = Clause(
                f" AND (p.customer < %s OR (p.customer = %s{among.sql}))",
                (after.customer, after.customer, *among.values),
            )
    query = (
        Clause(f"SELECT {customer} AS customer, {key} AS place, f.id_person FROM (")
        + found
        + f" GROUP BY h.id_person) f JOIN {PERSONS} p ON p.id_person = f.id_person WHERE 1 = 1"
        + below
        + order(filters, key, "f.id_person", customer="customer")
        + f" LIMIT {limit:d}"
    )
    return places(await unit.rows(query.sql, *query.values))


async def _apart(unit: Unit, words: Sequence[Word], shops: Shops) -> tuple[list[Word], list[Word]]:
    """The words that are looked up, the rarest first, and those looked for in what that finds.

    A word costs the index as much as it is common, even where a rare one is beside it.
    """
    if len(words) < 2:
        return list(words), []
    parts = (
        Clause(
            "SELECT id_conversation FROM (SELECT id_conversation"
            f" FROM {CONVERSATIONS} FORCE INDEX (newest) WHERE id_shop = %s"
            f" ORDER BY last_message_at DESC, id_person DESC LIMIT {SAMPLE}) part",
            (shop,),
        )
        for shop in shops
    )
    counted = joined(
        ", ",
        (
            Clause(f"COALESCE(SUM(LOCATE(%s, h.words) > 0), 0) AS n{place}", (word.piece,))
            for place, word in enumerate(words)
        ),
    )
    query = (
        Clause("SELECT COUNT(*) AS sampled, ")
        + counted
        + " FROM ("
        + joined(" UNION ALL ", parts)
        + f") s JOIN {CONVERSATIONS} h ON h.id_conversation = s.id_conversation"
    )
    [row] = await unit.rows(query.sql, *query.values)
    ranked = sorted(
        (row[f"n{place}"], -len(word.spelled), place) for place, word in enumerate(words)
    )
    rare = [words[place] for count, _, place in ranked if count <= row["sampled"] * COMMON]
    rare = rare or [words[place] for *_, place in ranked]
    return rare, [word for word in words if word not in rare]
