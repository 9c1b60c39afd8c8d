/** A conversation in the recap: one button that says who, what, when, and who waits for whom. */

import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { Times } from "../shared/times";
import type { Talk } from "./desk";
import { isNew, standing, unreadOf } from "./shelves";
import type { Words } from "./words";

export interface RowModel {
  readonly talk: Talk;
  readonly draft: string;
  /** Its window is on this page. */
  readonly open: boolean;
  readonly previews: boolean;
  readonly now: number;
}

export interface RowView {
  readonly element: HTMLElement;
  readonly button: HTMLElement;
  render(model: RowModel): void;
}

const DAY = 86_400_000;

export function createRow(shell: Shell, words: Words, times: Times, opened: () => void): RowView {
  const element = shell.clone("row");
  const button = part(element, "open");
  button.addEventListener("click", opened);

  function render({ talk, draft, open, previews, now }: RowModel): void {
    const { conversation } = talk;
    const name = words.name(conversation);
    const unread = unreadOf(talk);
    const wait = standing(talk, now);
    const waits = words.standing(wait, now);
    const writing = previews && talk.preview !== null;
    const last = draft
      ? words.text("draft", { text: draft })
      : writing
        ? words.text("writing")
        : words.line(conversation.lastMessage);
    const moment = Date.parse(conversation.lastMessage?.sentAt ?? conversation.startedAt);
    const time = now - moment < DAY ? times.time(moment) : times.day(moment, now);

    renderFace(element, words, conversation);
    setText(part(element, "name"), name);
    setText(part(element, "last"), last);
    setText(part(element, "time"), time);
    setAttr(part(element, "time"), "datetime", new Date(moment).toISOString());
    setText(part(element, "waits"), waits);
    const badge = part(element, "unread");
    show(badge, unread > 0);
    setText(badge, String(unread));
    setAttr(button, "data-conversation", String(conversation.id));
    setAttr(button, "data-waits", wait.who);
    setAttr(button, "data-long", wait.long);
    setAttr(button, "data-new", isNew(talk));
    setAttr(button, "data-unread", unread > 0);
    setAttr(button, "data-writing", writing && !draft);
    setAttr(button, "data-open", open);
    // Counts come after the name: `John DOE (#2), 2 unread`; what the eye sees as colours and dots is said in words.
    const said = [
      unread > 0 ? words.count("unread", unread) : "",
      isNew(talk) ? words.text("new") : "",
      words.text(conversation.visitor.present ? "present" : "absent"),
    ];
    setText(part(element, "said"), said.filter(Boolean).map((word) => `, ${word}`).join(""));
  }

  return { element, button, render };
}

/** Initials or the guest's mark, and whether they are on the site. */
export function renderFace(root: HTMLElement, words: Words, conversation: Talk["conversation"]): void {
  const initials = words.initials(conversation);
  const face = part(root, "presence").parentElement;
  setText(part(root, "initials"), initials);
  show(part(root, "guest"), initials === "");
  if (face) setAttr(face, "data-guest", initials === "");
  setAttr(part(root, "presence"), "data-present", conversation.visitor.present);
}
