import { beforeEach, describe, expect, it } from "vitest";

import { createBell, type Bell } from "../../recap/ring";
import { createTitleFlash } from "../../recap/title";
import { createTabs, type Channel } from "../../shared/tabs";
import { fakeClock, type FakeClock } from "../fakes";

let clock: FakeClock;
let sounds: string[];
let allowed: boolean;

/** BroadcastChannels of one browser: what one posts the others hear. */
function channels(): () => Channel {
  const all: { channel: Channel; hear: ((event: MessageEvent<unknown>) => void)[] }[] = [];
  return () => {
    const hear: ((event: MessageEvent<unknown>) => void)[] = [];
    const channel: Channel = {
      postMessage(message) {
        for (const other of all) {
          if (other.channel !== channel) for (const one of other.hear) one({ data: message } as MessageEvent<unknown>);
        }
      },
      addEventListener: (_name, listener) => void hear.push(listener),
      close: () => undefined,
    };
    all.push({ channel, hear });
    return channel;
  };
}

function bell(name: string, channel: Channel | null, here = false): Bell {
  const chime = (what: string): { unlock(): void; play(): boolean } => ({
    unlock: () => undefined,
    play() {
      if (allowed) sounds.push(`${name} ${what}`);
      return allowed;
    },
  });
  const made = createBell({
    tabs: createTabs(name, channel, clock),
    clock,
    ready: () => here,
    blockedChanged: () => undefined,
    call: chime("rings"),
    note: chime("chimes"),
  });
  made.enable(true);
  return made;
}

beforeEach(() => {
  clock = fakeClock(4_000_000);
  sounds = [];
  allowed = true;
});

describe("the bell", () => {
  it("rings until nobody waits any more", async () => {
    const one = bell("a", null);
    one.ring(new Set([1]));
    await clock.pass(9_000);
    expect(sounds).toEqual(["a rings", "a rings", "a rings"]);
    one.ring(new Set());
    await clock.pass(20_000);
    expect(sounds).toHaveLength(3);
  });

  it("rings once for somebody who was looked at straight away", async () => {
    const one = bell("a", channels()());
    one.ring(new Set([1]));
    one.ring(new Set());
    await clock.pass(20_000);
    expect(sounds).toEqual(["a rings"]);
  });

  it("rings in one tab only, the one somebody looks at", async () => {
    const open = channels();
    const tabs = [bell("a", open()), bell("b", open(), true), bell("c", open())];
    for (const tab of tabs) tab.ring(new Set([1]));
    for (const tab of tabs) tab.message("message:1:2");
    await clock.pass(3_000);
    expect(sounds.sort()).toEqual(["b chimes", "b rings"]);
  });

  it("says when the browser lets no sound out, until somebody touches the page", async () => {
    allowed = false;
    const one = bell("a", null);
    one.message("message:1:1");
    await clock.pass(10);
    expect(one.blocked).toBe(true);
    one.touched();
    expect(one.blocked).toBe(false);
  });

  it("is silent where the merchant wants none", async () => {
    const one = bell("a", null);
    one.enable(false);
    one.ring(new Set([1]));
    one.message("message:1:1");
    await clock.pass(10_000);
    expect(sounds).toEqual([]);
  });
});

describe("the title", () => {
  it("changes every second while there is something to say, and comes back", async () => {
    const page = { title: "Orders" };
    const flash = createTitleFlash(page, clock);
    flash.say("(1) New message");
    expect(page.title).toBe("(1) New message");
    await clock.pass(1_000);
    expect(page.title).toBe("Orders");
    flash.say("(2) New message");
    await clock.pass(1_000);
    expect(page.title).toBe("(2) New message");
    flash.say(null);
    expect(page.title).toBe("Orders");
    await clock.pass(5_000);
    expect(page.title).toBe("Orders");
  });

  it("keeps a title that the page gives itself meanwhile", async () => {
    const page = { title: "Orders" };
    const flash = createTitleFlash(page, clock);
    flash.say("New");
    page.title = "Order 5";
    await clock.pass(1_000);
    flash.say(null);
    expect(page.title).toBe("Order 5");
  });
});
