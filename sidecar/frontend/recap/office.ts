/**
 * Keeps the desk true to the sidecar: hears its events, asks for what is missing, carries out what the operator wants.
 *
 * The socket is only a hint: after each `session:ready`, at a hole and when the pulse knows more, it asks again.
 */

import { resendDelay } from "../shared/backoff";
import type { Clock } from "../shared/clock";
import { type CommandName, type Connection, DISCONNECTED, type OperatorWire } from "../shared/connection";
import { lastOf, seenByUs, type Pending } from "../shared/conversation";
import { createSignal } from "../shared/events";
import { createOutbox, type Outbox } from "../shared/outbox";
import type { Ack, Conversation, ConversationReply, Failure, Message } from "../shared/protocol";
import type { Store } from "../shared/storage";
import { apply, type Desk, type DeskEvent, EMPTY_DESK, isMine, missingAfter } from "./desk";

/** Something that happened just now, rather than something the page found when it came. */
export type News =
  | { type: "message"; message: Message }
  | { type: "taken"; conversation: Conversation }
  | { type: "entered" }
  | { type: "problem"; command: CommandName<OperatorWire>; conversation: number | null; error: Failure };

export type ConversationCommand =
  | "conversation:end"
  | "conversation:reopen"
  | "conversation:accept"
  | "conversation:decline";

export interface Office {
  readonly desk: Desk;
  /** Sends while online, keeps until then. */
  readonly outbox: Outbox;
  switchOnline(online: boolean): Promise<boolean>;
  act(command: ConversationCommand, id: number): Promise<boolean>;
  offer(id: number, to?: number, note?: string): Promise<boolean>;
  /** Asks for the last messages when only the last line is known. */
  load(id: number): void;
  /** Asks for messages before the first one known. */
  older(id: number): void;
  see(id: number): void;
  typing(id: number): void;
  tick(): void;
  stop(): void;
  onChange(listener: () => void): () => void;
  onNews(listener: (news: News) => void): () => void;
}

export interface OfficeOptions {
  connection: Connection<OperatorWire>;
  store: Store;
  clock: Clock;
}

const TYPING_EVERY = 3_000;
const PAGE = 50;
const ENTER_EVERY = 2_000;

export function createOffice({ connection, store, clock }: OfficeOptions): Office {
  const changes = createSignal<void>();
  const news = createSignal<News>();
  const asked = new Set<string>();
  const seen = new Map<number, number>();
  const typed = new Map<number, number>();
  let desk = EMPTY_DESK;
  let failures = 0;
  let enteredAt = -Infinity;
  let entering = false;

  const outbox = createOutbox({
    store,
    clock,
    send: ({ lane, clientId, body }) =>
      connection.request("message:send", { conversationId: Number(lane), clientId, body }),
    delivered: (_letter, reply) => dispatch({ type: "message", message: (reply as { message: Message }).message }),
    refused({ lane }, error) {
      news.emit({ type: "problem", command: "message:send", conversation: Number(lane), error });
    },
    silent: () => connection.restart(),
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

  /** One question of a kind at a time; after a refusal it is asked again a little later, if still needed. */
  async function ask<T>(
    key: string,
    question: () => Promise<Ack<T>>,
    answered: (data: T) => void,
    refused?: (error: Failure) => void,
  ): Promise<void> {
    if (asked.has(key)) return;
    asked.add(key);
    const ack = await question();
    asked.delete(key);
    if (ack.ok) {
      failures = 0;
      return answered(ack.data);
    }
    if (ack.error.code === DISCONNECTED || connection.status.state !== "ready") return;
    refused?.(ack.error);
    failures += 1;
    const delay = ack.error.retry === undefined ? resendDelay(failures, clock.random()) : ack.error.retry * 1000;
    clock.after(delay, complete);
  }

  /** What is told of conversations that aren't ours must not make us ask all the time. */
  function reenter(): void {
    const wait = enteredAt + ENTER_EVERY - clock.now();
    if (wait <= 0) void enter();
    else if (!entering) {
      entering = true;
      clock.after(wait, () => {
        entering = false;
        complete();
      });
    }
  }

  function enter(): Promise<void> {
    return ask(
      "desk",
      () => connection.request("desk:enter", {}),
      (reply) => {
        enteredAt = clock.now();
        dispatch({ type: "entered", reply });
        letters();
        news.emit({ type: "entered" });
      },
      (error) => {
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

  async function command(
    name: ConversationCommand | "conversation:offer",
    id: number,
    question: Promise<Ack<ConversationReply>>,
  ): Promise<boolean> {
    const ack = await question;
    if (ack.ok) dispatch({ type: "conversation", conversation: ack.data.conversation });
    else news.emit({ type: "problem", command: name, conversation: id, error: ack.error });
    return ack.ok;
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
      seen.clear();
      asked.clear();
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
    connection.on("visitor:typing", (typing) => dispatch({ type: "typing", typing, now: clock.now() })),
    connection.on("visitor:page", (view) => dispatch({ type: "page", view })),
    connection.on("visitor:presence", (presence) => dispatch({ type: "presence", presence })),
    connection.on("operator:changed", ({ operator }) => dispatch({ type: "operator", operator })),
    // Which of the employee's shops rules the desk, the sidecar knows.
    connection.on("settings:changed", () => dispatch({ type: "doubted" })),
    connection.on("pulse", (pulse) => dispatch({ type: "pulse", pulse })),
  ];

  return {
    get desk() {
      return desk;
    },
    outbox,
    async switchOnline(online) {
      const ack = await connection.request("operator:switch", { online });
      if (ack.ok) {
        dispatch({ type: "me", me: ack.data.me });
        // Offers appear and finished ones go: what belongs on the desk is the sidecar's to say.
        void enter();
      } else {
        news.emit({ type: "problem", command: "operator:switch", conversation: null, error: ack.error });
      }
      return ack.ok;
    },
    act: (name, id) => command(name, id, connection.request(name, { conversationId: id })),
    offer(id, to, note) {
      const details = { ...(to === undefined ? {} : { to }), ...(note ? { note } : {}) };
      const question = connection.request("conversation:offer", { conversationId: id, ...details });
      return command("conversation:offer", id, question);
    },
    load(id) {
      const talk = desk.talks[id];
      if (talk && !talk.loaded && connection.status.state === "ready") void list(id, { limit: PAGE }, "before");
    },
    older(id) {
      const first = desk.talks[id]?.messages[0]?.seq;
      if (desk.talks[id]?.more && first) void list(id, { beforeSeq: first, limit: PAGE }, "before");
    },
    see(id) {
      const talk = desk.talks[id];
      if (!talk || !desk.me || !isMine(talk.conversation, desk.me.id)) return;
      const seq = lastOf(talk);
      if (seq <= seenByUs(talk) || seq <= (seen.get(id) ?? 0) || connection.status.state !== "ready") return;
      seen.set(id, seq);
      void connection.request("message:seen", { conversationId: id, seq }).then((ack) => {
        if (ack.ok) dispatch({ type: "seen", seen: { conversationId: id, by: "operator", seq } });
        else if (seen.get(id) === seq) seen.delete(id);
      });
    },
    typing(id) {
      const now = clock.now();
      if (now - (typed.get(id) ?? -Infinity) < TYPING_EVERY) return;
      typed.set(id, now);
      connection.tell("typing:on", { conversationId: id });
    },
    tick: () => dispatch({ type: "tick", now: clock.now() }),
    stop() {
      for (const stop of stops) stop();
      outbox.release();
    },
    onChange: (listener) => changes.on(listener),
    onNews: (listener) => news.on(listener),
  };
}
