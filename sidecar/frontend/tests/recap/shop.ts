/** A small shop on plain values: what the sidecar knows, and the events it would tell one operator. */

import { apply, concerns, isMine, type Desk, type DeskEvent } from "../../recap/desk";
import { missingAfter } from "../../recap/talk";
import type { Conversation, DeskReply, Message, Operator } from "../../shared/protocol";

export const ME: Operator = { id: 1, name: "Marc", online: true, load: 0, limit: 10 };
export const SARA: Operator = { id: 2, name: "Sara", online: true, load: 0, limit: 10 };

const START = Date.parse("2026-01-01T00:00:00.000Z");

export function moment(second: number): string {
  return new Date(START + second * 1000).toISOString();
}

export function line(conversationId: number, seq: number, author: Message["author"], second: number): Message {
  return {
    conversationId,
    seq,
    clientId: `${conversationId}-${seq}`,
    author,
    name: author === "system" ? "" : author,
    kind: author === "system" ? "system" : "text",
    body: `line ${seq}`,
    sentAt: moment(second),
  };
}

type Given = { [K in keyof Conversation]?: Conversation[K] | undefined };

/** An ongoing conversation of mine, with what is given instead; undefined takes a field away. */
export function conversation(given: Given = {}): Conversation {
  const id = given.id ?? 1;
  const whole: Given = {
    id,
    shop: 1,
    state: "ongoing",
    visitor: { vid: `v${id}`, name: "John DOE", customerId: 2, present: true },
    operator: { id: ME.id, name: ME.name },
    lastSeq: given.lastMessage?.seq ?? 0,
    seenByVisitor: 0,
    seenByOperator: 0,
    startedAt: moment(0),
    ...given,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as unknown as Conversation;
}

/** The same numbers for the same seed. */
export function chance(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 3266489917);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

type Step = () => DeskEvent[];

export class Shop {
  private readonly conversations = new Map<number, Conversation>();
  private readonly lines = new Map<number, Message[]>();
  private operators = [ME, SARA];
  private second = 0;

  constructor(private readonly random: () => number) {}

  snapshot(): DeskReply {
    const all = [...this.conversations.values()].map((one) => ({ ...one }));
    const [me = ME] = this.operators;
    const mine = all.filter((one) => one.operator?.id === me.id);
    return {
      me,
      operators: [...this.operators],
      ongoing: mine.filter((one) => one.state === "ongoing"),
      waiting: all.filter((one) => !mine.includes(one) && concerns(one, me)),
      finished: mine.filter((one) => one.state === "finished"),
      settings: { sounds: true, typingPreview: true, operatorName: "Shop", open: true },
      tools: ["block", "file"],
      version: "1",
      now: moment(this.second),
    };
  }

  messages(id: number): Message[] {
    return this.lines.get(id) ?? [];
  }

  pulse(): DeskEvent {
    const mine = [...this.conversations.values()].filter((one) => concerns(one, ME) && isMine(one, ME.id));
    const seqs = mine.map((one) => [one.id, one.lastSeq]);
    return { type: "pulse", pulse: { lastSeq: Object.fromEntries(seqs) as Record<string, number>, version: "1" } };
  }

  /** What a page does about what it misses. */
  resync(desk: Desk): Desk {
    let next = desk.stale ? apply(desk, { type: "entered", reply: this.snapshot() }) : desk;
    for (const talk of Object.values(next.talks)) {
      const after = missingAfter(talk);
      const whole = this.conversations.get(talk.conversation.id);
      if (after === null || !whole) continue;
      const messages = this.messages(whole.id).filter((message) => message.seq > after);
      next = apply(next, { type: "listed", direction: "after", reply: { messages, conversation: { ...whole }, more: false } });
    }
    return next;
  }

  /** One more event for each conversation, so that whatever was lost is noticed. */
  settle(): DeskEvent[] {
    return [...this.conversations.keys()].flatMap((id) => this.write(id, "system"));
  }

  step(): DeskEvent[] {
    this.second += 1 + Math.floor(this.random() * 20);
    const id = this.pick([...this.conversations.keys()]);
    if (id === undefined || this.random() < 0.08) return this.begin();
    const steps: Step[] = [
      () => this.write(id, "visitor"),
      () => this.write(id, "visitor"),
      () => this.write(id, "operator"),
      () => this.see(id, "visitor"),
      () => this.see(id, "operator"),
      () => this.change(id, { state: "finished", waitingSince: undefined, offeredTo: undefined }, "system"),
      () => this.change(id, { state: "ongoing", operator: { id: 1, name: "Marc" }, offeredTo: undefined }, "system"),
      () => this.change(id, { state: "ongoing", operator: { id: 2, name: "Sara" }, offeredTo: undefined }, "system"),
      () => this.change(id, { state: "waiting", operator: null, offeredTo: 0 }, "system"),
      () => this.change(id, { offeredTo: 2, offeredBy: 1, note: "Please" }, null),
      () => this.change(id, { state: "ongoing", operator: { id: 2, name: "Sara" }, offeredTo: 1, offeredBy: 2 }, null),
      () => (this.conversations.get(id)?.state === "finished" ? this.change(id, { state: "archived" }, null) : []),
      () => this.presence(id, this.random() < 0.5),
      () => [{ type: "typing", typing: { conversationId: id, text: "wri" }, now: this.second }],
      () => this.load(),
    ];
    return this.pick(steps)?.() ?? [];
  }

  private begin(): DeskEvent[] {
    const id = this.conversations.size + 1;
    const free = this.random() < 0.2;
    const first = line(id, 1, "visitor", this.second);
    this.lines.set(id, [first]);
    this.conversations.set(
      id,
      conversation({
        id,
        state: free ? "waiting" : "ongoing",
        operator: free ? null : { id: 1, name: "Marc" },
        offeredTo: free ? 0 : undefined,
        lastMessage: first,
        seenByVisitor: 1,
        waitingSince: first.sentAt,
        startedAt: first.sentAt,
      }),
    );
    return [this.told(id)];
  }

  private write(id: number, author: Message["author"]): DeskEvent[] {
    const whole = this.conversations.get(id);
    if (!whole || whole.state === "archived" || (whole.state === "finished" && author !== "system")) return [];
    const message = line(id, whole.lastSeq + 1, author, this.second);
    this.lines.get(id)?.push(message);
    const seen = { visitor: { seenByVisitor: message.seq }, operator: { seenByOperator: message.seq }, system: {} };
    const waits = author === "visitor" ? (whole.waitingSince ?? message.sentAt) : undefined;
    this.conversations.set(
      id,
      conversation({
        ...whole,
        ...seen[author],
        lastSeq: message.seq,
        lastMessage: message,
        answered: author === "operator" ? true : whole.answered,
        waitingSince: author === "system" ? whole.waitingSince : waits,
      }),
    );
    return concerns(whole, ME) ? [{ type: "message", message }] : [];
  }

  private see(id: number, by: "visitor" | "operator"): DeskEvent[] {
    const whole = this.conversations.get(id);
    if (!whole || !concerns(whole, ME)) return [];
    const key = by === "visitor" ? "seenByVisitor" : "seenByOperator";
    const seq = Math.max(whole[key], Math.floor(this.random() * (whole.lastSeq + 1)));
    this.conversations.set(id, { ...whole, [key]: seq });
    return [{ type: "seen", seen: { conversationId: id, seq, by } }];
  }

  private change(id: number, given: Given, author: "system" | null): DeskEvent[] {
    const whole = this.conversations.get(id);
    if (!whole || whole.state === "archived") return [];
    const before = concerns(whole, ME);
    this.conversations.set(id, conversation({ ...whole, ...given }));
    const after = this.conversations.get(id);
    const told = before || (after && concerns(after, ME)) ? [this.told(id)] : [];
    return author ? [...told, ...this.write(id, author)] : told;
  }

  private presence(id: number, present: boolean): DeskEvent[] {
    const whole = this.conversations.get(id);
    if (!whole || !concerns(whole, ME)) return [];
    this.conversations.set(id, { ...whole, visitor: { ...whole.visitor, present } });
    return [{ type: "presence", presence: { conversationId: id, present } }];
  }

  private load(): DeskEvent[] {
    const load = Math.floor(this.random() * 10);
    const at = this.random() < 0.5 ? 0 : 1;
    const operator = { ...(this.operators[at] ?? ME), load };
    this.operators = this.operators.map((one, index) => (index === at ? operator : one));
    return [{ type: "operator", operator }];
  }

  private told(id: number): DeskEvent {
    return { type: "conversation", conversation: { ...(this.conversations.get(id) ?? conversation({ id })) } };
  }

  private pick<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.random() * from.length)];
  }
}
