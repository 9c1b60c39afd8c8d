import { beforeEach, describe, expect, it } from "vitest";
import {
  createConnection,
  type Connection,
  type TokenAnswer,
  type VisitorWire,
} from "../shared/connection";
import { fakeClock, fakeTransport, settle, type FakeClock } from "./fakes";

const READY = { protocol: 1, session: "resume-1", expiresAt: "2026-11-24T00:00:00.000Z", version: "1" };

let clock: FakeClock;
let line: ReturnType<typeof fakeTransport>;
let kept: string | null;
let asked: boolean[];
let token: TokenAnswer;
let connection: Connection<VisitorWire>;
let seen: string[];

beforeEach(() => {
  clock = fakeClock();
  line = fakeTransport();
  kept = null;
  asked = [];
  token = { ok: true, token: "token" };
  seen = [];
  connection = createConnection<VisitorWire>({
    url: "https://shop.test/oc/",
    namespace: "/visitor",
    fetchToken: (fresh) => {
      asked.push(fresh);
      return Promise.resolve(token);
    },
    sessions: { load: () => kept, save: (session) => void (kept = session) },
    transport: line.open,
    clock,
  });
  connection.onStatus(({ state, code }) => seen.push(code === null ? state : `${state} ${code}`));
});

async function becomeReady(): Promise<void> {
  connection.start();
  await settle();
  line.last().event("session:ready", READY);
}

