import { beforeEach, describe, expect, it } from "vitest";
import type { ShopToken } from "../shared/host";
import { memoryStore, type Store } from "../shared/storage";
import { createGuard, type Guard } from "../widget/guard";
import { claimed, identityOf, isSame, revIn } from "../widget/identity";
import { createMemory, type Memory } from "../widget/memory";

const guest = (vid: string) => identityOf({ vid });
const customer = (customerId: number, vid: string) => identityOf({ vid, customerId });

function tokenOf(sub: string, vid: string): string {
  const part = (value: object): string => {
    const bytes = String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value)));
    return btoa(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  return `${part({ alg: "HS256" })}.${part({ sub, vid, name: "Zoë" })}.signature`;
}

describe("who is the same person", () => {
  it.each([
    ["nobody known", null, guest("a"), true],
    ["the same guest", guest("a"), guest("a"), true],
    ["a guest who signs in", guest("a"), customer(2, "a"), true],
    ["the same customer", customer(2, "a"), customer(2, "a"), true],
    ["the same customer, signed in again", customer(2, "a"), customer(2, "b"), true],
    ["another guest", guest("a"), guest("b"), false],
    ["a customer at another guest's chat", guest("a"), customer(2, "b"), false],
    ["after logout", customer(2, "a"), guest("b"), false],
    ["after logout, vid kept", customer(2, "a"), guest("a"), false],
    ["another customer", customer(2, "a"), customer(3, "a"), false],
  ])("%s", (_name, known, now, same) => expect(isSame(known, now)).toBe(same));
});

describe("a token", () => {
  it("says whose it is", () => {
    expect(claimed(tokenOf("customer:2", "ab"))).toEqual(customer(2, "ab"));
    expect(claimed(tokenOf("guest:7", "ab"))).toEqual(guest("ab"));
    expect(claimed(tokenOf("visitor:ab", "ab"))).toEqual(guest("ab"));
    expect(claimed("nonsense")).toBeNull();
  });

  it("is read beside the shop's marker", () => {
    expect(revIn("a=1; oc_rev=x=y; b=2")).toBe("x=y");
    expect(revIn("not_oc_rev=1")).toBe("");
  });
});

interface Tab {
  guard: Guard;
  forgotten: number;
  ended: [string, string][];
  renewed: string[];
}

let store: Store;
let memory: Memory;
let marker: string;
let answer: ShopToken;
let asked: number;

beforeEach(() => {
  store = memoryStore();
  memory = createMemory(store);
  marker = "r1";
  asked = 0;
});

function tab(): Tab {
  const made: Tab = { guard: undefined as unknown as Guard, forgotten: 0, ended: [], renewed: [] };
  made.guard = createGuard({
    memory,
    marker: () => marker,
    token: () => {
      asked += 1;
      return Promise.resolve(answer);
    },
    forget: () => (made.forgotten += 1),
    end: (session, token) => made.ended.push([session, token]),
    renew: (token) => made.renewed.push(token),
  });
  return made;
}

function says(sub: string, vid: string): void {
  answer = { ok: true, token: tokenOf(sub, vid), rev: marker };
}

/** John has chatted here. */
async function john(): Promise<Tab> {
  const one = tab();
  says("customer:2", "a");
  await one.guard.fetchToken(false);
  memory.sessions.save("resume", "2100-01-01T00:00:00.000Z");
  one.guard.confirm(customer(2, "a"));
  memory.draft = "my secret";
  memory.store.set("out:1", "{}");
  asked = 0;
  return one;
}

