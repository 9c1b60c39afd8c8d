"""Commands: one answer each, in the order sent; who may not come in leaves no socket."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from sidecar.platform.ids import ulid
from tests.conftest import DOMAIN, Starts, rows
from tests.pages import Page, auth
from tests.people import (
    LOUIS,
    SARA,
    customer,
    employee_token,
    guest,
    visitor_token,
)
from tests.running import CALM, Chat
from tests.waiting import SECONDS, until
from tests.wires import Wire, wire

V, O = "/visitor", "/operator"  # noqa: E741


async def inside(one: Wire) -> None:
    """Come in as a guest."""
    assert (await one.join(V, auth(visitor_token(guest())))).startswith("40")
    await one.until('42/visitor,["session:ready"')


# Answers


async def test_a_burst_of_messages_from_one_page_keeps_its_order(chat: Chat) -> None:
    page = await chat.visitor()
    answers = await asyncio.gather(
        *(page.raw("message:send", {"clientId": ulid(), "body": str(n)}) for n in range(40))
    )
    assert [one["data"]["message"]["seq"] for one in answers] == list(range(1, 41))
    assert [one["data"]["message"]["body"] for one in answers] == [str(n) for n in range(40)]


async def test_messages_and_other_commands_mixed_are_carried_out_in_the_order_sent(
    chat: Chat,
) -> None:
    page = await chat.visitor()
    for _ in range(3):
        answers = await asyncio.gather(
            page.raw("message:send", {"clientId": ulid(), "body": "one"}),
            page.raw("conversation:end", {}),
            page.raw("message:send", {"clientId": ulid(), "body": "two"}),
            page.raw("message:list", {}),
            page.raw("conversation:end", {}),
            page.raw("message:send", {"clientId": ulid(), "body": "three"}),
        )
        assert [one["ok"] for one in answers] == [True] * 6
        listed = answers[3]["data"]["messages"]
        assert listed[-1]["body"] == "two"
        lines = (await page.ask("message:list"))["messages"]
        said = [one["data"]["code"] if "data" in one else one["body"] for one in lines]
        assert said[-7:] == [
            "one",
            "ended_by_visitor",
            "reopened_by_visitor",
            "two",
            "ended_by_visitor",
            "reopened_by_visitor",
            "three",
        ]
        assert [one["seq"] for one in lines] == list(range(1, len(lines) + 1))


async def test_every_command_gets_one_answer(chat: Chat) -> None:
    async with wire(chat.url) as one:
        await inside(one)
        good = {"clientId": ulid(), "body": "x"}
        asked: list[list[Any]] = [
            ["message:send", good],
            ["message:send"],
            ["message:send", good, good],
            ["message:send", [good]],
            ["message:send", None],
            ["message:send", "text"],
            ["message:send", 7],
            ["message:send", {**good, "kind": "offer"}],
            ["message:send", {"clientId": "1", "body": "x"}],
            ["message:send", {"client_id": ulid(), "body": "x"}],
            ["nonsense", {}],
            ["__class__", {}],
            ["connect", {}],
            ["disconnect", {}],
            ["desk:enter", {}],
            [7, {}],
            [None],
            [["message:send"]],
            [{"a": 1}],
            ["conversation:end", {}],
            ["conversation:end"],
            ["message:seen", {"seq": "1"}],
            ["message:seen", {"seq": -1}],
            ["message:seen", {"seq": 2**31}],
            ["message:seen", {"seq": 1.5}],
            ["message:seen", {"seq": True}],
            ["message:list", {"limit": 101}],
            ["message:list", {"limit": 0}],
            ["page:view", {"url": "x" * 2001}],
            ["typing:preview", {"text": "x" * 4001}],
            ["session:renew", {"token": "x"}],
        ]
        for ack, command in enumerate(asked, start=1):
            await one.command(V, ack, *command)
        await one.command(V, 1000, "message:list", {})
        await one.answer(V, 1000)
        codes = {ack: answer.get("error", {}).get("code") for ack, answer in one.answers(V).items()}
        assert sorted(codes) == [*range(1, len(asked) + 1), 1000]
        expected = [None] + ["invalid_format"] * 9 + ["unknown_command"] * 9 + [None] * 2
        expected += ["invalid_format"] * 9 + ["token_invalid"]
        assert [codes[ack] for ack in range(1, len(asked) + 1)] == expected


async def test_a_command_without_the_wish_for_an_answer_is_carried_out(chat: Chat) -> None:
    async with wire(chat.url) as one:
        await inside(one)
        await one.command(V, "", "message:send", {"clientId": ulid(), "body": "quiet"})
        await one.command(V, "", "nonsense", {})
        await one.command(V, 1, "message:list", {})
        listed = await one.answer(V, 1)
        assert [message["body"] for message in listed["data"]["messages"]] == ["quiet"]


async def test_more_commands_at_once_than_anybody_needs_are_refused_each(chat: Chat) -> None:
    async with wire(chat.url) as one:
        await inside(one)
        for ack in range(1, 401):
            await one.command(V, ack, "page:view", {"url": "https://shop.example/"})
        while len(one.answers(V)) < 400:
            assert await one.next() is not None
        answers = one.answers(V)
        assert set(answers) == set(range(1, 401))
        codes = [answer.get("error", {}).get("code") for answer in answers.values()]
        assert set(codes) == {None, "too_many"}


# Who may come in


@pytest.mark.parametrize(
    ("namespace", "said", "code"),
    [
        (V, None, "protocol_mismatch"),
        (V, "token", "protocol_mismatch"),
        (V, [], "protocol_mismatch"),
        (V, {}, "protocol_mismatch"),
        (V, {"token": visitor_token(guest())}, "protocol_mismatch"),
        (V, {"token": visitor_token(guest()), "protocol": 2}, "protocol_mismatch"),
        (V, {"token": visitor_token(guest()), "protocol": "1"}, "protocol_mismatch"),
        (V, auth(), "token_invalid"),
        (V, auth("nonsense"), "token_invalid"),
        (V, auth("\ud83d"), "token_invalid"),
        (V, auth(token=None, session="nonsense"), "token_invalid"),
        (V, {"protocol": 1, "token": 7}, "token_invalid"),
        (V, {"protocol": 1, "token": {"a": 1}, "session": []}, "token_invalid"),
        (V, auth(visitor_token(guest(), iat=1, exp=2)), "token_expired"),
        (V, auth(visitor_token(guest(), secret="00" * 32)), "token_invalid"),
        (V, auth(visitor_token(guest(), shop=77)), "token_invalid"),
        (V, auth(employee_token()), "token_invalid"),
        (V, auth(None, session=visitor_token(guest())), "token_invalid"),
        (O, auth(visitor_token(customer())), "token_invalid"),
        (O, auth(employee_token(iat=1, exp=2)), "token_expired"),
        (O, auth(employee_token(LOUIS)), "not_allowed"),
        (O, auth(employee_token(SARA, sub="employee:9999")), "not_allowed"),
        (O, auth(employee_token(SARA, shops=[2])), "not_allowed"),
        (O, auth(employee_token(SARA, shops=[])), "not_allowed"),
        (O, auth(employee_token(SARA, secret="00" * 32)), "token_invalid"),
    ],
)  # fmt: skip
async def test_who_may_not_come_in_is_told_why_and_leaves_no_socket(
    chat: Chat, namespace: str, said: Any, code: str
) -> None:
    async with wire(chat.url) as one:
        frame = await one.join(namespace, said)
        assert frame.startswith(f"44{namespace},")
        refusal = json.loads(frame.partition(",")[2])
        assert refusal["data"] == {"code": code}
        assert refusal["message"]
        await one.closed(seconds=3)
        assert [one for one in one.frames if one.startswith("42")] == []


async def test_a_namespace_that_does_not_exist_is_refused_and_closed(chat: Chat) -> None:
    for namespace in ("/", "/admin", "/visitor/x"):
        async with wire(chat.url) as one:
            frame = await one.join(namespace, auth(visitor_token(guest())))
            assert frame.startswith("44")
            await one.closed(seconds=3)


async def test_a_refused_page_reads_the_code_in_its_client(chat: Chat) -> None:
    page = Page(chat.url, V)
    with pytest.raises(Exception, match=r"(?i)connect"):
        await page.open(auth(visitor_token(guest(), iat=1, exp=2)))
    assert page.refusal is not None
    assert page.refusal["data"] == {"code": "token_expired"}
    await page.close()


# Rubbish


@pytest.mark.parametrize(
    "frame",
    [
        "42/visitor,",
        "42/visitor,{",
        "42/visitor,[]",
        "42/visitor,1[",
        "42/visitor,1{}",
        "42/visitor,99999999999999999999999[\"message:list\",{}]",
        "43/visitor,1[]",
        "451-/visitor,[\"x\",{\"_placeholder\":true,\"num\":0}]",
        "461-/visitor,1[{\"_placeholder\":true,\"num\":0}]",
        "4",
        "49",
        "4\x00",
        "x",
        "",
        "42" + "[" * 30000,
        "42/visitor,1[\"message:send\"," + "[" * 3000 + "]" * 3000 + "]",
        b"\x00\x01",
        b"",
    ],
    ids=lambda frame: repr(frame[:30]),
)  # fmt: skip
async def test_rubbish_closes_at_most_the_socket_it_came_through(
    chat: Chat, frame: str | bytes
) -> None:
    other = await chat.visitor()
    async with wire(chat.url) as one:
        await inside(one)
        await one.send(frame)
        await one.send('42/visitor,5["message:list",{}]')
        while (answer := await one.next()) is not None:
            if answer.startswith("43/visitor,5["):
                break
    await other.say("still here")


async def test_a_frame_over_64_kib_closes_the_socket_and_the_page_comes_back(chat: Chat) -> None:
    who = guest()
    async with wire(chat.url) as one:
        await one.join(V, auth(visitor_token(who)))
        await one.command(V, 1, "message:send", {"clientId": ulid(), "body": "x" * 70_000})
        await one.closed()
        assert not [frame for frame in one.frames if frame.startswith("43")]
    page = await chat.visitor(who)
    await page.say("short")
    assert [one["body"] for one in (await page.ask("message:list"))["messages"]] == ["short"]


async def test_a_message_just_below_the_limit_passes_with_any_characters(chat: Chat) -> None:
    """4,000 characters of four bytes, each escaped to twelve, are below 64 KiB."""
    page = await chat.visitor()
    message = await page.say("😀" * 4000)
    assert message["body"] == "😀" * 4000


async def test_long_polling_works_where_web_sockets_do_not(chat: Chat) -> None:
    page = Page(chat.url, V)
    chat.pages.append(page)
    await page.client.connect(
        f"http://127.0.0.1:{chat.port}",
        socketio_path="/oc/socket.io",
        namespaces=[V],
        auth=auth(visitor_token(guest())),
        transports=["polling"],
    )
    await page.heard("session:ready")
    await page.say("by mail coach")
    await page.heard("message:created")
    await page.client.eio.disconnect(abort=True)


# Origins and compression


@pytest.mark.parametrize("origin", [f"https://{DOMAIN}", f"http://{DOMAIN}"])
async def test_pages_of_the_shop_s_own_domains_may_connect(chat: Chat, origin: str) -> None:
    async with wire(chat.url, headers={"Origin": origin}) as one:
        await inside(one)


async def test_pages_on_the_sidecar_s_own_host_may_connect(chat: Chat) -> None:
    async with wire(chat.url, headers={"Origin": f"http://127.0.0.1:{chat.port}"}) as one:
        await inside(one)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", f"https://{DOMAIN}.evil.example", "null", f"https://x.{DOMAIN}"]
)  # fmt: skip
async def test_pages_of_other_domains_may_not_connect(chat: Chat, origin: str) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        async with wire(chat.url, headers={"Origin": origin}):
            pass
    assert refused.value.status in (400, 403)


async def test_a_connection_is_not_compressed_even_for_who_offers_it(chat: Chat) -> None:
    async with wire(chat.url, compress=15) as one:
        assert one.socket.compress == 0
        await inside(one)


# Comings and goings


async def test_who_leaves_while_the_door_is_being_opened_leaves_nothing_behind(
    start: Starts,
) -> None:
    chat = await start()

    async def hasty() -> None:
        async with wire(chat.url) as one:
            await one.send(f"40/visitor,{json.dumps(auth(visitor_token(guest())))}")

    await asyncio.gather(*(hasty() for _ in range(20)))
    page = await chat.operator()
    await until(lambda: page.connected)
    await page.ask("desk:enter")


async def test_one_socket_may_not_be_visitor_and_operator_to_the_other_s_harm(
    chat: Chat,
) -> None:
    async with wire(chat.url) as one:
        await inside(one)
        frame = await one.join(O, auth(employee_token()))
        if frame.startswith("40"):
            await one.command(O, 1, "desk:enter", {})
            assert (await one.answer(O, 1))["ok"]
        await one.command(V, 2, "message:list", {})
        assert (await one.answer(V, 2))["error"]["code"] == "not_found"


async def test_a_page_that_does_not_answer_is_closed_and_told_so(start: Starts) -> None:
    """One that only slept hears it as it wakes, and comes back at once."""
    chat = await start(rhythm=replace(CALM, ping=0.2, pong=0.3))
    async with wire(chat.url) as one:
        assert (await one.join(O, auth(employee_token(SARA)))).startswith("40")
        await one.until(f'42{O},["session:ready"')
        await one.command(O, 1, "operator:switch", {"online": True})
        assert (await one.answer(O, 1))["ok"]
        frames = []
        async with asyncio.timeout(SECONDS):
            while (message := await one.socket.receive()).type is WSMsgType.TEXT:
                frames.append(message.data)
        assert "2" in frames, "asked"
        assert frames[-1] == "1", "not answered: closed"
    found = await rows(
        chat.database,
        "SELECT online, lease_until <= UTC_TIMESTAMP(3) + INTERVAL 45 SECOND AS ends"
        " FROM PREFIX_onlinechat_operator",
    )
    assert found == [{"online": 1, "ends": 1}], "only the grace is left"


async def test_a_socket_that_does_not_say_who_it_is_is_closed(start: Starts) -> None:
    chat = await start(rhythm=replace(CALM, hello=1))
    async with wire(chat.url) as silent, wire(chat.url) as known:
        await inside(known)
        await silent.closed(seconds=3)
        await known.command(V, 1, "typing:preview", {"text": ""})
        assert (await known.answer(V, 1))["error"]["code"] == "not_found"
