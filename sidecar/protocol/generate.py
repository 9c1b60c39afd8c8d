"""Writes the contract for others: `protocol.json`, TypeScript types and the reference page.

`python -m sidecar.protocol.generate` writes the files, `--check` exits with 1 when one is stale.
"""

import inspect
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema

from sidecar.protocol import events, offline, operator, visitor
from sidecar.protocol.base import PROTOCOL, Command, Failure, Wire

HERE = Path(__file__).parent
Schema = Mapping[str, Any]
SIDES: dict[str, tuple[type[Command], ...]] = {
    "visitor": visitor.COMMANDS,
    "operator": operator.COMMANDS,
}
HTTP: dict[str, tuple[type[Wire] | None, type[Wire]]] = {
    "GET offline": (None, offline.OfflineStart),
    "POST offline": (offline.LeaveMessage, offline.MessageLeft),
}
"""Requests that carry JSON: what is sent, and the `data` of the answer."""


def contract() -> dict[str, Any]:
    """The whole contract as JSON Schema: commands per audience, events, and the shapes they use."""
    requests = [command for commands in SIDES.values() for command in commands]
    answers: list[type[Wire]] = [command.reply for command in requests]
    answers += [*events.EVENTS, Failure, *(answer for _, answer in HTTP.values())]
    bodies = [body for body, _ in HTTP.values() if body]
    modes: list[tuple[type[Wire], Any]] = [(model, "validation") for model in (*requests, *bodies)]
    modes += [(model, "serialization") for model in dict.fromkeys(answers)]
    refs, shared = models_json_schema(modes, ref_template="#/definitions/{model}")
    return {
        "protocol": PROTOCOL,
        "commands": {
            side: {
                command.name: {
                    "request": refs[(command, "validation")],
                    "reply": refs[(command.reply, "serialization")],
                }
                for command in commands
            }
            for side, commands in SIDES.items()
        },
        "events": {
            event.name: {"audience": list(event.audience), "data": refs[(event, "serialization")]}
            for event in events.EVENTS
        },
        "http": {
            name: {
                **({"request": refs[(body, "validation")]} if body else {}),
                "reply": refs[(answer, "serialization")],
            }
            for name, (body, answer) in HTTP.items()
        },
        "definitions": shared["$defs"],
    }


def typescript() -> str:
    """One interface per shape, and maps from the names on the wire to them."""
    whole = contract()
    names = {key: _readable(key) for key in whole["definitions"]}
    parts = [
        "// Generated from sidecar/protocol by `make protocol`. Do not edit.",
        "",
        f"export const PROTOCOL = {PROTOCOL};",
        "",
    ]
    for key, schema in whole["definitions"].items():
        parts += [*_interface(names[key], schema, names), ""]
    for side, commands in whole["commands"].items():
        parts.append(f"export interface {side.title()}Commands {{")
        for name, shapes in commands.items():
            request, reply = (_type(shapes[part], names) for part in ("request", "reply"))
            parts.append(f"  {json.dumps(name)}: {{ request: {request}; reply: {reply} }};")
        parts += ["}", ""]
    for side in SIDES:
        parts.append(f"export interface {side.title()}Events {{")
        for name, event in whole["events"].items():
            if side in event["audience"]:
                parts.append(f"  {json.dumps(name)}: {_type(event['data'], names)};")
        parts += ["}", ""]
    parts += [
        "export type Ack<T> = { ok: true; data: T } | { ok: false; error: Failure };",
        "",
    ]
    return "\n".join(parts)


def _readable(key: str) -> str:
    """`sidecar__protocol__operator__SendMessage` → `OperatorSendMessage`; others stay."""
    *path, name = key.split("__")
    return f"{path[-1].title()}{name}" if path else name


def _interface(name: str, schema: Schema, names: Mapping[str, str]) -> Iterator[str]:
    if schema.get("description"):
        yield f"/** {' '.join(schema['description'].split())} */"
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if not properties:
        yield f"export type {name} = Record<string, never>;"
        return
    required = schema.get("required", [])
    yield f"export interface {name} {{"
    for field, kind in properties.items():
        optional = field not in required
        text = _type(kind, names)
        if optional:
            text = text.removesuffix(" | null")
        yield f"  {field}{'?' if optional else ''}: {text};"
    yield "}"


def _type(schema: Schema, names: Mapping[str, str]) -> str:
    if "$ref" in schema:
        return names[schema["$ref"].rsplit("/", 1)[1]]
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "anyOf" in schema:
        return " | ".join(_type(option, names) for option in schema["anyOf"])
    kind = schema.get("type")
    if kind == "array":
        inner = _type(schema["items"], names)
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if kind == "object":
        values = schema.get("additionalProperties")
        inner = _type(values, names) if isinstance(values, Mapping) else "unknown"
        return f"Record<string, {inner}>"
    simple = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
    return simple.get(str(kind), "null" if kind == "null" else "unknown")


def reference() -> str:
    """The page a developer reads: every command and event with its fields."""
    lines = [
        "# Wire contract, protocol " + str(PROTOCOL),
        "",
        "Generated from the models in this folder by `make protocol`. Socket.IO at",
        "`/oc/socket.io`; commands are acknowledged exactly once, by `{ok: true, data}` or",
        "`{ok: false, error: {code, message, retry?}}`.",
    ]
    for side, commands in SIDES.items():
        lines += [
            "",
            f"## Commands of the namespace `/{side}`",
            "",
            "| command | fields | reply | |",
            "|---|---|---|---|",
        ]
        for command in commands:
            lines.append(
                f"| `{command.name}` | {_fields(command)} | {_fields(command.reply)} |"
                f" {_purpose(command)} |"
            )
    lines += ["", "## HTTP", "", "| request | fields | data of the answer | |", "|---|---|---|---|"]
    for name, (body, answer) in HTTP.items():
        lines.append(
            f"| `{name}` | {_fields(body) if body else '–'} | {_fields(answer)} |"
            f" {_purpose(answer)} |"
        )
    lines += ["", "## Events", "", "| event | to | fields | |", "|---|---|---|---|"]
    for event in events.EVENTS:
        lines.append(
            f"| `{event.name}` | {', '.join(event.audience)} | {_fields(event)} |"
            f" {_purpose(event)} |"
        )
    return "\n".join([*lines, ""])


def _fields(model: type[Wire]) -> str:
    fields: Iterable[str] = (
        f"{field.alias}{'' if field.is_required() else '?'}"
        for field in model.model_fields.values()
    )
    return ", ".join(f"`{field}`" for field in fields) or "–"


def _purpose(model: type[Wire]) -> str:
    return (inspect.getdoc(model) or "").splitlines()[0].replace("|", "\\|")


def outputs() -> dict[Path, str]:
    """Every generated file and what it must say."""
    return {
        HERE / "protocol.json": json.dumps(contract(), indent=1, ensure_ascii=False) + "\n",
        HERE.parent / "frontend" / "shared" / "protocol.ts": typescript(),
        HERE / "README.md": reference(),
    }


def main(arguments: list[str]) -> int:
    """Write the generated files, or with `--check` name the stale ones."""
    TypeAdapter(dict[str, Any]).validate_python(contract())
    stale = [
        path for path, text in outputs().items() if not path.exists() or path.read_text() != text
    ]
    if "--check" in arguments:
        for path in stale:
            sys.stdout.write(f"{path.name} is stale: run `make protocol`\n")
        return 1 if stale else 0
    for path, text in outputs().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
