/**
 * How this employee has arranged the desk: minimised or not, which windows stand where.
 *
 * Each change begins with what stands in the storage now and writes only what it changes, so that several tabs of the
 * employee lose nothing of each other's; a change in another tab arrives through `refresh`.
 */

import type { Clock } from "../shared/clock";
import { createSignal } from "../shared/events";
import type { Store } from "../shared/storage";
import type { Drafts } from "./drafts";
import * as kept from "./kept";
import type { Kept, Shelf } from "./kept";
import * as windows from "./windows";
import type { Pane, Placed } from "./windows";

export interface Arrangement {
  readonly kept: Kept;
  /** The windows this page has room for, in their places. */
  visible(): Placed[];
  /** False when no window may give way. */
  open(id: number, name: string, asked: boolean): boolean;
  hide(id: number): void;
  minimise(id: number, on: boolean): void;
  /** Opens what stands beside the messages of a window; undefined closes it. */
  pane(id: number, shown: Pane | undefined): void;
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
  /** These left the desk, or somebody else may take them: no window, and new if they come back. */
  close(ids: ReadonlySet<number>): void;
  /** Everything kept for conversations other than these goes. */
  keepOnly(ids: ReadonlySet<number>): void;
  /** Another tab changed something. */
  refresh(): void;
  onChange(listener: () => void): () => void;
}

export interface ArrangementOptions {
  store: Store;
  drafts: Drafts;
  clock: Clock;
  /** How many windows fit on this page now. */
  capacity(): number;
  /** How it looks to an employee who never touched it. */
  first: Kept;
}

const MOST_DECLINED = 100;

export function createArrangement({ store, drafts, clock, capacity, first }: ArrangementOptions): Arrangement {
  const changes = createSignal<void>();
  let now = kept.readKept(store, first);

  const held = (id: number): boolean => drafts.has(id) || now.focused === id;

  function change(how: (before: Kept) => Kept): void {
    const before = kept.readKept(store, first);
    const after = how(before);
    now = after;
    if (after === before) return;
    kept.writeKept(store, before, after);
    changes.emit();
  }

  function changeWindows(how: (before: readonly Placed[]) => readonly Placed[]): void {
    change((before) => ({ ...before, windows: how(before.windows) }));
  }

  function forget(gone: (id: number) => boolean): void {
    change((before) => {
      const met = new Set([...before.met].filter((id) => !gone(id)));
      const left = before.windows.filter(({ id }) => !gone(id));
      const same = met.size === before.met.size && left.length === before.windows.length;
      return same ? before : { ...before, windows: left, met };
    });
  }

  return {
    get kept() {
      return now;
    },
    visible: () => windows.visible(now.windows, capacity(), held),
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
    pane: (id, shown) => changeWindows((before) => windows.pane(before, id, shown)),
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
    decline(id, offer) {
      change((before) => {
        const all = [...before.declined].filter(([other]) => other !== id);
        return { ...before, declined: new Map([...all, [id, offer] as const].slice(-MOST_DECLINED)) };
      });
    },
    meet(ids) {
      if (ids.every((id) => now.met.has(id))) return [];
      let fresh: number[] = [];
      change((before) => {
        fresh = ids.filter((id) => !before.met.has(id));
        return fresh.length > 0 ? { ...before, met: new Set([...before.met, ...fresh]) } : before;
      });
      return fresh;
    },
    part(id) {
      if (!now.met.has(id)) return;
      change((before) => ({ ...before, met: new Set([...before.met].filter((one) => one !== id)) }));
    },
    close: (ids) => forget((id) => ids.has(id)),
    // What was declined stays: the sidecar leaves it out, and that it was declined is still worth knowing.
    keepOnly: (ids) => forget((id) => !ids.has(id)),
    refresh() {
      now = kept.readKept(store, first);
      changes.emit();
    },
    onChange: (listener) => changes.on(listener),
  };
}
