/** What is asked when a chat is over, and of guests while it goes on; as plain values. */
import { isRunning, type ConversationState } from "../shared/conversation";
import type { Rating } from "../shared/protocol";

/** What this browser remembers, so that nothing is asked twice. */
export interface Kept {
  /** The conversation that was not to be rated, and the one for which no address was left. */
  readonly unrated?: number;
  readonly unreachable?: number;
  /** The transcript that was asked for last: conversation and last number. */
  readonly transcript?: string;
}

export interface Model {
  /** To be rated; or what was said of it. */
  readonly rating: "ask" | Rating | null;
  /** Where the chat would be mailed: to the customer's account, to an address known already, or one to be said. */
  readonly transcript: "account" | "known" | "ask" | null;
  readonly email: boolean;
}

const DAY = 24 * 3_600_000;
const NOTHING: Model = { rating: null, transcript: null, email: false };

export function present(talk: ConversationState, wanted: string, kept: Kept, now: number): Model {
  const { conversation, messages } = talk;
  const isAsked = (what: string): boolean => wanted.split(" ").includes(what);
  // Whoever writes again has something else in mind.
  if (!conversation || talk.pending.some((letter) => letter.failed === null)) return NOTHING;
  const { id, rating, reachable, transcript, visitor } = conversation;
  const isGuest = !visitor.customerId;
  if (isRunning(talk)) {
    return { ...NOTHING, email: isAsked("ask_email") && isGuest && !reachable && kept.unreachable !== id };
  }
  const last = messages[messages.length - 1];
  const isFresh = !!last && now - Date.parse(last.sentAt) < DAY;
  if (!conversation.answered || !isFresh) return NOTHING;
  const isMailed = isGuest ? transcript : kept.transcript === mark(talk);
  return {
    ...NOTHING,
    rating: isAsked("rating") ? (rating ?? (kept.unrated === id ? null : "ask")) : null,
    transcript: isAsked("transcript") && !isMailed ? (isGuest ? (reachable ? "known" : "ask") : "account") : null,
  };
}

/** Tells a chat as it is now from what it may become. */
export function mark({ conversation, lastSeq }: ConversationState): string {
  return `${conversation?.id ?? 0}-${lastSeq}`;
}
