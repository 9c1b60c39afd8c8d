import { beforeEach, describe, expect, it } from "vitest";
import { createOutbox, type Letter, type Outbox } from "../shared/outbox";
import type { Ack } from "../shared/protocol";
import { memoryStore, type Store } from "../shared/storage";
import { clip, problem, tidy } from "../shared/text";
import { createUlid } from "../shared/ulid";
import { fakeClock, settle, type FakeClock } from "./fakes";

interface Call {
  letter: Letter;
  answer: (ack: Ack<unknown>) => void;
}

interface Tab {
  outbox: Outbox;
  calls: Call[];
  delivered: string[];
  silences: number;
}

const DONE: Ack<unknown> = { ok: true, data: {} };
const no = (code: string, retry?: number): Ack<unknown> => ({
  ok: false,
  error: { code, message: code, ...(retry === undefined ? {} : { retry }) },
});

let clock: FakeClock;
let store: Store;
let newId: () => string;

beforeEach(() => {
  clock = fakeClock();
  store = memoryStore();
  newId = createUlid(clock.now);
});

function tab(name: string): Tab {
  const made: Tab = { outbox: undefined as unknown as Outbox, calls: [], delivered: [], silences: 0 };
  made.outbox = createOutbox({
    store,
    tab: name,
    clock,
    newId,
    send: (letter) => new Promise((answer) => made.calls.push({ letter, answer })),
    delivered: (letter) => made.delivered.push(letter.body),
    silent: () => (made.silences += 1),
  });
  return made;
}

const bodies = (one: Tab): string[] => one.calls.map((call) => call.letter.body);

async function answer(one: Tab, index: number, ack: Ack<unknown>): Promise<void> {
  one.calls[index]?.answer(ack);
  await settle();
}

describe("an outbox", () => {
  it("sends one at a time, in order, and forgets what is acknowledged", async () => {
    const one = tab("a");
    one.outbox.online(true);
    one.outbox.add("", "first");
    one.outbox.add("", "second");
    expect(bodies(one)).toEqual(["first"]);
    await answer(one, 0, DONE);
    expect(bodies(one)).toEqual(["first", "second"]);
    await answer(one, 1, DONE);
    expect(one.outbox.letters()).toEqual([]);
    expect(one.delivered).toEqual(["first", "second"]);
  });

  it("keeps lanes apart", () => {
    const one = tab("a");
    one.outbox.online(true);
    one.outbox.add("1", "to John");
    one.outbox.add("2", "to Ada");
    one.outbox.add("1", "to John again");
    expect(bodies(one)).toEqual(["to John", "to Ada"]);
    expect(one.outbox.letters("1").map((letter) => letter.body)).toEqual(["to John", "to John again"]);
  });

  it("survives a reload in the same order with the same ids", async () => {
    const before = tab("a");
    before.outbox.add("", "first");
    before.outbox.add("", "second");
    const ids = before.outbox.letters().map((letter) => letter.clientId);
    before.outbox.release();
    const after = tab("b");
    after.outbox.online(true);
    after.outbox.add("", "third");
    await answer(after, 0, DONE);
    await answer(after, 1, DONE);
    await answer(after, 2, DONE);
    expect(bodies(after)).toEqual(["first", "second", "third"]);
    expect(after.calls.slice(0, 2).map((call) => call.letter.clientId)).toEqual(ids);
  });

  it("doesn't send what another tab is about to send, nor overtakes it; takes over when that tab dies", async () => {
    const one = tab("a");
    const two = tab("b");
    one.outbox.online(true);
    two.outbox.online(true);
    one.outbox.add("", "from a");
    two.outbox.refresh();
    two.outbox.add("", "from b");
    expect(bodies(two)).toEqual([]);
    await answer(one, 0, DONE);
    two.outbox.refresh();
    expect(bodies(two)).toEqual(["from b"]);
    expect(bodies(one)).toEqual(["from a"]);
    await answer(two, 0, DONE);

    one.outbox.add("", "orphan");
    one.outbox.online(false); // frozen or crashed: no more signs of life
    two.outbox.refresh();
    await clock.pass(20_000);
    expect(bodies(two)).toEqual(["from b", "orphan"]);
  });

  it.each(["storage_unavailable", "internal_error", "timeout", "disconnected"])(
    "tries again after %s, with the same id",
    async (code) => {
      const one = tab("a");
      one.outbox.online(true);
      one.outbox.add("", "hello");
      await answer(one, 0, no(code));
      await clock.pass(2_000);
      expect(one.calls).toHaveLength(2);
      expect(one.calls[1]?.letter.clientId).toBe(one.calls[0]?.letter.clientId);
      expect(one.silences).toBe(code === "timeout" ? 1 : 0);
    },
  );

  it("waits as long as too_many says", async () => {
    const one = tab("a");
    one.outbox.online(true);
    one.outbox.add("", "hello");
    await answer(one, 0, no("too_many", 12));
    one.outbox.add("", "next");
    await clock.pass(11_900);
    expect(one.calls).toHaveLength(1);
    await clock.pass(300);
    expect(bodies(one)).toEqual(["hello", "hello"]);
  });

  it("marks what can't be sent and goes on; a retry uses the same id", async () => {
    const one = tab("a");
    one.outbox.online(true);
    one.outbox.add("", "refused");
    one.outbox.add("", "fine");
    await answer(one, 0, no("invalid_format"));
    expect(one.outbox.letters()[0]?.failed).toBe("invalid_format");
    expect(bodies(one)).toEqual(["refused", "fine"]);
    await answer(one, 1, DONE);
    one.outbox.retry(one.outbox.letters()[0]?.clientId ?? "");
    await answer(one, 2, DONE);
    expect(one.calls[2]?.letter.clientId).toBe(one.calls[0]?.letter.clientId);
    expect(one.outbox.letters()).toEqual([]);
  });

  it("parks a message that closed the socket three times", async () => {
    const one = tab("a");
    one.outbox.add("", "poison");
    one.outbox.add("", "fine");
    for (let round = 0; round < 3; round += 1) {
      one.outbox.online(true);
      one.outbox.online(false);
      await answer(one, round, no("disconnected"));
    }
    one.outbox.online(true);
    expect(one.outbox.letters()[0]?.failed).toBe("disconnected");
    expect(bodies(one)).toEqual(["poison", "poison", "poison", "fine"]);
  });

  it("doesn't blame a message for a line that was dead for long", async () => {
    const one = tab("a");
    one.outbox.add("", "innocent");
    for (let round = 0; round < 5; round += 1) {
      one.outbox.online(true);
      await clock.pass(5_000);
      one.outbox.online(false);
      await answer(one, round, no("disconnected"));
    }
    expect(one.outbox.letters()[0]?.failed).toBeNull();
  });

  it("wipes everything, and a late answer changes nothing", async () => {
    const one = tab("a");
    one.outbox.online(true);
    one.outbox.add("", "secret");
    one.outbox.clear();
    expect(store.keys("")).toEqual([]);
    await answer(one, 0, DONE);
    expect(one.delivered).toEqual([]);
    one.outbox.add("", "next person");
    expect(bodies(one)).toEqual(["secret", "next person"]);
  });

  it("forgets a message that an event showed before its acknowledgement", async () => {
    const one = tab("a");
    one.outbox.online(true);
    const letter = one.outbox.add("", "hello");
    one.outbox.confirm(letter.clientId);
    await answer(one, 0, no("timeout"));
    await clock.pass(60_000);
    expect(one.calls).toHaveLength(1);
    expect(one.outbox.letters()).toEqual([]);
  });
});

