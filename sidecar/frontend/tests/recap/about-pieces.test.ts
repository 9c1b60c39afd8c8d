// @vitest-environment jsdom
import { expect, it } from "vitest";

import { settle, webAddress } from "../../recap/about-pieces";

function list(...texts: string[]): HTMLElement {
  const made = document.createElement("ul");
  for (const text of texts) {
    const item = document.createElement("li");
    item.textContent = text;
    made.append(item);
  }
  return made;
}

it("leaves alone what is the same", () => {
  const place = document.createElement("div");
  settle(place, [list("a", "b")]);
  const [first] = place.querySelectorAll("li");
  settle(place, [list("a", "c", "d")]);
  expect(place.textContent).toBe("acd");
  expect(place.querySelector("li")).toBe(first);
  settle(place, []);
  expect(place.childNodes).toHaveLength(0);
});

it("makes links of web addresses only", () => {
  expect(webAddress("www.example.com/")).toEqual({ value: "www.example.com", href: "https://www.example.com/" });
  expect(webAddress("https://a.test/b/")).toEqual({ value: "a.test/b", href: "https://a.test/b/" });
  expect(webAddress("javascript:alert(1)").href).toBeNull();
  expect(webAddress(undefined)).toEqual({ value: undefined, href: null });
});
