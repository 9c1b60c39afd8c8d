import { beforeEach, describe, expect, it } from "vitest";

import { createOffice, type News, type Office } from "../../recap/office";
import { createConnection, type Connection, type OperatorWire } from "../../shared/connection";
import type { Conversation, DeskReply } from "../../shared/protocol";
import { memoryStore } from "../../shared/storage";
import { fakeClock, fakeTransport, settle, type FakeClock, type FakeSocket } from "../fakes";
import { conversation, line, ME, moment } from "./shop";

let clock: FakeClock;
let net: ReturnType<typeof fakeTransport>;
let connection: Connection<OperatorWire>;
let office: Office;
let news: News[];

const reply = (...ongoing: Conversation[]): DeskReply => ({
  me: ME,
  operators: [],
  ongoing,
  waiting: [],
  finished: [],
  settings: { sounds: true, typingPreview: true, operatorName: "Shop", open: true },
  tools: ["block", "file"],
  version: "1",
  now: moment(0),
});
const asked = (name: string): FakeSocket["sent"] => net.last().sent.filter((sent) => sent.name === name);
const last = (name: string): FakeSocket["sent"][number] => asked(name).pop() ?? expect.fail(`${name} was not asked`);

async function ready(): Promise<void> {
  net.last().event("session:ready", { protocol: 1, session: "s", expiresAt: moment(99_999), version: "1" });
  await settle();
}

async function answer(name: string, data: unknown): Promise<void> {
  last(name).answer({ ok: true, data });
  await settle();
}

async function tell(name: string, data: unknown): Promise<void> {
  net.last().event(name, data);
  await settle();
}

beforeEach(async () => {
  clock = fakeClock();
  net = fakeTransport();
  news = [];
  connection = createConnection<OperatorWire>({
    url: "/oc/",
    namespace: "/operator",
    clock,
    transport: net.open,
    sessions: { load: () => null, save: () => undefined },
    fetchToken: () => Promise.resolve({ ok: true, token: "t" }),
  });
  office = createOffice({ connection, store: memoryStore(), clock });
  office.onNews((one) => news.push(one));
  connection.start();
  await settle();
  await ready();
  await answer("desk:enter", reply(conversation({ id: 1, lastMessage: line(1, 1, "visitor", 1) })));
});

