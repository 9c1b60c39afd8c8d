import { describe, expect, it } from "vitest";
import { apply, empty, type ConversationState } from "../shared/conversation";
import type { Conversation } from "../shared/protocol";
import { contrast, onWhite, parse } from "../widget/colours";
import { present, type Known } from "../widget/model";
import { createPreview } from "../widget/preview";
import { conversationOf, fakeClock, messageOf } from "./fakes";

function talk(values: Partial<Conversation> = {}, count = 2): ConversationState {
  return apply(empty("visitor"), {
    type: "opened",
    conversation: conversationOf({ lastSeq: count, seenByVisitor: count, ...values }),
    messages: Array.from({ length: count }, (_, index) => messageOf(index + 1)),
  });
}

function known(values: Partial<Known> = {}): Known {
  return {
    talk: empty("visitor"),
    status: { state: "ready", code: null },
    availability: "online",
    open: false,
    loaded: true,
    expected: true,
    longAway: false,
    veiled: false,
    operatorName: "My shop",
    welcome: "How can we help you?",
    form: { outcome: null, wrong: {}, orders: [] },
    formHeld: false,
    hasForm: true,
    instead: false,
    reading: false,
    ...values,
  };
}

describe("what the widget shows", () => {
  it("lets a running conversation override the shop's availability", () => {
    const running = present(known({ talk: talk(), availability: "hidden" }));
    expect([running.state, running.launcher, running.active]).toEqual(["chat", true, true]);
    const none = present(known({ availability: "hidden" }));
    expect([none.state, none.launcher, none.active]).toEqual(["hidden", false, false]);
    const over = present(known({ talk: talk({ state: "archived" }), availability: "hidden" }));
    expect([over.state, over.launcher, over.active]).toEqual(["hidden", false, false]);
  });

  it("keeps a finished conversation alive on the next pages, since it may be reopened", () => {
    expect(present(known({ talk: talk({ state: "finished" }) })).active).toBe(true);
    expect(present(known({ talk: talk({ state: "finished" }) })).hint).toBe("ended");
  });

  it("shows nothing while it isn't known whose chat it is", () => {
    const veiled = present(known({ talk: talk(), open: true, veiled: true }));
    expect([veiled.open, veiled.launcher, veiled.rows]).toEqual([false, false, []]);
    expect(veiled.active).toBe(true);
  });

  it("stays reachable while something unread or unsent is there", () => {
    const unread = talk({ state: "archived", seenByVisitor: 1 });
    expect(present(known({ talk: unread, availability: "hidden" })).launcher).toBe(true);
    const letter = { clientId: "x", body: "x", queuedAt: 0, failed: null };
    const waiting = apply(empty("visitor"), { type: "queued", pending: [letter] });
    expect(present(known({ talk: waiting, availability: "hidden" })).launcher).toBe(true);
    const failed = apply(waiting, { type: "queued", pending: [{ ...letter, failed: "conflict" }] });
    expect(present(known({ talk: failed, availability: "hidden" })).launcher).toBe(false);
  });

  it.each([
    ["ready", null, false, null],
    ["reconnecting", null, false, null],
    ["reconnecting", null, true, "reconnecting"],
    ["connecting", null, true, "connecting"],
    ["stopped", "token_invalid", false, "failed"],
    ["stopped", "protocol_mismatch", false, "reload"],
    ["stopped", null, false, null],
  ] as const)("says %s %s as it should", (state, code, longAway, bar) => {
    expect(present(known({ status: { state, code }, longAway })).bar).toBe(bar);
  });

  it("begins with the welcome, unless older messages are still to be loaded", () => {
    expect(present(known()).rows.map((row) => row.key)).toEqual(["welcome"]);
    const late = apply(empty("visitor"), {
      type: "opened",
      conversation: conversationOf({ lastSeq: 60 }),
      messages: [messageOf(60)],
    });
    expect(present(known({ talk: late })).rows.map((row) => row.key)).not.toContain("welcome");
  });

  it("shows the dots only in a running conversation", () => {
    const typing = apply(talk(), { type: "typing", on: true });
    const last = (state: ConversationState) => present(known({ talk: state })).rows.slice(-1)[0]?.key;
    expect(last(typing)).toBe("typing");
    const over = apply(typing, { type: "changed", conversation: conversationOf({ state: "finished", lastSeq: 2 }) });
    expect(last(over)).not.toBe("typing");
  });
});

