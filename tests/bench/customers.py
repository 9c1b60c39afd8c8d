"""A big shop's customers, orders and carts: made once, as it takes a few minutes."""

from pymysql.cursors import Cursor

from tests.bench import stage
from tests.stack.mariadb import MariaDb

NAME = "customers"
VERSION = 4
CUSTOMERS, ORDERS, CARTS = 200_000, 1_000_000, 1_200_000
BUYERS = 100_000
"""The first of them have all the orders and carts; each has an address."""
BROWSERS = 100_000
"""That were here once; every third is a customer's."""
FIRST = 1000
"""Number of the first of these customers."""
BUSY_ORDERS = 5_000
"""The first of them is a company that orders every day."""
CONVERSATIONS = 1_200
OPERATORS = 48

FIRSTNAMES = (
    "Marie", "Jean", "Sofia", "Luca", "Anna", "Paul", "Emma", "Noah", "Léa", "Hugo", "Giulia",
    "Marco", "Chloé", "Louis", "Elena", "Thomas", "Sarah", "Nina", "Oscar", "Iris",
)  # fmt: skip
SYLLABLES = (
    "Ba", "Be", "Bi", "Bo", "Da", "De", "Di", "Do", "Ka", "Ke", "Ki", "Ko", "La", "Le", "Li", "Lo",
    "Ma", "Me", "Mi", "Mo", "Na", "Ne", "Ni", "No", "Ra", "Re", "Ri", "Ro", "Sa", "Se", "Si", "So",
)  # fmt: skip


def make(server: MariaDb) -> bool:
    """Make them, unless they are there; whether they had to be made."""
    if stage.is_made(server, NAME, VERSION):
        return False
    stage.fill(server, NAME, operators=OPERATORS)
    with server.connect(NAME) as connection, connection.cursor() as cursor:
        cursor.execute("SET SESSION unique_checks = 0, foreign_key_checks = 0")
        cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 0")
        try:
            _people(cursor)
            _purchases(cursor)
            cursor.execute(
                "ANALYZE TABLE ps_customer, ps_address, ps_orders, ps_order_detail, ps_cart,"
                " ps_cart_product, ps_guest, ps_connections, ps_customer_thread"
            )
        finally:
            cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1")
    stage.mark_made(server, NAME, VERSION)
    return True


def _choice(values: tuple[str, ...], number: str) -> str:
    return f"ELT(1 + MOD({number}, {len(values)}), {', '.join(repr(one) for one in values)})"


def _people(cursor: Cursor) -> None:
    lastname = "CONCAT({})".format(
        ", ".join(_choice(SYLLABLES, f"FLOOR(s.seq * 7919 / {32**place})") for place in range(3))
    )
    firstname = _choice(FIRSTNAMES, "s.seq")
    cursor.execute(
        "INSERT INTO ps_customer (id_customer, id_gender, id_default_group, id_lang, firstname,"
        " lastname, email, passwd, birthday, newsletter, optin, note, active, date_add, date_upd)"
        f" SELECT {FIRST} + s.seq, 1 + MOD(s.seq, 2), 3, 1, {firstname}, {lastname},"
        f" CONCAT(LOWER({firstname}), '.', s.seq, '@example.com'), '', '1980-05-17', 1, 0,"
        " 'A note.', 1, '2024-01-01' + INTERVAL s.seq MINUTE, '2026-01-01' + INTERVAL s.seq MINUTE"
        f" FROM seq_0_to_{CUSTOMERS - 1} s"
    )
    cursor.execute(
        "INSERT INTO ps_customer_group"
        f" SELECT id_customer, 3 FROM ps_customer WHERE id_customer >= {FIRST}"
    )
    cursor.execute(
        "INSERT INTO ps_address (id_country, id_customer, alias, lastname, firstname, address1,"
        " postcode, city, phone, date_add, date_upd) SELECT 8, id_customer, 'Home', lastname,"
        " firstname, '16, Main street', '75002', 'Paris',"
        " CONCAT('06', LPAD(id_customer, 8, '0')), date_add, date_upd"
        f" FROM ps_customer WHERE id_customer >= {FIRST}"
    )
    cursor.execute(
        "INSERT INTO ps_guest (id_guest, id_customer)"
        f" SELECT id_customer, id_customer FROM ps_customer WHERE id_customer >= {FIRST}"
    )
    cursor.execute(
        "INSERT INTO ps_connections (id_guest, id_page, date_add) SELECT g.id_guest, 1,"
        " '2026-01-01' + INTERVAL s.seq * 9 DAY FROM ps_guest g JOIN seq_0_to_2 s"
        f" WHERE g.id_guest >= {FIRST}"
    )
    cursor.execute(
        "INSERT INTO ps_customer_thread (id_lang, id_contact, id_customer, status, email, date_add,"
        " date_upd) SELECT 1, 2, id_customer, 'closed', email, date_upd, date_upd FROM ps_customer"
        f" WHERE id_customer >= {FIRST} AND MOD(id_customer, 4) = 0"
    )
    cursor.execute(
        "INSERT INTO ps_customer_message (id_customer_thread, message, date_add, date_upd)"
        " SELECT id_customer_thread, 'Where is my parcel?', date_add, date_upd"
        " FROM ps_customer_thread"
    )
    cursor.execute(
        "INSERT INTO ps_cart_rule (id_customer, date_from, date_to, quantity, quantity_per_user,"
        " code, reduction_percent, active, date_add, date_upd) SELECT id_customer, '2026-01-01',"
        " '2036-01-01', 1, 1, CONCAT('V', id_customer), 10, 1, date_add, date_upd FROM ps_customer"
        f" WHERE id_customer >= {FIRST} AND MOD(id_customer, 5) = 0"
    )


