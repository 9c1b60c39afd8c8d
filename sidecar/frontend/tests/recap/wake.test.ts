// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";

import { watchWaking } from "../../recap/wake";
import { fakeClock, type FakeClock, settle } from "../fakes";

let clock: FakeClock;
let woken: number;
let visible: DocumentVisibilityState;

function look(state: DocumentVisibilityState): void {
  visible = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

beforeEach(() => {
  clock = fakeClock();
  woken = 0;
  visible = "visible";
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => visible });
  const stop = watchWaking({ page: window, clock, woke: () => void (woken += 1) });
  return stop;
});

it("notices nothing while time passes as it should", async () => {
  await clock.pass(10 * 60_000);
  look("hidden");
  await clock.pass(5_000);
  look("visible");
  expect(woken).toBe(0);
});

it.each([3_600_000, -3_600_000])("notices that the clock was set, or ran on while the machine slept (%i)", async (by) => {
  clock.jump(by);
  await clock.pass(1_100);
  expect(woken).toBe(1);
  await clock.pass(60_000);
  expect(woken).toBe(1);
});

it("notices that somebody comes back to a page that was hidden for long", async () => {
  look("hidden");
  await clock.pass(30_000);
  expect(woken).toBe(0);
  look("visible");
  expect(woken).toBe(1);
});

it("notices that the browser had frozen the page, or the network is back", async () => {
  document.dispatchEvent(new Event("resume"));
  window.dispatchEvent(new Event("online"));
  await settle();
  expect(woken).toBe(2);
});
