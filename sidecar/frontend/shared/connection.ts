/**
 * One page's connection to the sidecar, in either namespace: a small state machine without DOM.
 *
 * The socket is a hint, the database is the truth: whoever uses this asks again for what was missed after each
 * `session:ready`. Clock, transport, token and storage are handed in, so that tests never wait.
 */
import { patientDelay, reconnectDelay } from "./backoff";
import { systemClock, type Clock } from "./clock";
import { createSignal, type Listener, type Signal } from "./events";
import {
  PROTOCOL,
  type Ack,
  type OperatorCommands,
  type OperatorEvents,
  type SessionEnded,
  type SessionReady,
  type VisitorCommands,
  type VisitorEvents,
} from "./protocol";

export interface VisitorWire {
  commands: VisitorCommands;
  events: VisitorEvents;
}

export interface OperatorWire {
  commands: OperatorCommands;
  events: OperatorEvents;
}

interface AnyWire {
  commands: object;
  events: { "session:ready": SessionReady; "session:ended": SessionEnded };
}

export type CommandName<W extends AnyWire> = keyof W["commands"] & string;
export type EventName<W extends AnyWire> = keyof W["events"] & string;
export type RequestOf<W extends AnyWire, K extends CommandName<W>> = W["commands"][K] extends {
  request: infer R;
}
  ? R
  : never;
export type ReplyOf<W extends AnyWire, K extends CommandName<W>> = W["commands"][K] extends {
  reply: infer R;
}
  ? R
  : never;

/** `connecting` until the first `session:ready`, `reconnecting` after a loss, `stopped` for good until `start()`. */
export type ConnectionState = "connecting" | "ready" | "reconnecting" | "stopped";

export interface ConnectionStatus {
  state: ConnectionState;
  /** Why it stopped: a refusal code, `logout`, `rights`, or null when the page asked for it. */
  code: string | null;
}

/** What the shop said when asked who is looking; `unreachable` is asked again, patiently. */
export type TokenAnswer = { ok: true; token: string } | { ok: false; code: string };
export const UNREACHABLE = "unreachable";

/** Failures that the connection itself reports, beside the codes of the wire. */
export const DISCONNECTED = "disconnected";
export const TIMEOUT = "timeout";

/** Where the resume token is kept between pages. */
export interface SessionKeeper {
  load(): string | null;
  save(session: string | null, expiresAt: string | null): void;
}

export type Auth = { session: string; protocol: number } | { token: string; protocol: number };

export interface Target {
  /** The sidecar's address with its base path, ending with a slash. */
  url: string;
  namespace: "/visitor" | "/operator";
  auth: Auth;
  via: "websocket" | "polling";
}

export interface SocketHandlers {
  refused(code: string): void;
  closed(): void;
  event(name: string, data: unknown): void;
}

export interface OpenSocket {
  emit(name: string, data: unknown, acknowledged?: (ack: unknown) => void): void;
  close(): void;
}

export type Transport = (target: Target, handlers: SocketHandlers) => OpenSocket;

export interface ConnectionOptions {
  url: string;
  namespace: Target["namespace"];
  /** Asked for a token when there is no resume token, or it was refused (`fresh`: not one kept from before). */
  fetchToken(fresh: boolean): Promise<TokenAnswer>;
  sessions: SessionKeeper;
  transport: Transport;
  clock?: Clock;
}

export interface Connection<W extends AnyWire> {
  readonly status: ConnectionStatus;
  start(): void;
  stop(): void;
  /** Don't wait for the next attempt: the network is back, or somebody is looking. */
  nudge(): void;
  /** Give up this socket, which doesn't answer, and connect anew. */
  restart(): void;
  /** Never rejects: failures of the line are `disconnected` and `timeout`. */
  request<K extends CommandName<W>>(
    name: K,
    data: RequestOf<W, K>,
    timeout?: number,
  ): Promise<Ack<ReplyOf<W, K>>>;
  /** A command whose reply nobody needs; dropped while there is no connection. */
  tell<K extends CommandName<W>>(name: K, data: RequestOf<W, K>): void;
  on<K extends EventName<W>>(name: K, listener: Listener<W["events"][K]>): () => void;
  onStatus(listener: Listener<ConnectionStatus>): () => void;
}

const READY_WITHIN = 12_000;
const STABLE_AFTER = 5_000;
const REPLY_WITHIN = 10_000;
const RENEWABLE = new Set(["token_invalid", "token_expired"]);
const FINAL = new Set(["protocol_mismatch", "blocked", "not_allowed"]);

