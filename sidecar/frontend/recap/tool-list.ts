/** Lists to choose from in a tool, with what is said instead of them. */

import { maybePart, part, setText, type Shell } from "../shared/dom";
import type { Words } from "./words";

export interface ToolRow {
  readonly name: string;
  readonly more?: string;
  readonly image?: string | undefined;
  choose(): void;
}

export interface ToolList {
  /** `said`: what there is to say of them besides. */
  show(rows: readonly ToolRow[], said?: string): void;
  /** One moment… */
  wait(): void;
  /** For the field above: the arrow down leads into the list. */
  enter(event: KeyboardEvent): void;
}

export interface ToolListTools {
  readonly shell: Shell;
  readonly words: Words;
  /** Below this address lie the pictures. */
  readonly images: string;
}

/** `name`: its parts are called `NAME-list`, `NAME-said` and `NAME-count`. */
export function createToolList(root: HTMLElement, name: string, { shell, words, images }: ToolListTools): ToolList {
  const list = part(root, `${name}-list`);
  const said = part(root, `${name}-said`);
  const count = part(root, `${name}-count`);

  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    if (step === 0 || at < 0) return;
    event.preventDefault();
    if (at + step < 0) root.querySelector("input")?.focus();
    else buttons[at + step]?.focus();
  });

  function row({ name: title, more, image, choose }: ToolRow): HTMLElement {
    const item = shell.clone("tool-row");
    setText(part(item, "name"), title);
    setText(part(item, "more"), more ?? "");
    const picture = maybePart<HTMLImageElement>(item, "image");
    if (picture && image) {
      picture.onerror = () => picture.remove();
      picture.src = new URL(image, images).href;
    } else {
      picture?.remove();
    }
    part(item, "choose").addEventListener("click", choose);
    return item;
  }

  return {
    show(rows, sentence = "") {
      list.replaceChildren(...rows.map(row));
      setText(said, sentence);
      setText(count, rows.length > 0 ? words.count("tool_found", rows.length) : "");
    },
    wait() {
      list.replaceChildren();
      setText(said, words.text("tool_loading"));
      setText(count, "");
    },
    enter(event) {
      const first = event.key === "ArrowDown" ? list.querySelector("button") : null;
      if (!first) return;
      event.preventDefault();
      first.focus();
    },
  };
}

export interface Question {
  /** `now`: nobody is typing. */
  (ask: (isLatest: () => boolean) => Promise<void>, now?: "now"): void;
  /** Its answer is of no use any more. */
  forget(): void;
}

/** Only the newest of several questions counts, and not before somebody stopped typing. */
export function createQuestion(after: number): Question {
  let timer = 0;
  let latest = 0;

  function forget(): void {
    clearTimeout(timer);
    latest += 1;
  }

  function question(ask: (isLatest: () => boolean) => Promise<void>, now?: "now"): void {
    forget();
    const mine = latest;
    timer = window.setTimeout(() => void ask(() => mine === latest), now ? 0 : after);
  }

  return Object.assign(question, { forget });
}
