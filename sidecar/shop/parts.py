"""Parts of what is shown of a customer, read together: their SELECTs travel in one go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sidecar.platform.database import Query, Unit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """The SELECTs that a part needs, and what is made of the rows of each."""

    queries: tuple[Query, ...]
    made: Callable[..., T]

    async def read(self, unit: Unit) -> T:
        """Read it alone."""
        return self.made(*await unit.batch(self.queries))


async def read(unit: Unit, parts: Mapping[str, Part[Any]]) -> dict[str, Any]:
    """All these parts, by name, in one batch of queries."""
    found = iter(await unit.batch([query for part in parts.values() for query in part.queries]))
    return {name: part.made(*(next(found) for _ in part.queries)) for name, part in parts.items()}
