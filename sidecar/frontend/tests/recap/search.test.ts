import { expect, it } from "vitest";

import { find, pieces } from "../../recap/search";
import { fromConversation, type Talk } from "../../recap/talk";
import { conversation, line } from "./shop";

const said = (...bodies: string[]): Talk => {
  const messages = bodies.map((body, index) => ({ ...line(1, index + 1, index % 2 ? "operator" : "visitor", index), body }));
  return { ...fromConversation(conversation({ lastMessage: messages[messages.length - 1] })), messages };
};
const found = (typed: string, talk = said("Where is my order?", "On its way.")): string | null | undefined => {
  const hit = find(talk, "John DOÉ (#2)", typed);
  return hit && (hit.message?.body ?? undefined);
};

it("finds by name and number, whatever the case and the accents, words in any order", () => {
  for (const typed of ["john", "DOE john", "doé", "#2", "  "]) expect(found(typed), typed).toBeUndefined();
});

it("finds by what was said, and says which message", () => {
  expect(found("order")).toBe("Where is my order?");
  expect(found("way")).toBe("On its way.");
  expect(find(said("A", "B"), "Guest", "b")?.theirs).toBe(false);
});

it("takes the newest message with most of the words", () => {
  expect(found("my way")).toBe("On its way.");
  expect(found("my order")).toBe("Where is my order?");
});

it("finds nothing when a word is missing", () => {
  expect(found("john parcel")).toBeNull();
});

it("finds what is known of the visitor besides the name", () => {
  const talk = fromConversation(
    conversation({
      visitor: { vid: "v", name: "", guestId: 7, present: true, email: "zoe@example.com", page: { url: "/", title: "Linen apron" } },
    }),
  );
  for (const typed of ["#7", "zoe@", "apron"]) expect(find(talk, "Guest #7", typed), typed).not.toBeNull();
});

it("marks what matches, in a text of its own length", () => {
  const text = "Élodie commande 3 tabliers en coton, puis deux tabliers en lin épais";
  const parts = pieces(text, "TABLIERS epais", 100);
  expect(parts.filter(({ hit }) => hit).map((part) => part.text)).toEqual(["tabliers", "tabliers", "épais"]);
  expect(parts.map((part) => part.text).join("")).toBe(text);
});

it("begins shortly before the first match", () => {
  const [first, second] = pieces(`${"word ".repeat(30)}needle and more`, "needle");
  expect(first).toEqual({ text: "…", hit: false });
  expect(second?.text.length).toBeLessThan(14);
});

it("never cuts a character in two", () => {
  const text = `${"🏝️".repeat(20)}needle`;
  const shown = pieces(text, "needle").map((part) => part.text).join("");
  expect(shown).not.toMatch(/(^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/);
  expect(pieces("🏝️ İstanbul", "istanbul").some(({ hit }) => hit)).toBe(true);
});
