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

export function createTabs(
  name: string,
  channel: Channel | null = openChannel(name),
  clock: Clock = systemClock,
): Tabs {
  const claimed = new Set<string>();
  channel?.addEventListener("message", (event) => {
    if (typeof event.data === "string") claimed.add(event.data);
  });
  return {
    once(key, readiness, ring) {
      const wait = (1 - readiness) * LONGEST_WAIT + clock.random() * 60;
      clock.after(channel ? wait : 0, () => {
        if (claimed.has(key)) return;
        if (!ring()) return;
        claimed.add(key);
        channel?.postMessage(key);
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
