"""constraints.txt pins every package that ours pulls in, whatever pulls it in."""

import re
from importlib.metadata import PackageNotFoundError, requires, version

from tests.packaging.conftest import REPOSITORY

REQUIREMENT = re.compile(r"([\w.-]+)(?:\[([\w,.-]+)\])?")
EXTRA = re.compile(r"extra == ['\"]([\w-]+)['\"]")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pulled_in(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> set[str]:
    """Names of all installed packages that a package needs, itself included."""
    if (name, extras) in seen:
        return set()
    seen.add((name, extras))
    names = {name}
    for line in requires(name) or ():
        wanted, _, condition = line.partition(";")
        extra = EXTRA.search(condition)
        found = REQUIREMENT.match(wanted)
        assert found
        if extra is None or extra.group(1) in extras:
            try:
                version(found.group(1))
            except PackageNotFoundError:
                continue  # for another system or an older Python
            more = frozenset((found.group(2) or "").split(",")) - {""}
            names |= pulled_in(canonical(found.group(1)), more, seen)
    return names


def test_every_version_is_pinned() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    pins = [line.split()[0].split("==") for line in lines if not line.startswith("#")]
    pinned = {canonical(name): number for name, number in pins}
    needed = pulled_in("onlinechat", frozenset({"dev", "scale"}), set()) - {"onlinechat"}
    assert {name: version(name) for name in needed} == {name: pinned.get(name) for name in needed}
    assert set(pinned) - needed <= {"setuptools", "async-timeout"}
