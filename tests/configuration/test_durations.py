"""The times of the form: in units that people use, within limits, as they are stored."""

from datetime import timedelta

import pytest

from sidecar.configuration import durations
from sidecar.configuration.durations import CHOSEN, TYPED
from sidecar.configuration.rules import ChatSettings
from tests.configuration.forms import before, filled, good, read, wrong


def test_the_defaults_are_whole_and_can_be_chosen() -> None:
    settings = before()
    assert durations.shown(settings) == {
        "form_after": "60",
        "unanswered_after": "3",
        "silent_after": "10",
        "visitor_gone_after": "15",
        "retention": "1095",
        "shorten_addresses_after": "30",
    }
    for name, usual in CHOSEN.items():
        assert durations.choices(name, settings) == usual


def test_saving_the_defaults_stores_them_as_the_settings_are_written() -> None:
    values = good().values
    stored = before().model_dump(mode="json")
    for name in (*TYPED, *CHOSEN):
        assert values[name] == stored[name]


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [("form_after", "90", timedelta(seconds=90)), ("unanswered_after", "5", timedelta(minutes=5)),
     ("silent_after", "0", timedelta()), ("visitor_gone_after", " 240 ", timedelta(hours=4)),
     ("retention", "0", timedelta()), ("retention", "30", timedelta(days=30)),
     ("shorten_addresses_after", "7", timedelta(days=7))],
)  # fmt: skip
def test_what_is_typed_is_meant_in_its_unit(name: str, typed: str, meant: timedelta) -> None:
    settings = ChatSettings.model_validate(before().model_dump() | good(**{name: typed}).values | {
        "mail_server": None
    })  # fmt: skip
    assert getattr(settings, name) == meant


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("typed", ["", "-1", "1.5", "1e1", "three", "1000000000", "٣"])
def test_times_are_whole_numbers(name: str, typed: str) -> None:
    one = TYPED[name]
    assert wrong(name, typed) == f"Enter a whole number from {one.lowest} to {one.highest}."


@pytest.mark.parametrize("name", TYPED)
def test_how_long_and_how_short_a_time_may_be(name: str) -> None:
    one = TYPED[name]
    assert wrong(name, str(one.lowest)) == wrong(name, str(one.highest)) == ""
    for beyond in (one.lowest - 1, one.highest + 1):
        assert wrong(name, str(beyond)).startswith("Enter a whole number")


@pytest.mark.parametrize("name", CHOSEN)
@pytest.mark.parametrize("typed", ["", "2", "-30", "for ever", "1095 "])
def test_only_what_the_page_offers_can_be_chosen(name: str, typed: str) -> None:
    assert wrong(name, typed) == "Please choose one of the options."


def test_a_time_that_was_stored_otherwise_can_be_kept() -> None:
    odd = before(retention=timedelta(days=77), unanswered_after=timedelta(seconds=150))
    assert [one.days for one in durations.choices("retention", odd)][:2] == [77, 30]
    assert durations.shown(odd)["unanswered_after"] == "3"
    changes, errors = read(filled(retention="77"), odd)
    assert errors == {}
    assert changes.values["retention"] == odd.model_dump(mode="json")["retention"]
