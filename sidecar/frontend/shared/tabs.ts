/** Several tabs of one person agree on which of them rings. Nothing else depends on it. */
import { systemClock, type Clock } from "./clock";

export interface Tabs {
  /**
   * Runs `ring` in one tab only for each `key`: the eager ones (`readiness` 1) go first, the others (0) wait for them
   * to claim it. `ring` says whether it worked, so that a tab that may not sound leaves it to the next.
   */
  once(key: string, readiness: number, ring: () => boolean): void;
  close(): void;
}

export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(name: "message", listener: (event: MessageEvent<unknown>) => void): void;
  close(): void;
}

const LONGEST_WAIT = 300;
/** By then every other tab has heard that it was claimed, on a busy machine too. */
const HELD = 1_000;

export function createTabs(
  name: string,
  channel: Channel | null = openChannel(name),
  clock: Clock = systemClock,
  locks: LockManager | null = globalThis.navigator?.locks ?? null,
): Tabs {
  const claimed = new Set<string>();
  channel?.addEventListener("message", (event) => {
    if (typeof event.data === "string") claimed.add(event.data);
  });

  function claim(key: string, ring: () => boolean): boolean {
    if (claimed.has(key) || !ring()) return false;
    claimed.add(key);
    channel?.postMessage(key);
    return true;
  }

  return {
    once(key, readiness, ring) {
      const wait = (1 - readiness) * LONGEST_WAIT + clock.random() * 60;
      clock.after(channel ? wait : 0, () => {
        if (!locks) return void claim(key, ring);
        // Two that are ready within a moment would not hear of each other in time; only pages on https can queue.
        void locks
          .request(name + key, () => claim(key, ring) && new Promise((done) => clock.after(HELD, () => done(0))))
          .catch(() => claim(key, ring));
      });
    },
    close: () => channel?.close(),
  };
}

function openChannel(name: string): Channel | null {
  try {
    return new BroadcastChannel(`onlinechat:${name}`);
  } catch {
    return null;
  }
}
