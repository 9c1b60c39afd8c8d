/** Where the operator writes: grows to five lines, Enter sends, Shift+Enter breaks. */

import { part, setText, show, type Shell } from "../shared/dom";
import { BODY_LIMIT, countCharacters, problem, tidy } from "../shared/outbox";
import type { CannedReply } from "../shared/protocol";
import { createSlash } from "./slash";
import type { Words } from "./words";

export interface Composer {
  /** Another tab wrote, or the page came back. */
  set(text: string): void;
  focus(): void;
  /** Puts a text in the place where one writes. */
  insert(text: string): void;
  readonly hasFocus: boolean;
  /** The window was folded or its width changed: measure again. */
  fit(): void;
}

export interface ComposerOptions {
  shell: Shell;
  words: Words;
  written(text: string): void;
  /** False: it is not on its way yet, and stays here until its draft is gone. */
  sent(text: string): boolean;
  /** The replies that are kept ready. */
  canned(q: string): Promise<readonly CannedReply[]>;
}

export function createComposer(root: ParentNode, options: ComposerOptions): Composer {
  const { words, written, sent } = options;
  const form = part<HTMLFormElement>(root, "composer");
  const reply = part<HTMLTextAreaElement>(form, "reply");
  const limit = part(form, "limit");
  /** What is kept of what stands here; blanks alone are not. */
  let kept = "";

  const slash = createSlash(form, reply, { shell: options.shell, words, find: options.canned, put });

  function fit(): void {
    reply.style.setProperty("block-size", "auto");
    // Nothing to measure while the window is folded.
    if (reply.scrollHeight > 0) reply.style.setProperty("block-size", `${reply.scrollHeight + 2}px`);
  }

  function measure(): void {
    const over = countCharacters(tidy(reply.value)) - BODY_LIMIT;
    show(limit, over > 0);
    setText(limit, over > 0 ? words.count("too_long", over) : "");
    reply.setAttribute("aria-invalid", String(over > 0));
    fit();
  }

  function send(): void {
    const text = reply.value;
    if (problem(text) === null && sent(text)) reply.value = kept = "";
    slash.close();
    measure();
    reply.focus();
  }

  function changed(): void {
    measure();
    kept = reply.value.trim() === "" ? "" : reply.value;
    written(reply.value);
  }

  function put(text: string, start: number, end: number): void {
    reply.setRangeText(text, start, end, "end");
    changed();
    reply.focus();
    reply.scrollTop = reply.scrollHeight;
  }

  reply.addEventListener("input", () => {
    changed();
    slash.look();
  });
  reply.addEventListener("click", slash.look);
  reply.addEventListener("blur", slash.close);
  reply.addEventListener("keydown", (event) => {
    if (slash.key(event)) return;
    // An input method's Enter chooses a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });

  return {
    set(text) {
      if (text === kept) return;
      reply.value = kept = text;
      measure();
    },
    focus: () => reply.focus(),
    insert: (text) => put(text, reply.selectionStart, reply.selectionEnd),
    get hasFocus() {
      return (reply.getRootNode() as ShadowRoot).activeElement === reply;
    },
    fit,
  };
}
