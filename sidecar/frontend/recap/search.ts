/** Finds conversations on the desk by what somebody types: all words, in any order, whatever their case and accents. */

import { isOther } from "../shared/conversation";
import type { Message } from "../shared/protocol";
import type { Talk } from "./talk";

export interface Found {
  /** The newest message with most of what was typed; null when the name or the page has it all. */
  readonly message: Message | null;
  /** The visitor wrote it. */
  readonly theirs: boolean;
}

/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Null when the conversation doesn't have every word. */
export function find(talk: Talk, name: string, typed: string): Found | null {
  const words = wordsOf(typed);
  const { visitor } = talk.conversation;
  const about = plain(
    [name, `#${visitor.customerId ?? visitor.guestId ?? ""}`, visitor.email ?? "", visitor.phone ?? "", visitor.page?.title ?? ""].join("\n"),
  );
  const missing = words.filter((word) => !about.includes(word));
  if (missing.length === 0) return { message: null, theirs: false };
  const messages = messagesOf(talk).map((message) => ({ message, text: plain(message.body) }));
  if (!missing.every((word) => messages.some(({ text }) => text.includes(word)))) return null;
  const score = (text: string): number => missing.filter((word) => text.includes(word)).length;
  const best = messages.reduce((one, other) => (score(other.text) >= score(one.text) ? other : one));
  return { message: best.message, theirs: isOther("operator", best.message) };
}

/** A text around the first word found, cut into what matches and what doesn't. */
export function pieces(text: string, typed: string, before = 12): Piece[] {
  const { letters, places } = flatten(text);
  const spans: [number, number][] = [];
  for (const word of wordsOf(typed)) {
    for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + word.length)) {
      spans.push([places[at] ?? 0, places[at + word.length] ?? text.length]);
    }
  }
  spans.sort((one, other) => one[0] - other[0]);
  const start = startOf(text, (spans[0]?.[0] ?? 0) - before);
  const list: Piece[] = start > 0 ? [{ text: "…", hit: false }] : [];
  let from = start;
  for (const [left, right] of spans) {
    if (right <= from) continue;
    if (left > from) list.push({ text: text.slice(from, left), hit: false });
    list.push({ text: text.slice(Math.max(left, from), right), hit: true });
    from = right;
  }
  if (from < text.length) list.push({ text: text.slice(from), hit: false });
  return list;
}

/** Whether a text has every word that was typed. */
export function hasAll(text: string, typed: string): boolean {
  const letters = plain(text);
  return wordsOf(typed).every((word) => letters.includes(word));
}

export function wordsOf(typed: string): string[] {
  return plain(typed).split(/\s+/).filter(Boolean);
}

function messagesOf({ messages, conversation: { lastMessage } }: Talk): Message[] {
  const all = lastMessage && !messages.some(({ seq }) => seq === lastMessage.seq) ? [...messages, lastMessage] : messages;
  return all.filter((message) => message.author !== "system");
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The plain letters of a text, and where in it each of them comes from. */
function flatten(text: string): { letters: string; places: number[] } {
  let letters = "";
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const flat = plain(character);
    for (let index = 0; index < flat.length; index += 1) places.push(at);
    letters += flat;
    at += character.length;
  }
  return { letters, places };
}

/** The beginning of a word not far before `at`; the beginning of the text when that is near. */
function startOf(text: string, at: number): number {
  if (at <= 0) return 0;
  const blank = text.indexOf(" ", at);
  if (blank >= 0 && blank < at + 12) return blank + 1;
  // Not in the middle of a character.
  return /[\uDC00-\uDFFF]/.test(text[at] ?? "") ? at + 1 : at;
}