def _purchases(cursor: Cursor) -> None:
    # The first orders are all the busy one's; the others come by turns.
    who = f"IF(s.seq < {BUSY_ORDERS}, {FIRST}, {FIRST} + MOD(s.seq * 7919, {BUYERS}))"
    for start in range(0, CARTS, 100_000):
        cursor.execute(
            "INSERT INTO ps_cart (id_cart, id_carrier, delivery_option, id_lang,"
            " id_address_delivery, id_address_invoice, id_currency, id_customer, id_guest,"
            f" date_add, date_upd) SELECT 1000 + s.seq, 2, '', 1, 0, 0, 1, {who}, 0,"
            " '2024-01-01' + INTERVAL s.seq MINUTE, '2024-01-01' + INTERVAL s.seq MINUTE"
            f" FROM seq_{start}_to_{start + 99_999} s"
        )
        cursor.execute(
            "INSERT INTO ps_cart_product (id_cart, id_product, quantity, date_add)"
            " SELECT 1000 + s.seq, 1 + MOD(s.seq, 2), 1 + MOD(s.seq, 3), '2024-01-01'"
            f" FROM seq_{start}_to_{start + 99_999} s"
        )
    for start in range(0, ORDERS, 100_000):
        cursor.execute(
            "INSERT INTO ps_orders (id_order, reference, id_carrier, id_lang, id_customer, id_cart,"
            " id_currency, id_address_delivery, id_address_invoice, current_state, payment,"
            " total_paid, total_paid_tax_incl, total_paid_real, invoice_date, delivery_date, valid,"
            f" date_add, date_upd) SELECT 1000 + s.seq, CONCAT('R', s.seq), 2, 1, {who},"
            " 1000 + s.seq, 1 + MOD(s.seq, 2), 0, 0, 5, 'Card', 86.04, 86.04, 86.04, '2024-01-01',"
            " '2024-01-01', MOD(s.seq, 9) > 0, '2024-01-01' + INTERVAL s.seq MINUTE,"
            f" '2024-01-01' + INTERVAL s.seq MINUTE FROM seq_{start}_to_{start + 99_999} s"
        )
        cursor.execute(
            "INSERT INTO ps_order_detail (id_order, id_shop, product_id, product_attribute_id,"
            " product_name, product_quantity, product_weight, tax_name)"
            " SELECT 1000 + s.seq, 1, 1 + MOD(s.seq, 2), 0,"
            " IF(MOD(s.seq, 2), 'Oak cutting board', 'Linen apron'), 2, 0, ''"
            f" FROM seq_{start}_to_{start + 99_999} s"
        )


def converse(server: MariaDb) -> dict[int, str]:
    """A conversation with each of some customers, the busy one's first; browsers by number."""
    with server.connect(NAME) as connection, connection.cursor() as cursor:
        for table in ("conversation", "message", "visitor", "presence"):
            cursor.execute(f"DELETE FROM ps_onlinechat_{table}")
        cursor.execute(
            "INSERT INTO ps_onlinechat_visitor (id_shop, vid, id_customer, created_at, seen_at,"
            f" trail, ip_address) SELECT 1, MD5(s.seq), IF(s.seq < {CONVERSATIONS},"
            f" {FIRST} + s.seq * 79, IF(MOD(s.seq, 3), NULL, {FIRST} + s.seq)), UTC_TIMESTAMP(3),"
            f" UTC_TIMESTAMP(3), '[]', {address('s.seq')} FROM seq_0_to_{BROWSERS - 1} s"
        )
        cursor.execute(
            "INSERT INTO ps_onlinechat_conversation (id_conversation, id_shop, open_key, state,"
            " vid, id_customer, visitor_name, started_at, last_message_at)"
            f" SELECT 1 + s.seq, 1, CONCAT('1:c', {FIRST} + s.seq * 79), 'waiting', MD5(s.seq),"
            f" {FIRST} + s.seq * 79, 'Somebody', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)"
            f" FROM seq_0_to_{CONVERSATIONS - 1} s"
        )
        cursor.execute("SELECT id_conversation, vid FROM ps_onlinechat_conversation ORDER BY 1")
        return {int(number): str(vid) for number, vid in cursor.fetchall()}


def address(number: str) -> str:
    """SQL for the address from which a browser was here."""
    return (
        f"CONCAT('198.', 18 + MOD({number}, 2), '.', MOD({number}, 251), '.', MOD({number}, 241))"
    )


def customer(conversation: int) -> int:
    """Whose conversation it is."""
    return FIRST + (conversation - 1) * 79


def words(server: MariaDb) -> int:
    """How many words there are by which customers are found."""
    with server.connect(NAME) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM ps_onlinechat_customer_word")
        found = cursor.fetchone()
        return int(found[0]) if found else 0
