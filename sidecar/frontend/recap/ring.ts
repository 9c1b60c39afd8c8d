/** Sounds: a new conversation rings until somebody takes it or looks at it, a new message sounds once, in one tab. */

import type { Clock } from "../shared/clock";
import { CALL, createChime, MESSAGE, type Chime } from "../shared/sound";
import type { Tabs } from "../shared/tabs";

export interface Bell {
  /** What may sound: the merchant's switch, and the employee's own. */
  allow(sounds: Sounds): void;
  /** Something new rings until nothing is left; each of them at least once. */
  ring(waiting: ReadonlySet<number>): void;
  message(key: string): void;
  /** A click or a key: browsers allow sound from now on. */
  touched(): void;
  /** Lets the employee hear what it would be. */
  sample(): void;
  /** The browser doesn't let a sound out yet. */
  readonly blocked: boolean;
  stop(): void;
}

export interface Sounds {
  readonly calls: boolean;
  readonly chimes: boolean;
}

export interface BellOptions {
  tabs: Tabs;
  clock: Clock;
  /** The tab somebody looks at rings first. */
  ready(): boolean;
  blockedChanged(): void;
  call?: Chime;
  note?: Chime;
}

const RING_EVERY = 4_000;
/** Browsers that let a page sound say so within this time. */
const UNLOCKED_WITHIN = 500;

export function createBell(options: BellOptions): Bell {
  const { tabs, clock } = options;
  const call = options.call ?? createChime(CALL);
  const note = options.note ?? createChime(MESSAGE);
  let allowed: Sounds = { calls: false, chimes: false };
  let blocked = false;
  let waiting: ReadonlySet<number> = new Set();
  const rung = new Set<number>();
  let cancel: (() => void) | null = null;

  const any = (): boolean => allowed.calls || allowed.chimes;

  function play(chime: Chime): boolean {
    const played = chime.play();
    setBlocked(!played);
    return played;
  }

  function setBlocked(now: boolean): void {
    if (blocked === now) return;
    blocked = now;
    options.blockedChanged();
  }

  function unlock(): void {
    call.unlock();
    note.unlock();
  }

  function turn(): void {
    cancel = null;
    if (!allowed.calls || waiting.size === 0) return;
    // Somebody may have looked before the first tone is out: it sounds all the same.
    const first = [...waiting].filter((id) => !rung.has(id)).sort();
    for (const id of waiting) rung.add(id);
    // Tabs agree by what is new, and then by the number of the turn: both are the same in all of them.
    const turnOf = Math.round(clock.now() / RING_EVERY);
    const key = first.length > 0 ? `ring:new:${first.join()}` : `ring:${turnOf}`;
    tabs.once(key, options.ready() ? 1 : 0, () => (first.length > 0 || waiting.size > 0) && play(call));
    const next = (turnOf + 1) * RING_EVERY - clock.now();
    cancel = clock.after(next, turn);
  }

  return {
    allow(sounds) {
      const before = any();
      const rings = sounds.calls && !allowed.calls;
      allowed = sounds;
      if (!any()) setBlocked(false);
      else if (!before) {
        // Browsers let somebody hear at once who came by a click of an earlier page; otherwise say so before it counts.
        unlock();
        clock.after(UNLOCKED_WITHIN, () => any() && setBlocked(!note.ready()));
      }
      if (rings && !cancel && waiting.size > 0) turn();
    },
    ring(now) {
      const fresh = [...now].filter((id) => !rung.has(id));
      for (const id of rung) if (!now.has(id)) rung.delete(id);
      waiting = now;
      if (now.size === 0) {
        cancel?.();
        cancel = null;
      } else if (!cancel && fresh.length > 0) {
        turn();
      }
    },
    message(key) {
      if (allowed.chimes) tabs.once(key, options.ready() ? 1 : 0, () => play(note));
    },
    touched() {
      if (!any()) return;
      unlock();
      setBlocked(false);
    },
    sample() {
      unlock();
      clock.after(UNLOCKED_WITHIN / 5, () => play(note));
    },
    get blocked() {
      return blocked;
    },
    stop: () => cancel?.(),
  };
}
