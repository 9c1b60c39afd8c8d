/** A window's bar: who it is, where they are, how much is unread. */

import { part, setAttr, setText, show } from "../shared/dom";
import type { Conversation } from "../shared/protocol";
import { unreadOf } from "./shelves";
import type { Talk } from "./talk";
import type { Words } from "./words";

/** `name` is known by heart until the desk is there; then a guest may have signed in. */
export function createHead(element: HTMLElement, words: Words): (name: string, talk: Talk | null) => void {
  const name_ = part(element, "name");
  const where = part(element, "where");
  const badge = part(element, "unread");

  return (name, talk) => {
    setAttr(element, "aria-label", words.text("window", { name }));
    setText(name_, name);
    setAttr(name_, "title", name);
    const text = talk ? whereabouts(talk.conversation.visitor) : "";
    setText(where, text);
    setAttr(where, "title", text || null);
    setAttr(part(element, "presence"), "data-present", talk?.conversation.visitor.present === true);
    const unread = talk ? unreadOf(talk) : 0;
    show(badge, unread > 0);
    setText(badge, String(unread));
    setAttr(element, "data-unread", unread > 0);
  };

  function whereabouts({ present, page }: Conversation["visitor"]): string {
    if (!present) return words.text("absent");
    return page?.title ? words.text("where", { page: page.title }) : words.text("present");
  }
}