describe("a text", () => {
  it("may have 4,000 characters, counted as the sidecar does", () => {
    expect(problem("😀".repeat(4000))).toBeNull();
    expect(problem("a".repeat(4001))).toBe("too_long");
  });

  it("needs something to see", () => {
    expect(problem(" \n\t\u200b\u0007")).toBe("empty");
    expect(problem("\u200f.")).toBeNull();
  });

  it("loses half characters and outer blanks", () => {
    expect(clip("ab😀", 3)).toBe("ab");
    expect(tidy("  a\uD83Db\r\nc😀 \n")).toBe("a\uFFFDb\nc😀");
  });
});

describe("when the clock is set", () => {
  it("takes a letter over from a tab that is gone, an hour back or ahead", async () => {
    for (const hours of [-1, 1]) {
      const [gone, there] = [tab("a"), tab("b")];
      gone.outbox.online(true);
      gone.outbox.add("1", `left behind ${hours}`);
      gone.outbox.online(false);
      gone.outbox.abandon();
      clock.jump(hours * 3_600_000);
      there.outbox.online(true);
      await clock.pass(30_000);
      expect(bodies(there)).toContain(`left behind ${hours}`);
      there.outbox.clear();
    }
  });

  it("keeps the order of letters, over a page that begins anew", async () => {
    const before = tab("a");
    before.outbox.add("1", "first");
    clock.jump(-3_600_000);
    newId = createUlid(clock.now);
    const after = tab("b");
    after.outbox.add("1", "second");
    expect(after.outbox.letters("1").map(({ body }) => body)).toEqual(["first", "second"]);
  });
});

it("sends what another tab has sent before under the same id, with more in it, as a message of its own", async () => {
  const one = tab("a");
  one.outbox.online(true);
  one.outbox.add("1", "hello there", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  await answer(one, 0, no("conflict"));
  expect(bodies(one)).toEqual(["hello there", "hello there"]);
  expect(one.calls[1]?.letter.clientId).not.toBe("01ARZ3NDEKTSV4RRFFQ69G5FAV");
  await answer(one, 1, DONE);
  expect([one.delivered, one.outbox.letters()]).toEqual([["hello there"], []]);
});

it("has no two letters under one id", () => {
  const one = tab("a");
  const first = one.outbox.add("1", "hello", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  expect(one.outbox.add("1", "hello", first.clientId)).toEqual(one.outbox.letters()[0]);
  expect(one.outbox.add("1", "bye", first.clientId).clientId).not.toBe(first.clientId);
  expect(one.outbox.letters()).toHaveLength(2);
});
