/** "/" in the reply finds what is kept ready: arrow keys choose, Enter puts it in its place. */

import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { CannedReply } from "../shared/protocol";
import { createQuestion } from "./tool-list";
import type { Words } from "./words";

export interface Slash {
  /** True: the key was for the list. */
  key(event: KeyboardEvent): boolean;
  /** The text changed, or where one writes in it. */
  look(): void;
  close(): void;
}

export interface SlashOptions {
  readonly shell: Shell;
  readonly words: Words;
  find(q: string): Promise<readonly CannedReply[]>;
  /** The characters from `start` to `end` become this text. */
  put(text: string, start: number, end: number): void;
}

/** At the beginning, or after a blank: not in addresses, dates and fractions. */
const ASKED = /(?:^|\s)\/([\p{L}\p{N}_-]{0,32})$/u;
const ASKS_AFTER = 120;
const SHOWN = 8;

/** What stands after the "/" before the place where one writes; null when there is none. */
export function askedAt(text: string, caret: number): { q: string; start: number } | null {
  const found = ASKED.exec(text.slice(0, caret));
  return found ? { q: found[1] ?? "", start: caret - (found[1] ?? "").length - 1 } : null;
}

export function createSlash(root: ParentNode, reply: HTMLTextAreaElement, options: SlashOptions): Slash {
  const list = part(root, "slash");
  const said = part(root, "slash-said");
  const later = createQuestion(ASKS_AFTER);
  list.id = `slash-${Math.random().toString(36).slice(2)}`;
  setAttr(reply, "aria-controls", list.id);
  let found: readonly CannedReply[] = [];
  let active = 0;
  /** The answer is on its way; "chosen": Enter was pressed already, the first one is meant. */
  let waiting: false | "asked" | "chosen" = false;
  /** Where the "/" stands that was answered, or that nobody wants answered. */
  let refused = -1;

  function at(): { q: string; start: number } | null {
    return reply.selectionStart === reply.selectionEnd ? askedAt(reply.value, reply.selectionStart) : null;
  }

  function close(): void {
    later.forget();
    found = [];
    waiting = false;
    draw();
  }

  function draw(): void {
    show(list, found.length > 0);
    setText(said, found.length > 0 ? options.words.count("tool_found", found.length) : "");
    list.replaceChildren(...found.map(option));
    setAttr(reply, "aria-activedescendant", found.length > 0 ? `${list.id}-${active}` : null);
    setAttr(reply, "aria-autocomplete", found.length > 0 ? "list" : null);
    (list.children[active] as HTMLElement | undefined)?.scrollIntoView?.({ block: "nearest" });
  }

  function option(one: CannedReply, place: number): HTMLElement {
    const element = options.shell.clone("slash-option");
    element.id = `${list.id}-${place}`;
    setAttr(element, "aria-selected", String(place === active));
    setText(part(element, "shortcut"), `/${one.shortcut}`);
    setText(part(element, "name"), one.title);
    setText(part(element, "more"), one.text);
    // The reply keeps the focus.
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", () => put(one));
    return element;
  }

  function put(one: CannedReply): void {
    const asked = at();
    close();
    if (asked) options.put(one.text, asked.start, reply.selectionStart);
  }

  function look(): void {
    const asked = at();
    if (!asked || asked.start === refused) {
      if (!asked) refused = -1;
      return close();
    }
    waiting = "asked";
    later(async (isLatest) => {
      const answer = await options.find(asked.q);
      if (!isLatest() || at()?.start !== asked.start) return;
      const first = waiting === "chosen" ? answer[0] : undefined;
      waiting = false;
      if (first) return put(first);
      found = answer.slice(0, SHOWN);
      active = 0;
      draw();
    });
  }

  return {
    look,
    close,
    key(event) {
      if (event.isComposing) return false;
      if (waiting && event.key === "Enter" && !event.shiftKey) {
        // Who types quickly means the reply, not the "/" with its name.
        waiting = "chosen";
        event.preventDefault();
        return true;
      }
      if (found.length === 0) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
        draw();
      } else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") {
        const chosen = found[active];
        if (chosen) put(chosen);
      } else if (event.key === "Escape") {
        refused = at()?.start ?? -1;
        close();
        event.stopPropagation();
      } else {
        return false;
      }
      event.preventDefault();
      return true;
    },
  };
}
