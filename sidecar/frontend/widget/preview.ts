/** Tells the operator what the visitor is typing, at most four times a second. */
import type { Clock } from "../shared/clock";

export interface Preview {
  typed(text: string): void;
  /** The text was sent: its preview is over without saying so. */
  sent(): void;
}

const EVERY = 260;

export function createPreview(tell: (text: string) => void, clock: Clock): Preview {
  let wanted: string | null = null;
  let told = "";
  let cancel: (() => void) | null = null;

  function flush(): void {
    cancel = null;
    if (wanted === null || wanted === told) return;
    told = wanted;
    wanted = null;
    tell(told);
    cancel = clock.after(EVERY, flush);
  }

  return {
    typed(text) {
      wanted = text;
      if (!cancel) flush();
    },
    sent() {
      wanted = null;
      told = "";
    },
  };
}
