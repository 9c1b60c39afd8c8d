"""Whom a token speaks for: the shop's word, nothing else."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.errors import TokenExpired, TokenInvalid
from sidecar.platform.identity import Employee, Identity, Secrets
from tests.people import MARC, SECRET, SHOP, customer, employee_token, guest, token, visitor_token

SAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parents[1] / "contract" / "tokens.json").read_text()
)
READ_AT = datetime.fromtimestamp(SAMPLES["now"], UTC)


def shop(
    current: str = SECRET, previous: str | None = None, *, at: datetime | None = None
) -> Identity:
    """Identity with a shop's secrets, at a moment."""
    secrets = Secrets(current, previous)
    return Identity(lambda: secrets, now=lambda: at) if at else Identity(lambda: secrets)


def named(kind: str) -> list[Any]:
    return [pytest.param(one, id=one["name"]) for one in SAMPLES[kind]]


def read(identity: Identity, sample: dict[str, Any]) -> Any:
    reader = identity.visitor if sample["audience"] == "visitor" else identity.employee
    return reader(sample["token"])


@pytest.mark.parametrize("sample", named("good"))
def test_the_samples_that_php_signs_are_understood(sample: dict[str, Any]) -> None:
    vouched = read(shop(SAMPLES["secret"], at=READ_AT), sample)
    claims, subject = sample["claims"], vouched.subject
    assert vouched.issued_at == datetime.fromtimestamp(sample["issuedAt"], UTC)
    assert subject.lang == claims["lang"]
    if sample["audience"] == "operator":
        assert f"employee:{subject.id}" == claims["sub"]
        assert list(subject.shops) == claims["shops"]
        return
    assert (subject.shop, subject.vid, subject.name) == (
        claims["shop"],
        claims["vid"],
        claims["name"],
    )
    assert subject.customer == (2 if claims["sub"] == "customer:2" else None)
    assert subject.guest == claims.get("guest")
    assert list(subject.groups) == claims.get("groups", [])


@pytest.mark.parametrize("sample", named("bad"))
def test_the_bad_samples_are_refused(sample: dict[str, Any]) -> None:
    with pytest.raises(TokenExpired if sample["name"] == "expired" else TokenInvalid):
        read(shop(SAMPLES["secret"], at=READ_AT), sample)


@pytest.mark.parametrize("sample", named("rotated"))
def test_tokens_of_the_secret_before_count_while_it_is_being_changed(
    sample: dict[str, Any],
) -> None:
    secret, previous = SAMPLES["secret"], SAMPLES["previousSecret"]
    assert read(shop(secret, previous, at=READ_AT), sample).subject.guest == 7
    with pytest.raises(TokenInvalid):
        read(shop(secret, at=READ_AT), sample)


def test_keys_and_names_of_secrets_are_those_of_the_contract() -> None:
    for secret, kid in SAMPLES["kid"].items():
        assert Secrets(secret).kid() == kid
    for purpose, key in SAMPLES["keys"].items():
        assert Secrets(SAMPLES["secret"]).key(purpose).hex() == key


def test_a_token_is_good_for_its_time_and_a_few_seconds_of_clocks_that_differ() -> None:
    sample = SAMPLES["good"][0]
    issued = datetime.fromtimestamp(sample["issuedAt"], UTC)

    def reading(seconds: int) -> None:
        read(shop(SAMPLES["secret"], at=issued + timedelta(seconds=seconds)), sample)

    reading(-5)
    reading(604)
    with pytest.raises(TokenExpired):
        reading(605)
    with pytest.raises(TokenInvalid):
        reading(-6)


def test_tokens_of_one_audience_open_no_door_of_the_other() -> None:
    with pytest.raises(TokenInvalid):
        shop().employee(visitor_token(guest()))
    with pytest.raises(TokenInvalid):
        shop().visitor(employee_token())
    with pytest.raises(TokenInvalid):
        shop().visitor(jwt.encode(_claims(aud="visitor"), Secrets(SECRET).key("operator"), "HS256"))


def test_a_resume_token_is_no_token_of_the_shop_and_the_other_way_round() -> None:
    session, _ = shop().session(guest(), now=datetime.now(UTC))
    with pytest.raises(TokenInvalid):
        shop().visitor(session)
    with pytest.raises(TokenInvalid):
        shop().resumed_visitor(visitor_token(guest()))
    with pytest.raises(TokenInvalid):
        shop().resumed_employee(session)
    work, _ = shop().session(Employee(MARC, (SHOP,), "en"), now=datetime.now(UTC))
    with pytest.raises(TokenInvalid):
        shop().resumed_visitor(work)


