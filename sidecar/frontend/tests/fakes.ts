/** A clock that moves when told, and a sidecar that answers when told. */
import type { SteadyClock } from "../recap/steady";
import type { OpenSocket, SocketHandlers, Target, Transport } from "../shared/connection";
import type { Conversation, Message } from "../shared/protocol";

export interface FakeClock extends SteadyClock {
  /** Somebody sets the clock; no time passes. */
  jump(ms: number): void;
  /** Runs what is due within `ms`, letting promises settle in between. */
  pass(ms: number): Promise<void>;
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export function fakeClock(start = 1_000_000): FakeClock {
  let now = start;
  let set = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now + set,
    steady: () => now,
    jump: (ms) => void (set += ms),
    random: () => 0.5,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    async pass(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
      now = end;
    },
  };
}

export interface FakeSocket extends SocketHandlers {
  target: Target;
  sent: { name: string; data: unknown; answer: (ack: unknown) => void }[];
  isClosed: boolean;
}

export function fakeTransport(): { open: Transport; sockets: FakeSocket[]; last(): FakeSocket } {
  const sockets: FakeSocket[] = [];
  return {
    sockets,
    last() {
      const socket = sockets[sockets.length - 1];
      if (!socket) throw new Error("no socket was opened");
      return socket;
    },
    open(target, handlers): OpenSocket {
      const socket: FakeSocket = { ...handlers, target, sent: [], isClosed: false };
      sockets.push(socket);
      return {
        emit: (name, data, answer) =>
          void socket.sent.push({ name, data, answer: answer ?? ((): void => undefined) }),
        close: () => void (socket.isClosed = true),
      };
    },
  };
}

export function conversationOf(values: Partial<Conversation> = {}): Conversation {
  return {
    id: 1,
    shop: 1,
    state: "ongoing",
    visitor: { vid: "v", name: "", present: true },
    operator: { id: 1, name: "Sara" },
    lastSeq: 0,
    seenByVisitor: 0,
    seenByOperator: 0,
    startedAt: "2026-11-23T10:00:00.000Z",
    ...values,
  };
}

export function messageOf(seq: number, values: Partial<Message> = {}): Message {
  return {
    conversationId: 1,
    seq,
    clientId: `id-${values.conversationId ?? 1}-${seq}`,
    author: seq % 2 === 1 ? "visitor" : "operator",
    name: seq % 2 === 1 ? "" : "Sara",
    kind: "text",
    body: `message ${seq}`,
    sentAt: new Date(Date.UTC(2026, 10, 23, 10, seq)).toISOString(),
    ...values,
  };
}
