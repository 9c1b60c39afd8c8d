"""What the chat's tables of a small shop hold of people, written as the sidecar writes it."""

import secrets
from itertools import count
from typing import Any

from sidecar.platform.database import Database, parse_url
from sidecar.platform.ids import ulid
from sidecar.platform.migrations import migrate
from tests.stack.shop import Shop

AT = "2026-10-02 18:00:00.000"
OF_PEOPLE = (
    "conversation",
    "message",
    "decline",
    "history_conversation",
    "history_person",
    "filing",
    "block",
    "offline_message",
    "outbox",
    "presence",
    "visitor",
    "customer_word",
)


async def make_tables(shop: Shop) -> None:
    """The sidecar ran once."""
    database = Database(parse_url(shop.database_url), size=1)
    await database.open()
    await migrate(database)
    await database.close()


class Chats:
    """Whose chats there are; every name and number is given once."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._numbers = count(100)
        self._connection = shop.server.connect(shop.database)

    def close(self) -> None:
        """Write no more."""
        self._connection.close()

    def insert(self, table: str, **values: Any) -> int:
        """A row; its number."""
        columns = ", ".join(f"`{name}`" for name in values)
        marks = ", ".join(["%s"] * len(values))
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.shop.prefix}{table} ({columns}) VALUES ({marks})",
                list(values.values()),
            )
            number = int(cursor.lastrowid)
        self._connection.commit()
        return number

    def customer(self, email: str = "", phone: str = "") -> int:
        """An account with an address book."""
        number = next(self._numbers)
        self.insert(
            "customer",
            id_customer=number,
            firstname="Ada",
            lastname="BYRON",
            email=email or f"ada{number}@example.org",
            passwd="x",
            date_add=AT,
            date_upd=AT,
        )
        if phone:
            self.insert(
                "address",
                id_address=number,
                id_country=8,
                id_customer=number,
                alias="Home",
                lastname="BYRON",
                firstname="Ada",
                address1="1, rue Neuve",
                city="Paris",
                phone=phone,
                date_add=AT,
                date_upd=AT,
            )
        return number

    def browser(self, customer: int | None = None) -> str:
        """A browser that somebody uses."""
        vid = secrets.token_hex(16)
        self.insert(
            "onlinechat_visitor",
            id_shop=1,
            vid=vid,
            id_customer=customer,
            id_guest=7,
            page_url="http://shop.example/apron",
            page_title="Linen apron",
            ip_address="203.0.113.7",
            full_address_since=AT,
            seen_at=AT,
            created_at=AT,
            user_agent="Mozilla/5.0",
            languages="en",
            referrer="https://search.example/",
            trail='[["http://shop.example/apron","Linen apron","2026-10-02T18:00:00.000Z",1,false],'
            '["","","2026-10-02T17:59:00.000Z",null,true],'
            '["http://shop.example/","Home","2026-10-02T17:58:00.000Z",null,false]]',
            cart="{}",
            cart_at=AT,
            cart_number=12,
        )
        return vid

    def conversation(
        self, customer: int | None = None, *, vid: str = "", says: str = "Hello", **more: Any
    ) -> int:
        """A rated conversation with all that belongs to it."""
        vid = vid or self.browser(customer)
        number = self.insert(
            "onlinechat_conversation",
            **{
                "id_shop": 1,
                "state": "archived",
                "vid": vid,
                "id_customer": customer,
                "visitor_name": "Ada BYRON" if customer else "",
                "last_seq": 2,
                "started_at": AT,
                "last_message_at": AT,
                "stars": 4,
                "rating_comment": "Friendly",
                "rated_at": AT,
                **more,
            },
        )
        for seq, (author, name, body) in enumerate(
            [("visitor", "", says), ("operator", "Marc", "Good day"), ("system", "", "")], 1
        ):
            self.insert(
                "onlinechat_message",
                id_conversation=number,
                seq=seq,
                client_id=ulid(),
                author=author,
                name=name,
                body=body,
                sent_at=AT,
            )
        self.insert("onlinechat_decline", id_conversation=number, id_employee=2)
        filed = {"id_conversation": number, "id_shop": 1, "id_employee": 1, "created_at": AT}
        self.insert("onlinechat_filing", **filed, token="abcdefghijkl")
        self.block(vid, customer, number)
        person = self.insert(
            "onlinechat_history_person",
            id_shop=1,
            guest_conversation=number,
            last_conversation=number,
            last_message_at=AT,
        )
        self.insert(
            "onlinechat_history_conversation",
            id_conversation=number,
            id_person=person,
            id_shop=1,
            last_message_at=AT,
            words=says,
        )
        self.mail("transcript", number)
        return number

    def offline_message(self, customer: int | None = None, **more: Any) -> int:
        """A message that was left, with its mail."""
        number = self.insert(
            "onlinechat_offline_message",
            **{
                "id_shop": 1,
                "vid": self.browser(customer),
                "client_id": ulid(),
                "id_customer": customer,
                "firstname": "Ada",
                "lastname": "Byron",
                "message": "Where is my apron?",
                "page_url": "http://shop.example/apron",
                "ip_address": "203.0.113.7",
                "user_agent": "Mozilla/5.0",
                "created_at": AT,
                **more,
            },
        )
        self.mail("offline_message", number)
        return number

    def block(self, vid: str, customer: int | None, conversation: int) -> None:
        """Somebody who is blocked."""
        self.insert(
            "onlinechat_block",
            id_shop=1,
            vid=vid,
            id_customer=customer,
            visitor_name="Ada BYRON",
            id_conversation=conversation,
            reason="Shouts",
            id_employee=1,
            created_at=AT,
        )

    def mail(self, kind: str, subject: int) -> None:
        """A mail that waits."""
        self.insert(
            "onlinechat_outbox",
            id_shop=1,
            kind=kind,
            id_subject=subject,
            message_id=ulid(),
            created_at=AT,
            next_attempt_at=AT,
            give_up_at=AT,
        )

    def numbers(self, table: str, column: str = "") -> list[Any]:
        """What is there, by number."""
        column = column or f"id_{table}"
        found = self.shop.execute(
            f"SELECT DISTINCT {column} AS n FROM {{}}onlinechat_{table} ORDER BY 1"
        )
        return [row["n"] for row in found]

    def personal(self) -> list[str]:
        """Browsers of which anything is known besides when somebody was shown out."""
        bare = {"id_shop", "vid", "created_at", "revoked_at"}
        found = self.shop.execute("SELECT * FROM {}onlinechat_visitor ORDER BY created_at, vid")
        return [row["vid"] for row in found if any(row[name] for name in {*row} - bare)]

    def forget(self) -> None:
        """Nothing was ever said."""
        for table in (*OF_PEOPLE, "deletion"):
            if self.shop.execute(f"SHOW TABLES LIKE '{self.shop.prefix}onlinechat\\_{table}'"):
                self.shop.execute(f"DELETE FROM {{}}onlinechat_{table}")
