"""The shop's own customer service: a message written as its contact form does; its answers.

PrestaShop prints what it finds there, in some versions unescaped and with entities decoded
(CVE-2026-44212): only plain text goes in. Columns by name, those of the version at hand.
"""

import html
import ipaddress
import re
import secrets
import string
from dataclasses import dataclass
from datetime import datetime

from sidecar.platform.database import Row, Unit
from sidecar.protocol.base import CustomerId, EmployeeId, ShopId
from sidecar.shop.shops import Shop

TOKEN = string.ascii_letters + string.digits
TOKEN_LENGTH = 12
AGENT_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Message:
    """What a customer wrote, and about what."""

    contact: int
    lang: str
    customer: CustomerId | None
    email: str
    text: str
    order: int | None
    product: int | None
    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread; who knows the token may write into it by mail."""

    id: int
    token: str

    @property
    def marks(self) -> str:
        """What a mail's subject carries so that answers to it join the thread."""
        return f"#ct{self.id} #tc{self.token}"


async def begin(unit: Unit, shop: Shop, message: Message, *, now: datetime) -> Thread:
    """A new thread with this message in it.

    Always a new one: to join one by its e-mail address would let anybody write into it.
    """
    token = new_token()
    moment = shop.local(now).replace(tzinfo=None, microsecond=0)
    number = await unit.insert(
        "INSERT INTO PREFIX_customer_thread (id_shop, id_lang, id_contact, id_customer, id_order,"
        " id_product, status, email, token, date_add, date_upd)"
        " VALUES (%s, %s, %s, %s, %s, %s, 'open', %s, %s, %s, %s)",
        shop.id,
        shop.language(message.lang).id,
        message.contact,
        # 0 as PrestaShop writes it: for NULL its page would look the address up among customers.
        message.customer or 0,
        message.order or 0,
        message.product or 0,
        message.email,
        token,
        moment,
        moment,
    )
    columns = await _columns(unit)
    values: dict[str, object] = {
        "id_customer_thread": number,
        "id_employee": 0,
        "message": _fitting(plain(message.text), columns["message"]),
        "file_name": "",
        "ip_address": ip2long(message.address),
        "user_agent": agent(message.user_agent),
        "date_add": moment,
        "date_upd": moment,
        "private": 0,
        "read": 0,
    }
    if "id_product" in columns:
        values["id_product"] = message.product or 0
    names = ", ".join(f"`{name}`" for name in values)
    await unit.insert(
        f"INSERT INTO PREFIX_customer_message ({names}) VALUES ({', '.join(['%s'] * len(values))})",
        *values.values(),
    )
    return Thread(number, token)


def new_token() -> str:
    """A thread's token, as PrestaShop makes them."""
    return "".join(secrets.choice(TOKEN) for _ in range(TOKEN_LENGTH))


async def storable(unit: Unit, text: str) -> str:
    """A text as it can be written into a thread."""
    return _fitting(plain(text), (await _columns(unit))["message"])


async def of_token(unit: Unit, shop: ShopId, token: str) -> int | None:
    """The thread with this token; no index leads to it."""
    found = await unit.value(
        "SELECT id_customer_thread FROM PREFIX_customer_thread"
        " WHERE id_shop = %s AND token = %s LIMIT 1",
        shop,
        token,
    )
    return int(found) if found else None


async def exists(unit: Unit, thread: int) -> bool:
    """Whether nobody deleted this thread."""
    return bool(
        await unit.value(
            "SELECT COUNT(*) FROM PREFIX_customer_thread WHERE id_customer_thread = %s", thread
        )
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A message that an employee wrote for a customer, as it is in the table."""

    id: int
    thread: int
    shop: ShopId
    employee: EmployeeId
    firstname: str
    text: str
    at: object


async def last_message(unit: Unit) -> int:
    """The number of the newest message of all threads."""
    found = await unit.value("SELECT MAX(id_customer_message) FROM PREFIX_customer_message")
    return int(found or 0)


async def written(unit: Unit, above: int, *, limit: int) -> list[Written]:
    """What employees wrote since, private messages aside; by rising numbers."""
    rows = await unit.rows(
        "SELECT m.id_customer_message, m.id_customer_thread, t.id_shop, m.id_employee,"
        " e.firstname, m.message, m.date_add FROM PREFIX_customer_message m"
        " JOIN PREFIX_customer_thread t ON t.id_customer_thread = m.id_customer_thread"
        " LEFT JOIN PREFIX_employee e ON e.id_employee = m.id_employee"
        " WHERE m.id_customer_message > %s AND m.id_employee > 0 AND m.private = 0"
        " ORDER BY m.id_customer_message LIMIT %s",
        above,
        limit,
    )
    return [
        Written(
            id=row["id_customer_message"],
            thread=row["id_customer_thread"],
            shop=ShopId(row["id_shop"]),
            employee=EmployeeId(row["id_employee"]),
            firstname=row["firstname"] or "",
            text=readable(row["message"] or ""),
            at=row["date_add"],
        )
        for row in rows
    ]


def readable(text: str) -> str:
    """What an employee typed, line by line: some shops' filters make entities and tags of it."""
    text = re.sub(r"<br */?>\r?\n?", "\n", text, flags=re.IGNORECASE)
    text = html.unescape(re.sub(r"</?[a-z][^<>]*>", "", text, flags=re.IGNORECASE))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


async def _columns(unit: Unit) -> dict[str, Row]:
    rows = await unit.rows(
        "SELECT column_name AS name, character_set_name AS charset"
        " FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = 'PREFIX_customer_message'"
    )
    return {row["name"]: row for row in rows}


def _fitting(text: str, column: Row) -> str:
    """Shops that were upgraded over the years may have tables that hold no emoji."""
    if column["charset"] == "utf8mb4":
        return text
    return re.sub(r"[^\x00-\uffff]", "\N{REPLACEMENT CHARACTER}", text)


def plain(text: str) -> str:
    """Text in which no reader can find markup, however often it decodes entities."""
    while (decoded := html.unescape(text)) != text:
        text = decoded
    return text.replace("<", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}").replace(
        ">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
    )


def agent(text: str) -> str:
    """A browser's name with the characters that browsers' names have."""
    return re.sub(r"[^\w .;:/()+,-]", "", text, flags=re.ASCII)[:AGENT_LENGTH]


def ip2long(address: str) -> str:
    """The number that PHP makes of an IPv4 address, as text; nothing for another address."""
    try:
        return str(int(ipaddress.IPv4Address(address)))
    except ValueError:
        return ""
