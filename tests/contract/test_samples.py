"""The samples in this folder say what is on the wire; all languages read the same ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from sidecar import errors
from sidecar.protocol import generate
from sidecar.protocol.base import Failure
from tests.pages import COMMANDS, EVENTS, without_none

SAMPLES = Path(__file__).parent / "samples"
SIDES = ("visitor", "operator")


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text())
    return found


def of_commands(kind: str) -> list[Any]:
    """Every sample of a kind, as (side, command, sample)."""
    return [
        pytest.param(side, name, sample, id=f"{side}-{name}-{number}")
        for side in SIDES
        for name, samples in read(side).items()
        for number, sample in enumerate(samples[kind])
    ]


def of_events() -> list[Any]:
    return [
        pytest.param(name, side, sample, id=f"{name}-{side}-{number}")
        for name, sides in read("events").items()
        for side, samples in sides.items()
        for number, sample in enumerate(samples)
    ]


def test_every_command_has_samples_of_requests_refusals_and_replies() -> None:
    for side in SIDES:
        samples = read(side)
        assert set(samples) == {name for audience, name in COMMANDS if audience == side}
        assert all(
            one["requests"] and one["refused"] and one["replies"] for one in samples.values()
        )


def test_every_event_has_samples_for_each_side_that_may_hear_it() -> None:
    samples = read("events")
    assert {name: set(sides) for name, sides in samples.items()} == {
        name: set(event.audience) for name, event in EVENTS.items()
    }
    assert all(one for sides in samples.values() for one in sides.values())


@pytest.mark.parametrize(("side", "name", "sample"), of_commands("requests"))
def test_good_requests_are_understood(side: Any, name: str, sample: dict[str, Any]) -> None:
    command = COMMANDS[side, name].model_validate_json(json.dumps(sample))
    assert command.model_dump(mode="json", by_alias=True, exclude_unset=True) == sample


@pytest.mark.parametrize(("side", "name", "sample"), of_commands("refused"))
def test_bad_requests_are_refused(side: Any, name: str, sample: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        COMMANDS[side, name].model_validate_json(json.dumps(sample), by_alias=True, by_name=False)


@pytest.mark.parametrize(("side", "name", "sample"), of_commands("replies"))
def test_replies_are_what_the_models_say(side: Any, name: str, sample: dict[str, Any]) -> None:
    reply = COMMANDS[side, name].reply.model_validate_json(json.dumps(sample))
    assert reply.wire() == without_none(sample)


@pytest.mark.parametrize(("name", "side", "sample"), of_events())
def test_events_are_what_the_models_say(name: str, side: str, sample: dict[str, Any]) -> None:
    event = EVENTS[name].model_validate_json(json.dumps(sample))
    assert event.wire() == without_none(sample)
    with pytest.raises(ValidationError):
        EVENTS[name].model_validate_json(json.dumps(sample | {"surplus": 1}))


def test_answers_are_what_the_dispatcher_says() -> None:
    answers = read("answers")
    for answer in answers["refused"]:
        assert Failure.model_validate(answer["error"]).wire() == answer["error"]
    codes = {
        one.code
        for one in vars(errors).values()
        if isinstance(one, type)
        and issubclass(one, errors.ChatError)
        and not issubclass(one, errors.Refused)
    }
    assert {answer["error"]["code"] for answer in answers["refused"]} == codes
    refusals = {one["data"]["code"] for one in answers["connections"]}
    assert refusals == {
        "token_invalid", "token_expired", "protocol_mismatch", "blocked", "not_allowed",
    }  # fmt: skip


def test_what_is_generated_from_the_models_is_current() -> None:
    assert generate.main(["--check"]) == 0
