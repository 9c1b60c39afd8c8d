"""What a text that somebody types stands for, and the words customers are found by."""

import pytest

from sidecar.panel.words import Wanted, fits, of_customer, of_phone, split, wanted


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2", Wanted(number=2)),
        ("#17", Wanted(number=17)),
        ("0102", Wanted(digits="0102")),
        ("1234", Wanted(number=1234, digits="1234")),
        ("+33 (0)6 01", Wanted(digits="33601")),
        ("0033 6.01", Wanted(digits="33601")),
        ("doe", Wanted(words=("doe",), email="doe")),
        ("John DOE", Wanted(words=("john", "doe"))),
        ("do jo", Wanted()),
        ("J Doe", Wanted(words=("doe", "j"))),
        ("Élodie", Wanted(words=("elodie",), email="élodie")),
        ("john.d", Wanted(words=("john", "d"), email="john.d")),
        ("pub@", Wanted(email="pub@")),
        ("@x", Wanted()),
        ("203.0.113.7", Wanted(address="203.0.113.7")),
        ("2001:DB8::7", Wanted(address="2001:db8::7")),
        ("  ", Wanted()),
        ("%%%", Wanted()),
    ],
)
def test_what_is_typed_stands_for(typed: str, meant: Wanted) -> None:
    assert wanted(typed) == meant


def test_too_little_is_nothing_to_look_for() -> None:
    assert not wanted("do")
    assert wanted("doe")


def test_names_are_found_without_accents_case_and_hyphens() -> None:
    assert split("Łukasz Ångström-O’Neil  ßen") == ["lukasz", "angstrom", "o", "neil", "ssen"]
    assert split("陳 大文") == ["陳", "大文"]
    assert of_customer(["Marie-Madeleine", "DE LA TOUR"], []) == {
        "marie", "madeleine", "de", "la", "tour",
    }  # fmt: skip
    assert fits(wanted("mad tou"), ["Marie-Madeleine", "DE LA TOUR"])
    assert not fits(wanted("mad smith"), ["Marie-Madeleine", "DE LA TOUR"])


@pytest.mark.parametrize(
    "phone",
    [
        "06 01 02 03 04",
        "+33 6 01 02 03 04",
        "+33 (0)6 01 02 03 04",
        "0033601020304",
        "06.01.02.03.04",
    ],
)
def test_a_phone_is_found_as_it_is_typed_at_home_and_abroad(phone: str) -> None:
    assert of_phone(phone, 33) >= {"0601020304", "601020304", "33601020304"}


def test_what_is_no_phone_has_no_words() -> None:
    assert of_phone("n/a", 33) == set()
    assert of_phone("0601020304", 0) == {"0601020304"}
