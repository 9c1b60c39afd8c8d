"""A checkout, installed editable, and a wheel both find pages, SQL, texts and browser code."""

import json
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import sidecar
from tests.packaging.conftest import REPOSITORY, Installed

LOOK = """
import json, sidecar
from sidecar.platform.migrations import available
from sidecar.platform.pages import catalogue
from sidecar.platform.resources import folder
from sidecar.platform.static import Static
print(json.dumps({
    "code": sidecar.__file__,
    "templates": sorted(
        path.relative_to(folder("templates")).as_posix()
        for path in folder("templates").rglob("*.*")
        if path.suffix in (".html", ".txt")
    ),
    "migrations": sorted(path.name for path in available().values()),
    "sql": sorted(path.name for path in folder("sql").glob("*.sql")),
    "static": sorted(Static().assets),
    "version": Static().version,
    "send": [catalogue(lang).gettext("Send") for lang in ("en", "fr", "it")],
}))
"""


def files(folder: str, *suffixes: str) -> list[str]:
    return sorted(
        path.relative_to(REPOSITORY / folder).as_posix()
        for path in (REPOSITORY / folder).rglob("*.*")
        if path.suffix in suffixes
    )


def test_the_wheel_has_everything(installed: Installed) -> None:
    found = json.loads(installed.run("-c", LOOK))
    assert Path(found["code"]).is_relative_to(installed.folder)
    assert found["templates"] == files("templates", ".html", ".txt")
    assert found["migrations"] == files("sql/migrations", ".sql")
    assert "grants.sql" in found["sql"]
    assert {"loader.js", "widget.js", "recap.js", "backoffice.js"} <= set(found["static"])
    assert found["send"] == ["Send", "Envoyer", "Invia"]


def test_the_wheel_has_every_module(installed: Installed) -> None:
    """Asked of the file: Python would find a forgotten one in the checkout, installed editable."""
    names = {name for name in zipfile.ZipFile(installed.wheel).namelist() if name.endswith(".py")}
    code = (REPOSITORY / "sidecar").rglob("*.py")
    found = {path.relative_to(REPOSITORY) for path in code if "node_modules" not in path.parts}
    assert names == {path.as_posix() for path in found}


def test_the_checkout_has_the_same(installed: Installed, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    here, there = json.loads(said), json.loads(installed.run("-c", LOOK))
    assert Path(here.pop("code")).is_relative_to(REPOSITORY)
    there.pop("code")
    assert here == there


def test_the_command(installed: Installed) -> None:
    version = f"onlinechat {sidecar.__version__}\n"
    assert installed.run("-m", "sidecar", "--version") == version
    assert installed.run(str(installed.folder / "bin" / "onlinechat"), "--version") == version
    assert distribution("onlinechat").version == sidecar.__version__


def test_nothing_but_the_product_is_in_the_wheel(installed: Installed) -> None:
    names = zipfile.ZipFile(installed.wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"sidecar"}
    assert [name for name in names if name.endswith((".ts", ".mjs", ".map"))] == []
    assert [name for name in names if "node_modules" in name or "/tests/" in name] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)
