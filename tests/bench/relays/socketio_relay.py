"""A bare python-socketio relay: the sidecar's fan-out and payloads, no database, no rules.

`python socketio_relay.py PORT`. Sockets say in `auth` which conversation or operator they are.
"""

import sys
from datetime import UTC, datetime
from typing import Any

import socketio
import uvloop
from aiohttp import web

sio = socketio.AsyncServer(namespaces=["/visitor", "/operator"], cors_allowed_origins="*")
people: dict[str, dict[str, Any]] = {}
conversations: dict[int, dict[str, Any]] = {}


async def enter_visitor(sid: str, _environ: dict[str, Any], auth: dict[str, Any]) -> None:
    """A visitor comes in."""
    people[sid] = auth
    number = auth["conversation"]
    conversations[number] = shape(number, auth["operator"])
    await sio.enter_room(sid, f"visitor:{number}", namespace="/visitor")
    await sio.emit("session:ready", {}, to=sid, namespace="/visitor")


async def enter_operator(sid: str, _environ: dict[str, Any], auth: dict[str, Any]) -> None:
    """An operator comes in."""
    people[sid] = auth
    await sio.enter_room(sid, f"operator:{auth['operator']}", namespace="/operator")
    await sio.emit("session:ready", {}, to=sid, namespace="/operator")


async def from_visitor(sid: str, data: dict[str, Any]) -> dict[str, Any]:
    """A visitor writes."""
    conversation = conversations[people[sid]["conversation"]]
    message = await relay(conversation, data, "visitor", "")
    return {"ok": True, "data": {"message": message, "conversation": conversation}}


async def from_operator(_sid: str, data: dict[str, Any]) -> dict[str, Any]:
    """An operator writes."""
    conversation = conversations[data["conversationId"]]
    message = await relay(conversation, data, "operator", conversation["operator"]["name"])
    return {"ok": True, "data": {"message": message}}


async def relay(
    conversation: dict[str, Any], data: dict[str, Any], author: str, name: str
) -> dict[str, Any]:
    """Tell both sides."""
    conversation["lastSeq"] += 1
    message = {
        "conversationId": conversation["id"],
        "seq": conversation["lastSeq"],
        "clientId": data["clientId"],
        "author": author,
        "name": name,
        "kind": "text",
        "body": data["body"],
        "sentAt": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    event = {"message": message}
    operator = f"operator:{conversation['operator']['id']}"
    await sio.emit("message:created", event, room=operator, namespace="/operator")
    visitor = f"visitor:{conversation['id']}"
    await sio.emit("message:created", event, room=visitor, namespace="/visitor")
    return message


def shape(number: int, operator: int) -> dict[str, Any]:
    """A conversation as the sidecar's replies have it."""
    return {
        "id": number,
        "shop": 1,
        "state": "ongoing",
        "visitor": {"vid": f"{number:032x}", "name": "", "present": True, "blocked": False},
        "operator": {"id": operator, "name": "Operator"},
        "lastSeq": 0,
        "seenByVisitor": 0,
        "seenByOperator": 0,
        "startedAt": "2026-01-05T09:00:00.000Z",
        "waitingSince": "2026-01-05T09:00:00.000Z",
    }


if __name__ == "__main__":
    uvloop.install()
    sio.on("connect", enter_visitor, namespace="/visitor")
    sio.on("connect", enter_operator, namespace="/operator")
    sio.on("message:send", from_visitor, namespace="/visitor")
    sio.on("message:send", from_operator, namespace="/operator")
    app = web.Application()
    sio.attach(app)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
