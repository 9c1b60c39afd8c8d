/** Looks for customers of the shop while somebody types into the recap's search: not at each key, and only the last word counts. */

import type { Clock } from "../shared/clock";
import type { Connection, OperatorWire } from "../shared/connection";
import { createSignal } from "../shared/events";
import type { FoundCustomer } from "../shared/protocol";

export interface FoundCustomers {
  readonly typed: string;
  readonly customers: readonly FoundCustomer[];
  readonly more: boolean;
}

export interface Customers {
  /** What was found last. */
  readonly found: FoundCustomers | null;
  look(typed: string): void;
  onChange(listener: () => void): () => void;
}

const PAUSE = 250;
const AGAIN_AFTER = 1_000;
/** Less finds nothing, unless it is a number. */
const SHORTEST = 3;

export function createCustomers(connection: Connection<OperatorWire>, clock: Clock): Customers {
  const changes = createSignal<void>();
  let found: FoundCustomers | null = null;
  let wanted = "";
  let refused = false;
  let cancel = (): void => undefined;

  async function ask(): Promise<void> {
    const typed = wanted;
    if (!typed || refused || connection.status.state !== "ready") return;
    const ack = await connection.request("customer:search", { q: typed });
    if (!ack.ok) {
      // Whoever may not see customers finds none.
      refused = ack.error.code === "not_allowed";
      if (typed === wanted && ack.error.code === "too_many") cancel = clock.after(AGAIN_AFTER, () => void ask());
      return;
    }
    if (typed !== wanted) return;
    found = { typed, ...ack.data };
    changes.emit();
  }

  connection.on("session:ready", () => {
    refused = false;
  });

  return {
    get found() {
      return found;
    },
    look(typed) {
      cancel();
      wanted = typed.length >= SHORTEST || /\d/.test(typed) ? typed.slice(0, 100) : "";
      if (wanted) cancel = clock.after(PAUSE, () => void ask());
    },
    onChange: (listener) => changes.on(listener),
  };
}
