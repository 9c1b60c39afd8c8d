"""The shop's tables and data in a database: PrestaShop's own names and columns."""

import re
from pathlib import Path

from tests.stack.mariadb import MariaDb

SQL = Path(__file__).resolve().parents[1] / "shop" / "sql"


def fill(
    server: MariaDb,
    database: str,
    *,
    prefix: str = "ps_",
    domain: str = "127.0.0.1:8080",
    mail_port: int = 25,
) -> None:
    """Make the database anew with shop 1, its customers, employees, products and orders.

    `domain` is the shop's host with port, `mail_port` the SMTP port (on loopback) of its settings.
    """
    server.create(database)
    words = {"PREFIX_": prefix, "SHOP_DOMAIN": domain, "MAIL_PORT": str(mail_port)}
    with server.connect(database) as connection, connection.cursor() as cursor:
        # Half a hundred tables with a disk flush each would be most of the start.
        cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit=0")
        try:
            for file in sorted(SQL.glob("*.sql")):
                for statement in statements(file.read_text(encoding="utf-8")):
                    cursor.execute(re.sub("|".join(words), lambda m: words[m.group()], statement))
        finally:
            cursor.execute("SET GLOBAL innodb_flush_log_at_trx_commit=1")
            cursor.execute("FLUSH LOGS")


def statements(script: str) -> list[str]:
    """Split a script of ours: a statement ends with a semicolon at the end of a line."""
    code = re.sub(r"^--.*$", "", script, flags=re.MULTILINE)
    return [part.strip() for part in re.split(r";\s*$", code, flags=re.MULTILINE) if part.strip()]
