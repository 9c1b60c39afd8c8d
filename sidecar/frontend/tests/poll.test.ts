import { beforeEach, describe, expect, it } from "vitest";
import { createPoll, type Answer, type Poll, type State } from "../loader/poll";
import { fakeClock, settle, type FakeClock } from "./fakes";

const ONLINE: State = {
  oc: 1,
  state: "online",
  version: "1",
  launcher: { label: "Open chat", background: "#000000", color: "#ffffff", side: "end", dir: "ltr" },
};
const MINUTE = 60_000;

let clock: FakeClock;
let asked: number;
let answer: Answer;
let told: (State | null)[];
let note: string | null;
let visible: boolean;
let eager: boolean;

beforeEach(() => {
  clock = fakeClock();
  asked = 0;
  answer = ONLINE;
  told = [];
  note = null;
  visible = true;
  eager = false;
});

function poll(): Poll {
  return createPoll({
    ask: () => {
      asked += 1;
      return Promise.resolve(answer);
    },
    tell: (state) => void told.push(state),
    visible: () => visible,
    eager: () => eager,
    remembered: () => note,
    remember: (text) => void (note = text),
    clock,
  });
}

describe("the loader's poll", () => {
  it("asks at once, then every 30 s while the page is visible, and when it is looked at again", async () => {
    const one = poll();
    one.look();
    one.look();
    await clock.pass(2 * MINUTE - 1);
    expect(asked).toBe(4);
    visible = false;
    await clock.pass(10 * MINUTE);
    expect(asked).toBe(4);
    visible = true;
    one.look();
    await settle();
    expect(asked).toBe(5);
    expect(note).toBeNull();
  });

  it("keeps what it knew through a restart, then hides and is patient", async () => {
    poll().look();
    await settle();
    answer = "down";
    await clock.pass(30_000);
    expect(told).toEqual([ONLINE]);
    await clock.pass(30_000);
    expect(told).toEqual([ONLINE, null]);
    const before = asked;
    await clock.pass(10 * MINUTE);
    expect(asked - before).toBeLessThanOrEqual(4);
    answer = ONLINE;
    await clock.pass(60 * MINUTE);
    expect(told[told.length - 1]).toEqual(ONLINE);
    expect(note).toBeNull();
  });

  it("leaves a shop whose path isn't proxied alone, on the tab's next pages too", async () => {
    answer = "foreign";
    poll().look();
    await settle();
    expect(told).toEqual([null]);
    poll().look();
    await clock.pass(3 * MINUTE);
    expect(asked).toBe(1);
    await clock.pass(120 * MINUTE);
    expect(asked).toBeLessThan(10);
  });

  it("tells the next page nothing of an answer that this one was left without", async () => {
    answer = "lost";
    poll().look();
    await settle();
    expect(note).toBeNull();
    answer = ONLINE;
    poll().look();
    await settle();
    expect(told[told.length - 1]).toEqual(ONLINE);
  });

  it("hides while the network is away, and is back half a minute after it", async () => {
    poll().look();
    await settle();
    answer = "lost";
    await clock.pass(MINUTE);
    expect(told).toEqual([ONLINE, null]);
    answer = ONLINE;
    await clock.pass(30_000);
    expect(told[told.length - 1]).toEqual(ONLINE);
  });

  it("comes back soon to a sidecar that is down while a chat is open", async () => {
    note = `${clock.now() + 10 * MINUTE} 1`;
    eager = true;
    answer = "down";
    poll().look();
    await clock.pass(20_000);
    expect(asked).toBeGreaterThanOrEqual(3);
    answer = ONLINE;
    await clock.pass(15_000);
    expect(told[told.length - 1]).toEqual(ONLINE);
  });
});
