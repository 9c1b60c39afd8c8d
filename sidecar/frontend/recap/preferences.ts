/** What an employee chose for this browser: what may sound, what may be shown, whether keys do something. */

import { createSignal } from "../shared/events";
import type { Store } from "../shared/storage";

/** `calls`: new conversations ring; `chimes`: new messages sound; `texts`: notifications show what was written. */
export type Preference = "calls" | "chimes" | "notifications" | "texts" | "shortcuts";

export interface Preferences {
  on(name: Preference): boolean;
  set(name: Preference, on: boolean): void;
  /** Another tab changed one. */
  refresh(): void;
  onChange(listener: () => void): () => void;
}

export const PREFERENCE = "preference:";
const AT_FIRST: Readonly<Record<Preference, boolean>> = {
  calls: true,
  chimes: true,
  // Only on request: the browser asks for permission.
  notifications: false,
  texts: true,
  shortcuts: true,
};

export function createPreferences(store: Store): Preferences {
  const changes = createSignal<void>();
  return {
    on(name) {
      const kept = store.get(PREFERENCE + name);
      return kept === null ? AT_FIRST[name] : kept === "on";
    },
    set(name, on) {
      store.set(PREFERENCE + name, on ? "on" : "off");
      changes.emit();
    },
    refresh: () => changes.emit(),
    onChange: (listener) => changes.on(listener),
  };
}
