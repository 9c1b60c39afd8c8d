/** Notices that this page was asleep, or the clock was set: what it knows may be old, and its connection dead. */

import type { SteadyClock } from "./steady";

export interface WakeOptions {
  page: Window;
  clock: SteadyClock;
  woke(): void;
}

const TICK = 1_000;
/** Timers of a page in sight come every second; those of a hidden one may come once a minute. */
const LATE_IN_SIGHT = 8_000;
const LATE_HIDDEN = 90_000;
/** The clock and the time that passed differ by more than this only when somebody set it, or the machine slept. */
const APART = 3_000;
/** So long out of sight is long enough to look whether all is well. */
const HIDDEN_LONG = 20_000;

export function watchWaking({ page, clock, woke }: WakeOptions): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const { document } = page;
  let cancel = (): void => undefined;
  let wall = clock.now();
  let steady = clock.steady();
  let hiddenAt: number | null = null;

  function tick(): void {
    cancel = clock.after(TICK, tick);
    const [now, then] = [clock.now() - wall, clock.steady() - steady];
    [wall, steady] = [clock.now(), clock.steady()];
    const late = document.visibilityState === "visible" ? LATE_IN_SIGHT : LATE_HIDDEN;
    if (Math.max(now, then) > late || Math.abs(now - then) > APART) woke();
  }

  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.visibilityState !== "visible") {
        hiddenAt = clock.steady();
        return;
      }
      const long = hiddenAt !== null && clock.steady() - hiddenAt > HIDDEN_LONG;
      hiddenAt = null;
      if (long) woke();
    },
    { signal },
  );
  // Browsers freeze hidden pages to save a battery.
  document.addEventListener("resume", woke, { signal });
  page.addEventListener("online", woke, { signal });
  cancel = clock.after(TICK, tick);

  return () => {
    controller.abort();
    cancel();
  };
}
