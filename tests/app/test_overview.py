"""The supervisor's view: who answers with what load, and who has which conversation."""

import pytest

from sidecar.protocol.base import ShopId
from tests.conftest import Shop
from tests.people import INES, MARC, PAUL, SARA, guest
from tests.running import Chat
from tests.waiting import until

SEE_SETTINGS = "ROLE_MOD_TAB_ADMINONLINECHATCONFIG_READ"
EDIT_HISTORY = "ROLE_MOD_TAB_ADMINONLINECHATHISTORY_UPDATE"
GRANT = (
    "INSERT INTO ps_access (id_profile, id_authorization_role) SELECT 2, id_authorization_role"
    " FROM ps_authorization_role WHERE slug = %s"
)

REVOKE = (
    "DELETE FROM ps_access WHERE id_profile = 2 AND id_authorization_role IN"
    " (SELECT id_authorization_role FROM ps_authorization_role WHERE slug = %s)"
)


async def test_the_desk_says_which_tools_the_profile_allows(chat: Chat, shop: Shop) -> None:
    async def tools() -> list[str]:
        return (await sara.ask("desk:enter"))["tools"]  # type: ignore[no-any-return]

    async def may_block() -> bool:
        return await tools() == ["block"]

    sara = await chat.employee(SARA)
    assert await tools() == []
    shop.run(GRANT, EDIT_HISTORY)
    await until(may_block)


@pytest.mark.parametrize("right", [SEE_SETTINGS, EDIT_HISTORY])
async def test_either_right_makes_a_supervisor_and_its_loss_ends_that(
    chat: Chat, shop: Shop, right: str
) -> None:
    sara = await chat.employee(SARA)
    assert (await sara.refused("desk:overview"))["code"] == "not_allowed"
    shop.run(GRANT, right)

    async def granted() -> bool:
        return bool((await sara.raw("desk:overview", {}))["ok"])

    await until(granted)
    shop.run(REVOKE, right)

    async def taken_away() -> bool:
        return not await granted()

    await until(taken_away)
    assert sara.connected


async def test_a_supervisor_sees_all_operators_and_all_that_waits_or_runs(chat: Chat) -> None:
    marc = await chat.employee(MARC)
    early = await chat.visitor()
    waiting = (await early.say("Nobody here yet?"))["conversationId"]
    sara, ines = await chat.operator(SARA), await chat.operator(INES)
    await chat.employee(PAUL)
    visitors = [await chat.visitor() for _ in range(3)]
    first, second, third = [(await one.say("Hello"))["conversationId"] for one in visitors]
    await ines.ask("conversation:end", conversationId=second)
    seen = await marc.ask("desk:overview")
    people = {one["name"]: (one["online"], one["load"]) for one in seen["operators"]}
    assert people == {
        "Marc": (False, 0), "Sara": (True, 2), "Ines": (True, 0), "Paul": (False, 0),
    }  # fmt: skip
    whose = {
        one["id"]: (one["state"], one["operator"] and one["operator"]["name"])
        for one in seen["conversations"]
    }
    assert whose == {
        waiting: ("waiting", None),
        first: ("ongoing", "Sara"),
        third: ("ongoing", "Sara"),
    }
    assert (await sara.refused("desk:overview"))["code"] == "not_allowed"


async def test_a_supervisor_of_one_shop_sees_nothing_of_another(chat: Chat, shop: Shop) -> None:
    shop.second()
    shop.run(GRANT, EDIT_HISTORY)
    shop.run("UPDATE ps_employee_shop SET id_shop = 2 WHERE id_employee = %s", PAUL)
    await until(lambda: _served(chat, 2))
    sara = await chat.operator(SARA, shops=[1])
    paul = await chat.operator(PAUL, shops=[2])
    here = (await (await chat.visitor()).say("in shop 1"))["conversationId"]
    there = (await (await chat.visitor(guest(shop=ShopId(2)))).say("in shop 2"))["conversationId"]
    for page, number, name in ((sara, here, "Sara"), (paul, there, "Paul")):
        seen = await page.ask("desk:overview")
        assert [one["id"] for one in seen["conversations"]] == [number]
        assert [one["name"] for one in seen["operators"]] == [name]


async def _served(chat: Chat, shop: int) -> bool:
    return (await chat.get(f"state?shop={shop}&lang=en"))[0] == 200
