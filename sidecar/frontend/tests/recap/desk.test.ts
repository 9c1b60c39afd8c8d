import { describe, expect, it } from "vitest";

import { lastOf } from "../../shared/conversation";
import { apply, concerns, EMPTY_DESK, type Desk } from "../../recap/desk";
import { missingAfter, PREVIEW_LASTS } from "../../recap/talk";
import { offerKey, offersOf, rowsOf, standing, unreadOnDesk } from "../../recap/shelves";
import { ME, SARA, chance, conversation, line, Shop } from "./shop";

function at(...conversations: Parameters<typeof conversation>[0][]): Desk {
  return conversations.reduce(
    (desk: Desk, given) => apply(desk, { type: "conversation", conversation: conversation(given) }),
    apply(EMPTY_DESK, { type: "me", me: ME }),
  );
}

const ids = (talks: readonly { conversation: { id: number } }[]): number[] => talks.map((talk) => talk.conversation.id);

describe("what is on the desk", () => {
  it("is what is mine or on offer to me, until it is archived", () => {
    const mine = { operator: { id: ME.id, name: ME.name } };
    const theirs = { operator: { id: SARA.id, name: SARA.name } };
    expect(concerns(conversation({ state: "ongoing", ...mine }), ME)).toBe(true);
    expect(concerns(conversation({ state: "finished", ...mine }), ME)).toBe(true);
    expect(concerns(conversation({ state: "archived", ...mine }), ME)).toBe(false);
    expect(concerns(conversation({ state: "ongoing", ...theirs }), ME)).toBe(false);
    expect(concerns(conversation({ state: "ongoing", ...theirs, offeredTo: ME.id }), ME)).toBe(true);
    expect(concerns(conversation({ state: "ongoing", ...theirs, offeredTo: 9 }), ME)).toBe(false);
    expect(concerns(conversation({ state: "waiting", operator: null, offeredTo: 0 }), ME)).toBe(true);
    expect(concerns(conversation({ state: "waiting", operator: null, offeredTo: SARA.id }), ME)).toBe(false);
  });

  it("keeps my own conversation while I offer it to somebody, and lets it go when they take it", () => {
    const mine = { id: 4, state: "ongoing", operator: { id: ME.id, name: ME.name }, offeredTo: SARA.id } as const;
    const desk = at(mine);
    expect(ids(rowsOf(desk, "ongoing"))).toEqual([4]);
    expect(offersOf(desk, new Map())).toEqual([]);
    const taken = conversation({ ...mine, operator: { id: SARA.id, name: SARA.name }, offeredTo: undefined });
    expect(apply(desk, { type: "conversation", conversation: taken }).talks).toEqual({});
  });

  it("puts new conversations first, then those that somebody wrote in last", () => {
    const desk = at(
      { id: 1, seenByOperator: 1, lastMessage: line(1, 1, "visitor", 10) },
      { id: 2, seenByOperator: 1, lastMessage: line(2, 1, "visitor", 30) },
      { id: 3, seenByOperator: 0, lastMessage: line(3, 1, "visitor", 5) },
      { id: 4, seenByOperator: 1, state: "finished", lastMessage: line(4, 1, "system", 50) },
    );
    expect(ids(rowsOf(desk, "ongoing"))).toEqual([3, 2, 1]);
    expect(ids(rowsOf(desk, "finished"))).toEqual([4]);
  });

  it("forgets an offer that was declined, not the next one", () => {
    const offered = { id: 5, state: "waiting", operator: null, offeredTo: ME.id, until: "2026-01-01T00:01:00.000Z" } as const;
    const desk = at(offered);
    const declined = new Map([[5, offerKey(conversation(offered))]]);
    expect(ids(offersOf(desk, new Map()))).toEqual([5]);
    expect(offersOf(desk, declined)).toEqual([]);
    const again = conversation({ ...offered, until: "2026-01-01T00:09:00.000Z" });
    expect(ids(offersOf(apply(desk, { type: "conversation", conversation: again }), declined))).toEqual([5]);
  });
});

