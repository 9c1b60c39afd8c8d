import { beforeEach, describe, expect, it } from "vitest";

import { createBell, type Bell } from "../../recap/ring";
import { createTitleFlash } from "../../recap/title";
import type { Chime } from "../../shared/sound";
import { createTabs, type Channel } from "../../shared/tabs";
import { fakeClock, type FakeClock } from "../fakes";
import { channels } from "./browser";

let clock: FakeClock;
let sounds: string[];
let allowed: boolean;

function bell(name: string, channel: Channel | null, here = false): Bell {
  const chime = (what: string): Chime => ({
    unlock: () => undefined,
    ready: () => allowed,
    play() {
      if (allowed) sounds.push(`${name} ${what}`);
      return allowed;
    },
  });
  const made = createBell({
    tabs: createTabs(name, channel, clock, null),
    clock,
    ready: () => here,
    blockedChanged: () => undefined,
    call: chime("rings"),
    note: chime("chimes"),
  });
  made.allow({ calls: true, chimes: true });
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

  it("rings once for something new that two tabs notice on either side of a turn", async () => {
    const open = channels();
    const [one, other] = [bell("a", open()), bell("b", open())];
    await clock.pass(1_990);
    one.ring(new Set([1]));
    await clock.pass(20);
    other.ring(new Set([1]));
    await clock.pass(1_000);
    expect(sounds).toHaveLength(1);
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

  it("rings no more in any tab when the employee wants no ringing, and still chimes", async () => {
    const one = bell("a", null);
    one.ring(new Set([1]));
    await clock.pass(5_000);
    expect(sounds).toEqual(["a rings", "a rings"]);
    one.allow({ calls: false, chimes: true });
    one.message("message:1:2");
    await clock.pass(20_000);
    expect(sounds).toEqual(["a rings", "a rings", "a chimes"]);
    one.allow({ calls: true, chimes: false });
    one.message("message:1:3");
    await clock.pass(100);
    expect(sounds.slice(3)).toEqual(["a rings"]);
  });

  it("says before anything is missed that the browser lets no sound out", async () => {
    allowed = false;
    const one = bell("a", null);
    await clock.pass(600);
    expect(one.blocked).toBe(true);
    one.allow({ calls: false, chimes: false });
    expect(one.blocked).toBe(false);
  });

  it("lets the employee hear what it would be, also where nothing sounds", async () => {
    const one = bell("a", null);
    one.allow({ calls: false, chimes: false });
    one.sample();
    await clock.pass(500);
    expect(sounds).toEqual(["a chimes"]);
  });

  it("is silent where the merchant wants none", async () => {
    const one = bell("a", null);
    one.allow({ calls: false, chimes: false });
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
