/** The conversations of a shelf, or what a search found on both, as rows. */

import { part, setText, show, type Shell } from "../shared/dom";
import type { Times } from "../shared/times";
import { createKeyed } from "./keyed";
import { createRow, type RowModel, type RowView } from "./row-view";
import { find } from "./search";
import { shelfOf, type RowShelf } from "./shelves";
import type { Words } from "./words";

export interface ListModel {
  readonly rows: readonly RowModel[];
  readonly shelf: RowShelf;
  readonly online: boolean;
  /** Nothing is known yet. */
  readonly unknown: boolean;
}

export interface ListView {
  render(model: ListModel): void;
  /** Shows the shelf again, whatever was searched for. */
  endSearch(): void;
  /** The row of a conversation, if it is shown. */
  row(id: number): HTMLElement | undefined;
}

export interface ListActions {
  open(id: number): void;
  /** Somebody searches: what isn't known of the conversations may be asked for. */
  searched(): void;
}

type Item = { kind: "group"; key: number; name: string } | { kind: "row"; key: number; model: RowModel };

const GROUPS: readonly RowShelf[] = ["ongoing", "finished"];

export function createList(
  root: HTMLElement,
  { shell, words, times }: { shell: Shell; words: Words; times: Times },
  actions: ListActions,
): ListView {
  const search = part<HTMLInputElement>(root, "search");
  const list = part(root, "rows");
  let model: ListModel | null = null;

  const items = createKeyed<Item, ItemView>(
    list,
    ({ key }) => key,
    (_key, item) =>
      item.kind === "group" ? createGroup(shell) : createItem(createRow(shell, words, times, () => actions.open(item.key))),
  );

  function draw(): void {
    if (model) render(model);
  }

  search.addEventListener("input", () => {
    if (search.value.trim()) actions.searched();
    draw();
    // What is found begins at the top.
    part(root, "panel").scrollTop = 0;
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && search.value !== "") {
      event.stopPropagation();
      endSearch();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      buttons()[0]?.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = buttons();
    const next = all[all.indexOf(event.target as HTMLElement) + step];
    if (next) next.focus();
    else if (step < 0) search.focus();
  });

  function endSearch(): void {
    search.value = "";
    draw();
  }

  function buttons(): HTMLElement[] {
    return [...list.querySelectorAll<HTMLElement>("button")];
  }

  function render(next: ListModel): void {
    model = next;
    const typed = search.value.trim();
    const shown = typed ? searched(next, typed) : next.rows.filter((row) => onShelf(row, next.shelf)).map(itemOf);
    items.render(shown);
    const empty = typed ? "search" : next.shelf === "finished" ? "finished" : next.online ? "online" : "offline";
    show(part(root, "empty"), !next.unknown && shown.length === 0);
    setText(part(root, "empty-title"), words.text(`empty_${empty}`));
    setText(part(root, "empty-text"), words.text(`empty_${empty}_text`));
  }

  /** A search looks through both shelves, and says where it found something. */
  function searched({ rows }: ListModel, typed: string): Item[] {
    const found = rows.flatMap((row) => {
      const hit = find(row.talk, words.name(row.talk.conversation), typed);
      return hit ? [{ ...row, found: { ...hit, typed } }] : [];
    });
    return GROUPS.flatMap((shelf, index): Item[] => {
      const inIt = found.filter((row) => onShelf(row, shelf));
      if (inIt.length === 0) return [];
      return [{ kind: "group", key: -1 - index, name: words.text(`group_${shelf}`) }, ...inIt.map(itemOf)];
    });
  }

  return {
    render,
    endSearch,
    row: (id) => items.get(id)?.button,
  };
}

function onShelf({ talk }: RowModel, shelf: RowShelf): boolean {
  return shelfOf(talk.conversation) === shelf;
}

function itemOf(model: RowModel): Item {
  return { kind: "row", key: model.talk.conversation.id, model };
}

interface ItemView {
  readonly element: HTMLElement;
  readonly button?: HTMLElement;
  render(item: Item): void;
}

function createGroup(shell: Shell): ItemView {
  const element = shell.clone("group");
  return { element, render: (item) => item.kind === "group" && setText(element, item.name) };
}

function createItem(row: RowView): ItemView {
  return { element: row.element, button: row.button, render: (item) => item.kind === "row" && row.render(item.model) };
}
