/**
 * Keys for what operators do all day. They stand over a page of the back office where somebody types, so all of them
 * take Alt and Shift; their letters lie where every Latin keyboard has them, whatever the layout makes of them.
 */

export type Shortcut =
  | "unread"
  | "next"
  | "previous"
  | "reply"
  | "accept"
  | "tools"
  | "about"
  | "minimise"
  | "hide"
  | "end"
  | "recap"
  | "search"
  | "online"
  | "help";

/** In the order in which the help lists them. */
export const SHORTCUTS: Readonly<Record<Shortcut, string>> = {
  unread: "U",
  reply: "R",
  next: "N",
  previous: "P",
  tools: "L",
  about: "V",
  minimise: "D",
  hide: "H",
  end: "E",
  accept: "G",
  recap: "C",
  search: "S",
  online: "O",
  help: "K",
};

export type KeyPress = Pick<KeyboardEvent, "key" | "code" | "altKey" | "shiftKey" | "ctrlKey" | "metaKey"> & {
  readonly isComposing?: boolean;
  readonly repeat?: boolean;
};

/** What a key press asks for; null for everything else. */
export function shortcutOf(press: KeyPress): Shortcut | null {
  if (!press.altKey || !press.shiftKey || press.ctrlKey || press.metaKey) return null;
  if (press.isComposing || press.repeat) return null;
  // A Mac's Option makes "Ë" of a U, a Greek keyboard "Θ": then it is the key's place that counts.
  const letter = /^[a-z]$/i.test(press.key) ? press.key.toUpperCase() : /^Key([A-Z])$/.exec(press.code)?.[1];
  const found = Object.entries(SHORTCUTS).find(([, key]) => key === letter);
  return found ? (found[0] as Shortcut) : null;
}

/** "?" asks for help where nobody types. */
export function isQuestion({ key, altKey, ctrlKey, metaKey }: KeyPress): boolean {
  return key === "?" && !altKey && !ctrlKey && !metaKey;
}

export function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}

/** `ours`: the event happened inside our element. Returns how to stop. */
export function listenForShortcuts(
  page: Window,
  { on, ours, run }: { on(): boolean; ours(event: Event): boolean; run(shortcut: Shortcut): void },
): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (!on()) return;
    const target = event.composedPath()[0] ?? null;
    const asked = isQuestion(event) && ours(event) && !isTypedInto(target) ? "help" : shortcutOf(event);
    if (!asked) return;
    event.preventDefault();
    event.stopPropagation();
    run(asked);
  };
  // Before the page's own listeners: they don't know these keys.
  page.addEventListener("keydown", listener, { capture: true });
  return () => page.removeEventListener("keydown", listener, { capture: true });
}
