"""Reads a shop's `app/config/parameters.php` without running PHP."""

import re
from pathlib import Path

from sidecar.errors import SetupError
from sidecar.platform.database import DatabaseAddress

STRING = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
ENTRY = re.compile(rf"({STRING})\s*=>\s*({STRING}|-?\d+|null|NULL|true|false)\s*,?", re.DOTALL)
COMMENT = re.compile(rf"({STRING})|/\*.*?\*/|//[^\n]*|\#(?!\[)[^\n]*", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "$": "$", '"': '"', "\\": "\\"}


def read(shop: Path) -> DatabaseAddress:
    """Where the shop in this folder keeps its database.

    PrestaShop 1.7 to 9 writes the file with `var_export`: `return array('parameters' => array(
    'database_host' => …))`; Symfony doubles `%` in its values, and `database_host` may be
    `host:port` or a socket's path.

    Raises:
        SetupError: the folder is no shop, or the file says too little.
    """
    path = shop / "app" / "config" / "parameters.php"
    try:
        text = _text(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise SetupError(
            f"{path} does not exist: give --shop the folder in which PrestaShop is installed."
        ) from None
    except PermissionError:
        raise SetupError(
            f"{path} may not be read by this user:"
            " start as the web server's user, or set ONLINECHAT_DATABASE_URL."
        ) from None
    values = parse(text)
    missing = [name for name in ("host", "name", "user") if not values.get(f"database_{name}")]
    if missing:
        raise SetupError(
            f"{path} does not say database_{missing[0]}: is the shop installed completely?"
        )
    host, port, socket = _split(str(values["database_host"]))
    if given := values.get("database_port"):
        port = int(given) if str(given).isdigit() else port
    return DatabaseAddress(
        host=host,
        port=port,
        user=str(values["database_user"]),
        password=str(values.get("database_password") or ""),
        name=str(values["database_name"]),
        prefix=str(values.get("database_prefix") or ""),
        unix_socket=socket,
    )


def parse(text: str) -> dict[str, str | None]:
    """The scalar entries of the file's array, by name; nested arrays are read flat."""
    bare = COMMENT.sub(lambda match: match.group(1) or " ", text)
    found: dict[str, str | None] = {}
    for key, value in ENTRY.findall(bare):
        found[_unquoted(key)] = _value(value)
    return found


def _text(content: bytes) -> str:
    """Editors of old shops wrote Latin-1; every byte is a character there."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _value(token: str) -> str | None:
    if token[0] in "'\"":
        return _unquoted(token).replace("%%", "%")
    return None if token.lower() == "null" else token


def _unquoted(token: str) -> str:
    inner = token[1:-1]
    if token[0] == "'":
        return re.sub(r"\\(['\\])", r"\1", inner)
    return re.sub(
        r"\\(.)", lambda match: ESCAPES.get(match.group(1), match.group(0)), inner, flags=re.DOTALL
    )


def _split(host: str) -> tuple[str, int, str | None]:
    """PrestaShop's host may be `host`, `host:3307`, `host:/path/to/socket` or `/path/to/socket`."""
    name, _, rest = host.partition(":")
    if host.startswith("/"):
        return "localhost", 3306, host
    if rest.startswith("/"):
        return name, 3306, rest
    if rest.isdigit():
        return name, int(rest), None
    if name == "localhost":
        # PHP goes through the Unix socket for "localhost", and many servers listen on nothing else.
        for path in (
            "/run/mysqld/mysqld.sock",
            "/var/run/mysqld/mysqld.sock",
            "/var/lib/mysql/mysql.sock",
            "/tmp/mysql.sock",  # noqa: S108 (where MySQL itself puts it by default)
        ):
            if Path(path).is_socket():
                return name, 3306, path
    return name, 3306, None
