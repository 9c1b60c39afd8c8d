import { describe, expect, it } from "vitest";

import { NEW_LINE, newLine, withNewLine, type Reading } from "../../recap/reading";
import { fromConversation } from "../../recap/talk";
import { rows } from "../../shared/rows";
import { conversation, line } from "./shop";

const away: Reading = { seen: 4, unread: 2, watching: false, open: false };

describe("the line “New”", () => {
  it("comes with what nobody watched arrive, and keeps its place", () => {
    expect(newLine(null, away)).toBe(4);
    expect(newLine(4, { ...away, unread: 5 })).toBe(4);
  });

  it("doesn't come while somebody watches, nor in a conversation that is new as a whole", () => {
    expect(newLine(null, { ...away, watching: true, open: true })).toBeNull();
    expect(newLine(null, { ...away, seen: 0 })).toBeNull();
  });

  it("stays while what is new is being read, and goes when the reader looks away", () => {
    const read: Reading = { seen: 6, unread: 0, watching: true, open: true };
    expect(newLine(4, read)).toBe(4);
    expect(newLine(4, { ...read, watching: false })).toBe(4);
    expect(newLine(4, { ...read, watching: false, open: false })).toBeNull();
  });

  it("comes for somebody who reads further up", () => {
    expect(newLine(null, { ...away, open: true })).toBe(4);
  });

  it("stands before the visitor's first message after it, and begins a group there", () => {
    const messages = [1, 2, 3, 4, 5].map((seq) => line(1, seq, seq === 3 ? "operator" : "visitor", seq));
    const talk = { ...fromConversation(conversation({ lastMessage: messages[4] })), messages };
    const list = withNewLine(rows(talk), 4).filter(({ kind }) => kind !== "day");
    expect(list.map(({ key }) => key)).toEqual(["1-1", "1-2", "1-3", "1-4", NEW_LINE, "1-5"]);
    expect(list.map((row) => (row.kind === "bubble" ? [row.first, row.last] : null))).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
      null,
      [true, true],
    ]);
    expect(withNewLine(rows(talk), 5)).toEqual(rows(talk));
    expect(withNewLine(rows(talk), null)).toEqual(rows(talk));
  });
});
