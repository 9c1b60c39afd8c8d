/**
 * Keeps the desk true to the sidecar: hears its events, asks for what is missing.
 *
 * The socket is only a hint: after each `session:ready`, at a hole and when the pulse knows more, it asks again.
 */

import { type CommandName, type Connection, type OperatorWire, TIMEOUT } from "../shared/connection";
import { lastOf, seenByUs, type Pending } from "../shared/conversation";
import { createSignal } from "../shared/events";
import { createOutbox, type Outbox } from "../shared/outbox";
import type { Conversation, Failure, Message } from "../shared/protocol";
import type { Store } from "../shared/storage";
import { createAsking } from "./asking";
import { apply, type Desk, type DeskEvent, EMPTY_DESK, isMine } from "./desk";
import { createErrands, type Errands } from "./errands";
import { createShopTime, type ShopTime, type SteadyClock } from "./steady";
import { missingAfter } from "./talk";

/** Something that happened just now, rather than something the page found when it came. */
export type News =
  | { type: "message"; message: Message }
  | { type: "taken"; conversation: Conversation }
  | { type: "entered" }
  | {
      type: "problem";
      command: CommandName<OperatorWire>;
      conversation: number | null;
      error: Failure;
      /** A message that can't be sent as it is; the error says what to change. */
      returned?: { readonly clientId: string; readonly body: string } | null;
    };

export interface Office extends Errands {
  readonly desk: Desk;
  readonly time: ShopTime;
  /** Sends while online, keeps until then. */
  readonly outbox: Outbox;
  /** Asks for the last messages when only the last line is known. */
  load(id: number): void;
  /** Asks for messages before the first one known. */
  older(id: number): void;
  /** The page was asleep, or somebody set the clock: what it knows and its connection may be old. */
  doubt(): void;
  tick(): void;
  stop(): void;
  onChange(listener: () => void): () => void;
  onNews(listener: (news: News) => void): () => void;
}

export interface OfficeOptions {
  connection: Connection<OperatorWire>;
  store: Store;
  clock: SteadyClock;
}

const PAGE = 50;
const MOST_AT_ONCE = 100;
const ENTER_EVERY = 2_000;
/** A connection that was left alone for a while answers within this time, or it is dead. */
const ALIVE_WITHIN = 4_000;

