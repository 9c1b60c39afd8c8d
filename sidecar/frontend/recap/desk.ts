/**
 * The operator's desk as plain values: `apply(desk, event)` and nothing else changes it.
 *
 * A desk made from a fresh `desk:enter` and one that lived through the events meanwhile are the same.
 */
import type { Pending } from "../shared/conversation";
import type {
  CardClicked,
  Conversation,
  DeskReply,
  DeskSettings,
  ListReply,
  Message,
  MessageSeen,
  Operator,
  Pulse,
  VisitorPage,
  VisitorPresence,
  VisitorTyping,
} from "../shared/protocol";
import { added, clicked, fromConversation, PREVIEW_LASTS, renewed, through, typed, type Talk } from "./talk";

/** A tool that needs a right of its own. */
export type Guarded = DeskReply["tools"][number];

export interface Desk {
  /** Null until the desk was entered. */
  readonly me: Operator | null;
  readonly operators: Readonly<Record<number, Operator>>;
  readonly talks: Readonly<Record<number, Talk>>;
  readonly settings: DeskSettings;
  /** What the profile allows of the tools that not everybody has. */
  readonly tools: readonly Guarded[];
  readonly version: string;
  /** Something was mentioned that isn't on the desk: it must be entered again. */
  readonly stale: boolean;
}

export type DeskEvent =
  | { type: "entered"; reply: DeskReply }
  | { type: "me"; me: Operator }
  | { type: "conversation"; conversation: Conversation }
  | { type: "message"; message: Message }
  | { type: "listed"; direction: "before" | "after"; reply: ListReply }
  | { type: "seen"; seen: MessageSeen }
  | { type: "clicked"; clicked: CardClicked }
  | { type: "typing"; typing: VisitorTyping; now: number }
  | { type: "page"; view: VisitorPage }
  | { type: "presence"; presence: VisitorPresence }
  | { type: "operator"; operator: Operator }
  | { type: "pulse"; pulse: Pulse }
  | { type: "doubted" }
  | { type: "queued"; letters: Readonly<Record<number, readonly Pending[]>> }
  | { type: "tick"; now: number };

export const EMPTY_DESK: Desk = {
  me: null,
  operators: {},
  talks: {},
  settings: { sounds: false, typingPreview: true, operatorName: "", open: true },
  tools: [],
  version: "",
  stale: false,
};

export function apply(desk: Desk, event: DeskEvent): Desk {
  switch (event.type) {
    case "entered":
      return entered(desk, event.reply);
    case "me":
      return withOperator({ ...desk, me: event.me }, event.me);
    case "operator":
      return withOperator(desk, event.operator);
    case "conversation":
      return placed(desk, event.conversation);
    case "message":
      return message(desk, event.message);
    case "listed":
      return listed(desk, event.direction, event.reply);
    case "seen":
      return seen(desk, event.seen);
    case "clicked":
      return changed(desk, event.clicked.conversationId, (talk) => clicked(talk, event.clicked.seq, event.clicked.at));
    case "typing":
      return changed(desk, event.typing.conversationId, (talk) => typed(talk, event.typing.text, event.now));
    case "page":
      return visitor(desk, event.view.conversationId, { page: event.view.page });
    case "presence":
      return visitor(desk, event.presence.conversationId, { present: event.presence.present });
    case "pulse":
      return pulse(desk, event.pulse);
    case "doubted":
      return { ...desk, stale: true };
    case "queued":
      return queued(desk, event.letters);
    case "tick":
      return tick(desk, event.now);
  }
}

/** Whether a conversation is on this operator's desk: theirs and not yet archived, or on offer to them. */
export function concerns(conversation: Conversation, me: Operator): boolean {
  if (conversation.state === "archived") return false;
  return isMine(conversation, me.id) || isOffer(conversation, me.id);
}

export function isMine(conversation: Conversation, me: number): boolean {
  return conversation.operator?.id === me && conversation.state !== "waiting";
}

/** On offer to this operator, alone or among all. */
export function isOffer({ state, operator, offeredTo }: Conversation, me: number): boolean {
  if (state !== "waiting" && state !== "ongoing") return false;
  if (operator?.id === me && state === "ongoing") return false;
  return offeredTo === 0 || offeredTo === me;
}

