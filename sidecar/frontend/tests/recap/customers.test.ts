import { beforeEach, expect, it } from "vitest";

import { createCustomers, type Customers } from "../../recap/customers";
import { createConnection, type Connection, type OperatorWire } from "../../shared/connection";
import { fakeClock, fakeTransport, settle, type FakeClock } from "../fakes";
import { moment } from "./shop";

let clock: FakeClock;
let net: ReturnType<typeof fakeTransport>;
let customers: Customers;

const JOHN = { id: 2, name: "John DOE", email: "pub@prestashop.com", active: true };
const asked = (): unknown[] => net.last().sent.filter(({ name }) => name === "customer:search").map(({ data }) => data);

async function answer(place: number, reply: unknown): Promise<void> {
  net.last().sent.filter(({ name }) => name === "customer:search")[place]?.answer(reply);
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
  customers = createCustomers(connection, clock);
  connection.start();
  await settle();
  net.last().event("session:ready", { protocol: 1, session: "s", expiresAt: moment(99_999), version: "1" });
  await settle();
});

it("asks when somebody stops typing, and not for a letter or two", async () => {
  for (const typed of ["d", "do", "doe", "doe ", "doe j"]) {
    customers.look(typed);
    await clock.pass(100);
  }
  await clock.pass(300);
  expect(asked()).toEqual([{ q: "doe j" }]);
  customers.look("do");
  await clock.pass(1_000);
  expect(asked()).toHaveLength(1);
  customers.look("#2");
  await clock.pass(300);
  expect(asked()[1]).toEqual({ q: "#2" });
});

it("keeps what was found for what stands there now", async () => {
  customers.look("doe");
  await clock.pass(300);
  customers.look("doesn't");
  await answer(0, { ok: true, data: { customers: [JOHN], more: false } });
  expect(customers.found).toBeNull();
  await clock.pass(300);
  await answer(1, { ok: true, data: { customers: [], more: false } });
  expect(customers.found).toEqual({ typed: "doesn't", customers: [], more: false });
});

it("stops asking for somebody who may not see customers", async () => {
  customers.look("doe");
  await clock.pass(300);
  await answer(0, { ok: false, error: { code: "not_allowed", message: "", retry: null } });
  customers.look("john");
  await clock.pass(2_000);
  expect(asked()).toHaveLength(1);
});

it("asks once more when it was too fast", async () => {
  customers.look("doe");
  await clock.pass(300);
  await answer(0, { ok: false, error: { code: "too_many", message: "", retry: 1 } });
  await clock.pass(1_100);
  expect(asked()).toHaveLength(2);
});
