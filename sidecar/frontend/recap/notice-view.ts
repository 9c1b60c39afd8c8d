/** One line that the operator must know, with a button to close it. */

import { part, setAttr, setText, type Shell } from "../shared/dom";
import type { Notice } from "./notices";

export interface NoticeView {
  readonly element: HTMLElement;
  render(notice: Notice): void;
}

export function createNotice(shell: Shell, closed: () => void): NoticeView {
  const element = shell.clone("notice");
  part(element, "close").addEventListener("click", closed);
  return {
    element,
    render({ kind, text }) {
      setAttr(element, "data-kind", kind);
      setText(part(element, "text"), text);
    },
  };
}
