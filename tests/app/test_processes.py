"""Two processes serve one shop: Redis carries the events, the database decides."""

import asyncio
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sidecar.configuration.hours import Hours
from tests.conftest import Shop, Starts
from tests.offline.rooms import choose
from tests.people import INES, MARC, SARA, guest
from tests.running import CALM
from tests.stack.ports import LOOPBACK, free_port, wait_for
from tests.stack.process import Process
from tests.waiting import until

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None or find_spec("redis") is None,
    reason="redis-server or the package's extra `scale` is not installed",
)


class Redis:
    """A private Redis server, to be stopped and started again on its port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process = Process("redis", folder)

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://{LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = {"port": self.port, "bind": LOOPBACK, "save": "", "dir": self._folder}
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self._process.start(["redis-server", *words])
        assert wait_for(self.port)

    def stop(self) -> None:
        """Stop it."""
        self._process.stop()


@pytest.fixture(scope="module")
def server_of_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """The server of this file."""
    one = Redis(tmp_path_factory.mktemp("redis"))
    one.start()
    yield one
    one.stop()


@pytest.fixture
def redis(server_of_redis: Redis) -> str:
    """Address of a private Redis."""
    return server_of_redis.url


async def test_a_visitor_at_one_process_and_an_operator_at_the_other_talk(
    start: Starts, redis: str
) -> None:
    one, two = await start(redis_url=redis), await start(redis_url=redis)
    sara = await two.operator(SARA)
    await until(lambda: _online(one))
    who = guest()
    visitor, other_tab = await one.visitor(who), await two.visitor(who)
    said = await visitor.say("Hello")
    created = await sara.heard("conversation:created")
    assert created["conversation"]["operator"]["id"] == SARA
    await other_tab.heard("message:created", lambda e: e["message"] == said)
    answered = await sara.say("Good day", conversationId=said["conversationId"])
    for page in (visitor, other_tab):
        await page.heard("message:created", lambda e: e["message"] == answered)
    await visitor.ask("typing:preview", text="I nee")
    assert (await sara.heard("visitor:typing"))["text"] == "I nee"
    await sara.ask("typing:on", conversationId=said["conversationId"])
    await visitor.heard("operator:typing")
    await other_tab.ask("message:seen", seq=2)
    await visitor.heard("message:seen", lambda e: e.get("by") == "visitor")


async def _online(chat: object) -> bool:
    return '"online"' in (await chat.get("state?shop=1&lang=en"))[2]  # type: ignore[attr-defined]


async def test_operators_at_two_processes_see_each_other_come_and_go(
    start: Starts, redis: str
) -> None:
    one, two = await start(redis_url=redis), await start(redis_url=redis)
    sara = await one.operator(SARA)
    ines = await two.operator(INES)
    await sara.heard("operator:changed", lambda e: e["operator"]["id"] == INES)
    await ines.ask("operator:switch", online=False)
    await sara.heard(
        "operator:changed", lambda e: e["operator"]["id"] == INES and not e["operator"]["online"]
    )


async def test_whom_one_process_blocks_the_others_refuse_at_once(start: Starts, redis: str) -> None:
    one, two = (
        await start(redis_url=redis, rhythm=CALM),
        await start(redis_url=redis, rhythm=CALM),
    )
    marc, visitor = await one.operator(MARC), await two.visitor()
    number = (await visitor.say("Hello"))["conversationId"]
    await marc.ask("visitor:block", conversationId=number, reason="Insults")
    assert await visitor.heard("session:ended") == {"reason": "blocked"}
    assert (await visitor.refused("message:list"))["code"] == "blocked"
    await visitor.ended()


async def test_two_operators_at_two_processes_take_the_same_conversation_over_and_over(
    start: Starts, redis: str, shop: Shop
) -> None:
    """Exactly one gets it each time, and what both pages show of it is the same."""
    choose(shop, hours=Hours(on=True))
    one, two = await start(redis_url=redis), await start(redis_url=redis)
    sara, ines = await one.operator(SARA), await two.operator(INES)
    for _ in range(25):
        visitor = await one.visitor()
        number = (await visitor.say("Hello"))["conversationId"]
        for page in (sara, ines):
            await page.heard(
                "conversation:created", lambda e, n=number: e["conversation"]["id"] == n
            )
        answers = await asyncio.gather(
            *(page.raw("conversation:accept", {"conversationId": number}) for page in (sara, ines))
        )
        assert sorted(answer["ok"] for answer in answers) == [False, True]
        winner = SARA if answers[0]["ok"] else INES
        for page in (sara, ines):
            await page.heard(
                "conversation:changed",
                lambda e, n=number, who=winner: (
                    e["conversation"]["id"] == n and e["conversation"]["operator"]["id"] == who
                ),
            )
        await visitor.close()


async def test_each_page_hears_each_message_once(start: Starts, redis: str) -> None:
    one, two = await start(redis_url=redis), await start(redis_url=redis)
    sara = await two.operator(SARA)
    visitor = await one.visitor()
    for number in range(20):
        await visitor.say(str(number))
    await sara.heard("message:created", lambda e: e["message"]["seq"] == 20)
    assert sara.seqs() == visitor.seqs() == list(range(1, 21))


async def test_when_redis_comes_back_the_processes_hear_each_other_again(
    start: Starts, server_of_redis: Redis
) -> None:
    """Meanwhile messages are stored all the same: the pages of the other process ask for them."""
    one, two = (
        await start(redis_url=server_of_redis.url),
        await start(redis_url=server_of_redis.url),
    )
    sara, visitor = await two.operator(SARA), await one.visitor()
    await visitor.say("1")
    await sara.heard("message:created")
    await asyncio.to_thread(server_of_redis.stop)
    said = await visitor.say("2")
    listed = await sara.ask("message:list", conversationId=said["conversationId"])
    assert [message["body"] for message in listed["messages"]] == ["1", "2"]
    await asyncio.to_thread(server_of_redis.start)

    async def heard_again() -> bool:
        message = await visitor.say("hello?")
        return message in [event["message"] for event in sara.all("message:created")]

    await until(heard_again, seconds=20)
