/** What the operator must know: lines in the recap that go by themselves, and a line in the window it is about. */

import type { Clock } from "../shared/clock";
import type { Failure, Operator } from "../shared/protocol";
import type { Words } from "./words";

export interface Notice {
  readonly key: number;
  readonly kind: "info" | "error";
  readonly text: string;
}

export interface Notices {
  /** Those in the recap; `me` may have been set offline meanwhile. */
  lines(me: Operator | null): readonly Notice[];
  close(key: number): void;
  say(kind: Notice["kind"], text: string): void;
  /** By conversation, for its window. */
  readonly problems: ReadonlyMap<number, string>;
  problem(conversation: number, text: string): void;
  solved(conversation: number): void;
  /** A refusal in words. */
  sentence(command: string, error: Failure): string;
}

const LASTS = 15_000;
/** Why the operator was set offline: stays until it is closed, or they are online again. */
const REASON = 0;

export function createNotices(words: Words, clock: Clock, changed: () => void): Notices {
  const problems = new Map<number, string>();
  let notices: Notice[] = [];
  let lastKey = REASON;
  let reasonRead = false;

  function close(key: number): void {
    if (key === REASON) reasonRead = true;
    notices = notices.filter((notice) => notice.key !== key);
    changed();
  }

  return {
    problems,
    close,
    lines(me) {
      if (me?.online) reasonRead = false;
      if (me?.online !== false || !me.reason || reasonRead) return notices;
      return [{ key: REASON, kind: "info", text: words.text(`reason_${me.reason}`) }, ...notices];
    },
    say(kind, text) {
      const key = (lastKey += 1);
      notices = [...notices.filter((notice) => notice.text !== text), { key, kind, text }];
      clock.after(LASTS, () => close(key));
      changed();
    },
    problem(conversation, text) {
      problems.set(conversation, text);
      changed();
    },
    solved(conversation) {
      if (problems.delete(conversation)) changed();
    },
    sentence(command, { code }) {
      if (command === "conversation:reopen" && code === "conflict") return words.text("problem_reopen");
      if (command === "conversation:offer" && code === "conflict") return words.text("problem_offer");
      return words.text(`problem_${code}`) || words.text("problem_other");
    },
  };
}
