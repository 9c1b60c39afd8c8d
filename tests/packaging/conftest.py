"""The wheel, built once for all tests of this folder."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PARTS = ("LICENSE", "README.md", "pyproject.toml", "setup.cfg", "sidecar", "sql", "templates")
IGNORED = shutil.ignore_patterns("node_modules", "__pycache__")


@dataclass(frozen=True, slots=True)
class Installed:
    """The wheel, and a folder into which pip installed it alone."""

    wheel: Path
    folder: Path

    def run(self, *command: str) -> str:
        """What a Python program prints that finds this sidecar and not the checkout."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder.parent,
            env={"PYTHONPATH": str(self.folder), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Built from a copy, so that nothing is left in the checkout, and without any download."""
    source = tmp_path_factory.mktemp("source")
    for name in PARTS:
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, source / name, ignore=IGNORED)
        else:
            shutil.copy(REPOSITORY / name, source / name)
    dist, folder = source / "dist", tmp_path_factory.mktemp("installed") / "site"
    _pip("wheel", "--no-build-isolation", "--wheel-dir", str(dist), str(source))
    (wheel,) = dist.glob("onlinechat-*.whl")
    _pip("install", "--target", str(folder), str(wheel))
    return Installed(wheel, folder)


def _pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", *arguments, "--no-deps", "--no-index", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
