import { beforeEach, describe, expect, it } from "vitest";

import { createArrangement, type Arrangement } from "../../recap/arrangement";
import { createDrafts, type Drafts } from "../../recap/drafts";
import { NOTHING_KEPT } from "../../recap/kept";
import { memoryStore, type Store } from "../../shared/storage";
import { createUlid } from "../../shared/ulid";
import { fakeClock, type FakeClock } from "../fakes";
import { Browser, openTab, type Tab } from "./browser";
import { chance } from "./shop";

let store: Store;
let clock: FakeClock;
let room: number;

interface Page {
  readonly desk: Arrangement;
  readonly drafts: Drafts;
}

function page(): Page {
  const drafts = createDrafts(store, clock.now);
  return { drafts, desk: createArrangement({ store, drafts, clock, capacity: () => room, first: NOTHING_KEPT }) };
}

const ids = (desk: Arrangement): number[] => desk.visible().map(({ id }) => id);

beforeEach(() => {
  store = memoryStore();
  clock = fakeClock();
  room = 4;
});

describe("an arrangement", () => {
  it("is there again on the next page", async () => {
    const { desk, drafts } = page();
    desk.open(1, "John", true);
    await clock.pass(1);
    desk.open(2, "Guest", false);
    desk.minimise(2, true);
    drafts.write(1, "Hello");
    desk.choose("finished");
    desk.minimiseRecap(true);
    desk.decline(7, "offer");
    const next = page();
    expect(next.desk.kept).toEqual(desk.kept);
    expect(ids(next.desk)).toEqual([1, 2]);
    expect(next.drafts.text(1)).toBe("Hello");
  });

  it("holds windows with a draft or with the focus, in whichever tab", async () => {
    room = 2;
    const [one, other] = [page(), page()];
    one.desk.open(1, "A", true);
    await clock.pass(1);
    one.desk.open(2, "B", true);
    one.desk.focus(1);
    other.desk.refresh();
    other.drafts.write(2, "draft");
    expect(other.desk.open(3, "C", false)).toBe(false);
    one.desk.blur(1);
    other.desk.refresh();
    expect(other.desk.open(3, "C", false)).toBe(true);
    expect(ids(other.desk)).toEqual([3, 2]);
  });

  it("meets each conversation once, and again after it was over", () => {
    const [one, other] = [page(), page()];
    expect(one.desk.meet([1, 2])).toEqual([1, 2]);
    expect(other.desk.meet([1, 2, 3])).toEqual([3]);
    one.desk.part(1);
    other.desk.refresh();
    expect(other.desk.meet([1, 2, 3])).toEqual([1]);
  });

  it("closes what left the desk, and keeps what was begun there for a day", async () => {
    const { desk, drafts } = page();
    desk.open(1, "A", true);
    desk.open(2, "B", true);
    drafts.write(1, "draft");
    desk.decline(2, "offer");
    desk.meet([1, 2]);
    desk.close(new Set([1]));
    expect([ids(desk), drafts.text(1), [...desk.kept.met]]).toEqual([[2], "draft", [2]]);
    desk.keepOnly(new Set([9]));
    expect([ids(desk), [...desk.kept.met]]).toEqual([[], []]);
    expect([...desk.kept.declined]).toEqual([[2, "offer"]]);
    drafts.prune(new Set([9]));
    expect(drafts.text(1)).toBe("draft");
    await clock.pass(25 * 60 * 60_000);
    drafts.prune(new Set([1]));
    expect(drafts.text(1)).toBe("draft");
    drafts.prune(new Set());
    expect(page().drafts.text(1)).toBe("");
  });

  it("survives whatever stands in the storage", () => {
    for (const text of ["", "null", "[]", '{"name":7}', '{"name":"A","minimised":"x","used":1,"place":1}']) {
      for (const key of ["window:1", "window:x", "met:y", "declined:-1", "focused", "shelf", "draft:1"]) store.set(key, text);
      const { desk, drafts } = page();
      expect(ids(desk).length).toBeLessThan(2);
      expect(desk.kept.focused).toBeNull();
      expect(desk.kept.shelf).toBe("ongoing");
      expect(drafts.text(1)).toBe("");
    }
  });
});

describe("five tabs of one employee", () => {
  let browser: Browser;
  let tabs: Tab[];

  beforeEach(() => {
    browser = new Browser();
    const newId = createUlid(clock.now);
    tabs = [1, 2, 3, 4, 5].map(() => openTab(browser, clock, { room, newId }));
  });

  const tab = (index: number): Tab => tabs[index] ?? expect.fail("no such tab");

  it("lose nothing of what two of them do at once", () => {
    tab(0).arrangement.open(1, "John", true);
    tab(1).arrangement.open(2, "Guest", true);
    tab(2).arrangement.minimiseRecap(true);
    tab(3).drafts.write(1, "Hel");
    browser.settle();
    for (const { arrangement, drafts } of tabs) {
      expect(ids(arrangement)).toEqual([1, 2]);
      expect(arrangement.kept.minimised).toBe(true);
      expect(drafts.text(1)).toBe("Hel");
    }
  });

  it("open the same window for a new conversation, whichever notices it first", () => {
    for (const { arrangement } of tabs) for (const id of arrangement.meet([7])) arrangement.open(id, "John", false);
    browser.settle();
    for (const { arrangement } of tabs) expect(ids(arrangement)).toEqual([7]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("agree in the end whatever they do and whenever they hear of it (%i)", async (seed) => {
    const random = chance(seed);
    const any = (count: number): number => Math.floor(random() * count);
    for (let turn = 0; turn < 300; turn += 1) {
      await clock.pass(any(50));
      const { arrangement, drafts } = tab(any(5));
      const id = 1 + any(8);
      const steps = [
        () => arrangement.open(id, `Guest #${id}`, random() < 0.5),
        () => arrangement.hide(id),
        () => arrangement.minimise(id, random() < 0.5),
        () => arrangement.focus(id),
        () => arrangement.blur(id),
        () => arrangement.minimiseRecap(random() < 0.5),
        () => arrangement.choose(random() < 0.5 ? "finished" : "ongoing"),
        () => arrangement.meet([id]),
        () => arrangement.part(id),
        () => arrangement.decline(id, String(turn)),
        () => drafts.write(id, random() < 0.3 ? "" : `draft ${turn}`),
        () => arrangement.close(new Set([id])),
      ];
      steps[any(steps.length)]?.();
      for (let told = any(4); told > 0; told -= 1) browser.tell(any(5));
    }
    browser.settle();
    const [first = expect.fail(), ...others] = tabs;
    for (const other of others) {
      expect(other.arrangement.kept).toEqual(first.arrangement.kept);
      expect(ids(other.arrangement)).toEqual(ids(first.arrangement));
      for (let id = 1; id <= 8; id += 1) expect(other.drafts.text(id)).toBe(first.drafts.text(id));
    }
    // What a page that comes now finds is what the tabs have.
    const fresh = openTab(browser, clock, { room, newId: createUlid(clock.now) });
    expect(fresh.arrangement.kept).toEqual(first.arrangement.kept);
  });
});