describe("a connection", () => {
  it("comes in with a token, keeps the resume token and uses that one to reconnect", async () => {
    await becomeReady();
    expect(line.last().target.auth).toEqual({ token: "token", protocol: 1 });
    expect(kept).toBe("resume-1");
    line.last().closed();
    await clock.pass(400);
    expect(line.sockets).toHaveLength(2);
    expect(line.last().target.auth).toEqual({ session: "resume-1", protocol: 1 });
    line.last().event("session:ready", READY);
    expect(asked).toEqual([false]);
    expect(seen).toEqual(["connecting", "ready", "reconnecting", "ready"]);
  });

  it("asks for one fresh token when the resume token is refused, then stops", async () => {
    kept = "old";
    connection.start();
    await settle();
    line.last().refused("token_expired");
    await settle();
    expect(asked).toEqual([true]);
    expect(line.last().target.auth).toEqual({ token: "token", protocol: 1 });
    line.last().refused("token_invalid");
    await clock.pass(600_000);
    expect(connection.status).toEqual({ state: "stopped", code: "token_invalid" });
    expect(line.sockets).toHaveLength(2);
    expect(kept).toBeNull();
  });

  it.each(["protocol_mismatch", "blocked", "not_allowed"])("stops at %s", async (code) => {
    connection.start();
    await settle();
    line.last().refused(code);
    await clock.pass(600_000);
    expect(connection.status).toEqual({ state: "stopped", code });
    expect(line.sockets).toHaveLength(1);
    expect(line.last().isClosed).toBe(true);
  });

  it("tries again after any other refusal", async () => {
    connection.start();
    await settle();
    line.last().refused("storage_unavailable");
    await clock.pass(500);
    expect(line.sockets).toHaveLength(2);
  });

  it("tries soon, then more slowly, and never gives up", async () => {
    await becomeReady();
    await clock.pass(10_000);
    const attempts = async (ms: number): Promise<number> => {
      const before = line.sockets.length;
      const end = clock.now() + ms;
      while (clock.now() < end) {
        if (!line.last().isClosed) line.last().closed();
        await clock.pass(50);
      }
      return line.sockets.length - before;
    };
    expect(await attempts(1_000)).toBeGreaterThanOrEqual(2);
    expect(await attempts(30_000)).toBeLessThan(25);
    await attempts(600_000);
    const late = await attempts(60_000);
    expect(late).toBeGreaterThanOrEqual(2);
    expect(late).toBeLessThanOrEqual(4);
  });

  it("doesn't hammer a sidecar that dies right after each welcome", async () => {
    await becomeReady();
    for (let round = 0; round < 400; round += 1) {
      if (!line.last().isClosed) {
        line.last().event("session:ready", READY);
        line.last().closed();
      }
      await clock.pass(100);
    }
    expect(line.sockets.length).toBeLessThan(40);
  });

  it("leaves the shop alone for long when it gives no token", async () => {
    token = { ok: false, code: "unreachable" };
    connection.start();
    await clock.pass(3_600_000);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.length).toBeLessThan(15);
    expect(line.sockets).toHaveLength(0);
  });

  it("stops when the shop refuses the visitor", async () => {
    token = { ok: false, code: "not_allowed" };
    connection.start();
    await settle();
    expect(connection.status).toEqual({ state: "stopped", code: "not_allowed" });
  });

  it("falls back to polling when no WebSocket ever gets through, but not once one did", async () => {
    connection.start();
    await settle();
    expect(line.last().target.via).toBe("websocket");
    line.last().closed();
    await clock.pass(1_000);
    expect(line.last().target.via).toBe("polling");
    line.last().event("session:ready", READY);
    line.last().closed();
    await clock.pass(1_000);
    expect(line.last().target.via).toBe("polling");
    line.last().closed();
    await clock.pass(2_000);
    expect(line.last().target.via).toBe("websocket");
    line.last().event("session:ready", READY);
    line.last().closed();
    await clock.pass(1_000);
    line.last().closed();
    await clock.pass(2_000);
    expect(line.last().target.via).toBe("websocket");
  });

  it("gives up a socket that never welcomes it", async () => {
    connection.start();
    await clock.pass(13_000);
    expect(line.sockets[0]?.isClosed).toBe(true);
    expect(line.sockets.length).toBeGreaterThan(1);
  });

  it("answers every request exactly once: reply, timeout or loss", async () => {
    await becomeReady();
    const answers: unknown[] = [];
    void connection.request("message:seen", { seq: 1 }).then((ack) => answers.push(ack));
    void connection.request("message:seen", { seq: 2 }, 500).then((ack) => answers.push(ack));
    void connection.request("message:seen", { seq: 3 }).then((ack) => answers.push(ack));
    const [first, second] = line.last().sent;
    first?.answer({ ok: true, data: {} });
    first?.answer({ ok: true, data: { again: true } });
    await clock.pass(600);
    second?.answer({ ok: true, data: {} });
    line.last().closed();
    await settle();
    expect(answers).toMatchObject([
      { ok: true, data: {} },
      { ok: false, error: { code: "timeout" } },
      { ok: false, error: { code: "disconnected" } },
    ]);
    await clock.pass(0);
    expect(await connection.request("message:seen", { seq: 4 })).toMatchObject({
      error: { code: "disconnected" },
    });
  });

  it("hears nothing from a socket it gave up", async () => {
    await becomeReady();
    const old = line.last();
    const heard: unknown[] = [];
    connection.on("operator:typing", (event) => heard.push(event));
    connection.restart();
    await clock.pass(500);
    old.event("operator:typing", { on: true });
    old.closed();
    expect(heard).toEqual([]);
    expect(line.sockets).toHaveLength(2);
  });

  it("forgets the resume token at a logout, comes back after a shutdown", async () => {
    await becomeReady();
    line.last().event("session:ended", { reason: "shutdown" });
    line.last().closed();
    await clock.pass(500);
    expect(line.sockets).toHaveLength(2);
    line.last().event("session:ready", READY);
    line.last().event("session:ended", { reason: "logout" });
    await clock.pass(60_000);
    expect(connection.status).toEqual({ state: "stopped", code: "logout" });
    expect(kept).toBeNull();
    expect(line.sockets).toHaveLength(2);
  });

  it("asks for one token, however often it is nudged meanwhile", async () => {
    connection.start();
    connection.nudge();
    connection.start();
    await settle();
    connection.nudge();
    await settle();
    expect(asked).toEqual([false]);
    expect(line.sockets).toHaveLength(1);
  });

  it("connects at once when nudged, and can be started again after a stop", async () => {
    await becomeReady();
    line.last().closed();
    connection.nudge();
    await settle();
    expect(line.sockets).toHaveLength(2);
    connection.nudge();
    expect(line.sockets).toHaveLength(2);
    connection.stop();
    await clock.pass(60_000);
    expect(line.sockets).toHaveLength(2);
    connection.start();
    await settle();
    expect(line.sockets).toHaveLength(3);
  });
});