export function createConnection<W extends AnyWire>(options: ConnectionOptions): Connection<W> {
  const clock = options.clock ?? systemClock;
  const statuses = createSignal<ConnectionStatus>();
  const events = new Map<string, Signal<unknown>>();
  const waiting = new Set<(ack: Ack<unknown>) => void>();

  let status: ConnectionStatus = { state: "stopped", code: null };
  let socket: OpenSocket | null = null;
  let life = 0; // rises with every attempt: answers to an earlier one are ignored
  let attempt = 0;
  let tokenAttempt = 0;
  let renewals = 0;
  let outage = 0; // added up from the pauses: a clock may be set while there is no connection
  let wasReady = false;
  let isPausing = false; // until the next attempt
  let via: Target["via"] = "websocket";
  let websocketWorks = false;
  let cancelTimer: () => void = () => undefined;

  function become(state: ConnectionState, code: string | null = null): void {
    if (status.state === state && status.code === code) return;
    status = { state, code };
    statuses.emit(status);
  }

  function signal(name: string): Signal<unknown> {
    let found = events.get(name);
    if (!found) events.set(name, (found = createSignal<unknown>()));
    return found;
  }

  function dropSocket(): void {
    life += 1;
    cancelTimer();
    socket?.close();
    socket = null;
    const unanswered = [...waiting];
    waiting.clear();
    for (const answer of unanswered) answer(failure(DISCONNECTED));
  }

  function halt(code: string | null): void {
    become("stopped", code);
    dropSocket();
  }

  function later(delay: number): void {
    isPausing = true;
    outage += delay;
    cancelTimer = clock.after(delay, () => void connect(false));
  }

  function lost(): void {
    if (status.state === "ready") {
      outage = 0;
    } else if (!websocketWorks) {
      // Some proxies and firewalls let no WebSocket through.
      via = via === "websocket" ? "polling" : "websocket";
    }
    dropSocket();
    become(wasReady ? "reconnecting" : "connecting");
    later(reconnectDelay(attempt, outage, clock.random()));
    attempt += 1;
  }

  async function connect(fresh: boolean): Promise<void> {
    dropSocket();
    isPausing = false;
    become(wasReady ? "reconnecting" : "connecting");
    const mine = life;
    const session = options.sessions.load();
    let auth: Auth;
    if (session !== null) {
      auth = { session, protocol: PROTOCOL };
    } else {
      const answer = await options.fetchToken(fresh).catch(() => failed(UNREACHABLE));
      if (mine !== life) return;
      if (!answer.ok) {
        if (answer.code !== UNREACHABLE) return halt(answer.code);
        later(patientDelay(tokenAttempt, clock.random()));
        tokenAttempt += 1;
        return;
      }
      tokenAttempt = 0;
      auth = { token: answer.token, protocol: PROTOCOL };
    }
    const only =
      <A extends unknown[]>(run: (...values: A) => void) =>
      (...values: A): void => {
        if (mine === life) run(...values);
      };
    cancelTimer = clock.after(READY_WITHIN, only(lost));
    socket = options.transport(
      { url: options.url, namespace: options.namespace, auth, via },
      { refused: only(refused), closed: only(lost), event: only(received) },
    );
  }

  function refused(code: string): void {
    if (RENEWABLE.has(code) && renewals === 0) {
      renewals += 1;
      options.sessions.save(null, null);
      void connect(true);
    } else if (FINAL.has(code) || RENEWABLE.has(code)) {
      if (RENEWABLE.has(code)) options.sessions.save(null, null);
      halt(code);
    } else {
      lost();
    }
  }

  function received(name: string, data: unknown): void {
    if (name === "session:ready") {
      const ready = data as SessionReady;
      cancelTimer();
      options.sessions.save(ready.session, ready.expiresAt);
      renewals = 0;
      wasReady = true;
      websocketWorks ||= via === "websocket";
      cancelTimer = clock.after(STABLE_AFTER, () => void (attempt = 0));
      become("ready");
    }
    signal(name).emit(data);
    if (name === "session:ended") {
      const { reason } = data as SessionEnded;
      if (reason === "shutdown") return; // the socket closes next, and we come back
      if (reason === "logout") options.sessions.save(null, null);
      halt(reason);
    }
  }

  return {
    get status() {
      return status;
    },
    start() {
      if (status.state !== "stopped") return;
      attempt = tokenAttempt = renewals = 0;
      wasReady = false;
      outage = 0;
      void connect(false);
    },
    stop: () => halt(null),
    nudge() {
      if (status.state === "stopped" || !isPausing) return;
      attempt = 0;
      void connect(false);
    },
    restart() {
      if (status.state === "ready") lost();
    },
    request(name, data, timeout = REPLY_WITHIN) {
      type Reply = Ack<ReplyOf<W, typeof name>>;
      return new Promise<Reply>((resolve) => {
        if (status.state !== "ready" || !socket) return resolve(failure(DISCONNECTED) as Reply);
        const answer = (ack: Ack<unknown>): void => {
          cancel();
          if (waiting.delete(answer) || !ack.ok) resolve(ack as Reply);
        };
        const cancel = clock.after(timeout, () => answer(failure(TIMEOUT)));
        waiting.add(answer);
        socket.emit(name, data, (ack) => answer(ack as Ack<unknown>));
      });
    },
    tell(name, data) {
      if (status.state === "ready") socket?.emit(name, data);
    },
    on: (name, listener) => signal(name).on(listener as Listener<unknown>),
    onStatus: (listener) => statuses.on(listener),
  };
}

function failure(code: string): Ack<never> {
  return { ok: false, error: { code, message: code } };
}

function failed(code: string): TokenAnswer {
  return { ok: false, code };
}
