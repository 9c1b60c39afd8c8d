/**
 * What is half written, by conversation: the same in all tabs of an employee.
 *
 * A draft gets the id of the message that it will be. Whoever presses Enter sends that message; if another tab does so
 * before it has heard of it, it is the same message, and the sidecar takes it once.
 */

import { createSignal } from "../shared/events";
import { readJson, writeJson, type Store } from "../shared/storage";
import { ulid } from "../shared/ulid";
import { numbersOf } from "./kept";

interface Draft {
  readonly text: string;
  readonly letter: string;
  /** When it was last written, in milliseconds. */
  readonly at: number;
}

export interface Drafts {
  has(conversation: number): boolean;
  text(conversation: number): string;
  write(conversation: number, text: string): void;
  /** The id of the message that this text would be. */
  letter(conversation: number, text: string): string;
  /** This text goes out now: the id for its message. */
  take(conversation: number, text: string): string;
  drop(conversation: number): void;
  /** Drafts of other conversations go when they are old: one that was handed on may come back. */
  prune(conversations: ReadonlySet<number>): void;
  refresh(): void;
  /** One began or is gone. */
  onChange(listener: () => void): () => void;
}

export const DRAFT = "draft:";
const LASTS = 24 * 60 * 60_000;

export function createDrafts(store: Store, now: () => number, newId: () => string = ulid): Drafts {
  const changes = createSignal<void>();
  /** As this page knows them, until another tab tells otherwise. */
  let known = read();

  function read(): Map<number, Draft> {
    const found = numbersOf(store, DRAFT).map((id) => [id, draftOf(readJson(store, DRAFT + id))] as const);
    return new Map(found.filter((entry): entry is [number, Draft] => entry[1] !== null));
  }

  function drop(conversation: number): void {
    store.remove(DRAFT + conversation);
    if (known.delete(conversation)) changes.emit();
  }

  function letter(conversation: number, text: string): string {
    const draft = known.get(conversation);
    return draft?.text === text ? draft.letter : newId();
  }

  return {
    has: (conversation) => known.has(conversation),
    text: (conversation) => known.get(conversation)?.text ?? "",
    write(conversation, text) {
      if (text.trim() === "") return drop(conversation);
      const had = known.has(conversation);
      // Another tab may have sent it meanwhile: what is written now is the next message.
      const letter = draftOf(readJson(store, DRAFT + conversation))?.letter ?? newId();
      const draft = { text, letter, at: now() };
      known.set(conversation, draft);
      writeJson(store, DRAFT + conversation, draft);
      if (!had) changes.emit();
    },
    letter,
    take(conversation, text) {
      const id = letter(conversation, text);
      drop(conversation);
      return id;
    },
    drop,
    prune(conversations) {
      for (const [id, { at }] of known) if (!conversations.has(id) && Math.abs(now() - at) > LASTS) drop(id);
    },
    refresh() {
      known = read();
      changes.emit();
    },
    onChange: (listener) => changes.on(listener),
  };
}

function draftOf(value: unknown): Draft | null {
  const { text, letter, at } = (typeof value === "object" && value !== null ? value : {}) as Partial<Draft>;
  return typeof text === "string" && typeof letter === "string" ? { text, letter, at: Number(at) || 0 } : null;
}
