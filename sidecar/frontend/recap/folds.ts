/** Which parts of the panel about a visitor an employee keeps folded, in this browser. */

import { createSignal } from "../shared/events";
import type { Store } from "../shared/storage";

export interface Folds {
  folded(part: string): boolean;
  fold(part: string, on: boolean): void;
  /** Another tab changed one. */
  refresh(): void;
  onChange(listener: () => void): () => void;
}

export const FOLDED = "folded:";

export function createFolds(store: Store): Folds {
  const changes = createSignal<void>();
  return {
    folded: (part) => store.get(FOLDED + part) !== null,
    fold(part, on) {
      if (on) store.set(FOLDED + part, "yes");
      else store.remove(FOLDED + part);
      changes.emit();
    },
    refresh: () => changes.emit(),
    onChange: (listener) => changes.on(listener),
  };
}
