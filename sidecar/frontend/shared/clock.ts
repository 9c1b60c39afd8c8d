/** Time and chance, handed in so that tests never wait. */

export interface Clock {
  now(): number;
  random(): number;
  /** Calls back after `ms`; the function returned cancels it. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
