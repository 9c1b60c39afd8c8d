"""The small shop: PrestaShop's tables, a folder laid out like a shop, PHP's built-in server."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.stack import shop_database
from tests.stack.mariadb import MariaDb
from tests.stack.ports import LOOPBACK, free_port, wait_for
from tests.stack.process import Process

REPOSITORY = Path(__file__).resolve().parents[2]
CODE = REPOSITORY / "tests" / "shop" / "php"
MODULE = "onlinechat"
SUPPORT_PROFILE = 2
# What the merchant grants Sara's profile on the Permissions page.
SUPPORT_RIGHTS = {
    "AdminOnlinechatParent": "view",
    "AdminOnlinechatHistory": "view,edit",
    "AdminOnlinechatConfig": "view",
}
OF_A_SHOP = (
    "contact_shop",
    "country_shop",
    "currency_shop",
    "group_shop",
    "hook_module",
    "lang_shop",
    "module_group",
    "module_shop",
    "product_lang",
    "product_shop",
    "stock_available",
)
"""Tables with a row per shop for what shops share."""
PARAMETERS = """<?php return array (
  'parameters' =>
  array (
    'database_host' => '{host}',
    'database_port' => '{port}',
    'database_name' => '{name}',
    'database_user' => 'root',
    'database_password' => '',
    'database_prefix' => '{prefix}',
    'database_engine' => 'InnoDB',
    'mailer_transport' => 'smtp',
    'mailer_host' => '127.0.0.1',
    'mailer_user' => NULL,
    'mailer_password' => NULL,
    'secret' => '{secret}',
    'ps_caching' => 'CacheMemcache',
    'ps_cache_enable' => false,
    'ps_creation_date' => '2026-01-05',
    'locale' => 'en-US',
    'use_debug_toolbar' => false,
    'cookie_key' => '{cookie_key}',
    'cookie_iv' => '{cookie_iv}',
    'new_cookie_key' => '{new_cookie_key}',
  ),
);
"""


class Shop:
    """One shop in one folder and one database, our module mounted from php-module/ as it is."""

    def __init__(
        self,
        server: MariaDb,
        directory: Path,
        *,
        database: str = "shop",
        prefix: str = "ps_",
        domain: str | None = None,
        port: int = 0,
        mail_port: int = 25,
        workers: int = 4,
    ) -> None:
        """`domain` is the host with port that browsers use when something stands in front."""
        self.server = server
        self.directory = directory.resolve()
        self.database = database
        self.prefix = prefix
        self.port = port or free_port()
        self.domain = domain or f"{LOOPBACK}:{self.port}"
        self._mail_port = mail_port
        self._workers = workers
        self._process = Process("php", self.directory / "var" / "logs")

    @property
    def url(self) -> str:
        """Address of the shop as browsers see it, without a slash at the end."""
        return f"http://{self.domain}"

    @property
    def database_url(self) -> str:
        """The shop's database in the form of `ONLINECHAT_DATABASE_URL`."""
        return self.server.url(self.database, self.prefix)

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process.alive

    def end_leftover(self) -> None:
        """End the server of a former run that was killed."""
        self._process.end_leftover()

    def create(self, *, install: bool = True) -> None:
        """Make the shop anew: folder, tables, and the module installed by its own `install()`."""
        shutil.rmtree(self.directory, ignore_errors=True)
        for folder in ("app/config", "modules", "upload", "var/cache", "var/logs", "var/sessions"):
            (self.directory / folder).mkdir(parents=True)
        (self.directory / "modules" / MODULE).symlink_to(REPOSITORY / "php-module")
        for module in (CODE.parent / "modules").iterdir():
            (self.directory / "modules" / module.name).symlink_to(module)
        shop_database.fill(
            self.server,
            self.database,
            prefix=self.prefix,
            domain=self.domain,
            mail_port=self._mail_port,
        )
        self._write_parameters()
        if install:
            self.install()

    def install(self) -> None:
        """Install the module and give the support profile its rights, as a merchant would."""
        self.console("install", MODULE)
        granted = [f"{tab}={rights}" for tab, rights in SUPPORT_RIGHTS.items()]
        self.console("grant", str(SUPPORT_PROFILE), *granted)
        # The super-admin's next click, which brings the module's own right along.
        self.evaluate(r"Module::getInstanceByName('onlinechat'); OnlineChat\Rights::grant();")
        # Sara may see nothing else: the merchant lets her land on the history after login.
        self.execute(
            "UPDATE {}employee SET default_tab = (SELECT id_tab FROM {}tab"
            " WHERE class_name = 'AdminOnlinechatHistory') WHERE id_employee = 2"
        )

    def start(self) -> None:
        """Serve the shop; `create()` it first when the folder is empty."""
        if not (self.directory / "app" / "config" / "parameters.php").is_file():
            self.create()
        self._write_parameters()
        self._process.start(
            [
                "php",
                "-d",
                "opcache.enable_cli=1",
                "-d",
                "opcache.revalidate_freq=0",
                "-d",
                f"session.save_path={self.directory / 'var' / 'sessions'}",
                "-S",
                f"{LOOPBACK}:{self.port}",
                str(CODE / "router.php"),
            ],
            environment={**self._environment(), "PHP_CLI_SERVER_WORKERS": str(self._workers)},
        )
        if not wait_for(self.port):
            failure = self._process.failure("the shop does not answer")
            self.stop()
            raise failure

    def stop(self) -> None:
        """Stop serving; folder and tables stay."""
        self._process.stop(grace=3)

    def console(self, *arguments: str) -> str:
        """Run console.php with a command such as `uninstall onlinechat`; what it printed."""
        done = subprocess.run(
            ["php", str(CODE / "console.php"), *arguments],
            env={**os.environ, **self._environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr}{done.stdout}{self.errors()}")
        return done.stdout

    def evaluate(self, code: str) -> str:
        """Run PHP in the shop's own context, without a visitor; what it printed."""
        return self.console("run", code)

    def errors(self) -> str:
        """What PHP complained about so far: warnings, deprecations, failed SQL, uncaught errors."""
        log = self.directory / "var" / "logs" / "php_errors.log"
        return log.read_text(errors="replace") if log.is_file() else ""

    def forgive(self) -> str:
        """The same, not to be complained about: a test asked for it."""
        complaints = self.errors()
        if complaints:
            (self.directory / "var" / "logs" / "php_errors.log").write_text("")
        return complaints

    def page_cache(self, *, on: bool) -> None:
        """Put a full-page cache in front of the front pages, or take it (and what it kept) away."""
        folder = self.directory / "var" / "page_cache"
        shutil.rmtree(folder, ignore_errors=True)
        if on:
            folder.mkdir()

    def add_shop(self, name: str, domain: str) -> int:
        """Switch multistore on and add a shop with what shop 1 has; its id.

        `domain` is its host with port. Only the super-admin works in it.
        """
        self.configure("PS_MULTISHOP_FEATURE_ACTIVE", "1")
        number = int(self.execute("SELECT MAX(id_shop) + 1 AS next FROM {}shop")[0]["next"])
        self.execute(
            "INSERT INTO {}shop SELECT %s, id_shop_group, %s, color, id_category, theme_name, 1, 0"
            " FROM {}shop WHERE id_shop = 1",
            number,
            name,
        )
        self.execute(
            "INSERT INTO {}shop_url (id_shop, domain, domain_ssl, physical_uri, virtual_uri, main,"
            " active) VALUES (%s, %s, %s, '/', '', 1, 1)",
            number,
            domain,
            domain,
        )
        for table in OF_A_SHOP:
            columns = [row["Field"] for row in self.execute(f"SHOW COLUMNS FROM {{}}{table}")]
            kept = [f"`{column}`" for column in columns if column != f"id_{table}"]
            values = ", ".join("%s" if column == "`id_shop`" else column for column in kept)
            self.execute(
                f"INSERT INTO {{}}{table} ({', '.join(kept)})"
                f" SELECT {values} FROM {{}}{table} WHERE id_shop = 1",
                number,
            )
        self.execute("INSERT INTO {}employee_shop VALUES (1, %s)", number)
        return number

    def content_security_policy(self, policy: str) -> None:
        """Send this policy with every page; empty for none."""
        file = self.directory / "var" / "csp"
        if policy:
            file.write_text(policy)
        else:
            file.unlink(missing_ok=True)

    def configure(self, name: str, value: str) -> None:
        """Set a setting for all shops."""
        self.execute("DELETE FROM {}configuration WHERE name = %s AND id_shop IS NULL", name)
        self.execute(
            "INSERT INTO {}configuration (name, value, date_add, date_upd)"
            " VALUES (%s, %s, NOW(), NOW())",
            name,
            value,
        )

    def execute(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Run one statement on the shop's database; `{}` stands for the tables' prefix."""
        with self.server.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute(sql.replace("{}", self.prefix), values)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _write_parameters(self) -> None:
        file = self.directory / "app" / "config" / "parameters.php"
        keys = self.directory / "var" / "keys"
        if not keys.is_file():
            keys.write_text(secrets.token_hex(128))
        key = keys.read_text()
        file.write_text(
            PARAMETERS.format(
                host=LOOPBACK,
                port=self.server.port,
                name=self.database,
                prefix=self.prefix,
                secret=key[:56],
                cookie_key=key[56:112],
                cookie_iv=key[112:144],
                new_cookie_key=key[144:208],
            )
        )

    def _environment(self) -> dict[str, str]:
        return {"SMALL_SHOP_ROOT": str(self.directory)}
