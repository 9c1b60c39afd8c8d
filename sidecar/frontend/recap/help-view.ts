/** The keyboard shortcuts, over everything; the focus stays in it and goes back where it was. */

import { part, setText, show, type Shell } from "../shared/dom";
import { SHORTCUTS } from "./shortcuts";
import type { Words } from "./words";

export interface HelpView {
  /** `on`: whether the shortcuts do something now. */
  toggle(on: boolean): void;
}

export function createHelp(desk: HTMLElement, shell: Shell, words: Words, mac: boolean): HelpView {
  const veil = part(desk, "help");
  const dialog = part(veil, "help-dialog");
  const close = part(veil, "help-close");
  let before: HTMLElement | null = null;

  for (const [name, letter] of Object.entries(SHORTCUTS)) {
    const item = shell.clone("shortcut");
    setText(part(item, "what"), words.text(`shortcut_${name}`));
    const keys = mac ? ["⌥", "⇧", letter] : [words.text("key_alt"), words.text("key_shift"), letter];
    part(item, "keys").replaceChildren(...keys.map(key));
    part(veil, "help-list").append(item);
  }

  function hide(): void {
    if (veil.hidden) return;
    show(veil, false);
    before?.focus();
  }

  close.addEventListener("click", hide);
  veil.addEventListener("click", (event) => {
    if (event.target === veil) hide();
  });
  veil.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      hide();
    } else if (event.key === "Tab") {
      // There is one thing to press.
      event.preventDefault();
      close.focus();
    }
  });

  return {
    toggle(on) {
      if (!veil.hidden) return hide();
      show(part(veil, "help-off"), !on);
      before = focused(desk);
      show(veil, true);
      dialog.focus();
    },
  };
}

function key(text: string): HTMLElement {
  const element = document.createElement("kbd");
  element.textContent = text;
  return element;
}

/** What has the focus, in our element or elsewhere in the page. */
function focused(desk: HTMLElement): HTMLElement | null {
  const inside = (desk.getRootNode() as ShadowRoot).activeElement;
  return (inside ?? document.activeElement) as HTMLElement | null;
}
