import { describe, expect, it } from "vitest";

import { createKit } from "../../recap/kit";
import type { Connection, OperatorWire } from "../../shared/connection";
import type { Module, ModuleAnswer } from "../../shared/module";
import { conversationOf } from "../fakes";

const ABOUT = conversationOf({ id: 7, shop: 2, visitor: { vid: "v", name: "Ann", present: true, customerId: 5, lang: "fr" } });
const CHOSEN = { contact: 2, status: "open", note: "" } as const;
const DONE = { thread: 31, told: true };

function kitOf({ filed = { ok: true, data: { order: "signed" } }, shop = { ok: true, data: DONE } }: {
  filed?: unknown;
  shop?: unknown;
}): { kit: ReturnType<typeof createKit>; asked: [string, unknown][] } {
  const asked: [string, unknown][] = [];
  const tell = (answers: Record<string, unknown>) => (name: string, data: unknown) => {
    asked.push([name, data]);
    return Promise.resolve(answers[name]);
  };
  const connection = { request: tell({ "conversation:file": filed }) } as unknown as Connection<OperatorWire>;
  const module = { ask: tell({ file: shop as ModuleAnswer<never> }) } as unknown as Module;
  return { kit: createKit(connection, module, "https://shop.example/admin/"), asked };
}

describe("filing a conversation", () => {
  it("has the shop do what the sidecar signed, and says that it is done", async () => {
    const { kit, asked } = kitOf({});
    expect(await kit.file(ABOUT, CHOSEN)).toEqual(DONE);
    expect(asked).toEqual([
      ["conversation:file", { conversationId: 7, ...CHOSEN }],
      ["file", { shop: 2, order: "signed" }],
      ["conversation:filed", { conversationId: 7 }],
    ]);
  });

  it("asks the shop for nothing when somebody filed it before", async () => {
    const { kit, asked } = kitOf({ filed: { ok: true, data: { thread: 9 } } });
    expect(await kit.file(ABOUT, CHOSEN)).toEqual({ thread: 9, told: null });
    expect(asked).toHaveLength(1);
  });

  it("tells who refused", async () => {
    const refused = { ok: false, error: { code: "not_allowed", message: "No right." } };
    expect(await kitOf({ filed: refused }).kit.file(ABOUT, CHOSEN)).toEqual({ error: refused.error });
    const gone = kitOf({ shop: { ok: false, code: "contact_gone", fields: {} } });
    expect(await gone.kit.file(ABOUT, CHOSEN)).toEqual({ error: { code: "shop_contact_gone", message: "" } });
    expect(gone.asked.map(([name]) => name)).toEqual(["conversation:file", "file"]);
  });
});

describe("asking the shop for products", () => {
  it("is done for the visitor: their prices, their language", async () => {
    const { kit, asked } = kitOf({});
    await kit.products(ABOUT, "apron");
    const guest = { vid: "v", name: "", present: true, guestId: 9 };
    await kit.product(conversationOf({ shop: 1, visitor: guest }), { product: 3 });
    expect(asked).toEqual([
      ["products", { shop: 2, customer: 5, guest: 0, lang: "fr", q: "apron" }],
      ["product", { shop: 1, customer: 0, guest: 9, lang: "", product: 3 }],
    ]);
  });
});

describe("sending a card", () => {
  it("is one message however often it is tried", async () => {
    const { kit, asked } = kitOf({});
    const card = { kind: "offer", ref: 3, body: "Sale" } as const;
    await kit.send(7, card, "one");
    await kit.send(7, card, "one");
    await kit.send(7, card);
    const ids = asked.map(([, data]) => (data as { clientId: string }).clientId);
    expect(ids.slice(0, 2)).toEqual(["one", "one"]);
    expect(ids[2]).not.toBe("one");
    expect(asked[0]).toEqual(["message:send", { conversationId: 7, clientId: "one", ...card }]);
  });
});