describe("the office", () => {
  it("enters the desk after each connection", async () => {
    expect(Object.keys(office.desk.talks)).toEqual(["1"]);
    net.last().closed();
    await clock.pass(1_000);
    await ready();
    expect(asked("desk:enter")).toHaveLength(1);
  });

  it("asks for what it missed, once, until nothing is missing", async () => {
    await tell("message:created", { message: line(1, 4, "visitor", 4) });
    await tell("message:created", { message: line(1, 5, "visitor", 5) });
    expect(asked("message:list").map(({ data }) => data)).toEqual([{ conversationId: 1, afterSeq: 1, limit: 100 }]);
    await answer("message:list", {
      messages: [2, 3].map((seq) => line(1, seq, "visitor", seq)),
      conversation: conversation({ id: 1, lastSeq: 5 }),
      more: true,
    });
    expect(office.desk.talks[1]?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(asked("message:list")).toHaveLength(1);
  });

  it("asks again a little later when the sidecar could not answer", async () => {
    await tell("pulse", { lastSeq: { 1: 3 }, version: "1" });
    last("message:list").answer({ ok: false, error: { code: "storage_unavailable", message: "", retry: 2 } });
    await clock.pass(1_900);
    expect(asked("message:list")).toHaveLength(1);
    await clock.pass(200);
    expect(asked("message:list")).toHaveLength(2);
  });

  it("enters again for conversations it doesn't know, but not all the time", async () => {
    await clock.pass(2_000);
    await tell("message:created", { message: line(8, 1, "visitor", 1) });
    expect(asked("desk:enter")).toHaveLength(2);
    await answer("desk:enter", reply(conversation({ id: 1, lastMessage: line(1, 1, "visitor", 1) })));
    await tell("message:created", { message: line(8, 2, "visitor", 1) });
    expect(asked("desk:enter")).toHaveLength(2);
    await clock.pass(2_100);
    expect(asked("desk:enter")).toHaveLength(3);
  });

  it("asks anew when the merchant changed the settings, and goes by them at once", async () => {
    await clock.pass(2_000);
    await tell("settings:changed", { shop: 1, settings: { sounds: false, typingPreview: false, operatorName: "x", open: true } });
    expect(asked("desk:enter")).toHaveLength(2);
    const silent = { sounds: false, typingPreview: false, operatorName: "Sara", open: true };
    await answer("desk:enter", { ...reply(conversation({ id: 1 })), settings: silent });
    expect(office.desk.settings).toEqual(silent);
    expect(office.desk.talks[1]?.messages).toHaveLength(1);
  });

  it("sends one message after the other, and takes the answer for the event", async () => {
    office.outbox.add("1", "one");
    office.outbox.add("1", "two");
    await settle();
    expect(asked("message:send").map(({ data }) => (data as { body: string }).body)).toEqual(["one"]);
    expect(office.desk.talks[1]?.pending).toHaveLength(2);
    const { clientId } = last("message:send").data as { clientId: string };
    await answer("message:send", { message: { ...line(1, 2, "operator", 2), clientId } });
    await tell("message:created", { message: { ...line(1, 2, "operator", 2), clientId } });
    expect(office.desk.talks[1]?.messages).toHaveLength(2);
    expect(office.desk.talks[1]?.pending).toHaveLength(1);
    expect(asked("message:send")).toHaveLength(2);
  });

  it("says that something was seen once, and again after a connection in which it got lost", async () => {
    office.see(1);
    office.see(1);
    expect(asked("message:seen").map(({ data }) => data)).toEqual([{ conversationId: 1, seq: 1 }]);
    net.last().closed();
    await clock.pass(1_000);
    await ready();
    await answer("desk:enter", reply(conversation({ id: 1, lastMessage: line(1, 1, "visitor", 1) })));
    office.see(1);
    await answer("message:seen", {});
    office.see(1);
    expect(asked("message:seen")).toHaveLength(1);
    expect(office.desk.talks[1]?.conversation.seenByOperator).toBe(1);
  });

  it("tells of typing every three seconds at most", async () => {
    for (let key = 0; key < 5; key += 1) {
      office.typing(1);
      await clock.pass(1_000);
    }
    expect(asked("typing:on")).toHaveLength(2);
  });

  it("tells who took a conversation, and what went wrong", async () => {
    const taken = conversation({ id: 1, operator: { id: 2, name: "Sara" }, lastSeq: 1 });
    const ending = office.act("conversation:end", 1);
    last("conversation:end").answer({ ok: false, error: { code: "conflict", message: "" } });
    expect(await ending).toBe(false);
    await tell("conversation:changed", { conversation: taken });
    expect(news.map(({ type }) => type)).toEqual(["entered", "problem", "taken"]);
    expect(office.desk.talks).toEqual({});
  });

  it("gives back what can't be sent as it is, with the reason; not what is only late", async () => {
    office.outbox.add("1", "Dear {fristname}", "draft");
    await settle();
    const error = { code: "invalid_format", message: "There is no variable {fristname}." };
    last("message:send").answer({ ok: false, error });
    await settle();
    const returned = expect.objectContaining({ clientId: "draft", body: "Dear {fristname}" }) as unknown;
    expect(news.at(-1)).toMatchObject({ type: "problem", conversation: 1, error, returned });
    expect(office.outbox.letters("1")).toHaveLength(1);
    office.outbox.discard("draft");

    office.outbox.add("1", "Dear Ann", "other");
    await settle();
    last("message:send").answer({ ok: false, error: { code: "conversation_closed", message: "" } });
    await settle();
    expect(news.at(-1)).toMatchObject({ type: "problem", conversation: 1, returned: null });
  });

  it("hears that the visitor opened a card", async () => {
    await tell("message:created", { message: { ...line(1, 2, "operator", 2), kind: "link", data: { title: "x" } } });
    await tell("card:clicked", { conversationId: 1, seq: 2, at: moment(3) });
    await tell("card:clicked", { conversationId: 9, seq: 2, at: moment(3) });
    expect(office.desk.talks[1]?.messages.at(-1)?.data).toEqual({ title: "x", clickedAt: moment(3) });
  });

  it("announces live messages of visitors only", async () => {
    await tell("message:created", { message: line(1, 2, "operator", 2) });
    await tell("message:created", { message: line(1, 3, "visitor", 3) });
    await tell("message:created", { message: line(1, 3, "visitor", 3) });
    expect(news.filter(({ type }) => type === "message")).toHaveLength(1);
  });

  it("asks whether the line is alive after a sleep, and connects anew when it is dead", async () => {
    office.doubt();
    expect(asked("desk:enter")).toHaveLength(2);
    await clock.pass(4_100);
    expect(connection.status.state).toBe("reconnecting");
    await clock.pass(500);
    expect(net.sockets).toHaveLength(2);
  });

  it("doesn't give up a line that answers after a sleep", async () => {
    office.doubt();
    await answer("desk:enter", reply(conversation({ id: 1 })));
    await clock.pass(20_000);
    expect([connection.status.state, net.sockets.length]).toEqual(["ready", 1]);
  });

  it("hurries after a sleep in which the line was lost", async () => {
    for (let loss = 0; loss < 6; loss += 1) {
      net.last().closed();
      await clock.pass(2_000);
    }
    net.last().closed();
    await settle();
    const before = net.sockets.length;
    office.doubt();
    await settle();
    expect(net.sockets).toHaveLength(before + 1);
  });
});

describe("when the clock is set", () => {
  const HOUR = 3_600_000;

  it.each([-HOUR, HOUR])("goes by the sidecar's time (%i)", async (by) => {
    clock.jump(by);
    await clock.pass(2_000);
    office.doubt();
    await answer("desk:enter", { ...reply(conversation({ id: 1 })), now: moment(100) });
    await clock.pass(20_000);
    expect(office.time.now()).toBe(Date.parse(moment(120)));
    clock.jump(by);
    expect(office.time.now()).toBe(Date.parse(moment(120)));
  });

  it.each([-HOUR, HOUR])("still tells of typing, forgets a preview, and enters for what it doesn't know (%i)", async (by) => {
    office.typing(1);
    await tell("visitor:typing", { conversationId: 1, text: "I wo" });
    clock.jump(by);
    await clock.pass(3_100);
    office.typing(1);
    expect(asked("typing:on")).toHaveLength(2);
    await clock.pass(3_000);
    office.tick();
    expect(office.desk.talks[1]?.preview).toBeNull();
    await tell("message:created", { message: line(8, 1, "visitor", 1) });
    expect(asked("desk:enter")).toHaveLength(2);
  });

  it.each([-HOUR, HOUR])("sends again what got no answer, within seconds (%i)", async (by) => {
    office.outbox.add("1", "Hello");
    last("message:send").answer({ ok: false, error: { code: "storage_unavailable", message: "" } });
    await settle();
    clock.jump(by);
    await clock.pass(2_500);
    expect(asked("message:send")).toHaveLength(2);
  });

  it.each([-HOUR, HOUR])("connects anew within seconds (%i)", async (by) => {
    net.last().closed();
    clock.jump(by);
    await clock.pass(1_000);
    net.last().closed();
    clock.jump(by);
    await clock.pass(2_500);
    expect(net.sockets).toHaveLength(3);
  });
});
