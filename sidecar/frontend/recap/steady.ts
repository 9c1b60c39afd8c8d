/** Time that nobody can set: how long something took, and what time it is where the conversations are kept. */

import { systemClock, type Clock } from "../shared/clock";

export interface SteadyClock extends Clock {
  /** Milliseconds since some moment; for durations within one page. */
  steady(): number;
}

export const steadyClock: SteadyClock = { ...systemClock, steady: () => performance.now() };

/** The sidecar's time, so that "waiting for 2 min" is true on a computer whose clock is wrong, or is set meanwhile. */
export interface ShopTime {
  now(): number;
  /** The sidecar said what time it is. */
  told(moment: string): void;
}

export function createShopTime(clock: SteadyClock): ShopTime {
  let base = clock.now();
  let at = clock.steady();
  return {
    now: () => base + clock.steady() - at,
    told(moment) {
      base = Date.parse(moment);
      at = clock.steady();
    },
  };
}