describe("a guard", () => {
  it("asks nobody while the marker stays", async () => {
    const one = await john();
    expect(await one.guard.check()).toBe("same");
    expect(await tab().guard.check()).toBe("same");
    expect(asked).toBe(0);
  });

  it("leaves nothing of John after his logout, and ends his session", async () => {
    await john();
    marker = "r2";
    says("visitor:b", "b");
    const next = tab();
    expect(next.guard.doubts()).toBe(true);
    expect(await next.guard.check()).toBe("other");
    expect(store.keys("")).toEqual([]);
    expect(next.forgotten).toBe(1);
    expect(next.ended).toEqual([["resume", (answer as { token: string }).token]]);
    expect(await next.guard.check()).toBe("same");
    expect(asked).toBe(1);
  });

  it("keeps a guest's chat when the guest signs in, and tells the sidecar", async () => {
    const one = tab();
    says("guest:7", "a");
    await one.guard.fetchToken(false);
    one.guard.confirm(guest("a"));
    memory.draft = "kept";
    marker = "r2";
    says("customer:2", "a");
    expect(await one.guard.check()).toBe("same");
    expect(one.renewed).toHaveLength(1);
    expect(memory.draft).toBe("kept");
  });

  it("has the next page tell the sidecar, when this one goes before it could", async () => {
    const one = tab();
    says("guest:7", "a");
    await one.guard.fetchToken(false);
    one.guard.confirm(guest("a"));
    marker = "r2";
    says("customer:2", "a");
    await one.guard.check();
    // The session of before is resumed once more.
    one.guard.confirm(guest("a"));
    const next = tab();
    expect(await next.guard.check()).toBe("same");
    expect(next.renewed).toHaveLength(1);
    next.guard.confirm(customer(2, "a"));
    expect(await tab().guard.check()).toBe("same");
    expect(asked).toBe(3);
  });

  it("shows nothing while the shop can't say who is there", async () => {
    const one = await john();
    marker = "r2";
    answer = { ok: false, code: "unreachable", rev: "" };
    expect(await one.guard.check()).toBe("unknown");
    expect(one.guard.doubts()).toBe(true);
    expect(memory.draft).toBe("my secret");
    says("customer:2", "a");
    expect(await one.guard.check()).toBe("same");
  });

  it("wipes when whoever is there may not chat", async () => {
    const one = await john();
    marker = "r2";
    answer = { ok: false, code: "not_allowed", rev: "" };
    expect(await one.guard.check()).toBe("other");
    expect(memory.draft).toBe("");
    expect(one.ended).toEqual([]);
  });

  it("forgets in a second tab too, without wiping what the next person wrote meanwhile", async () => {
    const old = await john();
    marker = "r2";
    says("visitor:b", "b");
    const next = tab();
    await next.guard.check();
    await next.guard.fetchToken(false);
    next.guard.confirm(guest("b"));
    memory.sessions.save("resume of b", "2100-01-01T00:00:00.000Z");
    memory.draft = "of the next person";
    expect(old.guard.overruled()).toBe(true);
    expect(await old.guard.check()).toBe("other");
    expect(old.forgotten).toBe(1);
    expect(old.ended).toEqual([]);
    expect(memory.draft).toBe("of the next person");
    expect(memory.identity).toEqual(guest("b"));
  });

  it("wipes nothing in a second tab when the first did, and the next person has begun to write", async () => {
    const old = await john();
    marker = "r2";
    says("visitor:b", "b");
    await tab().guard.check();
    memory.store.set("out:2", "of the next person");
    expect(await old.guard.check()).toBe("other");
    expect(memory.store.get("out:2")).toBe("of the next person");
  });

  it("knows whose words they are before the sidecar has answered", async () => {
    const one = tab();
    says("customer:2", "a");
    await one.guard.fetchToken(false);
    memory.draft = "typed while connecting";
    marker = "r2";
    says("visitor:b", "b");
    expect(await tab().guard.check()).toBe("other");
    expect(memory.draft).toBe("");
  });

  it("wipes when a new token turns out to be somebody else's", async () => {
    const one = await john();
    says("customer:3", "c");
    await one.guard.fetchToken(true);
    expect(one.forgotten).toBe(1);
    expect(memory.draft).toBe("");
  });

  it("asks once when several things make it look at the same time", async () => {
    const one = await john();
    marker = "r2";
    says("customer:2", "a");
    await Promise.all([one.guard.check(), one.guard.check(), one.guard.check()]);
    expect(asked).toBe(1);
  });
});
