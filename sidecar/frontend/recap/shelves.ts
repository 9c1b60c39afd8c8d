/** What stands where on the desk, and in which order: derived from the desk, never kept. */

import { unread } from "../shared/conversation";
import type { Conversation } from "../shared/protocol";
import { isMine, isOffer, type Desk } from "./desk";
import type { Talk } from "./talk";
import type { Shelf } from "./kept";

/** Who waits for whom, and since when (milliseconds); a long wait is a reason to hurry. */
export interface Standing {
  readonly who: "operator" | "visitor" | "nobody";
  readonly since: number;
  readonly long: boolean;
}

const LONG_WAIT = 120_000;

/** What a row stands on. */
export type RowShelf = Exclude<Shelf, "team">;

/** The rows of one shelf: nobody has looked at it yet, newest first; then the latest message first. */
export function rowsOf(desk: Desk, shelf: RowShelf): Talk[] {
  const { me } = desk;
  if (!me) return [];
  return Object.values(desk.talks)
    .filter(({ conversation }) => isMine(conversation, me.id) && shelfOf(conversation) === shelf)
    .sort((one, other) => Number(isNew(other)) - Number(isNew(one)) || lastMoment(other) - lastMoment(one));
}

/** Conversations on offer to this operator, the longest wait first. */
export function offersOf(desk: Desk, declined: ReadonlyMap<number, string>): Talk[] {
  const { me } = desk;
  if (!me?.online) return [];
  return Object.values(desk.talks)
    .filter(({ conversation }) => isOffer(conversation, me.id))
    .filter(({ conversation }) => declined.get(conversation.id) !== offerKey(conversation))
    .sort((one, other) => waitingFrom(one) - waitingFrom(other));
}

/** Tells one offer of a conversation from the next, so that a refusal counts for the one it was about. */
export function offerKey({ offeredTo, offeredBy, operator, waitingSince, until }: Conversation): string {
  // One to all goes on when its time is over; one to a single operator is a new one each time.
  return [offeredTo, offeredBy, operator?.id, offeredTo === 0 ? waitingSince : until].join("|");
}

export function shelfOf(conversation: Conversation): RowShelf {
  return conversation.state === "finished" ? "finished" : "ongoing";
}

/** No operator has looked at it. */
export function isNew({ conversation }: Talk): boolean {
  return conversation.seenByOperator === 0 && conversation.state === "ongoing";
}

export function unreadOf(talk: Talk): number {
  return talk.conversation.state === "finished" ? 0 : unread(talk);
}

export function unreadOnDesk(desk: Desk): number {
  return rowsOf(desk, "ongoing").reduce((sum, talk) => sum + unreadOf(talk), 0);
}

/** What counts against the operator's limit: whoever is there, or waits for an answer. */
export function busyWith(desk: Desk): number {
  return rowsOf(desk, "ongoing").filter(
    ({ conversation }) => conversation.visitor.present || conversation.waitingSince !== undefined,
  ).length;
}

export function standing(conversation: Conversation, now: number): Standing {
  if (conversation.state === "finished") return { who: "nobody", since: lastAt(conversation), long: false };
  const since = conversation.waitingSince;
  if (since === undefined) return { who: "visitor", since: lastAt(conversation), long: false };
  const from = Date.parse(since);
  return { who: "operator", since: from, long: now - from >= LONG_WAIT };
}

function lastAt(conversation: Conversation): number {
  return Date.parse(conversation.lastMessage?.sentAt ?? conversation.startedAt);
}

function lastMoment({ conversation }: Talk): number {
  return lastAt(conversation);
}

function waitingFrom({ conversation }: Talk): number {
  return Date.parse(conversation.waitingSince ?? conversation.startedAt);
}
