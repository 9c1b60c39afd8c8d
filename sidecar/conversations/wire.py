"""Conversations and messages on the wire; plain values, as one is made for every message."""

from typing import Any

from sidecar.conversations.rules import Conversation, Line
from sidecar.conversations.store import Detail
from sidecar.protocol.base import iso


def message(line: Line) -> dict[str, Any]:
    """`shapes.Message`."""
    wire: dict[str, Any] = {
        "conversationId": line.conversation,
        "seq": line.seq,
        "clientId": line.client_id,
        "author": line.author,
        "name": line.name,
        "kind": line.kind,
        "body": line.body,
        "sentAt": iso(line.sent_at),
    }
    if line.data is not None:
        wire["data"] = line.data
    return wire


def for_visitor(conversation: Conversation, shown_name: str) -> dict[str, Any]:
    """`shapes.Conversation` without what is the operators' business."""
    wire = _common(conversation, present=True)
    if conversation.email:
        wire["reachable"] = True
    if conversation.transcript_at:
        wire["transcript"] = True
    if conversation.operator:
        wire["operator"] = {"id": conversation.operator.id, "name": shown_name}
    return wire


def for_operator(detail: Detail) -> dict[str, Any]:
    """`shapes.Conversation` with presence, page, offer and last message."""
    conversation = detail.conversation
    wire = _common(conversation, present=detail.present)
    wire["visitor"]["blocked"] = detail.blocked
    wire["visitor"]["lang"] = conversation.visitor.lang
    if conversation.email:
        wire["visitor"]["email"] = conversation.email
    if conversation.phone:
        wire["visitor"]["phone"] = conversation.phone
    if detail.page:
        wire["visitor"]["page"] = detail.page.wire().wire()
    if conversation.operator:
        wire["operator"] = {"id": conversation.operator.id, "name": conversation.operator.name}
    if conversation.offered_to is not None:
        wire["offeredTo"] = conversation.offered_to
    if conversation.offered_by is not None:
        wire["offeredBy"] = conversation.offered_by
    if conversation.note:
        wire["note"] = conversation.note
    if detail.thread:
        wire["thread"] = detail.thread
    if detail.last:
        wire["lastMessage"] = message(detail.last)
    return wire


def _common(conversation: Conversation, *, present: bool) -> dict[str, Any]:
    visitor: dict[str, Any] = {
        "vid": conversation.visitor.vid,
        "name": conversation.visitor.name,
        "present": present,
        "blocked": False,
    }
    if conversation.visitor.customer:
        visitor["customerId"] = conversation.visitor.customer
    if conversation.visitor.guest:
        visitor["guestId"] = conversation.visitor.guest
    wire: dict[str, Any] = {
        "id": conversation.id,
        "shop": conversation.visitor.shop,
        "state": conversation.state,
        "visitor": visitor,
        "operator": None,
        "lastSeq": conversation.last_seq,
        "seenByVisitor": conversation.seen_by_visitor,
        "seenByOperator": conversation.seen_by_operator,
        "startedAt": iso(conversation.started_at),
    }
    if conversation.waiting_since:
        wire["waitingSince"] = iso(conversation.waiting_since)
    if conversation.offer_until:
        wire["until"] = iso(conversation.offer_until)
    if conversation.answered:
        wire["answered"] = True
    if conversation.rating:
        wire["rating"] = {"stars": conversation.rating.stars}
        if conversation.rating.comment:
            wire["rating"]["comment"] = conversation.rating.comment
    return wire
