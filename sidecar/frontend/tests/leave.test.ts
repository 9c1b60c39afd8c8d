import { beforeEach, describe, expect, it, vi } from "vitest";
import type { TokenAnswer } from "../shared/connection";
import type { LeaveMessage } from "../shared/protocol";
import { memoryStore } from "../shared/storage";
import { createLeave, type Leave } from "../widget/leave";
import { createMemory, type Memory } from "../widget/memory";
import { fakeClock, settle, type FakeClock } from "./fakes";

interface Asked {
  method: string;
  token: string;
  letter: LeaveMessage;
  answer(status: number, body: unknown): Promise<void>;
  /** Nothing comes back. */
  lose(): Promise<void>;
}

interface Tab {
  leave: Leave;
  out: number;
  unwelcome: string[];
}

const typed = { firstname: "Zoë", email: "zoe@example.com", message: "Hello" };
const stored = { ok: true, data: { id: 7 } };

let clock: FakeClock;
let memory: Memory;
let asked: Asked[];
let tokens: TokenAnswer[];
let fresh: boolean[];

beforeEach(() => {
  clock = fakeClock();
  memory = createMemory(memoryStore());
  asked = [];
  tokens = [];
  fresh = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    expect(url).toBe("/oc/offline");
    return new Promise<Response>((resolve, reject) => {
      asked.push({
        method: init.method ?? "",
        token: new Headers(init.headers).get("Authorization") ?? "",
        letter: init.body ? (JSON.parse(String(init.body)) as LeaveMessage) : ({} as LeaveMessage),
        async answer(status, body) {
          const json = (): unknown => (typeof body === "string" ? (JSON.parse(body) as unknown) : body);
          resolve({ status, json: () => Promise.resolve().then(json) } as Response);
          await settle();
        },
        async lose() {
          reject(new TypeError("Failed to fetch"));
          await settle();
        },
      });
    });
  });
});

let ids = 0;

function tab(): Tab {
  const made: Tab = { leave: undefined as unknown as Leave, out: 0, unwelcome: [] };
  made.leave = createLeave({
    memory,
    url: "/oc/offline",
    clock,
    token(anew) {
      fresh.push(anew);
      return Promise.resolve(tokens.shift() ?? { ok: true, token: anew ? "new" : "old" });
    },
    changed: () => undefined,
    sent: () => (made.out += 1),
    unwelcome: (code) => made.unwelcome.push(code),
    newId: () => `id-${(ids += 1)}`,
    page: () => ({ url: "https://shop.example/", title: "Shop" }),
  });
  return made;
}

async function sent(): Promise<Tab> {
  const one = tab();
  one.leave.submit(typed);
  await settle();
  return one;
}

const last = (): Asked => asked[asked.length - 1] as Asked;