export function createOffice({ connection, store, clock }: OfficeOptions): Office {
  const changes = createSignal<void>();
  const news = createSignal<News>();
  const time = createShopTime(clock);
  const { ask, forget } = createAsking(connection, clock, complete);
  let desk = EMPTY_DESK;
  let enteredAt = -Infinity;
  let entering = false;

  const outbox = createOutbox({
    store,
    clock,
    send: ({ lane, clientId, body }) =>
      connection.request("message:send", { conversationId: Number(lane), clientId, body }),
    delivered: (_letter, reply) => dispatch({ type: "message", message: (reply as { message: Message }).message }),
    refused({ lane, clientId, body }, error) {
      const returned = error.code === "invalid_format" ? { clientId, body } : null;
      news.emit({ type: "problem", command: "message:send", conversation: Number(lane), error, returned });
    },
    silent: () => connection.restart(),
  });

  const errands = createErrands({
    connection,
    clock,
    desk: () => desk,
    dispatch,
    problem: (command, conversation, error) => news.emit({ type: "problem", command, conversation, error }),
    switched: () => void enter(),
  });

  function dispatch(event: DeskEvent): void {
    const before = desk;
    desk = apply(desk, event);
    if (desk === before) return;
    complete();
    changes.emit();
  }

  /** Asks for whatever the desk lacks; the answers lead here again until nothing is missing. */
  function complete(): void {
    if (connection.status.state !== "ready") return;
    if (desk.stale) reenter();
    for (const talk of Object.values(desk.talks)) {
      const afterSeq = missingAfter(talk);
      if (afterSeq !== null) void list(talk.conversation.id, { afterSeq, limit: 100 }, "after");
    }
  }

  /** What is told of conversations that aren't ours must not make us ask all the time. */
  function reenter(): void {
    const wait = enteredAt + ENTER_EVERY - clock.steady();
    if (wait <= 0) void enter();
    else if (!entering) {
      entering = true;
      clock.after(wait, () => {
        entering = false;
        complete();
      });
    }
  }

  function enter(within?: number): Promise<void> {
    return ask(
      "desk",
      () => connection.request("desk:enter", {}, within),
      (reply) => {
        enteredAt = clock.steady();
        time.told(reply.now);
        dispatch({ type: "entered", reply });
        letters();
        news.emit({ type: "entered" });
      },
      (error) => {
        if (within !== undefined && error.code === TIMEOUT) return connection.restart();
        // Without a desk there is nothing yet that would lead to another question.
        if (!desk.me) desk = { ...desk, stale: true };
        news.emit({ type: "problem", command: "desk:enter", conversation: null, error });
      },
    );
  }

  function list(
    id: number,
    range: { afterSeq?: number; beforeSeq?: number; limit: number },
    direction: "before" | "after",
  ): Promise<void> {
    return ask(
      `${direction}:${id}`,
      () => connection.request("message:list", { conversationId: id, ...range }),
      (reply) => dispatch({ type: "listed", direction, reply }),
    );
  }

  function letters(): void {
    const lanes: Record<number, Pending[]> = {};
    for (const letter of outbox.letters()) (lanes[Number(letter.lane)] ??= []).push(letter);
    dispatch({ type: "queued", letters: lanes });
  }

  function conversation(changed: Conversation): void {
    const before = desk.talks[changed.id];
    dispatch({ type: "conversation", conversation: changed });
    const { me } = desk;
    const wasMine = me && before && isMine(before.conversation, me.id);
    if (wasMine && changed.state === "ongoing" && changed.operator && changed.operator.id !== me.id) {
      news.emit({ type: "taken", conversation: changed });
    }
  }

  const stops = [
    outbox.onChange(letters),
    connection.onStatus(({ state }) => {
      outbox.online(state === "ready");
      changes.emit();
    }),
    connection.on("session:ready", () => {
      forget();
      errands.forget();
      void enter();
    }),
    connection.on("conversation:created", (event) => conversation(event.conversation)),
    connection.on("conversation:changed", (event) => conversation(event.conversation)),
    connection.on("message:created", ({ message }) => {
      const talk = desk.talks[message.conversationId];
      const known = talk ? lastOf(talk) : 0;
      dispatch({ type: "message", message });
      outbox.confirm(message.clientId);
      if (message.seq > known && message.author === "visitor") news.emit({ type: "message", message });
    }),
    connection.on("message:seen", (event) => dispatch({ type: "seen", seen: event })),
    connection.on("card:clicked", (clicked) => dispatch({ type: "clicked", clicked })),
    connection.on("visitor:typing", (typing) => dispatch({ type: "typing", typing, now: clock.steady() })),
    connection.on("visitor:page", (view) => dispatch({ type: "page", view })),
    connection.on("visitor:presence", (presence) => dispatch({ type: "presence", presence })),
    connection.on("operator:changed", ({ operator }) => dispatch({ type: "operator", operator })),
    // Which of the employee's shops rules the desk, the sidecar knows.
    connection.on("settings:changed", () => dispatch({ type: "doubted" })),
    connection.on("pulse", (pulse) => dispatch({ type: "pulse", pulse })),
  ];

  return {
    ...errands,
    get desk() {
      return desk;
    },
    outbox,
    time,
    doubt() {
      if (connection.status.state === "ready") void enter(ALIVE_WITHIN);
      else connection.nudge();
    },
    load(id) {
      const talk = desk.talks[id];
      if (!talk || talk.loaded || connection.status.state !== "ready") return;
      // From a little above the first unread message.
      const limit = Math.min(MOST_AT_ONCE, Math.max(PAGE, lastOf(talk) - seenByUs(talk) + 10));
      void list(id, { limit }, "before");
    },
    older(id) {
      const first = desk.talks[id]?.messages[0]?.seq;
      if (desk.talks[id]?.more && first) void list(id, { beforeSeq: first, limit: PAGE }, "before");
    },
    tick: () => dispatch({ type: "tick", now: clock.steady() }),
    stop() {
      for (const stop of stops) stop();
      outbox.release();
    },
    onChange: (listener) => changes.on(listener),
    onNews: (listener) => news.on(listener),
  };
}
