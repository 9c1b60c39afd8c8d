/** Whether somebody is looking at this page: it is visible, has the focus, and a hand moved not long ago. */

import type { Clock } from "../shared/clock";
import { createSignal } from "../shared/events";

export interface Attention {
  readonly here: boolean;
  /** Somebody came, or left. */
  onChange(listener: () => void): () => void;
  stop(): void;
}

/** Without a movement for so long, whoever sat here is away: nothing more counts as seen. */
const AWAY_AFTER = 5 * 60_000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "focus"] as const;

export function createAttention(page: Window, clock: Clock): Attention {
  const changes = createSignal<void>();
  const controller = new AbortController();
  const { signal } = controller;
  let moved = clock.now();
  let was = here();

  function here(): boolean {
    const { document } = page;
    return document.visibilityState === "visible" && document.hasFocus() && clock.now() - moved < AWAY_AFTER;
  }

  function check(): void {
    const is = here();
    if (is === was) return;
    was = is;
    changes.emit();
  }

  for (const sign of SIGNS) {
    page.addEventListener(
      sign,
      () => {
        moved = clock.now();
        check();
      },
      { capture: true, passive: true, signal },
    );
  }
  // The focus is gone only after the event.
  page.addEventListener("blur", () => clock.after(0, check), { signal });
  page.document.addEventListener("visibilitychange", check, { signal });

  return {
    get here() {
      return here();
    },
    onChange: (listener) => changes.on(listener),
    stop: () => controller.abort(),
  };
}
