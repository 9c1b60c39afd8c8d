/** What the widget shows, as plain values derived from what it knows. */
import type { ConnectionStatus } from "../shared/connection";
import { isRunning, unread, type ConversationState } from "../shared/conversation";
import type { Availability } from "../shared/host";
import { rows, type NoteRow, type Row } from "../shared/rows";
import type { FormModel, Offer, Outcome } from "./form-view";

export interface Known {
  readonly talk: ConversationState;
  readonly status: ConnectionStatus;
  readonly availability: Availability;
  readonly open: boolean;
  /** The sidecar has said at least once in this page what there is. */
  readonly loaded: boolean;
  /** This browser had a conversation before: worth a sign that it is being fetched. */
  readonly expected: boolean;
  /** The connection has been away long enough to mention it. */
  readonly longAway: boolean;
  /** Whose chat this is has to be asked again: nothing of it is shown. */
  readonly veiled: boolean;
  readonly operatorName: string;
  readonly welcome: string;
  /** What has become of the form, should it be shown. */
  readonly form: Omit<FormModel, "offer">;
  /** The form was on the screen when somebody came online: it stays until the visitor leaves it. */
  readonly formHeld: boolean;
  /** The merchant takes messages while nobody answers. */
  readonly hasForm: boolean;
  /** Rather a message than waiting on. */
  readonly instead: boolean;
  /** This page has shown a chat that may still be read. */
  readonly reading: boolean;
}

export type Bar = "connecting" | "reconnecting" | "failed" | "reload" | "away";
export type Hint = "ended" | "waiting";

export interface Model {
  readonly open: boolean;
  readonly rows: readonly Row[];
  readonly loading: boolean;
  readonly bar: Bar | null;
  readonly hint: Hint | null;
  readonly canEnd: boolean;
  /** Instead of the chat; null: there is none. */
  readonly form: FormModel | null;
  /** From a chat that is over, or that nobody answers, to the form. */
  readonly canLeave: boolean;
  readonly operatorName: string;
  readonly unread: number;
  readonly launcher: boolean;
  readonly state: Availability | "chat";
  /** Something to come back to on the next page. */
  readonly active: boolean;
}

export function present(known: Known): Model {
  const { talk, availability, veiled } = known;
  const open = known.open && !veiled;
  const running = isRunning(talk);
  const count = unread(talk);
  const writing = isWaiting(talk);
  const state = talk.conversation?.state ?? null;
  const { outcome } = known.form;
  const leaving = outcome === "sending" || outcome === "kept" || outcome === "limit";
  const stuck = known.hasForm && isStuck(talk);
  const underWay = known.formHeld && outcome !== null && state !== "ongoing";
  const isForm = (stuck && known.instead) || underWay || (!running && !writing && asksForm(known));
  return {
    open,
    rows: veiled ? [] : withNotes(known),
    loading: !isForm && known.expected && !known.loaded,
    bar: isForm ? null : bar(known),
    hint: hint(known),
    canEnd: running,
    form: isForm ? { ...known.form, offer: offer(known, stuck) } : null,
    canLeave: !isForm && !writing && (stuck || (!running && availability === "offline" && known.reading)),
    operatorName: talk.conversation?.operator?.name ?? known.operatorName,
    unread: count,
    launcher: !open && !veiled && (availability !== "hidden" || running || count > 0 || writing),
    state: running ? "chat" : availability,
    active: known.open || running || writing || leaving || count > 0 || state === "finished" || (known.expected && !known.loaded),
  };
}

/** Whoever waits was told that nobody can answer for now. */
export function isStuck({ conversation, messages }: ConversationState): boolean {
  if (conversation?.state !== "waiting") return false;
  const told = messages.map(({ data }) => String(data?.["code"] ?? "")).filter((code) => code && code !== "signed_in");
  return told[told.length - 1]?.startsWith("nobody_") ?? false;
}

/** The form goes on asking instead of the chat; else somebody took the conversation, or it is over. */
export function staysForm(talk: ConversationState, outcome: Outcome | null): boolean {
  return isStuck(talk) || (outcome !== null && talk.conversation?.state !== "ongoing");
}

function offer({ availability, form }: Known, stuck: boolean): Offer | null {
  if (form.outcome === "sending") return null;
  if (stuck) return form.outcome === "sent" ? null : "wait";
  return availability === "online" ? "chat" : null;
}

/** Whether a message is asked for rather than a chat, when no chat is on. */
function asksForm({ availability, formHeld, reading, loaded, expected, longAway }: Known): boolean {
  if (availability === "online") return formHeld;
  // A chat may turn out to be on, a moment after the page came.
  return availability === "offline" && !reading && (formHeld || loaded || longAway || !expected);
}

/** Something is still to be sent; what failed for good waits for the visitor instead. */
function isWaiting(talk: ConversationState): boolean {
  return talk.pending.some((letter) => letter.failed === null);
}

function bar({ status, longAway, talk, availability, loaded }: Known): Bar | null {
  if (status.state === "stopped" && status.code !== null) {
    return status.code === "protocol_mismatch" ? "reload" : "failed";
  }
  if (longAway && status.state === "reconnecting") return "reconnecting";
  if (longAway && status.state === "connecting") return "connecting";
  return loaded && !isRunning(talk) && availability !== "online" ? "away" : null;
}

function hint({ talk }: Known): Hint | null {
  const state = talk.conversation?.state;
  if (isWaiting(talk)) return null;
  if (state === "finished" || state === "archived") return "ended";
  return state === "waiting" && !talk.messages.some((message) => message.author === "system") ? "waiting" : null;
}

function withNotes({ talk, welcome }: Known): Row[] {
  const list: Row[] = rows(talk);
  if (!talk.more && welcome !== "") list.unshift(note("welcome", welcome));
  if (talk.typing && isRunning(talk)) list.push(note("typing", ""));
  return list;
}

function note(template: string, text: string): NoteRow {
  return { kind: "note", key: template, template, text };
}
