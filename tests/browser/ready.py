"""What is kept ready for operators in one test, and what their tools leave in the tables."""

from pymysql.cursors import Cursor

from tests.stack.mariadb import MariaDb

TABLES = (
    "canned_reply",
    "canned_reply_text",
    "offer",
    "offer_text",
    "block",
    "filing",
)


class Ready:
    """Texts and cards, straight into the tables."""

    def __init__(self, server: MariaDb, url: str) -> None:
        """`url`: where the shop is."""
        self._server = server
        self._url = url

    def reply(self, shortcut: str, text: str, *, title: str = "", **languages: str) -> None:
        """A canned reply of the whole shop, in English and these languages."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ps_onlinechat_canned_reply (shortcut, title, updated_at)"
                " VALUES (%s, %s, UTC_TIMESTAMP(3))",
                (shortcut, title or shortcut),
            )
            number = cursor.lastrowid
            cursor.executemany(
                "INSERT INTO ps_onlinechat_canned_reply_text VALUES (%s, %s, %s)",
                [(number, lang, said) for lang, said in {"en": text, **languages}.items()],
            )

    def offer(self, title: str, *, text: str = "", page: str = "", code: str = "") -> None:
        """An offer that leads to a page of the shop, with a voucher if it has a code."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ps_onlinechat_offer (id_cart_rule, code, updated_at) VALUES"
                " ((SELECT id_cart_rule FROM ps_cart_rule WHERE code = %s), %s, UTC_TIMESTAMP(3))",
                (code or None, code),
            )
            cursor.execute(
                "INSERT INTO ps_onlinechat_offer_text VALUES (LAST_INSERT_ID(), 'en', %s, %s, %s)",
                (title, text, f"{self._url}{page}" if page else ""),
            )

    def offers_over(self) -> None:
        """From now on no offer counts."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(
                "UPDATE ps_onlinechat_offer SET ends_at = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND"
            )

    def counted(self, title: str) -> tuple[int, int]:
        """How often an offer was sent, and followed."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT sent, clicked FROM ps_onlinechat_offer JOIN ps_onlinechat_offer_text"
                " USING (id_offer) WHERE title = %s",
                (title,),
            )
            sent, clicked = cursor.fetchone()
            return sent, clicked

    def thread(self) -> dict[str, object]:
        """The last thread of the shop's customer service."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            return _row(cursor, "SELECT * FROM ps_customer_thread ORDER BY 1 DESC LIMIT 1")

    def takes_all_away(self) -> None:
        """Nothing is kept ready, nobody blocked, nothing filed."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DELETE FROM ps_onlinechat_{table}")
        self.deletes_threads()

    def deletes_threads(self) -> None:
        """The shop's customer service is as it was in the beginning."""
        with self._server.connect("origin") as connection, connection.cursor() as cursor:
            for table in ("customer_message", "customer_thread"):
                cursor.execute(f"DELETE FROM ps_{table} WHERE id_customer_thread > 1")


def _row(cursor: Cursor, question: str) -> dict[str, object]:
    cursor.execute(question)
    names = [one[0] for one in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))
