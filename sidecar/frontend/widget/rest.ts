/** A closed chat without a conversation needs no socket, and a loss that is soon over isn't worth a word. */
import type { Clock } from "../shared/clock";
import type { ConnectionStatus } from "../shared/connection";

const MENTIONED_AFTER = 1_200;
const IDLE_AFTER = 30_000;

export interface Rest {
  /** Without a connection for so long that it has to be said. */
  readonly longAway: boolean;
  /** The connection came or went. */
  heard(status: ConnectionStatus): void;
  /** Whether somebody needs the connection. */
  needed(active: boolean, status: ConnectionStatus): void;
}

export interface RestOptions {
  readonly clock: Clock;
  /** There is something to say. */
  mention(): void;
  /** Nobody needed the connection for a while. */
  stop(): void;
}

export function createRest({ clock, mention, stop }: RestOptions): Rest {
  let longAway = false;
  let cancelAway = (): void => undefined;
  let cancelIdle: (() => void) | null = null;

  return {
    get longAway() {
      return longAway;
    },
    heard({ state }) {
      cancelAway();
      if (state === "ready") longAway = false;
      else
        cancelAway = clock.after(MENTIONED_AFTER, () => {
          longAway = true;
          mention();
        });
    },
    needed(active, { state }) {
      if (active || state !== "ready") {
        cancelIdle?.();
        cancelIdle = null;
        return;
      }
      cancelIdle ??= clock.after(IDLE_AFTER, () => {
        cancelIdle = null;
        stop();
      });
    },
  };
}
