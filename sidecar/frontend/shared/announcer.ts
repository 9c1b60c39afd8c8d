/** Says new things to screen readers through one polite `status`. */
import { systemClock, type Clock } from "./clock";

export interface Announcer {
  say(text: string): void;
}

const FORGOTTEN_AFTER = 4_000;

export function createAnnouncer(status: HTMLElement, clock: Clock = systemClock): Announcer {
  let cancel = (): void => undefined;
  return {
    say(text) {
      cancel();
      status.textContent = text;
      // Emptied again, so that the same words later are new, and reading the page doesn't meet them.
      cancel = clock.after(FORGOTTEN_AFTER, () => {
        status.textContent = "";
      });
    },
  };
}
