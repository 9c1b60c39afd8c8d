import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCart } from "../widget/cart";
import { fakeClock, type FakeClock } from "./fakes";

const SESSION = "https://session.example/en/module/onlinechat/session?x=1";

let clock: FakeClock;
let listeners: (() => void)[];
let sent: string[];
let asked: [string, RequestInit][];
let answer: unknown;

const changed = (): void => listeners.forEach((listener) => listener());

beforeEach(() => {
  clock = fakeClock();
  listeners = [];
  sent = [];
  asked = [];
  answer = { cart: "signed" };
  vi.stubGlobal("window", {
    prestashop: { on: (name: string, listener: () => void) => name === "updateCart" && listeners.push(listener) },
  });
  vi.stubGlobal("document", { querySelector: () => ({ dataset: { session: SESSION } }) });
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push([url, init]);
    if (answer === null) throw new TypeError("offline");
    return { json: async () => answer };
  });
});
afterEach(() => void vi.unstubAllGlobals());

const cart = () => createCart((one) => void sent.push(one), clock);

test("the cart is told at once when somebody looks, and as it changes", async () => {
  cart().wanted(true);
  await clock.pass(1_000);
  expect(sent).toEqual(["signed"]);
  changed();
  await clock.pass(1_000);
  expect(sent).toEqual(["signed", "signed"]);
});

test("the shop is asked by the address beside the session's, by a request no other site can make", async () => {
  cart().wanted(true);
  await clock.pass(1_000);
  const [[url, init]] = asked as [[string, RequestInit]];
  expect(url).toBe("https://session.example/en/module/onlinechat/cart?x=1");
  expect(init.method).toBe("POST");
  expect(init.credentials).toBe("same-origin");
  expect(init.headers).toMatchObject({ "X-Requested-With": "XMLHttpRequest" });
});

test("several changes in a row are one question", async () => {
  cart().wanted(true);
  for (let click = 0; click < 5; click += 1) {
    await clock.pass(200);
    changed();
  }
  await clock.pass(1_000);
  expect(asked.length).toBe(1);
});

test("nothing is asked while nobody looks", async () => {
  const one = cart();
  one.wanted(true);
  await clock.pass(1_000);
  one.wanted(false);
  changed();
  await clock.pass(10_000);
  expect(asked.length).toBe(1);
});

test("who looks again is told again, once for each change", async () => {
  const one = cart();
  for (const on of [true, false, true]) one.wanted(on);
  await clock.pass(1_000);
  changed();
  await clock.pass(1_000);
  expect(sent.length).toBe(2);
  expect(listeners.length).toBe(1);
});

test("a shop that refuses or is away is no trouble, and the next change tells", async () => {
  cart().wanted(true);
  answer = { error: { code: "maintenance" } };
  await clock.pass(1_000);
  answer = null;
  changed();
  await clock.pass(1_000);
  expect(sent).toEqual([]);
  answer = { cart: "signed" };
  changed();
  await clock.pass(1_000);
  expect(sent).toEqual(["signed"]);
});

test("a theme without the shop's events tells the cart once", async () => {
  vi.stubGlobal("window", {});
  cart().wanted(true);
  await clock.pass(1_000);
  expect(sent).toEqual(["signed"]);
});
