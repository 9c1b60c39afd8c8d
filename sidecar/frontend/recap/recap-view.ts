/** The recap: who is online, the two shelves of conversations, the search. */

import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { Operator } from "../shared/protocol";
import type { Times } from "../shared/times";
import { createKeyed } from "./keyed";
import type { Shelf } from "./kept";
import type { Notice } from "./notices";
import { createRow, type RowModel, type RowView } from "./row-view";
import { matches } from "./shelves";
import type { Words } from "./words";

export type Line = "connecting" | "ready" | "lost";

export interface RecapModel {
  readonly line: Line;
  readonly minimised: boolean;
  readonly shelf: Shelf;
  /** Null until the desk was entered. */
  readonly me: Operator | null;
  readonly others: readonly Operator[];
  /** Conversations that count against the operator's limit. */
  readonly busy: number;
  readonly rows: readonly RowModel[];
  /** Unread messages and offers on the whole desk. */
  readonly unread: number;
  readonly notices: readonly Notice[];
  readonly soundBlocked: boolean;
  /** Nothing came within a moment. */
  readonly loading: boolean;
}

export interface RecapActions {
  minimise(on: boolean): void;
  choose(shelf: Shelf): void;
  switchOnline(online: boolean): Promise<unknown>;
  open(id: number): void;
  enableSound(): void;
  closeNotice(key: number): void;
}

export interface RecapView {
  render(model: RecapModel): void;
  /** Gives the focus to a conversation's row, or else to what is nearest. */
  focusRow(id: number): void;
}

const SHELVES: readonly Shelf[] = ["ongoing", "finished"];

export function createRecap(
  desk: HTMLElement,
  { shell, words, times }: { shell: Shell; words: Words; times: Times },
  actions: RecapActions,
): RecapView {
  const root = part(desk, "recap");
  const top = part(root, "top");
  const toggle = part<HTMLButtonElement>(root, "switch");
  const search = part<HTMLInputElement>(root, "search");
  let model: RecapModel | null = null;

  const list = createKeyed<RowModel, RowView>(
    part(root, "rows"),
    ({ talk }) => talk.conversation.id,
    (id) => createRow(shell, words, times, () => actions.open(id)),
  );
  const notices = createKeyed<Notice, NoticeView>(
    part(root, "notices"),
    ({ key }) => key,
    (key) => createNotice(shell, () => actions.closeNotice(key)),
  );

  top.addEventListener("click", () => actions.minimise(!model?.minimised));
  toggle.addEventListener("click", () => void flip());
  part(root, "sound").addEventListener("click", actions.enableSound);
  search.addEventListener("input", () => model && renderRows(model));
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || search.value === "") return;
    search.value = "";
    if (model) renderRows(model);
  });
  for (const shelf of SHELVES) {
    const tab = part(root, `tab-${shelf}`);
    tab.addEventListener("click", () => actions.choose(shelf));
    tab.addEventListener("keydown", (event) => {
      const other = SHELVES.find((one) => one !== shelf) ?? shelf;
      const wanted = { ArrowLeft: other, ArrowRight: other, Home: "ongoing", End: "finished" }[event.key];
      if (wanted !== "ongoing" && wanted !== "finished") return;
      event.preventDefault();
      actions.choose(wanted);
      part(root, `tab-${wanted}`).focus();
    });
  }

  async function flip(): Promise<void> {
    if (!model?.me || toggle.getAttribute("aria-busy") === "true") return;
    setAttr(toggle, "aria-busy", "true");
    await actions.switchOnline(!model.me.online);
    setAttr(toggle, "aria-busy", null);
  }

  function render(next: RecapModel): void {
    model = next;
    renderTop(next);
    renderStatus(next);
    notices.render(next.notices);
    renderTabs(next);
    renderRows(next);
  }

  function renderTop({ line, minimised, me, unread }: RecapModel): void {
    const state = line === "lost" ? "lost" : me?.online ? "online" : "offline";
    setAttr(root, "data-minimised", minimised);
    setAttr(root, "data-state", state);
    setAttr(top, "aria-expanded", String(!minimised));
    setAttr(part(root, "top-state"), "data-says", me || line === "lost" ? words.text(`state_${state}`) : null);
    show(part(root, "body"), !minimised);
    show(part(root, "line"), line === "lost" && !minimised);
    setText(part(root, "line-text"), words.text("line_lost"));
    const count = part(root, "top-count");
    show(count, unread > 0);
    setText(count, String(unread));
    named(top, root.getAttribute("aria-label") ?? "", unread);
  }

  function renderStatus(next: RecapModel): void {
    const { me, soundBlocked } = next;
    toggle.disabled = me === null;
    setAttr(toggle, "aria-checked", String(me?.online === true));
    setText(part(root, "me"), me ? words.text(me.online ? "online" : "offline") : "");
    const around = me ? company({ ...next, me }) : "";
    setText(part(root, "others"), around);
    setAttr(part(root, "others"), "title", around || null);
    show(part(root, "sound"), soundBlocked);
  }

  function company({ me, others, busy }: RecapModel & { me: Operator }): string {
    const load = words.text("load", { count: String(busy), limit: String(me.limit) });
    const names = others.slice(0, 2).map((one) => one.name);
    if (others.length > 2) names.push(words.text("more_operators", { count: String(others.length - 2) }));
    const with_ = others.length > 0 ? words.count("others", others.length, { names: names.join(", ") }) : "";
    if (me.online) return [load, with_].filter(Boolean).join(" · ");
    return with_ || words.text("others_none");
  }

  function renderTabs({ shelf }: RecapModel): void {
    for (const one of SHELVES) {
      const tab = part(root, `tab-${one}`);
      setAttr(tab, "aria-selected", String(one === shelf));
      setAttr(tab, "tabindex", one === shelf ? null : "-1");
    }
    setAttr(part(root, "panel"), "aria-labelledby", `oc-tab-${shelf}`);
  }

  function renderRows({ rows, shelf, me, unread, loading }: RecapModel): void {
    const typed = search.value;
    const found = rows.filter(({ talk }) => matches(talk, words.name(talk.conversation), typed));
    // A search looks through both shelves; without one the chosen shelf is shown.
    const shown = typed.trim() ? found : found.filter(({ talk }) => shelfMatches(talk.conversation.state, shelf));
    list.render(shown);
    const tab = part(root, "tab-ongoing");
    const count = part(root, "ongoing-count");
    show(count, unread > 0);
    setText(count, String(unread));
    named(tab, tab.dataset["name"] ?? "", unread);
    const empty = typed.trim() ? "search" : shelf === "finished" ? "finished" : me?.online ? "online" : "offline";
    show(part(root, "empty"), me !== null && shown.length === 0);
    setText(part(root, "empty-title"), words.text(`empty_${empty}`));
    setText(part(root, "empty-text"), words.text(`empty_${empty}_text`));
    show(part(root, "loading"), loading);
  }

  /** Counts come after the name: `Online Chat, 2 unread`. */
  function named(element: HTMLElement, name: string, unread: number): void {
    setAttr(element, "aria-label", unread > 0 ? `${name}, ${words.count("unread", unread)}` : name);
  }

  return {
    render,
    focusRow(id) {
      const row = list.get(id)?.button;
      if (row && !model?.minimised) row.focus();
      else top.focus();
    },
  };
}

function shelfMatches(state: string, shelf: Shelf): boolean {
  return (state === "finished") === (shelf === "finished");
}

interface NoticeView {
  readonly element: HTMLElement;
  render(notice: Notice): void;
}

function createNotice(shell: Shell, closed: () => void): NoticeView {
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
