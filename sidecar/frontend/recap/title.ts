/** The page's title says that something is new, while nobody looks. */

import type { Clock } from "../shared/clock";

export interface TitleFlash {
  /** What to say instead of the title, every other second; null for nothing. */
  say(text: string | null): void;
}

const EVERY = 1_000;

export function createTitleFlash(page: { title: string }, clock: Clock): TitleFlash {
  let saying: string | null = null;
  let shown = "";
  let own = "";
  let cancel: (() => void) | null = null;

  function turn(): void {
    cancel = null;
    // The page may have changed its title meanwhile: that one counts.
    if (page.title !== shown) own = page.title;
    if (saying === null) {
      page.title = own;
      shown = own;
      return;
    }
    shown = page.title === saying ? own : saying;
    page.title = shown;
    cancel = clock.after(EVERY, turn);
  }

  return {
    say(text) {
      if (text === saying) return;
      const was = saying;
      saying = text;
      if (was === null) {
        own = page.title;
        shown = own;
        turn();
      } else if (text === null) {
        cancel?.();
        turn();
      }
    },
  };
}
