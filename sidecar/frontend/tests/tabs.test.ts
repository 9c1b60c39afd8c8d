import { beforeEach, describe, expect, it } from "vitest";

import { createTabs, type Channel } from "../shared/tabs";
import { fakeClock, type FakeClock } from "./fakes";

let clock: FakeClock;
let rung: string[];

beforeEach(() => {
  clock = fakeClock(4_000_000);
  rung = [];
});

/** Channels of a busy browser: what is posted arrives only after so long. */
function slowChannels(late: number): () => Channel {
  const hear: ((event: MessageEvent<unknown>) => void)[] = [];
  return () => ({
    postMessage: (data) => void clock.after(late, () => hear.forEach((one) => one({ data } as MessageEvent<unknown>))),
    addEventListener: (_name, listener) => void hear.push(listener),
    close: () => undefined,
  });
}

/** Locks as a browser has them: of those who want the same one each waits for the one before. */
function queueing(): LockManager {
  const last = new Map<string, Promise<unknown>>();
  return {
    request(name: string, held: () => unknown) {
      const mine = (last.get(name) ?? Promise.resolve()).then(held);
      last.set(name, mine);
      return mine;
    },
  } as unknown as LockManager;
}

function tab(name: string, channel: Channel, locks: LockManager | null, works = true): () => void {
  const tabs = createTabs("shop", channel, clock, locks);
  return () =>
    tabs.once("new-1", 1, () => {
      if (works) rung.push(name);
      return works;
    });
}

describe("tabs that are ready at the same moment", () => {
  it("ring once, however late they hear of each other", async () => {
    const [channel, locks] = [slowChannels(700), queueing()];
    const tabs = ["a", "b", "c"].map((name) => tab(name, channel(), locks));
    for (const ring of tabs) ring();
    await clock.pass(10_000);
    expect(rung).toHaveLength(1);
  });

  it("leave it to the next where one may not sound", async () => {
    const [channel, locks] = [slowChannels(700), queueing()];
    const tabs = [tab("deaf", channel(), locks, false), tab("b", channel(), locks), tab("c", channel(), locks)];
    for (const ring of tabs) ring();
    await clock.pass(10_000);
    expect(rung).toHaveLength(1);
  });

  it("ring at once all the same where the page cannot queue", async () => {
    const channel = slowChannels(5);
    tab("a", channel(), null)();
    await clock.pass(400);
    expect(rung).toEqual(["a"]);
  });

  it("ring where the browser refuses to queue", async () => {
    const refusing = { request: () => Promise.reject(new DOMException("no", "SecurityError")) } as unknown as LockManager;
    tab("a", slowChannels(5)(), refusing)();
    await clock.pass(400);
    expect(rung).toEqual(["a"]);
  });
});
