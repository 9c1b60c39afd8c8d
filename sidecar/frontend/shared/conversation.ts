/**
 * What one page knows of one conversation, as plain values: `apply(state, change)` and nothing else changes it.
 *
 * `messages` has no holes: a message beyond a gap waits in `ahead` until `missing(state)` was asked for.
 */
import type { Conversation, Message } from "./protocol";

export type Side = "visitor" | "operator";

/** A message of this side that the sidecar hasn't acknowledged. */
export interface Pending {
  readonly clientId: string;
  readonly body: string;
  readonly queuedAt: number;
  readonly failed: string | null;
}

export interface ConversationState {
  readonly side: Side;
  readonly conversation: Conversation | null;
  /** Of conversations before this one, shown above a line. */
  readonly earlier: readonly Message[];
  readonly messages: readonly Message[];
  readonly ahead: readonly Message[];
  /** The highest number that anybody spoke of. */
  readonly lastSeq: number;
  readonly pending: readonly Pending[];
  /** There are older messages than those loaded: numbers begin at 1. */
  readonly more: boolean;
  readonly typing: boolean;
  /** A newer conversation than ours was mentioned: the whole must be asked for again. */
  readonly stale: boolean;
}

export type Change =
  | {
      type: "opened";
      conversation: Conversation | null;
      messages: readonly Message[];
      /** Not needed: the numbers say whether there are older ones. */
      more?: boolean;
    }
  | {
      type: "listed";
      direction: "before" | "after";
      conversation: Conversation;
      messages: readonly Message[];
      more?: boolean;
    }
  | { type: "sent"; message: Message; conversation?: Conversation }
  | { type: "created"; message: Message }
  | { type: "changed"; conversation: Conversation }
  | { type: "seen"; by: Side; seq: number }
  | { type: "pulse"; lastSeq: Readonly<Record<string, number>> }
  | { type: "queued"; pending: readonly Pending[] }
  | { type: "typing"; on: boolean }
  | { type: "wiped" };

/** What to ask the sidecar for: `afterSeq` by `message:list`, `open` for the conversation as a whole. */
export type Missing = { ask: "list"; afterSeq: number } | { ask: "open" };

export function empty(side: Side): ConversationState {
  return {
    side,
    conversation: null,
    earlier: [],
    messages: [],
    ahead: [],
    lastSeq: 0,
    pending: [],
    more: false,
    typing: false,
    stale: false,
  };
}

export function apply(state: ConversationState, change: Change): ConversationState {
  switch (change.type) {
    case "opened":
      return opened(state, change);
    case "listed":
      return listed(state, change);
    case "sent": {
      const adopted = change.conversation ? adopt(state, change.conversation) : state;
      return add(adopted, change.message);
    }
    case "created":
      return add(state, change.message);
    case "changed":
      return adopt(state, change.conversation);
    case "seen":
      return seen(state, change.by, change.seq);
    case "pulse":
      return pulse(state, change.lastSeq);
    case "queued":
      return { ...state, pending: change.pending };
    case "typing":
      return state.typing === change.on ? state : { ...state, typing: change.on };
    case "wiped":
      return empty(state.side);
  }
}

export function missing(state: ConversationState): Missing | null {
  if (state.stale) return { ask: "open" };
  if (state.conversation && state.lastSeq > lastOf(state)) {
    return { ask: "list", afterSeq: lastOf(state) };
  }
  return null;
}

/** Number of the last message without a hole before it. */
export function lastOf(state: ConversationState): number {
  return state.messages[state.messages.length - 1]?.seq ?? 0;
}

/** How far the other side has seen. */
export function seenByOther(state: ConversationState): number {
  const { conversation } = state;
  if (!conversation) return 0;
  return state.side === "visitor" ? conversation.seenByOperator : conversation.seenByVisitor;
}

/** How far this side has seen. */
export function seenByUs(state: ConversationState): number {
  const { conversation } = state;
  if (!conversation) return 0;
  return state.side === "visitor" ? conversation.seenByVisitor : conversation.seenByOperator;
}

/** Messages of the other side that nobody here has seen; system lines don't count. */
export function unread(state: ConversationState): number {
  const from = seenByUs(state);
  const loaded = state.messages.filter((message) => message.seq > from);
  const first = state.messages[0]?.seq ?? state.lastSeq + 1;
  const unloaded = Math.max(0, first - 1 - from) + Math.max(0, state.lastSeq - Math.max(lastOf(state), from));
  return loaded.filter((message) => isOther(state.side, message)).length + unloaded;
}

export function isOther(side: Side, message: Message): boolean {
  return message.author === (side === "visitor" ? "operator" : "visitor");
}

/** Unacknowledged messages that no event has shown meanwhile. */
export function unsent(state: ConversationState): readonly Pending[] {
  const known = new Set(state.messages.map((message) => message.clientId));
  return state.pending.filter((letter) => !known.has(letter.clientId));
}

/** A conversation that goes on, as the visitor would say. */
export function isRunning(state: ConversationState): boolean {
  const now = state.conversation?.state;
  return now === "ongoing" || now === "waiting";
}

