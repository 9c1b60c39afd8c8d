import { describe, expect, it } from "vitest";
import { normal, tooLow } from "../../backoffice/hex";

describe("a colour as the merchant writes it", () => {
  it.each([
    ["#25b9d7", "#25b9d7"],
    ["#25B9D7", "#25b9d7"],
    [" #fff ", "#ffffff"],
    ["#1aF", "#11aaff"],
  ])("%s is %s", (typed, colour) => expect(normal(typed)).toBe(colour));

  it.each(["", "25b9d7", "#25b9d", "#25b9d7ff", "#ggg", "blue", "rgb(0,0,0)", "#fff;}", "##fff"])(
    "%s is none",
    (typed) => expect(normal(typed)).toBeNull(),
  );
});

describe("the contrast of two colours", () => {
  it("is said where it is too low, never rounded up", () => {
    expect(tooLow("#25b9d7", "#ffffff")).toBe(2.3);
    expect(tooLow("#777777", "#ffffff")).toBe(4.4);
    expect(tooLow("#fff", "#FFFFFF")).toBe(1);
  });

  it("is no matter where it will do", () => {
    expect(tooLow("#767676", "#ffffff")).toBeNull();
    expect(tooLow("#25b9d7", "#11333b")).toBeNull();
    expect(tooLow("#000", "#fff")).toBeNull();
  });

  it("isn't known while one is no colour", () => {
    expect(tooLow("#25b9", "#ffffff")).toBeNull();
    expect(tooLow("#25b9d7", "white")).toBeNull();
  });
});
