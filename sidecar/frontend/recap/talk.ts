/** One conversation on the desk, as plain values. */

import * as talks from "../shared/conversation";
import type { ConversationState } from "../shared/conversation";
import type { Conversation, Message } from "../shared/protocol";

/** After this long without a sign of typing the preview is out of date. */
export const PREVIEW_LASTS = 6_000;

/** One conversation on the desk. */
export interface Talk extends ConversationState {
  readonly conversation: Conversation;
  /** More of it than its last line was asked for, and is kept up to date. */
  readonly loaded: boolean;
  /** What the visitor is writing, and when that came. */
  readonly preview: { readonly text: string; readonly at: number } | null;
}

/** Nothing is missing between what the page has and what it heard of; 0 or more to ask from. */
export function missingAfter(talk: Talk): number | null {
  const missing = talks.missing(talk);
  return missing?.ask === "list" ? missing.afterSeq : null;
}

/** A message with what the sidecar knows to follow from it, so that no second event has to say so. */
export function added(talk: Talk, fresh: Message): Talk {
  if (fresh.seq <= talks.lastOf(talk)) return talk;
  const next = through(talk, { type: "created", message: fresh });
  const last = talk.conversation.lastMessage;
  const conversation: Conversation = {
    ...next.conversation,
    lastSeq: Math.max(next.conversation.lastSeq, fresh.seq),
    ...(last && last.seq > fresh.seq ? {} : { lastMessage: fresh }),
  };
  if (fresh.author === "visitor") {
    conversation.waitingSince ??= fresh.sentAt;
    conversation.seenByVisitor = Math.max(conversation.seenByVisitor, fresh.seq);
  } else if (fresh.author === "operator" && fresh.data?.["thread"] === undefined) {
    delete conversation.waitingSince;
    conversation.answered = true;
    conversation.seenByOperator = Math.max(conversation.seenByOperator, fresh.seq);
  }
  return { ...next, conversation, preview: fresh.author === "visitor" ? null : talk.preview };
}

/** The visitor followed the link of a card. */
export function clicked(talk: Talk, seq: number, at: string): Talk {
  const messages = talk.messages.map((message) =>
    message.seq === seq ? { ...message, data: { ...message.data, clickedAt: at } } : message,
  );
  return { ...talk, messages };
}

/** What the visitor is writing. */
export function typed(talk: Talk, text: string, now: number): Talk {
  if (text === "" && talk.preview === null) return talk;
  return { ...talk, preview: text === "" ? null : { text, at: now } };
}

/** As the sidecar told of it, with its last line only. */
export function fromConversation(conversation: Conversation): Talk {
  const last = conversation.lastMessage;
  const state = talks.apply(talks.empty("operator"), {
    type: "opened",
    conversation,
    messages: last ? [last] : [],
  });
  return { ...state, conversation, loaded: false, preview: null };
}

/** The last line is all that a row shows: the rest is asked for again when its window opens. */
function bare(talk: Talk): Talk {
  return { ...fromConversation(talk.conversation), pending: talk.pending, preview: talk.preview };
}

/** The sidecar told of it again. */
export function renewed(talk: Talk, conversation: Conversation): Talk {
  const next = through(talk, { type: "changed", conversation });
  const last = conversation.lastMessage;
  // An answer may be older than an event that came before it.
  const theirs = last && last.seq >= (talk.conversation.lastMessage?.seq ?? 0) ? last : talk.conversation.lastMessage;
  const whole: Talk = {
    ...next,
    conversation: { ...next.conversation, ...(theirs ? { lastMessage: theirs } : {}) },
  };
  if (!last || last.seq <= talks.lastOf(whole)) return whole;
  if (!talk.loaded) return bare(whole);
  return through(whole, { type: "created", message: last });
}

/** Applies a conversation's own change; on a desk there is always a conversation. */
export function through(talk: Talk, change: talks.Change): Talk {
  const next = talks.apply(talk, change);
  return { ...talk, ...next, conversation: next.conversation ?? talk.conversation, stale: false };
}
