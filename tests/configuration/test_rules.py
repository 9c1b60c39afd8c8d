"""Contrast as WCAG counts it, and what the defaults of the product are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.configuration.rules import ENOUGH, ChatSettings, contrast

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def settings(**chosen: object) -> ChatSettings:
    """A shop's settings."""
    texts = ("header_text", "welcome_text", "launcher_label", "offline_header_text",
             "offline_welcome_text")  # fmt: skip
    given = {"operator_name": "Shop", "offline_email": "a@example.com", **dict.fromkeys(texts, "x")}
    return ChatSettings.model_validate(given | chosen)


@pytest.mark.parametrize(
    ("background", "text", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#808080", "#808080", 1.0),
        ("#ffffff", "#767676", 4.54),
        ("#ffffff", "#777777", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast(background: str, text: str, ratio: float) -> None:
    assert contrast(background, text) == pytest.approx(ratio, abs=0.005)


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_between_1_and_21(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("pair", ["header", "operator", "customer", "offline_header"])
def test_the_product_s_own_colours_can_be_read(pair: str) -> None:
    chosen = settings()
    ratio = contrast(getattr(chosen, f"{pair}_background"), getattr(chosen, f"{pair}_color"))
    assert ratio >= ENOUGH


def test_the_form_asks_what_was_chosen_in_its_order() -> None:
    asked = settings(phone_asked=True, phone_required=True, lastname_asked=False).asked()
    assert list(asked.items()) == [
        ("firstname", False),
        ("email", True),
        ("phone", True),
        ("message", True),
    ]


def test_the_operator_s_name_may_contain_the_employee_s() -> None:
    assert settings(operator_name="{firstname} of X").shown_name("Sara") == "Sara of X"
    assert settings(operator_name="{0} {x}").shown_name("Sara") == "{0} {x}"
