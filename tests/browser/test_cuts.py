"""Networks, sidecar and laptops fail while everybody writes: nothing is lost, doubled, mixed up."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MARC, SARA, Street
from tests.browser.people import Customer, Employee
from tests.browser.records import Records
from tests.stack.origin import Origin


@pytest.fixture(autouse=True)
def sidecar_runs_afterwards(origin: Origin) -> Iterator[None]:
    """The next test finds the stack whole, whatever happened here."""
    yield
    if not origin.sidecar.alive:
        origin.sidecar.start()


@pytest.mark.parametrize("how", ["cut", "falls_silent"])
def test_a_network_cut_on_either_side_while_both_write(
    street: Street, records: Records, how: str
) -> None:
    marc, sara = street.employee(MARC), street.employee(SARA, cuttable=True)
    bystander = street.guest("I only want to look around")
    guest = street.guest("Before", cuttable=True)
    who = records.where("Before").who
    assert records.where("Before").operator == "Sara"
    window = sara.window(who)
    expected = ["I only want to look around", "Before"]

    def says(prefix: str) -> None:
        for text in (f"{prefix} one 🍒", f"{prefix} two"):
            guest.writes(text)
            sara.answers(window, f"Re: {text}")
            expected.extend([text, f"Re: {text}"])

    for prefix, cut in (("guest", [guest]), ("operator", [sara]), ("both", [guest, sara])):
        for person in cut:
            assert person.network
            getattr(person.network, how)()
        says(prefix)
        for person in cut:
            assert person.network
            person.network.mend()
        for text in expected[-4:]:
            expect(guest.log.get_by_text(text, exact=True)).to_have_count(1)
            expect(window.get_by_role("log").get_by_text(text, exact=True)).to_have_count(1)
    records.hold(*expected)
    records.agree(guest, window)
    records.agree(bystander, marc.window(records.where(bystander.said()[0]).who))


def test_a_sidecar_killed_while_four_visitors_and_two_operators_write(
    street: Street, origin: Origin, records: Records
) -> None:
    operators = {"Marc": street.employee(MARC), "Sara": street.employee(SARA)}
    first = {name: f"{name} says hello" for name in ("john", "ada", "ben", "cleo")}
    people: dict[str, Customer] = {"john": street.john(first["john"])}
    for name in ("ada", "ben", "cleo"):
        people[name] = street.guest(first[name], phone=name == "ben")
    desk: dict[str, tuple[Employee, str]] = {}
    for name, text in first.items():
        stored = records.where(text)
        desk[name] = (operators[stored.operator], stored.who)
        expect(desk[name][0].window(stored.who)).to_be_visible()
    expected = [*first.values()]

    for round_ in ("one", "two"):
        for name, person in people.items():
            if name == "ben":
                origin.sidecar.kill()
            operator, who = desk[name]
            person.writes(f"{name} writes {round_}")
            operator.answers(operator.window(who), f"To {name} {round_}")
            expected += [f"{name} writes {round_}", f"To {name} {round_}"]
        origin.sidecar.start()
        for name, person in people.items():
            for text in (one for one in expected if name in one.split()):
                expect(person.log.get_by_text(text, exact=True)).to_have_count(1)
    records.hold(*expected)
    for name, person in people.items():
        operator, who = desk[name]
        records.agree(person, operator.window(who))
        assert all(name in text.split() for text in person.said())


def test_what_was_written_in_a_tab_that_is_gone_is_sent_by_another(
    street: Street, records: Records
) -> None:
    sara = street.employee(SARA, cuttable=True)
    other = sara.opens_tab()
    guest = street.guest("Before")
    who = records.where("Before").who
    expect(sara.window(who)).to_be_visible()
    assert sara.network
    sara.network.cut()
    sara.answers(sara.window(who), "Written without a network")
    waiting = other.window(who).locator("[data-state=waiting]")
    expect(waiting.get_by_text("Written without a network")).to_be_visible()
    sara.page.close()
    sara.network.mend()
    guest.sees("Before", "Written without a network")
    records.agree(guest, other.window(who))
    records.hold("Before", "Written without a network")
