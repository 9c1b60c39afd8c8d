"""The layering contracts in setup.cfg forget no part of the product."""

import configparser
import re

from tests.lint.dialect import REPOSITORY

CONTRACTS = configparser.ConfigParser()
CONTRACTS.read(REPOSITORY / "setup.cfg", encoding="utf-8")
FOUNDATIONS = {"frontend", "locale", "platform", "protocol", "shop"}


def modules(option: str, kind: str) -> set[str]:
    return {
        name
        for section in CONTRACTS
        if CONTRACTS.get(section, "type", fallback="") == kind
        for name in re.split(r"[\s:]+", CONTRACTS.get(section, option).strip())
    }


def rooms() -> set[str]:
    folders = {path.parent.name for path in (REPOSITORY / "sidecar").glob("*/__init__.py")}
    return folders - FOUNDATIONS


def test_every_room_is_in_the_layers() -> None:
    assert {f"sidecar.{room}" for room in rooms()} <= modules("layers", "layers")


def test_tables_and_doors_of_every_room_are_its_own() -> None:
    shelves = {
        f"sidecar.{room}.{shelf}"
        for room in rooms()
        for shelf in ("commands", "store", "writer")
        if (REPOSITORY / "sidecar" / room / f"{shelf}.py").exists()
    }
    assert shelves <= modules("protected_modules", "protected")
