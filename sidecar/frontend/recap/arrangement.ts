/**
 * How this employee has arranged the desk: minimised or not, which windows stand where, what is half written.
 *
 * Each change is read, made and written in one go, so that several tabs of the employee lose nothing of each other's;
 * a change in another tab arrives through `refresh`.
 */

import type { Clock } from "../shared/clock";
import { createSignal } from "../shared/events";
import type { Store } from "../shared/storage";
import * as kept from "./kept";
import type { Kept, Shelf } from "./kept";
import * as windows from "./windows";
import type { Placed } from "./windows";

export interface Arrangement {
  readonly kept: Kept;
  /** The windows this page has room for, in their places. */
  visible(): Placed[];
  draft(id: number): string;
  write(id: number, text: string): void;
  /** False when no window may give way. */
  open(id: number, name: string, asked: boolean): boolean;
  hide(id: number): void;
  minimise(id: number, on: boolean): void;
  touch(id: number): void;
  /** The focus went into a window, or out of the one named. */
  focus(id: number): void;
  blur(id: number): void;
  minimiseRecap(on: boolean): void;
  choose(shelf: Shelf): void;
  decline(id: number, offer: string): void;
  /** Those of the conversations that were never met; they are from now on. */
  meet(ids: readonly number[]): number[];
  /** This one is over for now: it counts as new when it goes on. */
  part(id: number): void;
  /** Somebody else may take it now: no window, and new if it comes back. */
  close(id: number): void;
  /** These conversations left the desk, and what was kept for them goes. */
  drop(ids: ReadonlySet<number>): void;
  /** Everything kept for conversations other than these goes. */
  keepOnly(ids: ReadonlySet<number>): void;
  /** Another tab changed a key. */
  refresh(key: string | null): void;
  onChange(listener: () => void): () => void;
}

export interface ArrangementOptions {
  store: Store;
  clock: Clock;
  /** How many windows fit on this page now. */
  capacity(): number;
  /** How it looks to an employee who never touched it. */
  first: Kept;
}

const MOST_DECLINED = 100;

export function createArrangement({ store, clock, capacity, first }: ArrangementOptions): Arrangement {
  const changes = createSignal<void>();
  let now = kept.readKept(store, first);
  let drafts = kept.drafts(store);

  const held = (id: number): boolean => drafts.has(id) || now.focused === id;

  function change(how: (before: Kept) => Kept): void {
    const before = kept.readKept(store, first);
    const after = how(before);
    now = after;
    if (after === before) return;
    kept.writeKept(store, after);
    changes.emit();
  }

  function changeWindows(how: (before: readonly Placed[]) => readonly Placed[]): void {
    change((before) => ({ ...before, windows: how(before.windows) }));
  }

  function drop(gone: (id: number) => boolean, answered: (id: number) => boolean): void {
    change((before) => {
      const declined = Object.entries(before.declined)
        .filter(([id]) => !answered(Number(id)))
        .slice(-MOST_DECLINED);
      const after: Kept = {
        ...before,
        windows: before.windows.filter(({ id }) => !gone(id)),
        met: before.met.filter((id) => !gone(id)),
        declined: Object.fromEntries(declined),
      };
      const less =
        after.windows.length < before.windows.length ||
        after.met.length < before.met.length ||
        declined.length < Object.keys(before.declined).length;
      return less ? after : before;
    });
    for (const id of drafts) if (gone(id)) kept.writeDraft(store, id, "");
    drafts = kept.drafts(store);
  }

  return {
    get kept() {
      return now;
    },
    visible: () => windows.visible(now.windows, capacity(), held),
    draft: (id) => kept.readDraft(store, id),
    write(id, text) {
      kept.writeDraft(store, id, text);
      const had = drafts.has(id);
      drafts = kept.drafts(store);
      if (had !== drafts.has(id)) changes.emit();
    },
    open(id, name, asked) {
      const opening = { name, now: clock.now(), capacity: capacity(), held, asked };
      let opened = true;
      change((before) => {
        const after = windows.open(before.windows, id, opening);
        opened = after !== null;
        return after ? { ...before, windows: after } : before;
      });
      return opened;
    },
    hide: (id) => changeWindows((before) => windows.hide(before, id)),
    minimise: (id, on) => changeWindows((before) => windows.minimise(before, id, on, clock.now())),
    touch: (id) => changeWindows((before) => windows.touch(before, id, clock.now())),
    focus(id) {
      change((before) => ({
        ...before,
        focused: id,
        windows: windows.touch(before.windows, id, clock.now()),
      }));
    },
    blur: (id) => change((before) => (before.focused === id ? { ...before, focused: null } : before)),
    minimiseRecap: (on) => change((before) => ({ ...before, minimised: on })),
    choose: (shelf) => change((before) => ({ ...before, shelf })),
    decline: (id, offer) => change((before) => ({ ...before, declined: { ...before.declined, [id]: offer } })),
    meet(ids) {
      if (ids.every((id) => now.met.includes(id))) return [];
      const { met } = kept.readKept(store, first);
      const fresh = ids.filter((id) => !met.includes(id));
      if (fresh.length > 0) change((before) => ({ ...before, met: [...before.met, ...fresh] }));
      return fresh;
    },
    part(id) {
      if (!now.met.includes(id)) return;
      change((before) =>
        before.met.includes(id) ? { ...before, met: before.met.filter((one) => one !== id) } : before,
      );
    },
    close(id) {
      change((before) => ({
        ...before,
        windows: windows.hide(before.windows, id),
        met: before.met.filter((one) => one !== id),
      }));
    },
    drop: (ids) => drop((id) => ids.has(id), (id) => ids.has(id)),
    // The sidecar leaves out what was declined: that it was is still worth knowing.
    keepOnly: (ids) => drop((id) => !ids.has(id), () => false),
    refresh(key) {
      now = kept.readKept(store, first);
      if (key === null || kept.draftOf(key) !== null) drafts = kept.drafts(store);
      changes.emit();
    },
    onChange: (listener) => changes.on(listener),
  };
}