function entered(desk: Desk, reply: DeskReply): Desk {
  const fresh: Record<number, Talk> = {};
  for (const conversation of [...reply.ongoing, ...reply.waiting, ...reply.finished]) {
    const known = desk.talks[conversation.id];
    fresh[conversation.id] = known ? renewed(known, conversation) : fromConversation(conversation);
  }
  const operators = Object.fromEntries([...reply.operators, reply.me].map((one) => [one.id, one]));
  return {
    me: reply.me,
    operators,
    talks: fresh,
    settings: reply.settings,
    tools: reply.tools,
    version: reply.version,
    stale: false,
  };
}

function withOperator(desk: Desk, operator: Operator): Desk {
  const operators = { ...desk.operators, [operator.id]: operator };
  return { ...desk, operators, me: desk.me?.id === operator.id ? operator : desk.me };
}

function placed(desk: Desk, conversation: Conversation): Desk {
  if (!desk.me) return desk;
  const known = desk.talks[conversation.id];
  if (!concerns(conversation, desk.me)) return known ? without(desk, conversation.id) : desk;
  const talk = known ? renewed(known, conversation) : fromConversation(conversation);
  return { ...desk, talks: { ...desk.talks, [conversation.id]: talk } };
}

function message(desk: Desk, fresh: Message): Desk {
  // A conversation nobody introduced: the event that did so was lost.
  if (!desk.talks[fresh.conversationId]) return desk.me ? { ...desk, stale: true } : desk;
  return changed(desk, fresh.conversationId, (talk) => added(talk, fresh));
}

function listed(desk: Desk, direction: "before" | "after", reply: ListReply): Desk {
  const { conversation } = reply;
  if (!desk.me || !concerns(conversation, desk.me)) return without(desk, conversation.id);
  const known = desk.talks[conversation.id] ?? fromConversation(conversation);
  const talk: Talk = { ...through(known, { type: "listed", direction, ...reply }), loaded: true };
  return { ...desk, talks: { ...desk.talks, [conversation.id]: talk } };
}

function seen(desk: Desk, { conversationId, by, seq }: MessageSeen): Desk {
  if (conversationId === undefined) return desk;
  // Without `by` it is what an operator wants to know: the visitor has seen it.
  return changed(desk, conversationId, (talk) => through(talk, { type: "seen", by: by ?? "visitor", seq }));
}

function visitor(desk: Desk, id: number, change: Partial<Conversation["visitor"]>): Desk {
  return changed(desk, id, (talk) => {
    const conversation = { ...talk.conversation, visitor: { ...talk.conversation.visitor, ...change } };
    // Whoever left isn't typing any more.
    return { ...talk, conversation, preview: change.present === false ? null : talk.preview };
  });
}

function pulse(desk: Desk, { lastSeq }: Pulse): Desk {
  const { me } = desk;
  if (!me) return desk;
  const mine = Object.values(desk.talks).filter(({ conversation }) => isMine(conversation, me.id));
  // One that went away without our hearing of it.
  let next = mine.every(({ conversation }) => conversation.id in lastSeq) ? desk : { ...desk, stale: true };
  for (const [id, seq] of Object.entries(lastSeq)) {
    const talk = desk.talks[Number(id)];
    if (!talk) next = { ...next, stale: true };
    else if (seq > talk.lastSeq) next = changed(next, Number(id), (known) => ({ ...known, lastSeq: seq }));
  }
  return next;
}

function queued(desk: Desk, letters: Readonly<Record<number, readonly Pending[]>>): Desk {
  let next = desk;
  for (const talk of Object.values(desk.talks)) {
    const pending = letters[talk.conversation.id] ?? [];
    if (pending.length === 0 && talk.pending.length === 0) continue;
    next = changed(next, talk.conversation.id, (known) => ({ ...known, pending }));
  }
  return next;
}

function tick(desk: Desk, now: number): Desk {
  let next = desk;
  for (const talk of Object.values(desk.talks)) {
    if (!talk.preview || now - talk.preview.at < PREVIEW_LASTS) continue;
    next = changed(next, talk.conversation.id, (known) => ({ ...known, preview: null }));
  }
  return next;
}

function changed(desk: Desk, id: number, change: (talk: Talk) => Talk): Desk {
  const talk = desk.talks[id];
  if (!talk) return desk;
  const next = change(talk);
  return next === talk ? desk : { ...desk, talks: { ...desk.talks, [id]: next } };
}

function without(desk: Desk, id: number): Desk {
  const { [id]: _gone, ...rest } = desk.talks;
  return { ...desk, talks: rest };
}
