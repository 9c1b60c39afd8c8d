import { describe, expect, it } from "vitest";

import { capacity, hide, minimise, open, touch, visible, windowWidth, type Opening, type Placed } from "../../recap/windows";

const nobody = (): boolean => false;
const holding =
  (...ids: number[]) =>
  (id: number): boolean =>
    ids.includes(id);
const opening = (given: Partial<Opening> = {}): Opening => ({
  name: "Guest",
  now: 100,
  capacity: 4,
  held: nobody,
  asked: false,
  ...given,
});
const row = (...ids: number[]): Placed[] => ids.map((id, place) => ({ id, name: "Guest", minimised: false, used: id, place }));
const ids = (windows: readonly Placed[] | null): number[] | null => windows && windows.map(({ id }) => id);

describe("capacity", () => {
  it("is four on a usual desktop, fewer as the page narrows, one on a phone", () => {
    expect([1920, 1366, 1351, 1280, 1024, 768, 599, 390, 320].map(capacity)).toEqual([4, 4, 4, 3, 2, 1, 1, 1, 1]);
  });

  it("gives windows 248 px at 1366 px and never more than 300", () => {
    expect(windowWidth(1351, 4)).toBe(251);
    expect(windowWidth(1336, 4)).toBe(248);
    expect(windowWidth(2560, 4)).toBe(300);
    expect(windowWidth(1366, 1)).toBe(300);
  });

  it("never promises more than fits", () => {
    for (let width = 600; width < 2000; width += 1) {
      const count = capacity(width);
      const taken = 296 + 8 + 8 + count * (windowWidth(width, count) + 8);
      expect(taken, `${width} px`).toBeLessThanOrEqual(width);
    }
  });
});

describe("opening", () => {
  it("adds at the far end while there is room", () => {
    expect(ids(open(row(1, 2), 3, opening()))).toEqual([1, 2, 3]);
  });

  it("replaces the window used longest ago, in its place", () => {
    const windows = row(3, 1, 4, 2);
    expect(ids(open(windows, 9, opening()))).toEqual([3, 9, 4, 2]);
    expect(open(windows, 9, opening())?.[1]?.place).toBe(1);
  });

  it("never replaces a window with the focus or a draft", () => {
    expect(ids(open(row(1, 2, 3, 4), 9, opening({ held: holding(1, 2) })))).toEqual([1, 2, 9, 4]);
    expect(open(row(1, 2, 3, 4), 9, opening({ held: holding(1, 2, 3, 4) }))).toBeNull();
    expect(open(row(1, 2, 3, 4), 9, opening({ held: holding(1, 2, 3, 4), asked: true }))).toBeNull();
  });

  it("leaves a window that is there as it is, unless the operator asked", () => {
    const windows = minimise(row(1, 2), 1, true, 50);
    expect(open(windows, 1, opening())).toEqual(windows);
    expect(open(windows, 1, opening({ asked: true }))?.[0]).toEqual({
      id: 1,
      name: "Guest",
      minimised: false,
      used: 100,
      place: 0,
    });
  });

  it("on a phone puts a window with a draft down rather than refusing the operator", () => {
    const phone = { capacity: 1, held: holding(1) };
    expect(open(row(1), 2, opening(phone))).toBeNull();
    const windows = open(row(1), 2, opening({ ...phone, asked: true }));
    expect(windows?.map(({ id, minimised }) => [id, minimised])).toEqual([
      [1, true],
      [2, false],
    ]);
  });
});

describe("visible", () => {
  it("keeps places and prefers held, then recently used windows", () => {
    expect(ids(visible(row(4, 1, 3, 2), 2, nobody))).toEqual([4, 3]);
    expect(ids(visible(row(4, 1, 3, 2), 2, holding(1)))).toEqual([4, 1]);
    expect(ids(visible(row(1, 2), 4, nobody))).toEqual([1, 2]);
  });
});

it("takes what is done now for the latest, also when the clock was set back", () => {
  expect(touch(row(500, 900), 500, 3).map(({ used }) => used)).toEqual([901, 900]);
});

it("hides a window", () => {
  expect(ids(hide(row(1, 2, 3), 2))).toEqual([1, 3]);
});
