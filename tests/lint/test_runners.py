"""What other languages' runners test is one test each here, with its output if it fails."""

import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
FRONTEND = REPOSITORY / "sidecar" / "frontend"


@pytest.mark.parametrize(
    ("folder", "command"),
    [
        pytest.param(REPOSITORY, ["phpunit", "-c", "tests/php/phpunit.xml"], id="phpunit"),
        pytest.param(FRONTEND, ["node_modules/.bin/vitest", "run"], id="vitest"),
    ],
)
def test_passes(folder: Path, command: list[str]) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
