"""The settings of each shop: in memory for those who ask, in our tables for those who change."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from gettext import NullTranslations
from typing import Protocol

from pymysql.err import OperationalError

from sidecar.configuration import saving, store
from sidecar.configuration.form import Changes
from sidecar.configuration.inheritance import Stored, effective, shown
from sidecar.configuration.rules import TEXTS, ChatSettings
from sidecar.configuration.scopes import Installation, Key, Place, Rows, merged
from sidecar.configuration.store import LastChange
from sidecar.errors import ChatError, Conflict, NotAllowed
from sidecar.platform import clock
from sidecar.platform.database import FORBIDDEN, Busy, Database, Unit
from sidecar.privacy import deletions
from sidecar.protocol.base import EmployeeId, ShopId
from sidecar.shop.shops import Shop

log = logging.getLogger(__name__)


class Catalogues(Protocol):
    """Where texts come from."""

    def catalogue(self, lang: str) -> NullTranslations:
        """The catalogue of a language, English for one that has none."""


class SavedMeanwhile(Conflict):
    """Somebody else saved after the form was opened; nothing of it was stored."""

    def __init__(self, last: LastChange | None) -> None:
        super().__init__()
        self.last = last


@dataclass(frozen=True, slots=True)
class Sheet:
    """The settings of a scope as its form shows them."""

    place: Place
    settings: ChatSettings
    texts: Mapping[Key, str]
    own: frozenset[Key]
    """What is stored at this very scope."""
    drop_tables: bool
    revision: int
    last: LastChange | None


@dataclass(frozen=True, slots=True)
class _Memory:
    rows: Rows = field(default_factory=dict)
    installation: Installation = field(default_factory=Installation)
    newest: int = -1


class Configuration:
    """What the merchant set, and where not set the product's defaults."""

    def __init__(self, database: Database, catalogues: Catalogues) -> None:
        self._database = database
        self._catalogues = catalogues
        self._memory = _Memory()
        self._known: dict[tuple[ShopId, str], tuple[Shop | None, ChatSettings]] = {}
        self._products: dict[str, Mapping[str, str]] = {}
        self._looking = asyncio.Lock()
        self.changed: Callable[[], Awaitable[None]] | None = None
        """Called after each change, made here or in another process."""

    def of(self, shop: Shop, lang: str) -> ChatSettings:
        """The settings that count in a shop, as of the last look; the same object until then."""
        known = self._known.get((shop.id, lang))
        if known is not None and known[0] is shop:
            return known[1]
        stored = merged(self._memory.rows, self._memory.installation.line(shop))
        settings = effective(stored, shop, lang, self._product)
        if known is not None and known[1] == settings:
            settings = known[1]
        self._known[(shop.id, lang)] = (shop, settings)
        return settings

    async def look(self) -> None:
        """Read again what another process saved, or the shop changed about its shops."""
        async with self._looking:
            before = self._memory
            async with self._database.reading() as unit:
                newest = await store.newest(unit)
                installation = await store.installation(unit)
                if (newest, installation) == (before.newest, before.installation):
                    return
                rows = await store.rows(unit)
            self._memory = _Memory(rows, installation, newest)
            self._known = {key: (None, settings) for key, (_, settings) in self._known.items()}
        if before.newest >= 0:
            await self._tell()

    async def installation(self) -> Installation:
        """The scopes there are at this moment."""
        async with self._database.reading() as unit:
            return await store.installation(unit)

    async def ever_saved(self) -> bool:
        """Whether anybody ever saved the form."""
        async with self._database.reading() as unit:
            return await store.ever_saved(unit)

    async def sheet(self, place: Place) -> Sheet:
        """The settings of a scope, as they are stored at this moment."""
        async with self._database.reading() as unit:
            # The number first: whoever saves while this reads makes the form out of date.
            revision, last = await store.last_change(unit, place.line)
            rows = await store.rows(unit)
            drop_tables = await store.drop_tables(unit)
        stored = merged(rows, place.line)
        return Sheet(
            place=place,
            settings=self._settings(stored, place),
            texts=self._texts(stored, place),
            own=frozenset(rows.get(place.scope, {})),
            drop_tables=drop_tables,
            revision=revision,
            last=last,
        )

    async def save(
        self, place: Place, changes: Changes, *, revision: int, by: EmployeeId, now: datetime
    ) -> int:
        """Store what a form says, all of it or nothing; how many settings that changed.

        Raises:
            SavedMeanwhile: the form shows an older revision, and would change something.
            NotAllowed: the database user may not write to the shop's configuration.
        """
        try:
            async with self._database.unit() as unit:
                await store.begin(unit, now)
                made = await saving.changes(unit, place, changes, self._product)
                newest, last = await store.last_change(unit, place.line)
                if made and revision != newest:
                    raise SavedMeanwhile(last)
                await saving.write(unit, place, made, by=by, now=now)
        except OperationalError as error:
            if error.args[0] in FORBIDDEN:
                raise NotAllowed(
                    "The chat server's database user may not change this: give it the rights"
                    " in sql/grants.sql."
                ) from None
            raise
        await self._after()
        return len(made)

    @staticmethod
    async def purge(unit: Unit, shop: ShopId, before: datetime, *, limit: int) -> int:
        """Delete what was changed before then, and write that down; how many changes."""
        numbers = await store.forget_changes(unit, shop, before, limit=limit)
        await deletions.record(
            unit, "setting_change", numbers, deletions.RETENTION, now=clock.now()
        )
        return len(numbers)

    async def _after(self) -> None:
        """What was saved counts at once; a database that fails now is looked at again later."""
        try:
            await self.look()
        except (ChatError, Busy) as error:
            log.warning("settings were saved and could not be read again yet: %s", error)

    async def _tell(self) -> None:
        if self.changed is None:
            return
        try:
            await self.changed()
        except Exception:
            log.exception("the settings changed, and not everybody was told")

    def _settings(self, stored: Stored, place: Place) -> ChatSettings:
        return effective(stored, place.base, place.base.default_language, self._product)

    def _texts(self, stored: Stored, place: Place) -> dict[Key, str]:
        default = place.base.default_language
        return {
            (name, one.iso): shown(stored, name, one.iso, default, self._product)
            for name in TEXTS
            for one in place.languages
        }

    def _product(self, lang: str) -> Mapping[str, str]:
        """The texts with which the product comes, in a language."""
        if lang not in self._products:
            _ = self._catalogues.catalogue(lang).gettext
            self._products[lang] = {
                "header_text": _("Hello, we are online"),
                "welcome_text": _("How can we help you?"),
                "launcher_label": _("Open chat"),
                "offline_header_text": _("We are offline"),
                "offline_welcome_text": _("Leave us a message and we will answer by e-mail."),
            }
        return self._products[lang]
