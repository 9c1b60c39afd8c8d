/** Where the line "New" stands in a window's log: plain values. */

import type { BubbleRow, NoteRow, Row } from "../shared/rows";

export interface Reading {
  /** How far the operator had seen. */
  readonly seen: number;
  readonly unread: number;
  /** Somebody looks at the window, and its last message is in sight. */
  readonly watching: boolean;
  /** Somebody may be reading in it, further up. */
  readonly open: boolean;
}

/**
 * The number of the last message above the line; null for no line.
 *
 * It comes with what nobody watched arrive, and stays while it is read; it goes when whoever has read all looks away.
 */
export function newLine(before: number | null, { seen, unread, watching, open }: Reading): number | null {
  if (unread === 0) return open ? before : null;
  if (watching) return before;
  // Everything is new in a conversation that nobody has looked at: that needs no line.
  return before ?? (seen > 0 ? seen : null);
}

/** The rows with the line among them, before the visitor's first message after it. */
export function withNewLine(rows: readonly Row[], after: number | null): Row[] {
  const at = rows.findIndex((row) => isAfter(row, after));
  const row = rows[at];
  if (!row || row.kind !== "bubble") return [...rows];
  const line: NoteRow = { kind: "note", key: NEW_LINE, template: "new-line", text: "" };
  const above = rows.slice(0, at).map((one, index) => (index === at - 1 && one.kind === "bubble" ? ended(one) : one));
  return [...above, line, { ...row, first: true }, ...rows.slice(at + 1)];
}

export const NEW_LINE = "new-line";

function isAfter(row: Row, after: number | null): boolean {
  if (after === null || row.kind !== "bubble" || row.mine || !row.message) return false;
  return row.message.seq > after;
}

function ended(row: BubbleRow): BubbleRow {
  return { ...row, last: true, stamped: true };
}
