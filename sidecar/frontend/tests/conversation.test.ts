import { describe, expect, it } from "vitest";
import {
  apply,
  empty,
  lastOf,
  missing,
  unread,
  unsent,
  type Change,
  type ConversationState,
  type Side,
} from "../shared/conversation";
import type { Conversation, Message } from "../shared/protocol";
import { rows } from "../shared/rows";
import { conversationOf, messageOf } from "./fakes";

function after(changes: readonly Change[], side: Side = "visitor"): ConversationState {
  return changes.reduce(apply, empty(side));
}

const open = (lastSeq: number, values: Partial<Conversation> = {}): Change => ({
  type: "opened",
  conversation: conversationOf({ lastSeq, ...values }),
  messages: Array.from({ length: lastSeq }, (_, index) => messageOf(index + 1)),
});
const seqs = (state: ConversationState): number[] => state.messages.map((message) => message.seq);

describe("a conversation's state", () => {
  it("adds messages once, whatever way they come", () => {
    const state = after([
      open(2),
      { type: "created", message: messageOf(3) },
      { type: "created", message: messageOf(3) },
      { type: "sent", message: messageOf(3), conversation: conversationOf({ lastSeq: 3 }) },
    ]);
    expect(seqs(state)).toEqual([1, 2, 3]);
    expect(missing(state)).toBeNull();
  });

  it("asks for what lies in a gap, and shows what came after it only then", () => {
    const gap = after([open(2), { type: "created", message: messageOf(5) }]);
    expect(seqs(gap)).toEqual([1, 2]);
    expect(missing(gap)).toEqual({ ask: "list", afterSeq: 2 });
    const whole = apply(gap, {
      type: "listed",
      direction: "after",
      conversation: conversationOf({ lastSeq: 5 }),
      messages: [messageOf(3), messageOf(4)],
    });
    expect(seqs(whole)).toEqual([1, 2, 3, 4, 5]);
    expect(missing(whole)).toBeNull();
  });

  it("notices a lost last event by the pulse, by a changed conversation and by a higher id", () => {
    expect(missing(after([open(2), { type: "pulse", lastSeq: { "1": 3 } }]))).toEqual({
      ask: "list",
      afterSeq: 2,
    });
    const changed: Change = { type: "changed", conversation: conversationOf({ lastSeq: 4 }) };
    expect(missing(after([open(2), changed]))).toEqual({ ask: "list", afterSeq: 2 });
    expect(missing(after([open(2), { type: "pulse", lastSeq: { "2": 1 } }]))).toEqual({ ask: "open" });
    const foreign: Change = { type: "created", message: messageOf(1, { conversationId: 2 }) };
    expect(missing(after([open(2), foreign]))).toEqual({ ask: "open" });
  });

  it("puts the messages of an archived conversation above the line when a new one begins", () => {
    const state = after([
      open(2, { state: "archived" }),
      {
        type: "sent",
        message: messageOf(1, { conversationId: 2 }),
        conversation: conversationOf({ id: 2, lastSeq: 1 }),
      },
    ]);
    expect(state.earlier.map((message) => message.conversationId)).toEqual([1, 1]);
    expect(state.messages.map((message) => message.conversationId)).toEqual([2]);
    expect(rows(state).map((row) => row.kind)).toEqual(["day", "bubble", "bubble", "earlier", "bubble"]);
  });

  it("never takes back what was seen", () => {
    const state = after([
      open(4),
      { type: "seen", by: "operator", seq: 3 },
      { type: "changed", conversation: conversationOf({ lastSeq: 4, seenByOperator: 1 }) },
      { type: "seen", by: "operator", seq: 2 },
    ]);
    expect(state.conversation?.seenByOperator).toBe(3);
    const marks = rows(state).flatMap((row) => (row.kind === "bubble" && row.mine ? [row.mark] : []));
    expect(marks).toEqual(["seen", "seen"]);
  });

  it("takes an answer as a sign that what stands above it was read", () => {
    const state = after([open(1), { type: "created", message: messageOf(2) }]);
    expect(state.conversation?.seenByOperator).toBe(2);
    expect(unread(state)).toBe(1);
  });

  it("counts unread messages of the other side only", () => {
    const system = messageOf(5, { author: "system", kind: "system" });
    const state = after([open(4, { seenByVisitor: 1 }), { type: "created", message: system }]);
    expect(unread(state)).toBe(2);
    expect(unread(apply(state, { type: "seen", by: "visitor", seq: 5 }))).toBe(0);
  });

  it("shows a waiting message once, whether the event or the acknowledgement comes first", () => {
    const letter = { clientId: "mine", body: "hi", queuedAt: 0, failed: null };
    const queued = after([open(2), { type: "queued", pending: [letter] }]);
    expect(unsent(queued)).toEqual([letter]);
    const message = messageOf(3, { clientId: "mine", body: "hi" });
    const told = apply(queued, { type: "created", message });
    expect(unsent(told)).toEqual([]);
    const keys = rows(told).map((row) => row.key);
    expect(keys.filter((key) => key === "mine")).toHaveLength(1);
  });

  it("keeps older messages that were scrolled to when the conversation is asked for again", () => {
    const last = Array.from({ length: 50 }, (_, index) => messageOf(index + 51));
    const conversation = conversationOf({ lastSeq: 100 });
    const first: Change = { type: "opened", conversation, messages: last };
    const older: Change = {
      type: "listed",
      direction: "before",
      conversation,
      messages: Array.from({ length: 20 }, (_, index) => messageOf(index + 31)),
    };
    const state = after([first, older, first]);
    expect(seqs(state)[0]).toBe(31);
    expect(lastOf(state)).toBe(100);
    expect(state.more).toBe(true);
  });
});

