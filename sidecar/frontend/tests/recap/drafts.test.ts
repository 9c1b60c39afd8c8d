import { beforeEach, describe, expect, it } from "vitest";

import { createOutbox, type Letter, type Outbox } from "../../shared/outbox";
import { createUlid } from "../../shared/ulid";
import { fakeClock, settle, type FakeClock } from "../fakes";
import { Browser, openTab, type Tab } from "./browser";

let clock: FakeClock;
let browser: Browser;
/** What the sidecar has, by the id of the message: a repeat changes nothing, another text is refused. */
let stored: Map<string, string>;
let newId: () => string;

type Page = Tab & { readonly outbox: Outbox };

function page(): Page {
  const tab = openTab(browser, clock, { room: 4, newId });
  const outbox = createOutbox({
    store: tab.store,
    clock,
    newId,
    tab: newId(),
    send({ clientId, body }: Letter) {
      const before = stored.get(clientId) ?? body;
      if (before !== body) return Promise.resolve({ ok: false, error: { code: "conflict", message: "" } });
      stored.set(clientId, body);
      return Promise.resolve({ ok: true, data: {} });
    },
    delivered: () => undefined,
  });
  outbox.online(true);
  return { ...tab, outbox };
}

const enter = (one: Page, text: string): void => void one.outbox.add("1", text, one.drafts.take(1, text));
const sent = (): string[] => [...stored.values()].sort();

beforeEach(() => {
  clock = fakeClock();
  browser = new Browser();
  stored = new Map();
  newId = createUlid(clock.now);
});

describe("a draft that two tabs show", () => {
  it("is sent once, when both press Enter before either heard of the other", async () => {
    const [one, other] = [page(), page()];
    one.drafts.write(1, "In three days.");
    browser.settle();
    enter(one, "In three days.");
    enter(other, "In three days.");
    await settle();
    browser.settle();
    await clock.pass(60_000);
    expect(sent()).toEqual(["In three days."]);
    expect([one, other].map(({ drafts }) => drafts.text(1))).toEqual(["", ""]);
  });

  it("is sent once, when the second one is late", async () => {
    const [one, other] = [page(), page()];
    one.drafts.write(1, "In three days.");
    browser.settle();
    enter(one, "In three days.");
    await settle();
    enter(other, "In three days.");
    await clock.pass(60_000);
    expect(sent()).toEqual(["In three days."]);
  });

  it("is gone from the second one as soon as it hears of it", () => {
    const [one, other] = [page(), page()];
    one.drafts.write(1, "In three days.");
    browser.settle();
    expect(other.drafts.text(1)).toBe("In three days.");
    enter(one, "In three days.");
    browser.settle();
    expect(other.drafts.text(1)).toBe("");
  });

  it("becomes two messages when somebody wrote on in the second one", async () => {
    const [one, other] = [page(), page()];
    one.drafts.write(1, "In three");
    browser.settle();
    enter(one, "In three");
    other.drafts.write(1, "In three days.");
    enter(other, "In three days.");
    await settle();
    browser.settle();
    await clock.pass(60_000);
    expect(sent()).toEqual(["In three", "In three days."]);
    expect(one.outbox.letters()).toEqual([]);
  });
});

it("gives the next message another id than the one before", () => {
  const one = page();
  one.drafts.write(1, "Yes");
  const first = one.drafts.take(1, "Yes");
  one.drafts.write(1, "Yes");
  expect(one.drafts.take(1, "Yes")).not.toBe(first);
});

it("keeps nothing of blanks alone", () => {
  const one = page();
  one.drafts.write(1, " \n");
  expect(one.drafts.has(1)).toBe(false);
});
