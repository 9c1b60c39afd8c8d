import { describe, expect, it } from "vitest";
import answers from "../../../tests/contract/samples/answers.json";
import events from "../../../tests/contract/samples/events.json";
import operator from "../../../tests/contract/samples/operator.json";
import visitor from "../../../tests/contract/samples/visitor.json";
import contract from "../../protocol/protocol.json";
import { PROTOCOL } from "../shared/protocol";

/** The part of JSON Schema that pydantic writes for our models. */
interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  type?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
}

interface CommandSamples {
  requests: unknown[];
  refused: unknown[];
  replies: unknown[];
}

const definitions = contract.definitions as Record<string, Schema>;
const sides: Record<string, Record<string, CommandSamples>> = { visitor, operator };
const commands = contract.commands as Record<string, Record<string, { request: Schema; reply: Schema }>>;
const told = contract.events as Record<string, { audience: string[]; data: Schema }>;

function fits(value: unknown, schema: Schema): boolean {
  if (schema.$ref !== undefined) {
    const definition = definitions[schema.$ref.split("/").pop() ?? ""];
    return definition !== undefined && fits(value, definition);
  }
  if (schema.anyOf !== undefined) return schema.anyOf.some((option) => fits(value, option));
  if (schema.enum !== undefined) return schema.enum.includes(value);
  if (schema.const !== undefined) return schema.const === value;
  switch (schema.type) {
    case "object":
      return isRecord(value) && fieldsFit(value, schema);
    case "array":
      return Array.isArray(value) && value.every((one) => fits(one, schema.items ?? {}));
    case "string":
      return typeof value === "string" && textFits(value, schema);
    case "integer":
      return Number.isInteger(value) && numberFits(value as number, schema);
    case "number":
      return typeof value === "number" && numberFits(value, schema);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    default:
      return true;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fieldsFit(value: Record<string, unknown>, schema: Schema): boolean {
  const known = schema.properties ?? {};
  const others = schema.additionalProperties;
  return (
    (schema.required ?? []).every((name) => name in value) &&
    Object.entries(value).every(([name, one]) => {
      const field = known[name];
      if (field !== undefined) return fits(one, field);
      return typeof others === "object" ? fits(one, others) : others !== false;
    })
  );
}

function textFits(value: string, schema: Schema): boolean {
  const length = [...value].length;
  return (
    length >= (schema.minLength ?? 0) &&
    length <= (schema.maxLength ?? Infinity) &&
    (schema.pattern === undefined || new RegExp(schema.pattern).test(value))
  );
}

function numberFits(value: number, schema: Schema): boolean {
  return (
    value >= (schema.minimum ?? -Infinity) &&
    value <= (schema.maximum ?? Infinity) &&
    value < (schema.exclusiveMaximum ?? Infinity)
  );
}

describe("the samples of the wire contract", () => {
  it("are of the protocol that this code speaks", () => {
    expect(contract.protocol).toBe(PROTOCOL);
  });

  for (const [side, samples] of Object.entries(sides)) {
    it(`name every command of a ${side}`, () => {
      expect(Object.keys(samples).sort()).toEqual(Object.keys(commands[side] ?? {}).sort());
    });
    for (const [name, { requests, refused, replies }] of Object.entries(samples)) {
      it(`agree with protocol.json about ${name} of a ${side}`, () => {
        const shapes = commands[side]?.[name];
        if (shapes === undefined) throw new Error(`${name} is not in protocol.json`);
        for (const one of requests) expect(fits(one, shapes.request), JSON.stringify(one)).toBe(true);
        for (const one of refused) expect(fits(one, shapes.request), JSON.stringify(one)).toBe(false);
        for (const one of replies) expect(fits(one, shapes.reply), JSON.stringify(one)).toBe(true);
      });
    }
  }

  it("name every event and who hears it", () => {
    const heard = Object.entries(events).map(([name, samples]) => [name, Object.keys(samples).sort()]);
    const audience = Object.entries(told).map(([name, event]) => [name, [...event.audience].sort()]);
    expect(Object.fromEntries(heard)).toEqual(Object.fromEntries(audience));
  });

  for (const [name, samples] of Object.entries(events)) {
    it(`agree with protocol.json about ${name}`, () => {
      const shape = told[name]?.data ?? { enum: [] };
      for (const one of Object.values(samples).flat()) {
        expect(fits(one, shape), JSON.stringify(one)).toBe(true);
        expect(fits({ ...one, surplus: 1 }, shape)).toBe(false);
      }
    });
  }

  it("agree with protocol.json about refusals", () => {
    for (const { error } of answers.refused) {
      expect(fits(error, { $ref: "#/definitions/Failure" })).toBe(true);
    }
  });
});
