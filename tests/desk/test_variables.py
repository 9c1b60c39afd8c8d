"""Variables in a text: found, filled, and recognised again in what was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sidecar.desk.canned.variables import NAMES, Unfilled, filled, may_have_become, named_in

VALUES: dict[str, str | None] = {"firstname": "John", "order.state": "Shipped"}


def test_a_text_is_filled_with_what_is_true_now() -> None:
    text = "Dear {firstname}, your order is {order.state}. {firstname}!"
    assert filled(text, VALUES) == "Dear John, your order is Shipped. John!"


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [("{lastname}", "lastname", True), ("Hi {firstname} {frist.name}", "frist.name", False),
     ("{FIRSTNAME}", "FIRSTNAME", False), ("{order.tracking}", "order.tracking", True)],
)  # fmt: skip
def test_a_variable_without_value_stops_the_text(text: str, name: str, known: bool) -> None:
    with pytest.raises(Unfilled) as stopped:
        filled(text, VALUES | {"order.tracking": "  "})
    assert (stopped.value.name, stopped.value.known) == (name, known)


def test_a_value_is_never_read_for_variables_again() -> None:
    assert filled("{firstname}", {"firstname": "{lastname}"}) == "{lastname}"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{ firstname }",
        "a { b }",
        "{1}",
        "f() { return x; }",
        "}{",
        "{x}",
        "${name}",
        "{{name}}",
    ],
)
def test_braces_with_something_else_in_them_are_left_alone(text: str) -> None:
    assert named_in(text) == frozenset()
    assert filled(text, {}) == text


@given(some.lists(some.sampled_from([*NAMES, "", "a", "\n", ".*", "Hello "])))
def test_what_was_sent_is_recognised_as_made_of_its_text(pieces: list[str]) -> None:
    text = "".join(f"{{{piece}}}" if piece in NAMES else piece for piece in pieces)
    values = dict.fromkeys(NAMES, "any thing\nat all (*)")
    assert may_have_become(text, filled(text, dict(values)))


def test_another_text_is_not_recognised() -> None:
    assert not may_have_become("Hello {firstname}", "Good day John")
    assert not may_have_become("Hello {firstname}", "Hello ")