describe("the form to leave a message", () => {
  const form = (values: Partial<Known>) => present(known({ availability: "offline", expected: false, ...values }));
  const outcome = (name: "sending" | "kept" | "sent") => ({ outcome: name, wrong: {}, orders: [] });

  it("takes the chat's place while nobody can answer", () => {
    expect(form({ open: true }).form).toEqual({ outcome: null, wrong: {}, orders: [], offer: null });
    expect(form({ availability: "hidden" }).form).toBeNull();
    expect(form({ availability: "online" }).form).toBeNull();
    expect(form({}).launcher).toBe(true);
  });

  it("leaves a chat that is on alone, and one that is still to be sent", () => {
    expect(form({ talk: talk() }).form).toBeNull();
    const letter = { clientId: "x", body: "x", queuedAt: 0, failed: null };
    expect(form({ talk: apply(empty("visitor"), { type: "queued", pending: [letter] }) }).form).toBeNull();
    expect(form({ talk: talk({ state: "archived" }) }).form).not.toBeNull();
  });

  it("waits a moment where a chat may turn out to be on", () => {
    expect(form({ expected: true, loaded: false }).form).toBeNull();
    expect(form({ expected: true, loaded: false, longAway: true }).form).not.toBeNull();
    expect(form({ expected: true, loaded: true }).form).not.toBeNull();
  });

  it("is offered, not forced on, whoever has just read an answer", () => {
    const over = form({ talk: talk({ state: "finished" }), reading: true, open: true });
    expect([over.form, over.canLeave, over.bar]).toEqual([null, true, "away"]);
    expect(form({ talk: talk(), reading: true }).canLeave).toBe(false);
  });

  it("stays when somebody comes online, with the offer to chat", () => {
    const held = form({ availability: "online", formHeld: true });
    expect(held.form?.offer).toBe("chat");
    expect(held.state).toBe("online");
    const sending = form({ availability: "online", formHeld: true, form: outcome("sending") });
    expect(sending.form?.offer).toBeNull();
  });

  describe("instead of waiting", () => {
    const told = messageOf(2, { author: "system", kind: "system", body: "", data: { code: "nobody_free" } });
    const stuck = apply(empty("visitor"), {
      type: "opened",
      conversation: conversationOf({ state: "waiting", operator: null, lastSeq: 2 }),
      messages: [messageOf(1), told],
    });
    const waiting = (values: Partial<Known>) => form({ talk: stuck, availability: "online", open: true, ...values });

    it("is offered, and shown to who chose it, with the way back", () => {
      expect([waiting({}).form, waiting({}).canLeave]).toEqual([null, true]);
      expect(waiting({ instead: true }).form?.offer).toBe("wait");
      expect(waiting({ instead: true }).canLeave).toBe(false);
      expect(waiting({ instead: true, form: outcome("sending") }).form?.offer).toBeNull();
    });

    it("is not offered where the merchant takes no messages", () => {
      const none = waiting({ hasForm: false, instead: true });
      expect([none.form, none.canLeave]).toEqual([null, false]);
    });

    it("gives way to an operator who took the conversation", () => {
      const taken = apply(stuck, { type: "changed", conversation: conversationOf({ lastSeq: 2 }) });
      expect(waiting({ talk: taken, instead: true }).form).toBeNull();
      expect(waiting({ talk: taken, formHeld: true, form: outcome("kept") }).form).toBeNull();
    });

    it("stays on the screen with its thanks when the conversation is finished by it", () => {
      const over = apply(stuck, { type: "changed", conversation: conversationOf({ state: "finished", lastSeq: 3 }) });
      for (const availability of ["online", "offline", "hidden"] as const) {
        const thanks = waiting({ talk: over, availability, formHeld: true, reading: true, form: outcome("sent") });
        expect(thanks.form?.outcome).toBe("sent");
      }
    });
  });

  it("brings the widget to the next page while its message is on the way", () => {
    expect(form({}).active).toBe(false);
    expect(form({ form: outcome("kept") }).active).toBe(true);
    expect(form({ form: outcome("sent") }).active).toBe(false);
  });
});

describe("the typing preview", () => {
  it("tells at most four times a second, and the last word in the end", async () => {
    const clock = fakeClock();
    const told: string[] = [];
    const preview = createPreview((text) => told.push(text), clock);
    for (let length = 1; length <= 20; length += 1) {
      preview.typed("x".repeat(length));
      await clock.pass(50);
    }
    await clock.pass(1_000);
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told[told.length - 1]).toBe("x".repeat(20));
    preview.typed("x".repeat(21));
    preview.sent();
    await clock.pass(1_000);
    const count = told.length;
    preview.typed("");
    await clock.pass(1_000);
    expect(told.length).toBe(count);
  });
});

describe("colours", () => {
  it.each(["#25b9d7", "#ffffff", "#ffd54a", "#000000", "#eff1f2"])("%s is seen on white", (colour) => {
    const white = parse("#ffffff");
    const seen = parse(onWhite(colour, 4.5));
    expect(white && seen && contrast(white, seen)).toBeGreaterThanOrEqual(4.5);
  });

  it("that are none become dark", () => {
    expect(onWhite("red; background: url(x)", 3)).toBe("#363a41");
  });
});
