"""The lint for tidiness finds what an editor or a machine left behind."""

import pytest

from tests.lint import tidy

HERE = ["/home/ada/chat/"]


def found(text: str) -> list[int]:
    return [line for line, _ in tidy.problems(text.encode(), HERE)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\r\ntwo\n", 1),
        ("one\ntwo \n", 2),
        ("one\n\t\ntwo\n", 2),
        ("one", 1),
        ("one\n\n", 3),
        ("one\nhttps:/" + "/registry.example.org/x\n", 2),
        ('{\n "resolved"' + ': "somewhere"\n}\n', 2),
        ("--find" + "-links wheels\n", 1),
        ("see /home/ada/chat/sidecar/app.py\n", 1),
    ],
)
def test_finds(text: str, line: int) -> None:
    assert found(text) == [line]


@pytest.mark.parametrize(
    "text", ["", "one\n", "https://example.org/registry\n", "onlinechat serve --shop /home/ada\n"]
)
def test_lets_pass(text: str) -> None:
    assert found(text) == []


def test_leaves_pictures_alone() -> None:
    assert list(tidy.problems(b"\x89PNG\r\n\0 \n")) == []
