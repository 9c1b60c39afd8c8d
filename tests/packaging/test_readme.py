"""What the README says is so: its settings, its commands, its links."""

import json
import re
import subprocess

from sidecar.settings import Settings
from tests.packaging.conftest import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
BLOCKS = """
    define('_PS_VERSION_', '8');
    require 'php-module/src/autoload.php';
    $help = new OnlineChat\\Help('/var/www/shop', '/oc/', '/', 'www-data');
    echo json_encode([$help->nginx(), $help->apache(), $help->serviceUnit()]);
"""


def test_every_setting_is_in_the_table() -> None:
    said = re.findall(
        r"^\| `(ONLINECHAT_\w+)` \| `(--[\w-]+)` \| (?:`(.*?)`)? ?\| (.*) \|$", README, re.MULTILINE
    )
    assert said == [
        (
            f"ONLINECHAT_{name.upper()}",
            f"--{name.replace('_', '-')}",
            "" if field.default is None else str(field.default),
            field.description,
        )
        for name, field in Settings.model_fields.items()
    ]


def test_every_target_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
    assert {"demo", "test", "lint", "format", "bench", "zip", "protocol", "clean"} <= targets
    assert set(re.findall(r"`(?:DEMO_VISITOR=1 )?make ([a-z]+)`", README)) <= targets


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_the_blocks_are_those_that_the_module_shows() -> None:
    said = subprocess.run(
        ["php", "-r", BLOCKS], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert [block for block in json.loads(said) if f"\n{block}\n```" not in README] == []