describe("a message left for later", () => {
  it("is sent once, and forgotten when the sidecar has it", async () => {
    const one = await sent();
    expect(one.leave.model.outcome).toBe("sending");
    expect([last().method, last().token]).toEqual(["POST", "Bearer old"]);
    expect(last().letter.values.message).toBe("Hello");
    await last().answer(200, stored);
    expect([one.leave.model.outcome, one.out]).toEqual(["sent", 1]);
    expect(memory.store.keys("")).toEqual([]);
    await clock.pass(600_000);
    expect(asked).toHaveLength(1);
  });

  it("is kept when nothing comes back, and sent again as the same one", async () => {
    const one = await sent();
    await last().lose();
    expect(one.leave.model.outcome).toBe("kept");
    expect(asked).toHaveLength(1);
    await clock.pass(2_000);
    expect(asked).toHaveLength(2);
    expect(last().letter).toEqual(asked[0]?.letter);
    await last().answer(503, { ok: false, error: { code: "storage_unavailable", message: "" } });
    expect(one.leave.model.outcome).toBe("kept");
    one.leave.nudge();
    await settle();
    expect(asked).toHaveLength(3);
    await last().answer(200, stored);
    expect([one.leave.model.outcome, one.out]).toEqual(["sent", 1]);
  });

  it("is never on its way twice at once", async () => {
    const one = await sent();
    one.leave.nudge();
    one.leave.refresh();
    await clock.pass(60_000);
    expect(asked).toHaveLength(1);
  });

  it("goes out from the next page when this one went away", async () => {
    await sent();
    const next = tab();
    expect(next.leave.typed).toEqual(typed);
    next.leave.nudge();
    await settle();
    expect(asked.map(({ letter }) => letter.clientId)).toEqual([last().letter.clientId, last().letter.clientId]);
    await last().answer(200, stored);
    expect(next.leave.model.outcome).toBe("sent");
  });

  it("is over in other tabs when one of them has sent it", async () => {
    const one = await sent();
    const other = tab();
    other.leave.refresh();
    expect(other.leave.model.outcome).toBe("kept");
    await last().answer(200, stored);
    other.leave.refresh();
    expect([one.leave.model.outcome, other.leave.model.outcome]).toEqual(["sent", null]);
    await clock.pass(600_000);
    expect(asked).toHaveLength(1);
  });

  it("is kept when something else answers in the sidecar's place", async () => {
    const one = await sent();
    await last().answer(200, "<html>Not found</html>");
    expect(one.leave.model.outcome).toBe("kept");
  });

  it("waits as long as the sidecar says", async () => {
    const one = await sent();
    await last().answer(429, { ok: false, error: { code: "too_many", message: "", retry: 720 } });
    expect(one.leave.model.outcome).toBe("limit");
    await clock.pass(719_000);
    expect(asked).toHaveLength(1);
    await clock.pass(2_000);
    expect(asked).toHaveLength(2);
  });

  it("says what the sidecar finds wrong, and is a new one when it was mended", async () => {
    const one = await sent();
    await last().answer(422, {
      ok: false,
      error: { code: "invalid_format", message: "", fields: { email: "email", contact: "contact" } },
    });
    expect(one.leave.model).toMatchObject({ outcome: null, wrong: { email: "email", contact: "contact" } });
    expect(memory.form).toEqual({ typed });
    await clock.pass(600_000);
    expect(asked).toHaveLength(1);
    one.leave.submit(typed);
    await settle();
    expect(last().letter.clientId).not.toBe(asked[0]?.letter.clientId);
    expect(one.leave.model.wrong).toEqual({});
  });

  it("fails for good when it is refused without a reason that could be mended", async () => {
    const one = await sent();
    await last().answer(400, { ok: false, error: { code: "invalid_format", message: "" } });
    expect(one.leave.model.outcome).toBe("failed");
    expect(memory.form).toEqual({ typed });
    await clock.pass(600_000);
    expect(asked).toHaveLength(1);
  });

  it("asks the shop anew when its token is refused, once", async () => {
    const one = await sent();
    await last().answer(401, { ok: false, error: { code: "token_expired", message: "" } });
    expect([last().token, fresh]).toEqual(["Bearer new", [false, true]]);
    await last().answer(401, { ok: false, error: { code: "token_invalid", message: "" } });
    expect(asked).toHaveLength(2);
    expect(one.leave.model.outcome).toBe("failed");
  });

  it("waits patiently while the shop can't say who is there", async () => {
    tokens.push({ ok: false, code: "unreachable" });
    const one = await sent();
    expect([one.leave.model.outcome, asked.length]).toEqual(["kept", 0]);
    await clock.pass(20_000);
    expect(asked).toHaveLength(0);
    await clock.pass(20_000);
    expect(asked).toHaveLength(1);
  });

  it("sends nobody's message who isn't wanted", async () => {
    tokens.push({ ok: false, code: "not_allowed" });
    expect((await sent()).unwelcome).toEqual(["not_allowed"]);
    const one = await sent();
    await last().answer(403, { ok: false, error: { code: "blocked", message: "" } });
    expect(one.unwelcome).toEqual(["blocked"]);
  });

  it("is nobody's any more after a logout", async () => {
    const one = await sent();
    one.leave.forget();
    memory.wipe();
    await last().answer(200, stored);
    expect([one.leave.model.outcome, one.out]).toEqual([null, 0]);
    await clock.pass(600_000);
    expect([asked.length, memory.store.keys("")]).toEqual([1, []]);
  });

  it("can be given up for a chat", async () => {
    const one = await sent();
    await last().lose();
    one.leave.another();
    expect([one.leave.model.outcome, one.leave.typed]).toEqual([null, typed]);
    await clock.pass(600_000);
    expect(asked).toHaveLength(1);
  });
});

describe("what the shop knows of a customer", () => {
  it("comes with the orders it may be about", async () => {
    const one = tab();
    const orders = [{ id: 5, reference: "XKBKNABJK", placedAt: "2026-01-07", products: [] }];
    const start = one.leave.start();
    await settle();
    expect([last().method, last().token]).toEqual(["GET", "Bearer old"]);
    await last().answer(200, { ok: true, data: { values: { firstname: "John" }, orders } });
    expect(await start).toEqual({ firstname: "John" });
    expect(one.leave.model.orders).toEqual(orders);
  });

  it("isn't missed when it doesn't come, and isn't another person's", async () => {
    const one = tab();
    const lost = one.leave.start();
    await settle();
    await last().lose();
    expect(await lost).toBeNull();
    const late = one.leave.start();
    await settle();
    one.leave.forget();
    await last().answer(200, { ok: true, data: { values: { firstname: "John" }, orders: [] } });
    expect(await late).toBeNull();
  });
});
