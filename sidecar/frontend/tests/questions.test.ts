import { describe, expect, it } from "vitest";
import { mark, present, type Kept } from "../questions/model";
import { apply, empty, type ConversationState } from "../shared/conversation";
import type { Conversation } from "../shared/protocol";
import { isDue } from "../widget/questions";
import { conversationOf, messageOf } from "./fakes";

const ALL = "rating transcript ask_email ";
const END = Date.parse(messageOf(2).sentAt);
const MINUTE = 60_000;
const GUEST = { vid: "v", name: "", present: true };
const JOHN = { ...GUEST, name: "John DOE", customerId: 2 };
const NOTHING = { rating: null, transcript: null, email: false };

function talk(values: Partial<Conversation> = {}): ConversationState {
  return apply(empty("visitor"), {
    type: "opened",
    conversation: conversationOf({ lastSeq: 2, state: "finished", answered: true, visitor: GUEST, ...values }),
    messages: [1, 2].map((seq) => messageOf(seq, { conversationId: values.id ?? 1 })),
  });
}

const at = (values: Partial<Conversation>, kept: Kept = {}, wanted = ALL, now = END + MINUTE) =>
  present(talk(values), wanted, kept, now);

describe("the end of a chat", () => {
  it.each(["finished", "archived"] as const)("asks for a rating and offers the chat by e-mail: %s", (state) => {
    expect(at({ state })).toEqual({ rating: "ask", transcript: "ask", email: false });
  });

  it("asks nothing while it goes on, or when nobody answered", () => {
    expect(at({ state: "ongoing", reachable: true })).toEqual(NOTHING);
    expect(at({ state: "waiting", reachable: true })).toEqual(NOTHING);
    expect(at({ answered: false })).toEqual(NOTHING);
    expect(present(empty("visitor"), ALL, {}, END)).toEqual(NOTHING);
  });

  it("asks nothing of whoever writes again", () => {
    const pending = [{ clientId: "x", body: "x", queuedAt: 0, failed: null }];
    expect(present(apply(talk(), { type: "queued", pending }), ALL, {}, END)).toEqual(NOTHING);
    const failed = [{ clientId: "x", body: "x", queuedAt: 0, failed: "conflict" }];
    expect(present(apply(talk(), { type: "queued", pending: failed }), ALL, {}, END).rating).toBe("ask");
  });

  it("asks nothing of whoever comes back days later", () => {
    expect(at({}, {}, ALL, END + 25 * 60 * MINUTE)).toEqual(NOTHING);
  });

  it("asks only what the merchant wants asked", () => {
    expect(at({}, {}, "transcript ")).toEqual({ rating: null, transcript: "ask", email: false });
    expect(at({}, {}, "rating ")).toEqual({ rating: "ask", transcript: null, email: false });
    expect(at({}, {}, "")).toEqual(NOTHING);
  });

  it("shows what was given, skips what was skipped, and asks anew in the next conversation", () => {
    const rating = { stars: 4, comment: "Quick." };
    expect(at({ rating }).rating).toEqual(rating);
    expect(at({}, { unrated: 1 }).rating).toBeNull();
    expect(at({ id: 2 }, { unrated: 1 }).rating).toBe("ask");
    expect(at({ rating }, { unrated: 1 }).rating).toEqual(rating);
  });

  it("mails it to the account, to an address known already, or asks for one, a guest once", () => {
    expect(at({ visitor: JOHN }).transcript).toBe("account");
    expect(at({ reachable: true }).transcript).toBe("known");
    expect(at({ transcript: true, reachable: true }).transcript).toBeNull();
    expect(at({ visitor: JOHN, transcript: true }).transcript).toBe("account");
    expect(at({ visitor: JOHN }, { transcript: mark(talk()) }).transcript).toBeNull();
    expect(at({ visitor: JOHN, lastSeq: 9 }, { transcript: mark(talk()) }).transcript).toBe("account");
  });
});

describe("a guest's address", () => {
  it("is asked for once, of guests, while the chat goes on", () => {
    expect(at({ state: "ongoing" }).email).toBe(true);
    expect(at({ state: "waiting", answered: false }).email).toBe(true);
    expect(at({ state: "ongoing", reachable: true }).email).toBe(false);
    expect(at({ state: "ongoing", visitor: JOHN }).email).toBe(false);
    expect(at({ state: "ongoing" }, { unreachable: 1 }).email).toBe(false);
    expect(at({ state: "ongoing" }, {}, "rating transcript ").email).toBe(false);
  });
});

describe("the script with the questions", () => {
  it("is brought when there is something to ask, and not before", () => {
    expect(isDue(empty("visitor"), ALL)).toBe(false);
    expect(isDue(talk({ state: "ongoing" }), "rating transcript ")).toBe(false);
    expect(isDue(talk({ state: "ongoing" }), ALL)).toBe(true);
    expect(isDue(talk({ state: "ongoing", visitor: JOHN }), ALL)).toBe(false);
    expect(isDue(talk(), ALL)).toBe(true);
    expect(isDue(talk({ answered: false }), ALL)).toBe(false);
    expect(isDue(talk(), "ask_email ")).toBe(false);
  });
});
