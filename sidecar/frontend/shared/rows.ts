/** The lines of a log, derived from a conversation's state: day lines, groups of bubbles, system lines. */
import { seenByOther, unsent, type ConversationState, type Pending } from "./conversation";
import type { Message } from "./protocol";

export type Mark = "waiting" | "sent" | "seen" | "failed" | "none";

export interface BubbleRow {
  readonly kind: "bubble";
  readonly key: string;
  readonly message: Message | null;
  readonly letter: Pending | null;
  readonly author: "visitor" | "operator";
  readonly name: string;
  readonly body: string;
  readonly at: number;
  readonly mine: boolean;
  readonly mark: Mark;
  /** The first and the last bubble of a group of one author within a few minutes. */
  readonly first: boolean;
  readonly last: boolean;
  /** Shows its time and mark: at the end of a group, and where the next bubble's mark is another. */
  readonly stamped: boolean;
}

export interface SystemRow {
  readonly kind: "system";
  readonly key: string;
  readonly message: Message;
  readonly at: number;
}

export interface DayRow {
  readonly kind: "day";
  readonly key: string;
  readonly at: number;
}

/** Above it: conversations that are over. */
export interface EarlierRow {
  readonly kind: "earlier";
  readonly key: string;
}

/** A line that is no message: its template's name, and a text for its part `text` where it has one. */
export interface NoteRow {
  readonly kind: "note";
  readonly key: string;
  readonly template: string;
  readonly text: string;
}

export type Row = BubbleRow | SystemRow | DayRow | EarlierRow | NoteRow;

const GROUPED_WITHIN = 5 * 60_000;

export function rows(state: ConversationState): Row[] {
  const list: Row[] = [];
  let day = "";
  const put = (row: BubbleRow | SystemRow): void => {
    const today = new Date(row.at).toDateString();
    if (today !== day) list.push({ kind: "day", key: `day-${row.key}`, at: row.at });
    day = today;
    list.push(row);
  };
  for (const message of state.earlier) put(line(state, message, true));
  if (state.earlier.length > 0) list.push({ kind: "earlier", key: "earlier" });
  for (const message of state.messages) put(line(state, message, false));
  for (const letter of unsent(state)) put(waiting(state, letter));
  return group(list);
}

function line(state: ConversationState, message: Message, over: boolean): BubbleRow | SystemRow {
  const key = `${message.conversationId}-${message.seq}`;
  const at = Date.parse(message.sentAt);
  if (message.author === "system") return { kind: "system", key, message, at };
  const mine = message.author === state.side;
  return {
    kind: "bubble",
    // The same key as while it waited, so that its element stays when it is acknowledged.
    key: mine ? message.clientId : key,
    message,
    letter: null,
    author: message.author,
    name: message.name,
    body: message.body,
    at,
    mine,
    mark: !mine ? "none" : over || message.seq <= seenByOther(state) ? "seen" : "sent",
    first: true,
    last: true,
    stamped: true,
  };
}

function waiting(state: ConversationState, letter: Pending): BubbleRow {
  return {
    kind: "bubble",
    key: letter.clientId,
    message: null,
    letter,
    author: state.side,
    name: "",
    body: letter.body,
    at: letter.queuedAt,
    mine: true,
    mark: letter.failed === null ? "waiting" : "failed",
    first: true,
    last: true,
    stamped: true,
  };
}

function group(list: readonly Row[]): Row[] {
  return list.map((row, index) => {
    if (row.kind !== "bubble") return row;
    const next = list[index + 1];
    const last = !together(row, next);
    const stamped = last || (next?.kind === "bubble" && next.mark !== row.mark);
    return { ...row, first: !together(list[index - 1], row), last, stamped };
  });
}

function together(upper: Row | undefined, lower: Row | undefined): boolean {
  return (
    upper?.kind === "bubble" &&
    lower?.kind === "bubble" &&
    upper.author === lower.author &&
    (upper.name === lower.name || upper.mine) &&
    Math.abs(lower.at - upper.at) < GROUPED_WITHIN
  );
}