function opened(
  state: ConversationState,
  { conversation, messages }: Extract<Change, { type: "opened" }>,
): ConversationState {
  if (!conversation) return { ...empty(state.side), pending: state.pending };
  const own = messages.filter((message) => message.conversationId === conversation.id);
  const same = state.conversation?.id === conversation.id;
  const kept = same ? merge(state.messages, own) : own;
  const run = contiguous(kept, own[0]?.seq ?? 0);
  return {
    ...state,
    stale: false,
    conversation: same ? newer(state.conversation, conversation) : conversation,
    earlier: messages.filter((message) => message.conversationId !== conversation.id),
    messages: run.messages,
    ahead: run.ahead,
    lastSeq: Math.max(conversation.lastSeq, highest(kept), same ? state.lastSeq : 0),
    typing: same && state.typing,
    more: startsLate(run.messages),
  };
}

function listed(
  state: ConversationState,
  change: Extract<Change, { type: "listed" }>,
): ConversationState {
  const next = adopt(state, change.conversation);
  if (next.conversation?.id !== change.conversation.id) return next;
  const own = change.messages.filter((message) => message.conversationId === next.conversation?.id);
  const all = merge(merge(next.messages, next.ahead), own);
  const anchor = next.messages[0]?.seq ?? own[0]?.seq ?? 0;
  const run = contiguous(all, change.direction === "before" ? anchor : Math.min(anchor, own[0]?.seq ?? anchor));
  return {
    ...next,
    messages: run.messages,
    ahead: run.ahead,
    lastSeq: Math.max(next.lastSeq, highest(all)),
    more: startsLate(run.messages),
  };
}

/** Takes over a conversation's state; another, newer conversation puts the messages so far above the line. */
function adopt(state: ConversationState, conversation: Conversation): ConversationState {
  const ours = state.conversation;
  if (!ours || conversation.id === ours.id) {
    const next = newer(ours, conversation);
    return { ...state, conversation: next, lastSeq: Math.max(state.lastSeq, next.lastSeq) };
  }
  if (conversation.id < ours.id) return state;
  return {
    ...state,
    conversation,
    earlier: [...state.earlier, ...state.messages],
    messages: [],
    ahead: [],
    lastSeq: conversation.lastSeq,
    more: false,
    typing: false,
    stale: false,
  };
}

function add(state: ConversationState, message: Message): ConversationState {
  const { conversation } = state;
  if (!conversation || message.conversationId > conversation.id) {
    // The event of one's own message often comes before its reply, which brings the conversation along.
    const ours = state.pending.some((letter) => letter.clientId === message.clientId);
    return ours ? state : { ...state, stale: true };
  }
  if (message.conversationId < conversation.id) return state;
  const run = contiguous(
    merge(merge(state.messages, state.ahead), [message]),
    state.messages[0]?.seq ?? 1,
  );
  const fromOther = isOther(state.side, message);
  // Whoever writes has seen what stands above: the sidecar counts it so and says nothing about it.
  const read = message.author === "system" ? state : seen(state, message.author, message.seq);
  return {
    ...read,
    messages: run.messages,
    ahead: run.ahead,
    lastSeq: Math.max(state.lastSeq, message.seq),
    typing: fromOther ? false : state.typing,
  };
}

function seen(state: ConversationState, by: Side, seq: number): ConversationState {
  const { conversation } = state;
  if (!conversation) return state;
  const key = by === "visitor" ? "seenByVisitor" : "seenByOperator";
  if (conversation[key] >= seq) return state;
  return { ...state, conversation: { ...conversation, [key]: seq } };
}

function pulse(
  state: ConversationState,
  lastSeq: Readonly<Record<string, number>>,
): ConversationState {
  const { conversation } = state;
  let next = state;
  for (const [id, seq] of Object.entries(lastSeq)) {
    if (conversation && Number(id) === conversation.id) {
      if (seq > next.lastSeq) next = { ...next, lastSeq: seq };
    } else if (state.side === "visitor" && Number(id) > (conversation?.id ?? 0)) {
      next = { ...next, stale: true };
    }
  }
  return next;
}

/** Events may arrive in another order than they happened: numbers never go back. */
function newer(ours: Conversation | null, theirs: Conversation): Conversation {
  if (!ours) return theirs;
  return {
    ...theirs,
    lastSeq: Math.max(ours.lastSeq, theirs.lastSeq),
    seenByVisitor: Math.max(ours.seenByVisitor, theirs.seenByVisitor),
    seenByOperator: Math.max(ours.seenByOperator, theirs.seenByOperator),
  };
}

function merge(left: readonly Message[], right: readonly Message[]): Message[] {
  const bySeq = new Map<number, Message>();
  for (const message of [...left, ...right]) {
    if (!bySeq.has(message.seq)) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

/** The run without holes around `anchor`, and what lies beyond it; what lies before a hole is asked for again later. */
function contiguous(
  sorted: readonly Message[],
  anchor: number,
): { messages: Message[]; ahead: Message[] } {
  const at = sorted.findIndex((message) => message.seq === anchor);
  if (at < 0) return { messages: [], ahead: [...sorted] };
  let from = at;
  while (from > 0 && sorted[from - 1]?.seq === (sorted[from]?.seq ?? 0) - 1) from -= 1;
  let to = at + 1;
  while (to < sorted.length && sorted[to]?.seq === (sorted[to - 1]?.seq ?? 0) + 1) to += 1;
  return { messages: sorted.slice(from, to), ahead: sorted.slice(to) };
}

function startsLate(run: readonly Message[]): boolean {
  return (run[0]?.seq ?? 1) > 1;
}

function highest(sorted: readonly Message[]): number {
  return sorted[sorted.length - 1]?.seq ?? 0;
}
