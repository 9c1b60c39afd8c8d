/** "End the conversation?": covers its window, keeps the focus, gives it back. */

import { part, setText, show } from "../shared/dom";

export interface Confirm {
  ask(text: string): void;
  close(): void;
}

export function createConfirm(window: HTMLElement, confirmed: () => void): Confirm {
  const scrim = part(window, "scrim");
  const cancel = part(scrim, "cancel");
  const confirm = part(scrim, "confirm");
  const behind = [...window.children].filter((child): child is HTMLElement => child !== scrim);
  let before: HTMLElement | null = null;

  function close(): void {
    if (scrim.hidden) return;
    show(scrim, false);
    for (const element of behind) element.inert = false;
    before?.focus();
  }

  cancel.addEventListener("click", close);
  confirm.addEventListener("click", () => {
    close();
    confirmed();
  });
  scrim.addEventListener("click", (event) => {
    if (event.target === scrim) close();
  });
  scrim.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      event.preventDefault();
      (event.target === cancel ? confirm : cancel).focus();
    }
  });

  return {
    ask(text) {
      before = (window.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
      setText(part(scrim, "dialog-text"), text);
      show(scrim, true);
      for (const element of behind) element.inert = true;
      // The harmless answer has the focus.
      cancel.focus();
    },
    close,
  };
}
