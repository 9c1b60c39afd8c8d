import { describe, expect, it } from "vitest";

import { guarded } from "../shared/storage";

/** A disk with room for so many characters. */
function disk(room: number): Storage {
  const values = new Map<string, string>();
  const used = (but: string): number =>
    [...values].reduce((sum, [key, value]) => sum + (key === but ? 0 : key.length + value.length), 0);
  return {
    get length() {
      return values.size;
    },
    key: (index: number) => [...values.keys()][index] ?? null,
    getItem: (key: string) => values.get(key) ?? null,
    setItem(key: string, value: string) {
      if (used(key) + key.length + value.length > room) throw new DOMException("full", "QuotaExceededError");
      values.set(key, value);
    },
    removeItem: (key: string) => void values.delete(key),
    clear: () => values.clear(),
  };
}

describe("a store", () => {
  it("goes on with what found no room on a full disk, instead of what stood there before", () => {
    const storage = disk(20);
    const store = guarded(() => storage, "n:");
    store.set("draft", "Hello");
    store.set("draft", "Hello, how can I help you?");
    expect(store.get("draft")).toBe("Hello, how can I help you?");
    expect(store.keys("dr")).toEqual(["draft"]);
    store.set("draft", "Hi");
    expect([store.get("draft"), storage.getItem("n:draft")]).toEqual(["Hi", "Hi"]);
    store.remove("draft");
    expect([store.get("draft"), store.keys("")]).toEqual([null, []]);
  });

  it("works where storage is blocked", () => {
    const store = guarded(() => {
      throw new DOMException("denied", "SecurityError");
    }, "n:");
    store.set("a", "1");
    expect([store.get("a"), store.keys("")]).toEqual(["1", ["a"]]);
    store.remove("a");
    expect(store.get("a")).toBeNull();
  });
});
