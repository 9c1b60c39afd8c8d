import { describe, expect, it } from "vitest";
import { createUlid } from "../shared/ulid";

describe("ulid", () => {
  it("has the form the sidecar asks for", () => {
    expect(createUlid()()).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });

  it("rises within a millisecond, when digits overflow and when the clock is set back", () => {
    const times = [1000, 1000, 1000, 900, 1001];
    const next = createUlid(() => times.shift() ?? 2000, (count) => Array<number>(count).fill(31));
    const made = [next(), next(), next(), next(), next()];
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(5);
  });
});
