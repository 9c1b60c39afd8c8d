import { beforeEach, describe, expect, it } from "vitest";
import { apply, empty, type ConversationState } from "../shared/conversation";
import { memoryStore } from "../shared/storage";
import { createDrafts, unanswered, type Drafts } from "../widget/drafts";
import type { Typed } from "../widget/form";
import type { Leave } from "../widget/leave";
import { createMemory, type Memory } from "../widget/memory";
import { isStuck, staysForm } from "../widget/model";
import { conversationOf, fakeClock, messageOf, type FakeClock } from "./fakes";

let clock: FakeClock;
let memory: Memory;
let drafts: Drafts;
let box: string;
let form: Typed;

beforeEach(() => {
  clock = fakeClock();
  memory = createMemory(memoryStore());
  box = "";
  form = { message: "", email: "" };
  const leave = {
    typed: {},
    refresh: () => undefined,
    filled: (typed: Typed) => (memory.form = { typed }),
    start: () => Promise.resolve({ email: "pub@prestashop.com", firstname: "John" }),
  };
  drafts = createDrafts({
    memory,
    leave: leave as unknown as Leave,
    clock,
    view: () => ({
      draft: (text) => {
        box = text;
        form = { ...form, message: text };
      },
      fill: (typed) => void (form = { ...form, ...typed }),
      typed: () => form,
      isWriting: () => false,
    }),
  });
});

const system = (seq: number, code: string) =>
  messageOf(seq, { author: "system", kind: "system", body: "", data: { code } });

function waiting(...codes: string[]): ConversationState {
  const messages = [
    messageOf(1, { author: "visitor", body: "An old question" }),
    messageOf(2, { author: "operator", body: "An answer" }),
    messageOf(3, { author: "visitor", body: "Do you ship?" }),
    messageOf(4, { author: "visitor", body: "To Corsica?" }),
    ...codes.map((code, index) => system(5 + index, code)),
  ];
  const conversation = conversationOf({ state: "waiting", operator: null, lastSeq: messages.length });
  return apply(empty("visitor"), { type: "opened", conversation, messages });
}

const became = (state: ConversationState, values: object) =>
  apply(state, { type: "changed", conversation: { ...conversationOf(), ...state.conversation, ...values } });

describe("what is typed", () => {
  it("is written down a moment later, or when the page is left", async () => {
    drafts.typed("Half a");
    expect(memory.draft).toBe("");
    await clock.pass(500);
    expect(memory.draft).toBe("Half a");
    drafts.filled({ message: "Half a thought", email: "a@b.example" });
    drafts.flush();
    expect(memory.draft).toBe("Half a thought");
    expect(memory.form.typed).toEqual({ email: "a@b.example" });
  });

  it("is not written down for the next person", async () => {
    drafts.typed("Secret");
    drafts.forget();
    await clock.pass(1_000);
    expect([memory.draft, box]).toEqual(["", ""]);
  });

  it("is not overwritten by what the shop knows", async () => {
    memory.identity = { key: "c:2", vid: "v" };
    form = { message: "", email: "mine@example.org", firstname: "" };
    await drafts.prefill();
    expect(form).toEqual({ message: "", email: "mine@example.org", firstname: "John" });
  });
});

describe("a message instead of waiting", () => {
  it("begins with what was not answered, and with what was being typed", () => {
    expect(unanswered(waiting())).toBe("Do you ship?\nTo Corsica?");
    drafts.typed("Or by boat?");
    drafts.insteadOf(waiting("nobody_free"));
    expect(form["message"]).toBe("Do you ship?\nTo Corsica?\nOr by boat?");
    expect(drafts.instead).toBe(true);
    expect(memory.draft).toBe(form["message"]);
  });

  it("leaves in the chat only what was not said there", () => {
    drafts.insteadOf(waiting("nobody_free"));
    drafts.filled({ message: `${memory.draft} Please.` });
    drafts.giveUp();
    expect([box, memory.draft, drafts.instead]).toEqual(["Please.", "Please.", false]);
  });

  it("keeps a message that was written anew", () => {
    drafts.insteadOf(waiting("nobody_free"));
    drafts.filled({ message: "Something else" });
    drafts.giveUp();
    expect(box).toBe("Something else");
  });

  it("leaves nothing when it is sent", () => {
    drafts.insteadOf(waiting("nobody_free"));
    drafts.sent();
    expect([memory.draft, form["message"], drafts.instead]).toEqual(["", "", false]);
  });

  it("works where an operator had the last word", () => {
    const state = waiting("nobody_online");
    const answered = apply(state, { type: "created", message: messageOf(6, { author: "operator", body: "Bye" }) });
    expect(unanswered(answered)).toBe("");
    drafts.insteadOf(answered);
    expect(drafts.instead).toBe(true);
  });
});

describe("who waits in vain", () => {
  it.each([
    [[], false],
    [["nobody_free"], true],
    [["nobody_online"], true],
    [["operator_left"], false],
    [["operator_left", "nobody_free"], true],
    [["nobody_free", "reopened_by_visitor"], false],
    [["nobody_free", "signed_in"], true],
  ] as const)("was told so: %s", (codes, stuck) => {
    expect(isStuck(waiting(...codes))).toBe(stuck);
  });

  it("waits no longer when somebody took the conversation, or it is over", () => {
    const state = waiting("nobody_free");
    expect(isStuck(became(state, { state: "ongoing" }))).toBe(false);
    expect(isStuck(became(state, { state: "finished" }))).toBe(false);
  });

  it("stays with the form while its message is on the way, unless somebody answers", () => {
    const state = waiting("nobody_free");
    expect(staysForm(state, null)).toBe(true);
    expect(staysForm(became(state, { state: "finished" }), "sending")).toBe(true);
    expect(staysForm(became(state, { state: "finished" }), null)).toBe(false);
    expect(staysForm(became(state, { state: "ongoing" }), "kept")).toBe(false);
  });
});
