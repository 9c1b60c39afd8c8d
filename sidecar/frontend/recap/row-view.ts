/** A conversation in the recap: one button that says who, what, when, and who waits for whom. */

import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { Times } from "../shared/times";
import { pieces, type Found } from "./search";
import { isNew, standing, unreadOf } from "./shelves";
import type { Talk } from "./talk";
import type { Words } from "./words";

export interface RowModel {
  readonly talk: Talk;
  readonly draft: string;
  /** Its window is on this page. */
  readonly open: boolean;
  readonly previews: boolean;
  readonly now: number;
  /** A search found it: by what, and where. */
  readonly found?: Found & { readonly typed: string };
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
  const last = part(element, "last");
  button.addEventListener("click", opened);

  function render(model: RowModel): void {
    const { talk, open, now } = model;
    const { conversation } = talk;
    const unread = unreadOf(talk);
    const wait = standing(conversation, now);
    const moment = Date.parse(conversation.lastMessage?.sentAt ?? conversation.startedAt);
    const time = now - moment < DAY ? times.time(moment) : times.day(moment, now);

    renderFace(element, words, conversation);
    setText(part(element, "name"), words.name(conversation));
    renderLast(model);
    setText(part(element, "time"), time);
    setAttr(part(element, "time"), "datetime", new Date(moment).toISOString());
    setText(part(element, "waits"), words.standing(wait, now));
    renderStars(conversation.state === "finished" ? conversation.rating?.stars : undefined);
    const badge = part(element, "unread");
    show(badge, unread > 0);
    setText(badge, String(unread));
    setAttr(button, "data-conversation", String(conversation.id));
    setAttr(button, "data-waits", wait.who);
    setAttr(button, "data-long", wait.long);
    setAttr(button, "data-new", isNew(talk));
    setAttr(button, "data-unread", unread > 0);
    setAttr(button, "data-open", open);
    // Counts come after the name: `John DOE (#2), 2 unread`; what the eye sees as colours and dots is said in words.
    const said = [
      unread > 0 ? words.count("unread", unread) : "",
      isNew(talk) ? words.text("new") : "",
      words.text(conversation.visitor.present ? "present" : "absent"),
    ];
    setText(part(element, "said"), said.filter(Boolean).map((word) => `, ${word}`).join(""));
  }

  /** What was found, or else the draft, what is being written, the last message. */
  function renderLast({ talk, draft, previews, found }: RowModel): void {
    const message = found?.message ?? talk.conversation.lastMessage;
    const writing = previews && talk.preview !== null && !found;
    setAttr(button, "data-writing", writing && !draft);
    // An arrow stands before what an operator wrote.
    setAttr(button, "data-answer", !writing && (!draft || found !== undefined) && message?.author === "operator");
    if (found?.message) {
      const text = words.line(found.message);
      if (last.dataset["shown"] === text + found.typed) return;
      last.replaceChildren(...pieces(text, found.typed).map(({ text: piece, hit }) => (hit ? marked(piece) : piece)));
      last.dataset["shown"] = text + found.typed;
      return;
    }
    delete last.dataset["shown"];
    setText(
      last,
      draft ? words.text("draft", { text: draft }) : writing ? words.text("writing") : words.line(message),
    );
  }

  function renderStars(stars: number | undefined): void {
    const element_ = part(element, "stars");
    show(element_, stars !== undefined);
    setText(element_, stars === undefined ? "" : `★ ${stars}`);
    setAttr(element_, "title", stars === undefined ? null : words.rated(stars));
  }

  return { element, button, render };
}

function marked(text: string): HTMLElement {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
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
