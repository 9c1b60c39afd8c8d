import { beforeEach, expect, it } from "vitest";

import { createAbouts, NOTHING_KNOWN, withCart, withPage, withSheet, type Abouts } from "../../recap/about";
import { createConnection, type Connection, type OperatorWire } from "../../shared/connection";
import type { Cart, Page, Sheet } from "../../shared/protocol";
import { fakeClock, fakeTransport, settle, type FakeClock } from "../fakes";
import { conversation, moment } from "./shop";

let clock: FakeClock;
let net: ReturnType<typeof fakeTransport>;
let abouts: Abouts;

const READY = { protocol: 1, session: "s", expiresAt: moment(99_999), version: "1" };

function sheet(given: Partial<Sheet> = {}): Sheet {
  const nothing = { withheld: [], addresses: [], carts: [], vouchers: [], threads: [], conversations: [], pages: [] };
  const customer = { id: 2, firstname: "John", lastname: "DOE" } as unknown as NonNullable<Sheet["customer"]>;
  return { conversationId: 1, ...nothing, customer, visit: { languages: [] }, ...given };
}

function cart(second: number, given: Partial<Cart> = {}): Cart {
  const empty = { id: 5, currency: "EUR", prices: true, taxIncluded: true, quantity: 0, lines: [], vouchers: [] };
  return { ...empty, at: moment(second), ...given };
}

function page(path: string, given: Partial<Page> = {}): Page {
  return { url: `https://shop.test/${path}`, title: path, ...given };
}

const sent = (name: string): unknown[] => net.last().sent.filter((one) => one.name === name).map(({ data }) => data);

async function answer(data: Sheet): Promise<void> {
  const asked = net.last().sent.filter(({ name }) => name === "visitor:sheet");
  asked[asked.length - 1]?.answer({ ok: true, data });
  await settle();
}

beforeEach(async () => {
  clock = fakeClock();
  net = fakeTransport();
  const connection: Connection<OperatorWire> = createConnection<OperatorWire>({
    url: "/oc/",
    namespace: "/operator",
    clock,
    transport: net.open,
    sessions: { load: () => null, save: () => undefined },
    fetchToken: () => Promise.resolve({ ok: true, token: "t" }),
  });
  abouts = createAbouts(connection, clock);
  connection.start();
  await settle();
  net.last().event("session:ready", READY);
  await settle();
});

it("asks and looks while a panel is in sight, and no longer", async () => {
  expect(sent("visitor:sheet")).toEqual([]);
  abouts.watch(new Map([[1, "v1"]]));
  abouts.watch(new Map([[1, "v1"]]));
  expect(sent("visitor:watch")).toEqual([{ conversationId: 1, on: true }]);
  await answer(sheet());
  expect(abouts.of(1).sheet?.customer?.id).toBe(2);
  await clock.pass(60_100);
  expect(sent("visitor:sheet")).toHaveLength(2);
  await answer(sheet());
  abouts.watch(new Map());
  expect(sent("visitor:watch")[1]).toEqual({ conversationId: 1, on: false });
  await clock.pass(300_000);
  expect(sent("visitor:sheet")).toHaveLength(2);
  expect(abouts.of(1).sheet?.customer?.id).toBe(2);
});

it("asks and looks again when the connection is back", async () => {
  abouts.watch(new Map([[1, "v1"]]));
  await answer(sheet());
  net.last().event("session:ready", READY);
  expect(sent("visitor:watch")).toHaveLength(2);
  expect(sent("visitor:sheet")).toHaveLength(2);
});

it("says why it knows nothing, and asks again by itself", async () => {
  abouts.watch(new Map([[1, "v1"]]));
  const error = { code: "storage_unavailable", message: "", retry: null };
  net.last().sent.find(({ name }) => name === "visitor:sheet")?.answer({ ok: false, error });
  await settle();
  expect(abouts.of(1).failed).toBe("storage_unavailable");
  await clock.pass(5_100);
  expect(sent("visitor:sheet")).toHaveLength(2);
  await answer(sheet());
  expect(abouts.of(1)).toMatchObject({ failed: null, sheet: { conversationId: 1 } });
});

it("asks again when a guest signs in, and when an order was made, but once", async () => {
  abouts.watch(new Map([[1, "v1"]]));
  await answer({ ...sheet(), customer: undefined } as unknown as Sheet);
  net.last().event("conversation:changed", { conversation: conversation({ id: 1 }) });
  net.last().event("conversation:changed", { conversation: conversation({ id: 1 }) });
  net.last().event("visitor:cart", { conversationId: 1, cart: cart(5, { order: { id: 3, reference: "R" } }) });
  await clock.pass(3_300);
  expect(sent("visitor:sheet")).toHaveLength(2);
});

it("hears of carts and pages of those in sight only", async () => {
  abouts.watch(new Map([[1, "v1"]]));
  await answer(sheet({ pages: [page("a")] }));
  net.last().event("visitor:cart", { conversationId: 1, cart: cart(5) });
  net.last().event("visitor:cart", { conversationId: 2, cart: cart(5) });
  net.last().event("visitor:page", { conversationId: 1, page: page("b") });
  expect(abouts.of(1).cart?.at).toBe(moment(5));
  expect(abouts.of(1).pages.map(({ title }) => title)).toEqual(["b", "a"]);
  expect(abouts.of(2)).toEqual(NOTHING_KNOWN);
});

it("takes the newest cart, wherever it comes from", () => {
  const known = withCart(NOTHING_KNOWN, cart(9));
  expect(withCart(known, cart(8)).cart?.at).toBe(moment(9));
  expect(withSheet(known, sheet({ cart: cart(3) })).cart?.at).toBe(moment(9));
  expect(withSheet(known, sheet()).cart?.at).toBe(moment(9));
  expect(withSheet(known, sheet({ cart: cart(10) })).cart?.at).toBe(moment(10));
});

it("takes a page that tells of itself again for the same stop", () => {
  const pages = ["a", "b", "b", "a"].reduce((about, path) => withPage(about, page(path)), NOTHING_KNOWN).pages;
  expect(pages.map(({ title }) => title)).toEqual(["a", "b", "a"]);
  const account = { url: "", title: "", account: true };
  const private_ = [account, account].reduce(withPage, NOTHING_KNOWN).pages;
  expect(private_).toHaveLength(1);
});

it("forgets the cart and the pages of the browser that a customer left", async () => {
  abouts.watch(new Map([[1, "v1"]]));
  await answer(sheet({ pages: [page("a")] }));
  net.last().event("visitor:cart", { conversationId: 1, cart: cart(50) });
  abouts.watch(new Map([[1, ""]]));
  expect(abouts.of(1).cart?.at).toBe(moment(50));
  abouts.watch(new Map([[1, "v2"]]));
  expect(abouts.of(1)).toMatchObject({ cart: null, pages: [] });
  await clock.pass(3_300);
  await answer(sheet({ cart: cart(5), pages: [page("b")] }));
  expect(abouts.of(1).cart?.at).toBe(moment(5));

  // The same while nobody looks.
  net.last().event("visitor:cart", { conversationId: 1, cart: cart(60) });
  abouts.watch(new Map());
  abouts.watch(new Map([[1, "v3"]]));
  expect(abouts.of(1).cart).toBeNull();
});
