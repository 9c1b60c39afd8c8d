"""The zip is what a shop's Module Manager takes."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.packaging.conftest import REPOSITORY


def build(target: Path) -> bytes:
    subprocess.run(
        [sys.executable, REPOSITORY / "php-module" / "build_zip.py", target],
        check=True,
        capture_output=True,
    )
    return target.read_bytes()


def test_one_folder_named_like_the_module(tmp_path: Path) -> None:
    build(tmp_path / "onlinechat.zip")
    names = zipfile.ZipFile(tmp_path / "onlinechat.zip").namelist()
    assert {name.split("/")[0] for name in names} == {"onlinechat"}
    assert {"onlinechat/onlinechat.php", "onlinechat/config.xml", "onlinechat/logo.png"} <= {*names}
    assert [name for name in names if name.endswith(".py") or "/." in name] == []


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    assert build(tmp_path / "one.zip") == build(tmp_path / "two.zip")
