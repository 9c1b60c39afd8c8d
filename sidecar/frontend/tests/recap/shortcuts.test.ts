import { expect, it } from "vitest";

import { isQuestion, shortcutOf, SHORTCUTS, type KeyPress } from "../../recap/shortcuts";

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  altKey: true,
  shiftKey: true,
  ctrlKey: false,
  metaKey: false,
  ...held,
});

it.each([
  ["a keyboard of the United States", press("U", "KeyU")],
  ["one that gives the small letter", press("u", "KeyU")],
  ["a Mac, whose Option writes something else", press("¨", "KeyU")],
  ["a Mac that waits for the letter under an accent", press("Dead", "KeyU")],
  ["a Greek keyboard", press("Θ", "KeyU")],
  ["a Cyrillic keyboard", press("Г", "KeyU")],
  ["Dvorak, where the letter lies elsewhere", press("U", "KeyF")],
])("knows the key on %s", (_layout, pressed) => {
  expect(shortcutOf(pressed)).toBe("unread");
});

it("leaves to the page what people type there, and other chords", () => {
  expect(shortcutOf(press("U", "KeyU", { altKey: false }))).toBeNull();
  expect(shortcutOf(press("u", "KeyU", { shiftKey: false }))).toBeNull();
  // AltGr is Ctrl and Alt on Windows.
  expect(shortcutOf(press("U", "KeyU", { ctrlKey: true }))).toBeNull();
  expect(shortcutOf(press("U", "KeyU", { metaKey: true }))).toBeNull();
  expect(shortcutOf(press("X", "KeyX"))).toBeNull();
  expect(shortcutOf(press("Shift", "ShiftLeft"))).toBeNull();
  expect(shortcutOf(press("U", "KeyU", { repeat: true }))).toBeNull();
  expect(shortcutOf(press("U", "KeyU", { isComposing: true }))).toBeNull();
});

it("takes letters that lie in one place on QWERTY, AZERTY and QWERTZ, and each once", () => {
  const letters = Object.values(SHORTCUTS);
  expect(new Set(letters).size).toBe(letters.length);
  expect(letters.join("")).not.toMatch(/[AQWZMY]/);
  // Chrome's own, with Alt and Shift: its toolbar, its bookmarks, feedback.
  expect(letters.join("")).not.toMatch(/[TBI]/);
});

it("knows a question mark wherever the layout has it", () => {
  expect(isQuestion(press("?", "Slash", { altKey: false }))).toBe(true);
  expect(isQuestion(press("?", "KeyM", { altKey: false }))).toBe(true);
  expect(isQuestion(press("?", "Slash"))).toBe(false);
});
