/** Where chat windows stand, and which one gives way: plain values, kept between pages and in step between tabs. */

export type Pane = "about" | "tools";

/** One window; those with lower places stand nearer to the recap. `used`: when something was last done in it. */
export interface Placed {
  readonly id: number;
  /** Shown on the next page until the sidecar has answered. */
  readonly name: string;
  readonly minimised: boolean;
  readonly used: number;
  readonly place: number;
  /** What is open in it beside the messages. */
  readonly pane?: Pane | undefined;
}

/** True for a window with the focus or with a draft: it never gives way. */
export type Held = (id: number) => boolean;

export interface Opening {
  readonly name: string;
  readonly now: number;
  /** How many windows fit beside each other on this page. */
  readonly capacity: number;
  readonly held: Held;
  /** The operator asked for it, rather than a visitor who wrote. */
  readonly asked: boolean;
}

export const RECAP_WIDTH = 296;
export const NARROWEST = 248;
export const WIDEST = 300;
export const GAP = 8;
/** Under this width one window fills the screen. */
export const PHONE = 600;

const MOST = 4;

/** How many windows fit beside the recap; at least one, four at 1366 px. */
export function capacity(pageWidth: number): number {
  if (pageWidth < PHONE) return 1;
  const room = pageWidth - RECAP_WIDTH - 2 * GAP;
  return Math.min(MOST, Math.max(1, Math.floor(room / (NARROWEST + GAP))));
}

/** The width that `count` windows may each have. */
export function windowWidth(pageWidth: number, count: number): number {
  const room = pageWidth - RECAP_WIDTH - 2 * GAP;
  return Math.min(WIDEST, Math.max(NARROWEST, Math.floor(room / Math.max(1, count)) - GAP));
}

/** Those of the kept windows that this page has room for: held ones first, then the ones used last, in their places. */
export function visible(windows: readonly Placed[], room: number, held: Held): Placed[] {
  if (windows.length <= room) return [...windows];
  const ranked = [...windows].sort(
    (one, other) => Number(held(other.id)) - Number(held(one.id)) || other.used - one.used,
  );
  const chosen = new Set(ranked.slice(0, room));
  return windows.filter((window) => chosen.has(window));
}

/** The windows with `id` among them; null when every window that could give way is held. */
export function open(windows: readonly Placed[], id: number, opening: Opening): Placed[] | null {
  const { name, held } = opening;
  const at = (place: number): Placed => ({ id, name, minimised: false, used: after(windows, opening.now), place });
  const known = windows.find((window) => window.id === id);
  if (known) return opening.asked ? replace(windows, id, { ...known, ...at(known.place) }) : [...windows];
  const next = 1 + Math.max(0, ...windows.map(({ place }) => place));
  const shown = visible(windows, opening.capacity, held);
  if (shown.length < opening.capacity) return [...windows, at(next)];
  const leaving = shown.filter((window) => !held(window.id)).sort((one, other) => one.used - other.used)[0];
  if (leaving) return replace(windows, leaving.id, at(leaving.place));
  // A phone has one place: what stands there with a draft goes down to a bar instead of refusing the operator.
  if (!opening.asked || opening.capacity > 1 || windows.length >= MOST) return null;
  return [...windows.map((window) => ({ ...window, minimised: true })), at(next)];
}

export function hide(windows: readonly Placed[], id: number): Placed[] {
  return windows.filter((window) => window.id !== id);
}

export function minimise(windows: readonly Placed[], id: number, minimised: boolean, now: number): Placed[] {
  return windows.map((window) =>
    window.id === id ? { ...window, minimised, used: after(windows, now) } : window,
  );
}

export function pane(windows: readonly Placed[], id: number, shown: Pane | undefined): Placed[] {
  return windows.map((window) => (window.id === id ? { ...window, pane: shown } : window));
}

export function touch(windows: readonly Placed[], id: number, now: number): Placed[] {
  return windows.map((window) => (window.id === id ? { ...window, used: after(windows, now) } : window));
}

/** What is done now is done last, even when the clock was set back. */
function after(windows: readonly Placed[], now: number): number {
  return windows.reduce((latest, { used }) => Math.max(latest, used + 1), now);
}

function replace(windows: readonly Placed[], id: number, by: Placed): Placed[] {
  return windows.map((window) => (window.id === id ? by : window));
}