describe("messages", () => {
  it("say who waits for whom", () => {
    let desk = at({ id: 1, lastSeq: 0, seenByOperator: 0 });
    desk = apply(desk, { type: "message", message: line(1, 1, "visitor", 10) });
    desk = apply(desk, { type: "message", message: line(1, 2, "visitor", 20) });
    const talk = (): NonNullable<Desk["talks"][number]> => desk.talks[1] ?? expect.fail("no conversation 1");
    expect(unreadOnDesk(desk)).toBe(2);
    expect(standing(talk().conversation, Date.parse(line(1, 1, "visitor", 140).sentAt))).toEqual({
      who: "operator",
      since: Date.parse(line(1, 1, "visitor", 10).sentAt),
      long: true,
    });
    desk = apply(desk, { type: "message", message: line(1, 3, "operator", 30) });
    expect(unreadOnDesk(desk)).toBe(0);
    expect(standing(talk().conversation, 0).who).toBe("visitor");
  });

  it("show a hole until it was asked for", () => {
    let desk = at({ id: 1, lastSeq: 1, lastMessage: line(1, 1, "visitor", 1) });
    desk = apply(desk, { type: "message", message: line(1, 4, "visitor", 4) });
    const talk = (): NonNullable<Desk["talks"][number]> => desk.talks[1] ?? expect.fail("no conversation 1");
    expect(missingAfter(talk())).toBe(1);
    expect(talk().conversation.lastMessage?.seq).toBe(4);
    const messages = [2, 3, 4].map((seq) => line(1, seq, "visitor", seq));
    const whole = { ...talk().conversation, lastSeq: 4 };
    desk = apply(desk, { type: "listed", direction: "after", reply: { messages, conversation: whole, more: false } });
    expect(missingAfter(talk())).toBeNull();
    expect(talk().messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it("of a conversation that nobody introduced, and pulses that know more, ask for the desk again", () => {
    const desk = at({ id: 1, lastSeq: 3, lastMessage: line(1, 3, "visitor", 3) });
    expect(apply(desk, { type: "message", message: line(9, 1, "visitor", 1) }).stale).toBe(true);
    expect(apply(desk, { type: "pulse", pulse: { lastSeq: { 9: 1 }, version: "1" } }).stale).toBe(true);
    const same = apply(desk, { type: "pulse", pulse: { lastSeq: { 1: 3 }, version: "1" } });
    expect([same.stale, missingAfter(same.talks[1] ?? expect.fail("gone"))]).toEqual([false, null]);
    const more = apply(desk, { type: "pulse", pulse: { lastSeq: { 1: 5 }, version: "1" } });
    expect(missingAfter(more.talks[1] ?? expect.fail("gone"))).toBe(3);
  });
});

describe("the typing preview", () => {
  it("goes with the message, with the visitor, and with time", () => {
    const typing = { type: "typing", typing: { conversationId: 1, text: "Do you" }, now: 0 } as const;
    const desk = apply(at({ id: 1 }), typing);
    expect(desk.talks[1]?.preview?.text).toBe("Do you");
    expect(apply(desk, { type: "tick", now: PREVIEW_LASTS - 1 }).talks[1]?.preview).not.toBeNull();
    expect(apply(desk, { type: "tick", now: PREVIEW_LASTS }).talks[1]?.preview).toBeNull();
    expect(apply(desk, { type: "message", message: line(1, 1, "visitor", 1) }).talks[1]?.preview).toBeNull();
    const left = { type: "presence", presence: { conversationId: 1, present: false } } as const;
    expect(apply(desk, left).talks[1]?.preview).toBeNull();
  });
});

describe("after whatever happened", () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))("the desk is as a fresh one (%i)", (seed) => {
    const random = chance(seed);
    const shop = new Shop(random);
    let desk = apply(EMPTY_DESK, { type: "entered", reply: shop.snapshot() });
    for (let step = 0; step < 120; step += 1) {
      // Some events are lost: the page notices at the next one, or at the pulse.
      for (const event of shop.step()) if (random() > 0.08) desk = apply(desk, event);
      if (random() < 0.1) desk = apply(desk, shop.pulse());
      desk = shop.resync(desk);
    }
    for (const event of shop.settle()) desk = apply(desk, event);
    desk = shop.resync(apply(desk, shop.pulse()));
    desk = apply(desk, { type: "entered", reply: shop.snapshot() });
    desk = shop.resync(desk);
    const fresh = shop.resync(apply(EMPTY_DESK, { type: "entered", reply: shop.snapshot() }));
    expect(known(desk)).toEqual(known(fresh));
    for (const talk of Object.values(desk.talks)) {
      expect(lastOf(talk)).toBe(talk.conversation.lastSeq);
      expect(talk.messages).toEqual(shop.messages(talk.conversation.id).slice(-talk.messages.length));
    }
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))("without losses no question was needed (%i)", (seed) => {
    const shop = new Shop(chance(1000 + seed));
    let desk = apply(EMPTY_DESK, { type: "entered", reply: shop.snapshot() });
    for (let step = 0; step < 150; step += 1) for (const event of shop.step()) desk = apply(desk, event);
    expect(desk.stale).toBe(false);
    expect(Object.values(desk.talks).map(missingAfter).filter((gap) => gap !== null)).toEqual([]);
    expect(known(desk)).toEqual(known(apply(EMPTY_DESK, { type: "entered", reply: shop.snapshot() })));
  });
});

/** What a fresh desk knows too: not how far back somebody read, nor what was being typed. */
function known(desk: Desk): unknown {
  const talks = Object.values(desk.talks).map(({ conversation: { ...all }, lastSeq }) => ({ ...all, seq: lastSeq }));
  return { me: desk.me, operators: desk.operators, talks };
}
