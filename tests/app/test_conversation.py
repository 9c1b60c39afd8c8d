"""A customer on a shop page and an operator in the back office talk to each other."""

from tests.running import Chat


async def test_a_visitor_and_an_operator_talk_to_each_other(chat: Chat) -> None:
    sara = await chat.operator()
    visitor = await chat.visitor()
    asked = await visitor.say("Is the blue one in stock?")
    created = await sara.heard("conversation:created")
    number = created["conversation"]["id"]
    await sara.heard("message:created", lambda e: e["message"]["body"] == asked["body"])
    await sara.say("Yes, three of them.", conversationId=number)
    answer = await visitor.heard("message:created", lambda e: e["message"]["author"] == "operator")
    assert answer["message"]["body"] == "Yes, three of them."
    await sara.heard("message:created", lambda e: e["message"]["seq"] == 2)
    assert visitor.seqs() == sara.seqs() == [1, 2]
