/** First-party storage that never throws: private modes, full disks and blocked cookies fall back to memory. */

export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** The keys that begin with `prefix`, sorted. */
  keys(prefix: string): string[];
}

export const NAMESPACE = "onlinechat:";

/** What other tabs of this shop see too. */
export function localStore(scope = ""): Store {
  return guarded(() => globalThis.localStorage, NAMESPACE + scope);
}

/** What lives as long as this tab. */
export function sessionStore(scope = ""): Store {
  return guarded(() => globalThis.sessionStorage, NAMESPACE + scope);
}

export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
  };
}

/** `open` is called on every access: reading the property alone throws where storage is blocked. */
export function guarded(open: () => Storage, namespace: string): Store {
  const fallback = memoryStore();
  return {
    get(key) {
      try {
        // What found no room on a full disk is newer than what stands there.
        return fallback.get(key) ?? open().getItem(namespace + key);
      } catch {
        return fallback.get(key);
      }
    },
    set(key, value) {
      try {
        open().setItem(namespace + key, value);
        fallback.remove(key);
      } catch {
        fallback.set(key, value);
      }
    },
    remove(key) {
      fallback.remove(key);
      try {
        open().removeItem(namespace + key);
      } catch {
        // Nothing was stored there then.
      }
    },
    keys(prefix) {
      const found = new Set(fallback.keys(prefix));
      try {
        const storage = open();
        for (let index = 0; index < storage.length; index += 1) {
          const key = storage.key(index);
          if (key?.startsWith(namespace + prefix)) found.add(key.slice(namespace.length));
        }
      } catch {
        // The fallback's keys are all there is.
      }
      return [...found].sort();
    },
  };
}

/** The value under `key`, or null when it is missing or was written by something else. */
export function readJson(store: Store, key: string): unknown {
  const text = store.get(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

export function writeJson(store: Store, key: string, value: unknown): void {
  store.set(key, JSON.stringify(value));
}

/** Calls back when another tab changed a key of `scope` in localStorage; returns how to stop. */
export function onStored(scope: string, changed: (key: string | null) => void): () => void {
  const listener = (event: StorageEvent): void => {
    // A null key: the whole storage was cleared.
    if (event.key === null) changed(null);
    else if (event.key.startsWith(NAMESPACE + scope)) {
      changed(event.key.slice((NAMESPACE + scope).length));
    }
  };
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}
