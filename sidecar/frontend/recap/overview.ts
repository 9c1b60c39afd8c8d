/** What a supervisor looks at: asked for while they look, again when something changed, and every few seconds. */

import type { Clock } from "../shared/clock";
import type { Connection, OperatorWire } from "../shared/connection";
import { createSignal } from "../shared/events";
import type { OverviewReply } from "../shared/protocol";

export interface Overview {
  /** Null until somebody looked. */
  readonly reply: OverviewReply | null;
  /** Somebody looks, or no longer does. */
  watch(on: boolean): void;
  onChange(listener: () => void): () => void;
  stop(): void;
}

const AGAIN_AFTER = 10_000;
/** Much may change at once: asked at most this often. */
const AT_MOST_EVERY = 1_500;
const TELLING = ["operator:changed", "conversation:changed", "conversation:created", "session:ready"] as const;

export function createOverview(connection: Connection<OperatorWire>, clock: Clock): Overview {
  const changes = createSignal<void>();
  let reply: OverviewReply | null = null;
  let watched = false;
  let asking = false;
  let doubted = false;
  let cancel = (): void => undefined;

  async function ask(): Promise<void> {
    cancel();
    if (!watched || asking || connection.status.state !== "ready") return;
    asking = true;
    doubted = false;
    const ack = await connection.request("desk:overview", {});
    asking = false;
    if (ack.ok) {
      reply = ack.data;
      changes.emit();
    }
    schedule(doubted ? AT_MOST_EVERY : AGAIN_AFTER);
  }

  function schedule(delay: number): void {
    cancel();
    if (watched) cancel = clock.after(delay, () => void ask());
  }

  function doubt(): void {
    if (doubted || !watched) return;
    doubted = true;
    if (!asking) schedule(AT_MOST_EVERY);
  }

  const stops = TELLING.map((name) => connection.on(name, () => (reply === null ? void ask() : doubt())));

  return {
    get reply() {
      return reply;
    },
    watch(on) {
      if (watched === on) return;
      watched = on;
      if (on) void ask();
      else cancel();
    },
    onChange: (listener) => changes.on(listener),
    stop() {
      cancel();
      for (const stop of stops) stop();
    },
  };
}
