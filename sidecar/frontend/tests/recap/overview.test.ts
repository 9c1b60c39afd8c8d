import { beforeEach, expect, it } from "vitest";

import { createOverview, type Overview } from "../../recap/overview";
import { createConnection, type Connection, type OperatorWire } from "../../shared/connection";
import { fakeClock, fakeTransport, settle, type FakeClock } from "../fakes";
import { conversation, ME, moment } from "./shop";

let clock: FakeClock;
let net: ReturnType<typeof fakeTransport>;
let overview: Overview;

const asked = (): number => net.last().sent.filter(({ name }) => name === "desk:overview").length;

async function answer(): Promise<void> {
  net.last().sent[net.last().sent.length - 1]?.answer({ ok: true, data: { operators: [ME], conversations: [] } });
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
  overview = createOverview(connection, clock);
  connection.start();
  await settle();
  net.last().event("session:ready", { protocol: 1, session: "s", expiresAt: moment(99_999), version: "1" });
  await settle();
});

it("is asked for only while somebody looks, and every few seconds then", async () => {
  await clock.pass(60_000);
  expect(asked()).toBe(0);
  overview.watch(true);
  await answer();
  expect(overview.reply?.operators).toEqual([ME]);
  await clock.pass(10_100);
  expect(asked()).toBe(2);
  await answer();
  overview.watch(false);
  await clock.pass(60_000);
  expect(asked()).toBe(2);
});

it("is asked for again soon after something changed, however much", async () => {
  overview.watch(true);
  await answer();
  for (let change = 0; change < 50; change += 1) {
    net.last().event("conversation:changed", { conversation: conversation({ id: change + 1 }) });
    net.last().event("operator:changed", { operator: ME });
  }
  await clock.pass(1_400);
  expect(asked()).toBe(1);
  await clock.pass(200);
  expect(asked()).toBe(2);
});
