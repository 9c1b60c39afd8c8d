/**
 * What an employee's recap keeps in the browser: it is there again on the next page, and the same in every tab.
 *
 * Each thing has a key of its own. Tabs run side by side and no lock holds them all, so what two of them change at
 * once must not lie in one value: then neither undoes what the other did.
 */

import { readJson, writeJson, type Store } from "../shared/storage";
import type { Placed } from "./windows";

export type Shelf = "ongoing" | "finished" | "team";

export interface Kept {
  readonly minimised: boolean;
  readonly shelf: Shelf;
  readonly windows: readonly Placed[];
  /** Conversations that were met: a window opens by itself for the others only. */
  readonly met: ReadonlySet<number>;
  /** The window with the focus, in whichever tab that is. */
  readonly focused: number | null;
  /** Offers that this employee said no to, by conversation: which offer it was. */
  readonly declined: ReadonlyMap<number, string>;
}

export const NOTHING_KEPT: Kept = {
  minimised: false,
  shelf: "ongoing",
  windows: [],
  met: new Set(),
  focused: null,
  declined: new Map(),
};

const MINIMISED = "minimised";
const SHELF = "shelf";
const FOCUSED = "focused";
const WINDOW = "window:";
const MET = "met:";
const DECLINED = "declined:";

/** `first` is how it looks to somebody who never touched it. */
export function readKept(store: Store, first: Kept = NOTHING_KEPT): Kept {
  const minimised = store.get(MINIMISED);
  const shelf = store.get(SHELF);
  const focused = Number(store.get(FOCUSED));
  const windows = numbersOf(store, WINDOW).map((id) => placedOf(id, readJson(store, WINDOW + id)));
  const declined = numbersOf(store, DECLINED).map((id): [number, string] => [id, store.get(DECLINED + id) ?? ""]);
  return {
    minimised: minimised === null ? first.minimised : minimised === "yes",
    shelf: shelf === "finished" || shelf === "team" ? shelf : "ongoing",
    windows: windows
      .filter((window) => window !== null)
      .sort((one, other) => one.place - other.place || one.id - other.id),
    met: new Set(numbersOf(store, MET)),
    focused: focused || null,
    declined: new Map(declined),
  };
}

/** Writes what differs and nothing else. */
export function writeKept(store: Store, before: Kept, after: Kept): void {
  const put = (key: string, was: string | null, is: string | null): void => {
    if (was === is) return;
    if (is === null) store.remove(key);
    else store.set(key, is);
  };
  put(MINIMISED, before.minimised ? "yes" : "no", after.minimised ? "yes" : "no");
  put(SHELF, before.shelf, after.shelf);
  put(FOCUSED, textOf(before.focused), textOf(after.focused));
  const windows = new Map(before.windows.map((window) => [window.id, window]));
  for (const window of after.windows) {
    if (windows.get(window.id) !== window) writeJson(store, WINDOW + window.id, window);
    windows.delete(window.id);
  }
  for (const id of windows.keys()) store.remove(WINDOW + id);
  for (const id of new Set([...before.met, ...after.met])) {
    put(MET + id, before.met.has(id) ? "" : null, after.met.has(id) ? "" : null);
  }
  for (const id of new Set([...before.declined.keys(), ...after.declined.keys()])) {
    put(DECLINED + id, before.declined.get(id) ?? null, after.declined.get(id) ?? null);
  }
}

/** The numbers behind a prefix; whatever else stands there is somebody else's. */
export function numbersOf(store: Store, prefix: string): number[] {
  return store
    .keys(prefix)
    .map((key) => Number(key.slice(prefix.length)))
    .filter((id) => Number.isSafeInteger(id) && id > 0);
}

function textOf(id: number | null): string | null {
  return id === null ? null : String(id);
}

function placedOf(id: number, value: unknown): Placed | null {
  const found = (typeof value === "object" && value !== null ? value : {}) as Partial<Placed>;
  const { name, minimised, used, place, pane } = found;
  if (typeof name !== "string" || typeof used !== "number" || typeof place !== "number") return null;
  const shown = pane === "about" || pane === "tools" ? { pane } : {};
  return { id, name, minimised: minimised === true, used, place, ...shown };
}
