"""Finds the lines of the table: quickly whatever is asked, with a million conversations too.

There are two ways. *Walking*: an index is read in the order of the table until the page is full,
which is quick where much of what is read fits. *Gathering*: all that fits is found by the index of
a filter or by the full-text index, and sorted, which is quick where little fits. A walk that may
find little goes a stretch only; what is rarer than that is few enough to be gathered. In a
full-text index a common word costs as much as it has conversations, seconds for half a million.

Each index is named: no server is left to guess how far it would have to read. And a line's other
conversations are asked for one by one (`(SELECT … LIMIT 1) IS NULL`, not `NOT EXISTS`), which none
of them turns into a join in another order.
"""

from sidecar.history.conditions import Shops
from sidecar.history.gathering import gather
from sidecar.history.rules import Filters, Place
from sidecar.history.walking import Walk
from sidecar.platform.database import Unit

STRETCH = 2500
"""Lines walked until it is clear that little fits; about 8 ms of looking into texts."""


async def lines(
    unit: Unit,
    filters: Filters,
    shops: Shops,
    *,
    after: Place | None,
    limit: int,
    stretch: int = STRETCH,
) -> list[Place]:
    """The lines below a place, in order; each stands where its newest fitting conversation does."""
    if not shops or filters.vain:
        return []
    walk = Walk(filters, shops)
    if walk.certain:
        return await walk.read(unit, after, None, limit=limit)
    end = await walk.stretch(unit, after, stretch)
    found = await walk.read(unit, after, end, limit=limit)
    if end is None or len(found) >= limit:
        return found
    return await gather(unit, filters, shops, after=after, limit=limit)
