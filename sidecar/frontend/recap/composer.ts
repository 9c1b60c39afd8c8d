/** Where the operator writes: grows to five lines, Enter sends, Shift+Enter breaks. */

import { part, setText, show } from "../shared/dom";
import { BODY_LIMIT, countCharacters, problem, tidy } from "../shared/outbox";
import type { Words } from "./words";

export interface Composer {
  /** Another tab wrote, or the page came back. */
  set(text: string): void;
  focus(): void;
  readonly hasFocus: boolean;
  /** The window was folded or its width changed: measure again. */
  fit(): void;
}

export interface ComposerOptions {
  words: Words;
  written(text: string): void;
  sent(text: string): void;
}

export function createComposer(root: ParentNode, { words, written, sent }: ComposerOptions): Composer {
  const form = part<HTMLFormElement>(root, "composer");
  const reply = part<HTMLTextAreaElement>(form, "reply");
  const limit = part(form, "limit");
  /** What is kept of what stands here; blanks alone are not. */
  let kept = "";

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
    if (problem(text) === null) {
      reply.value = kept = "";
      sent(text);
    }
    measure();
    reply.focus();
  }

  reply.addEventListener("input", () => {
    measure();
    kept = reply.value.trim() === "" ? "" : reply.value;
    written(reply.value);
  });
  reply.addEventListener("keydown", (event) => {
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
    get hasFocus() {
      return (reply.getRootNode() as ShadowRoot).activeElement === reply;
    },
    fit,
  };
}