/** A sidecar with one conversation, as far as this page can tell. */
class Sidecar {
  messages: Message[] = [];
  conversation = conversationOf();

  write(): Change {
    const message = messageOf(this.messages.length + 1);
    this.messages.push(message);
    const seen = message.author === "visitor" ? "seenByVisitor" : "seenByOperator";
    this.conversation = { ...this.conversation, lastSeq: message.seq, [seen]: message.seq };
    return { type: "created", message };
  }

  see(by: Side): Change {
    const seq = this.conversation.lastSeq;
    const key = by === "visitor" ? "seenByVisitor" : "seenByOperator";
    this.conversation = { ...this.conversation, [key]: seq };
    return { type: "seen", by, seq };
  }

  change(state: Conversation["state"]): Change {
    this.conversation = { ...this.conversation, state };
    return { type: "changed", conversation: this.conversation };
  }

  open(): Change {
    return { type: "opened", conversation: this.conversation, messages: this.messages.slice(-50) };
  }

  list(afterSeq: number): Change {
    const found = this.messages.filter((message) => message.seq > afterSeq);
    return {
      type: "listed",
      direction: "after",
      conversation: this.conversation,
      messages: found.slice(0, 7),
    };
  }
}

/** Small and repeatable. */
function chance(seed: number): () => number {
  let value = seed;
  return () => {
    value = (value * 1103515245 + 12345) % 2147483648;
    return value / 2147483648;
  };
}

describe("random histories", () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    "lost, late and repeated events end where a fresh snapshot begins (%i)",
    (seed) => {
      const random = chance(seed + 1);
      const sidecar = new Sidecar();
      let state = apply(empty("visitor"), sidecar.open());
      const late: Change[] = [];
      const hear = (change: Change): void => {
        state = apply(state, change);
        const numbers = seqs(state);
        expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
      };
      for (let step = 0; step < 120; step += 1) {
        const pick = random();
        const change =
          pick < 0.6
            ? sidecar.write()
            : pick < 0.75
              ? sidecar.see(random() < 0.5 ? "visitor" : "operator")
              : pick < 0.85
                ? sidecar.change(random() < 0.5 ? "ongoing" : "finished")
                : null;
        if (change) {
          const luck = random();
          if (luck < 0.6) hear(change);
          else if (luck < 0.8) late.push(change);
        }
        if (random() < 0.2) {
          const old = late.splice(Math.floor(random() * late.length), 1)[0];
          // A conversation's state has no number of its own: an old one is put right by the answer below.
          if (old && old.type !== "changed") hear(old);
        }
        if (random() < 0.1) hear(sidecar.open());
        const wanted = missing(state);
        if (wanted?.ask === "list" && random() < 0.5) hear(sidecar.list(wanted.afterSeq));
      }
      hear({ type: "pulse", lastSeq: { "1": sidecar.messages.length } });
      hear({ type: "changed", conversation: sidecar.conversation });
      for (let turn = 0; turn < 100; turn += 1) {
        const wanted = missing(state);
        if (wanted?.ask !== "list") break;
        hear(sidecar.list(wanted.afterSeq));
      }
      expect(missing(state)).toBeNull();
      const fresh = apply(empty("visitor"), sidecar.open());
      expect(state.messages.slice(-fresh.messages.length)).toEqual(fresh.messages);
      expect(state.conversation).toEqual(fresh.conversation);
      expect(unread(state)).toBe(unread(fresh));
      expect(state.ahead).toEqual([]);
    },
  );
});
