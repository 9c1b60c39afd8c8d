/** What an employee's recap keeps in the browser: it is there again on the next page, and the same in every tab. */

import { readJson, writeJson, type Store } from "../shared/storage";
import type { Placed } from "./windows";

export type Shelf = "ongoing" | "finished";

export interface Kept {
  readonly minimised: boolean;
  readonly shelf: Shelf;
  readonly windows: readonly Placed[];
  /** Conversations that were met: a window opens by itself for the others only. */
  readonly met: readonly number[];
  /** The window with the focus, in whichever tab that is. */
  readonly focused: number | null;
  /** Offers that this employee said no to, by conversation: which offer it was. */
  readonly declined: Readonly<Record<string, string>>;
}

export const NOTHING_KEPT: Kept = {
  minimised: false,
  shelf: "ongoing",
  windows: [],
  met: [],
  focused: null,
  declined: {},
};

const LAYOUT = "layout";
const DRAFT = "draft:";

/** `first` is how it looks to somebody who never touched it. */
export function readKept(store: Store, first: Kept = NOTHING_KEPT): Kept {
  const found = readJson(store, LAYOUT);
  if (!isRecord(found)) return first;
  return {
    minimised: found["minimised"] === true,
    shelf: found["shelf"] === "finished" ? "finished" : "ongoing",
    windows: Array.isArray(found["windows"]) ? uniqueById(found["windows"].filter(isPlaced)) : [],
    met: Array.isArray(found["met"]) ? found["met"].filter((id) => typeof id === "number") : [],
    focused: typeof found["focused"] === "number" ? found["focused"] : null,
    declined: isRecord(found["declined"]) ? onlyTexts(found["declined"]) : {},
  };
}

export function writeKept(store: Store, kept: Kept): void {
  writeJson(store, LAYOUT, kept);
}

export function readDraft(store: Store, conversation: number): string {
  return store.get(DRAFT + conversation) ?? "";
}

export function writeDraft(store: Store, conversation: number, text: string): void {
  if (text.trim() === "") store.remove(DRAFT + conversation);
  else store.set(DRAFT + conversation, text);
}

/** The conversation whose draft a storage key holds, or null for other keys. */
export function draftOf(key: string): number | null {
  return key.startsWith(DRAFT) ? Number(key.slice(DRAFT.length)) : null;
}

/** Conversations that have a draft. */
export function drafts(store: Store): Set<number> {
  return new Set(store.keys(DRAFT).map((key) => Number(key.slice(DRAFT.length))));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlaced(value: unknown): value is Placed {
  return (
    isRecord(value) &&
    typeof value["id"] === "number" &&
    typeof value["name"] === "string" &&
    typeof value["minimised"] === "boolean" &&
    typeof value["used"] === "number"
  );
}

function uniqueById(windows: readonly Placed[]): Placed[] {
  return windows.filter((window, index) => windows.findIndex(({ id }) => id === window.id) === index);
}

function onlyTexts(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
