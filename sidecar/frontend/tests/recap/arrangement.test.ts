import { beforeEach, describe, expect, it } from "vitest";

import { createArrangement, type Arrangement } from "../../recap/arrangement";
import { NOTHING_KEPT } from "../../recap/kept";
import { memoryStore, type Store } from "../../shared/storage";
import { fakeClock, type FakeClock } from "../fakes";

let store: Store;
let clock: FakeClock;
let room: number;

const page = (): Arrangement => createArrangement({ store, clock, capacity: () => room, first: NOTHING_KEPT });
const ids = (one: Arrangement): number[] => one.visible().map(({ id }) => id);

beforeEach(() => {
  store = memoryStore();
  clock = fakeClock();
  room = 4;
});

describe("an arrangement", () => {
  it("is there again on the next page", async () => {
    const one = page();
    one.open(1, "John", true);
    await clock.pass(1);
    one.open(2, "Guest", false);
    one.minimise(2, true);
    one.write(1, "Hello");
    one.choose("finished");
    one.minimiseRecap(true);
    const next = page();
    expect(next.kept).toEqual(one.kept);
    expect(ids(next)).toEqual([1, 2]);
    expect(next.draft(1)).toBe("Hello");
  });

  it("is in step between tabs, and neither loses what the other did", () => {
    const [one, other] = [page(), page()];
    one.open(1, "John", true);
    other.open(2, "Guest", true);
    one.refresh("layout");
    expect(ids(one)).toEqual([1, 2]);
    other.write(1, "Hel");
    one.refresh("draft:1");
    expect(one.draft(1)).toBe("Hel");
  });

  it("holds windows with a draft or with the focus, in whichever tab", async () => {
    room = 2;
    const [one, other] = [page(), page()];
    one.open(1, "A", true);
    await clock.pass(1);
    one.open(2, "B", true);
    one.focus(1);
    other.refresh("layout");
    other.write(2, "draft");
    expect(other.open(3, "C", false)).toBe(false);
    one.blur(1);
    other.refresh("layout");
    expect(other.open(3, "C", false)).toBe(true);
    expect(ids(other)).toEqual([3, 2]);
  });

  it("meets each conversation once, and again after it was over", () => {
    const [one, other] = [page(), page()];
    expect(one.meet([1, 2])).toEqual([1, 2]);
    expect(other.meet([1, 2, 3])).toEqual([3]);
    one.part(1);
    other.refresh("layout");
    expect(other.meet([1, 2, 3])).toEqual([1]);
  });

  it("drops what was kept for conversations that are gone", () => {
    const one = page();
    one.open(1, "A", true);
    one.open(2, "B", true);
    one.write(1, "draft");
    one.decline(2, "offer");
    one.meet([1, 2]);
    one.drop(new Set([1]));
    expect([ids(one), one.draft(1), one.kept.met]).toEqual([[2], "", [2]]);
    one.keepOnly(new Set([9]));
    expect([ids(one), one.kept.met]).toEqual([[], []]);
    expect(one.kept.declined).toEqual({ 2: "offer" });
  });

  it("survives whatever stands in the storage", () => {
    for (const text of ["", "null", "[]", '{"windows":[{"id":"1"},7,{"id":1,"name":"A","minimised":false,"used":1}]}']) {
      store.set("layout", text);
      expect(ids(page()).length).toBeLessThan(2);
    }
  });
});
