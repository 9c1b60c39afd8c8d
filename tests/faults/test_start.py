"""Starting and stopping the real process: what is wrong is said in one line, with what to do."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sidecar.platform import migrations
from sidecar.platform.ids import ulid
from tests.faults.outbox import Browser
from tests.people import SARA, SECRET, customer, employee_token, visitor_token
from tests.stack.mariadb import MariaDb
from tests.stack.ports import LOOPBACK, free_port, http_status, is_free
from tests.stack.sidecar import REPOSITORY, Sidecar
from tests.waiting import until


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m sidecar …` to its end."""
    clean = {name: value for name, value in os.environ.items() if "ONLINECHAT" not in name}
    return subprocess.run(
        [sys.executable, "-m", "sidecar", *arguments],
        env={**clean, **{f"ONLINECHAT_{name}": value for name, value in environment.items()}},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on standard error."""
    assert done.returncode == 2, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("onlinechat: ")
    return lines[0]


def test_a_database_that_cannot_be_reached_is_named_with_what_to_do() -> None:
    port = free_port()
    url = f"mysql://chat:very-secret@127.0.0.1:{port}/shop"
    line = complaint(run("serve", DATABASE_URL=url))
    assert f"127.0.0.1:{port}" in line
    assert "check that it runs" in line
    assert "very-secret" not in line


def test_a_host_that_does_not_exist_is_named() -> None:
    line = complaint(run("serve", DATABASE_URL="mysql://chat@no-such-host.invalid/shop"))
    assert "no-such-host.invalid" in line


def test_a_socket_that_does_not_exist_is_named(tmp_path: Path) -> None:
    url = f"mysql://chat@/shop?unix_socket={tmp_path}/none.sock"
    assert f"{tmp_path}/none.sock" in complaint(run("serve", DATABASE_URL=url))


def test_without_a_shop_it_asks_for_one() -> None:
    assert "--shop FOLDER" in complaint(run("serve"))


def test_a_folder_that_is_no_shop_is_named(tmp_path: Path) -> None:
    assert str(tmp_path) in complaint(run("serve", "--shop", str(tmp_path)))


def test_a_database_without_a_shop_in_it_is_named_and_left_as_it_is(mortal: MariaDb) -> None:
    mortal.create("no_shop")
    line = complaint(run("serve", DATABASE_URL=mortal.url("no_shop", prefix="xy_")))
    assert "no_shop" in line
    assert "xy_" in line
    with mortal.connect("no_shop") as connection, connection.cursor() as cursor:
        cursor.execute("SHOW TABLES")
        assert cursor.fetchall() == ()


def test_a_user_who_may_too_little_is_told_where_the_rights_are(url: str, mortal: MariaDb) -> None:
    with mortal.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE USER poor@'127.0.0.1'")
        cursor.execute("GRANT SELECT ON shop.ps_shop TO poor@'127.0.0.1'")
    for command in ("serve", "migrate"):
        line = complaint(run(command, DATABASE_URL=url.replace("root", "poor")))
        assert "sql/grants.sql" in line


@pytest.mark.parametrize(
    ("name", "value"),
    [("BIND", "8081"), ("BIND", "127.0.0.1:99999"), ("BASE_PATH", "oc"), ("METRICS_BIND", "x:y"),
     ("LOG_LEVEL", "loud"), ("MESSAGES_PER_MINUTE", "0"), ("TRUSTED_PROXIES", "nginx"),
     ("DATABASE_URL", "postgres://x/y")],
)  # fmt: skip
def test_a_wrong_setting_is_named(url: str, name: str, value: str) -> None:
    line = complaint(run("serve", **{"DATABASE_URL": url, name: value}))
    assert f"ONLINECHAT_{name}" in line


def test_a_port_that_another_program_has_is_named(url: str, sidecar: Sidecar) -> None:
    line = complaint(run("serve", DATABASE_URL=url, BIND=f"127.0.0.1:{sidecar.port}"))
    assert f"127.0.0.1:{sidecar.port}" in line
    assert sidecar.ready()


def test_tables_of_a_newer_version_are_refused(url: str, mortal: MariaDb) -> None:
    with mortal.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO ps_onlinechat_migration VALUES (9999, 'later', NOW(3))")
    assert "9999" in complaint(run("serve", DATABASE_URL=url))


def test_the_shop_s_own_file_says_where_the_database_is(
    url: str, mortal: MariaDb, tmp_path: Path
) -> None:
    file = tmp_path / "shop" / "app" / "config" / "parameters.php"
    file.parent.mkdir(parents=True)
    file.write_text(
        "<?php return array('parameters' => array("
        f"'database_host' => '{LOOPBACK}', 'database_port' => '{mortal.port}',"
        " 'database_name' => 'shop', 'database_user' => 'root', 'database_password' => '',"
        " 'database_prefix' => 'ps_'));"
    )
    one = Sidecar(tmp_path, shop=tmp_path / "shop")
    one.start()
    assert one.ready()
    one.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(sidecar: Sidecar, number: signal.Signals) -> None:
    pid = sidecar.pid
    os.kill(pid, number)
    assert os.waitpid(pid, 0)[1] == 0
    log = sidecar.log.read_text()
    assert "stopping" in log
    assert "Traceback" not in log
    assert is_free(sidecar.port)


def test_metrics_are_on_a_port_of_their_own(sidecar: Sidecar) -> None:
    assert http_status(sidecar.metrics_port, "/metrics") == 200
    assert http_status(sidecar.port, "/metrics") == 404
    assert http_status(sidecar.port, "/oc/metrics") == 404


def test_migrate_brings_the_tables_and_doctor_says_what_is_missing(
    url: str, mortal: MariaDb
) -> None:
    done = run("migrate", DATABASE_URL=url)
    assert done.returncode == 0
    assert f"version {max(migrations.available())}." in done.stdout
    with mortal.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ps_configuration WHERE name LIKE 'ONLINECHAT%'")
        cursor.execute(
            "UPDATE ps_configuration SET value = 'Mars/Olympus' WHERE name = 'PS_TIMEZONE'"
        )
    done = run("doctor", DATABASE_URL=url, BIND=f"127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "BAD" in done.stdout
    assert "is not installed in this shop" in done.stdout
    assert "No sidecar answers" in done.stdout
    assert "The mail server cannot be reached" in done.stdout
    assert "does not know the time zone Mars/Olympus" in done.stdout


def test_doctor_names_a_database_that_does_not_answer() -> None:
    port = free_port()
    done = run("doctor", DATABASE_URL=f"mysql://x@127.0.0.1:{port}/shop", BIND=f"127.0.0.1:{port}")
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_migration_under_way_in_another_process_is_said(url: str, mortal: MariaDb) -> None:
    with mortal.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM ps_onlinechat_migration")
        cursor.execute("SELECT GET_LOCK('onlinechat_shop_ps_', 1)")
        assert "Another process is migrating" in complaint(run("migrate", DATABASE_URL=url))


async def test_logs_carry_no_texts_names_or_tokens(url: str, tmp_path: Path) -> None:
    """Not even with every detail, and every line is an object that programs can read."""
    one = Sidecar(
        tmp_path,
        database_url=url,
        log_level="debug",
        environment={"ONLINECHAT_LOG_FORMAT": "json"},
    )
    one.start()
    john = customer()
    tokens = [visitor_token(john), employee_token(SARA)]
    visitor = Browser(one.port, "/visitor", tokens[0])
    sara = Browser(one.port, "/operator", tokens[1])
    await sara.call("desk:enter", {})
    await sara.call("operator:switch", {"online": True})
    visitor.write("my card is 4929-1111")
    await until(lambda: visitor.idle)
    await visitor.call("typing:preview", {"text": "my pin is 1234"})
    await visitor.call("message:send", {"clientId": "x", "body": "broken 4929"})
    await visitor.call("session:renew", {"token": tokens[1]})
    values = {"firstname": "Zelda", "email": "zelda@secret.example", "message": "box 7719"}
    async with (
        ClientSession() as client,
        client.post(
            f"{one.url}offline",
            headers={"Authorization": f"Bearer {tokens[0]}"},
            json={"clientId": ulid(), "values": values},
        ) as answer,
    ):
        assert answer.status == 200
    tokens += [visitor.session, sara.session]
    for page in (visitor, sara):
        await page.close()
    await asyncio.to_thread(one.stop)
    lines = one.log.read_text().splitlines()
    assert len(lines) >= 2
    for line in lines:
        entry = json.loads(line)
        assert {"time", "level", "logger", "message"} <= set(entry)
    text = "\n".join(lines)
    for secret in ("4929", "1234", "DOE", "Zelda", "zelda", "7719", SECRET, *tokens):
        assert secret not in text
