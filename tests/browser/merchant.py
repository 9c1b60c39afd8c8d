"""The merchant's choices for a test, straight into the tables, and their way back."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from tests.browser.waiting import until
from tests.stack.mariadb import MariaDb
from tests.stack.origin import Origin


class Merchant:
    """Whoever runs the shop; what they change counts as soon as a method returns."""

    def __init__(self, server: MariaDb, origin: Origin) -> None:
        self._server = server
        self._origin = origin
        self._shade = 0
        self._first = self._look()

    def sets(self, **settings: object) -> None:
        """Change settings of all shops, by the names they are stored under; English for texts."""
        before = self._look()
        # One that pages show is among them: seen there, all of them count.
        self._shade = (self._shade + 1) % 256
        shown = {"offline_header_color": f"#ffff{self._shade:02x}"}
        rows = [
            (name, "en" if name.endswith("_text") else "", json.dumps(value))
            for name, value in {**shown, **settings}.items()
        ]
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            for name, lang, value in rows:
                cursor.execute(
                    "REPLACE INTO ps_onlinechat_setting (name, lang, value) VALUES (%s, %s, %s)",
                    (name, lang, value),
                )
                cursor.execute(
                    "INSERT INTO ps_onlinechat_setting_change"
                    " (changed_at, id_employee, name, lang, new_value)"
                    " VALUES (UTC_TIMESTAMP(3), 1, %s, %s, %s)",
                    (name, lang, value),
                )
        self._until(lambda: self._look() != before)

    def asks_for_consent(self, text: str) -> None:
        """Have psgdpr ask for this under our form, in every language."""
        before = self._look()
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ps_psgdpr_consent (id_module, active, date_add, date_upd)"
                " SELECT id_module, 1, NOW(), NOW() FROM ps_module WHERE name = 'onlinechat'"
            )
            cursor.execute(
                "INSERT INTO ps_psgdpr_consent_lang (id_gdpr_consent, id_lang, message, id_shop)"
                " SELECT LAST_INSERT_ID(), id_lang, %s, 1 FROM ps_lang",
                (text,),
            )
        self._until(lambda: self._look() != before)

    def takes_all_back(self) -> None:
        """As it was before the test."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            for table in ("onlinechat_setting", "onlinechat_setting_change"):
                cursor.execute(f"DELETE FROM ps_{table}")
            for table in ("psgdpr_consent_lang", "psgdpr_consent"):
                cursor.execute(f"DELETE FROM ps_{table}")
        self._until(lambda: self._look()[1] == self._first[1])

    @contextmanager
    def without_rights(self, email: str, *slugs: str) -> Iterator[None]:
        """An employee's profile loses the rights whose slugs begin so, and gets them back."""
        where = (
            " FROM ps_access a JOIN ps_authorization_role r USING (id_authorization_role)"
            " JOIN ps_employee e ON e.id_profile = a.id_profile"
            f" WHERE e.email = %s AND ({' OR '.join(['r.slug LIKE %s'] * len(slugs))})"
        )
        values = (email, *(f"{slug}%" for slug in slugs))
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute("SELECT a.id_profile, a.id_authorization_role" + where, values)
            before = cursor.fetchall()
            cursor.execute("DELETE a" + where, values)
        try:
            yield
        finally:
            with self._server.connect("origin") as connection, connection.cursor() as cursor:
                cursor.executemany("INSERT INTO ps_access VALUES (%s, %s)", before)

    def left(self) -> list[dict[str, object]]:
        """What visitors have left, oldest first."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute("SELECT * FROM ps_onlinechat_offline_message ORDER BY 1")
            names = [one[0] for one in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def ratings(self) -> list[tuple[int, str]]:
        """How chats were rated: stars and words."""
        return [
            (row[0], row[1])
            for row in self._rows("stars, rating_comment", "conversation WHERE stars IS NOT NULL")
        ]

    def addresses(self) -> list[str]:
        """Where visitors of the chats are reached."""
        return [row[0] for row in self._rows("email", "conversation WHERE email <> ''")]

    def states(self) -> list[str]:
        """How the conversations are."""
        return [row[0] for row in self._rows("state", "conversation")]

    def mails(self) -> list[str]:
        """What is on its way by e-mail, or was."""
        return [row[0] for row in self._rows("kind", "outbox")]

    def _rows(self, columns: str, table: str) -> list[tuple[Any, ...]]:
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM ps_onlinechat_{table} ORDER BY 1")
            return list(cursor.fetchall())

    def _look(self) -> tuple[str, str]:
        """What shop pages see of it all."""
        address = f"{self._origin.sidecar.url}state?shop=1&lang=en"
        with urlopen(address, timeout=5) as answer:  # noqa: S310, our own address
            state = json.load(answer)
        return state["state"], state["version"]

    @staticmethod
    def _until(done: Callable[[], bool]) -> None:
        """What the sidecar reads from the shop's own tables may be 15 s old."""
        until(done, what="the sidecar notices", seconds=40)
