/** The resume token between pages, until it expires. */
import { systemClock, type Clock } from "./clock";
import type { SessionKeeper } from "./connection";
import { readJson, writeJson, type Store } from "./storage";

const EXPIRES_SOON = 30_000;

export function keepSession(store: Store, key = "session", clock: Clock = systemClock): SessionKeeper {
  return {
    load() {
      const kept = readJson(store, key);
      if (typeof kept !== "object" || kept === null) return null;
      const { session, until } = kept as { session?: unknown; until?: unknown };
      if (typeof session !== "string" || typeof until !== "number") return null;
      return until - EXPIRES_SOON > clock.now() ? session : null;
    },
    save(session, expiresAt) {
      if (session === null || expiresAt === null) store.remove(key);
      else writeJson(store, key, { session, until: Date.parse(expiresAt) });
    },
  };
}