@pytest.mark.parametrize("who", [guest(), customer(), replace(guest(), guest=None)])
def test_who_comes_back_with_a_resume_token_is_the_same_person(who: Any) -> None:
    now = datetime.now(UTC).replace(microsecond=123000)
    session, until = shop().session(who, now=now)
    vouched = shop().resumed_visitor(session)
    assert vouched.subject == who
    assert vouched.issued_at == now
    assert until - now == timedelta(hours=12)


def test_an_employee_comes_back_as_the_same_employee() -> None:
    marc = Employee(MARC, (SHOP,), "fr")
    session, _ = shop().session(marc, now=datetime.now(UTC))
    assert shop().resumed_employee(session).subject == marc


def test_a_resume_token_lives_twelve_hours() -> None:
    now = datetime.now(UTC)
    session, _ = shop().session(guest(), now=now)
    shop(at=now + timedelta(hours=12)).resumed_visitor(session)
    with pytest.raises(TokenExpired):
        shop(at=now + timedelta(hours=12, seconds=6)).resumed_visitor(session)


def test_a_resume_token_survives_a_change_of_the_secret() -> None:
    session, _ = shop().session(guest(), now=datetime.now(UTC))
    shop("aa" * 32, SECRET).resumed_visitor(session)
    with pytest.raises(TokenInvalid):
        shop("aa" * 32).resumed_visitor(session)


def test_without_a_secret_nobody_comes_in() -> None:
    with pytest.raises(TokenInvalid, match="not installed"):
        Identity(lambda: None).visitor(visitor_token(guest()))


def _claims(**changed: Any) -> dict[str, Any]:
    claims = jwt.decode(visitor_token(guest()), options={"verify_signature": False})
    return {name: value for name, value in (claims | changed).items() if value is not None}


@pytest.mark.parametrize(
    "changed",
    [
        {"sub": "customer:0"},
        {"sub": "customer:-1"},
        {"sub": "customer:two"},
        {"sub": "customer:99999999999999999999"},
        {"sub": "employee:1"},
        {"sub": "admin"},
        {"sub": "guest:"},
        {"sub": None},
        {"shop": None},
        {"shop": 0},
        {"shop": "x"},
        {"shop": [1]},
        {"vid": None},
        {"vid": "short"},
        {"vid": "Z" * 32},
        {"vid": ["0" * 32]},
        {"name": 7},
        {"sub": "customer:2", "guest": -7},
        {"exp": None},
        {"iat": None},
        {"exp": "tomorrow"},
        {"iat": 2**40},
    ],
    ids=str,
)
def test_a_well_signed_token_with_strange_claims_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(TokenInvalid):
        shop().visitor(token("visitor", **_claims(**changed) | changed))


@pytest.mark.parametrize(
    "changed",
    [{"sub": "guest:1"}, {"sub": "employee:x"}, {"shops": "1"}, {"shops": None}, {"shops": [0]},
     {"shops": ["x"]}, {"shops": {"1": 1}}],
    ids=str,
)  # fmt: skip
def test_a_well_signed_employee_token_with_strange_claims_is_refused(
    changed: dict[str, Any],
) -> None:
    with pytest.raises(TokenInvalid):
        shop().employee(employee_token(**changed))


@given(st.text(max_size=200))
def test_any_text_that_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenInvalid):
        shop().visitor(text)


@given(st.integers(0, 2000), st.characters(codec="ascii"))
def test_one_changed_character_makes_a_token_worthless(at: int, character: str) -> None:
    """Except the very last one, whose low bits carry nothing."""
    good = token("visitor", **_claims(vid="0" * 32, iat=1, exp=2**33))
    at %= len(good) - 1
    forged = good[:at] + character + good[at + 1 :]
    if forged != good:
        with pytest.raises(TokenInvalid):
            shop().visitor(forged)


def test_long_names_are_cut_and_unknown_languages_are_no_problem() -> None:
    vouched = shop().visitor(token("visitor", **_claims(name="x" * 1000, lang=5)))
    assert len(vouched.subject.name) == 255
    assert vouched.subject.lang == "en"


def test_who_comes_back_is_in_the_same_groups() -> None:
    identity = shop()
    who = replace(customer(), groups=(3, 4))
    session, _ = identity.session(who, now=datetime.now(UTC))
    assert identity.resumed_visitor(session).subject.groups == (3, 4)
