/** Questions to the sidecar that are asked until they are answered: one of a kind at a time, again a little later. */

import { resendDelay } from "../shared/backoff";
import type { Clock } from "../shared/clock";
import { DISCONNECTED, type Connection, type OperatorWire } from "../shared/connection";
import type { Ack, Failure } from "../shared/protocol";

export interface Asking {
  ask<T>(
    key: string,
    question: () => Promise<Ack<T>>,
    answered: (data: T) => void,
    refused?: (error: Failure) => void,
  ): Promise<void>;
  /** A new connection: what was asked on the one before gets no answer. */
  forget(): void;
}

/** `again` asks for whatever is still missing then. */
export function createAsking(connection: Connection<OperatorWire>, clock: Clock, again: () => void): Asking {
  const asked = new Set<string>();
  let failures = 0;
  return {
    async ask(key, question, answered, refused) {
      if (asked.has(key)) return;
      asked.add(key);
      const ack = await question();
      asked.delete(key);
      if (ack.ok) {
        failures = 0;
        return answered(ack.data);
      }
      if (ack.error.code === DISCONNECTED || connection.status.state !== "ready") return;
      refused?.(ack.error);
      failures += 1;
      const delay = ack.error.retry === undefined ? resendDelay(failures, clock.random()) : ack.error.retry * 1000;
      clock.after(delay, again);
    },
    forget: () => asked.clear(),
  };
}
