/** Lists to choose from in a tool, with what is said instead of them. */

import { maybePart, part, setText, type Shell } from "../shared/dom";

export interface ToolRow {
  readonly name: string;
  readonly more?: string;
  readonly image?: string | undefined;
  choose(): void;
}

export interface ToolList {
  show(rows: readonly ToolRow[], said: string): void;
  /** One moment… */
  wait(): void;
  focusFirst(): void;
}

/** `name`: its parts are called `NAME-list` and `NAME-said`. */
export function createToolList(root: HTMLElement, name: string, shell: Shell, images: string): ToolList {
  const list = part(root, `${name}-list`);
  const said = part(root, `${name}-said`);

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
    show(rows, sentence) {
      list.replaceChildren(...rows.map(row));
      setText(said, sentence);
    },
    wait() {
      list.replaceChildren();
      setText(said, shell.text("tool_loading"));
    },
    focusFirst: () => list.querySelector("button")?.focus(),
  };
}

/** Only the newest of several questions counts, and not before somebody stopped typing. */
export function createQuestion(after: number): (ask: (isLatest: () => boolean) => Promise<void>, at?: number) => void {
  let timer = 0;
  let latest = 0;
  return (ask, at = after) => {
    clearTimeout(timer);
    const mine = (latest += 1);
    timer = window.setTimeout(() => void ask(() => mine === latest), at);
  };
}
