/** The conversations of a shelf, or what a search found on both and among the shop's customers, as rows. */

import { part, setText, show, type Shell } from "../shared/dom";
import type { Times } from "../shared/times";
import { createCustomerView, type CustomerModel, type CustomerView } from "./customer-view";
import type { FoundCustomers } from "./customers";
import { createKeyed } from "./keyed";
import type { OfficeLinks } from "./office-links";
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
  readonly found: FoundCustomers | null;
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
  /** Somebody searches, or no longer does: what isn't known of conversations and customers may be asked for. */
  searched(typed: string): void;
}

type Item =
  | { kind: "group"; key: number; name: string }
  | { kind: "row"; key: number; model: RowModel }
  | { kind: "customer"; key: number; model: CustomerModel };

/** Keys of groups and customers are negative, those of conversations are not. */
const CUSTOMERS_KEY = -10;
const GROUPS: readonly RowShelf[] = ["ongoing", "finished"];

export function createList(
  root: HTMLElement,
  { shell, words, times, links }: { shell: Shell; words: Words; times: Times; links: OfficeLinks },
  actions: ListActions,
): ListView {
  const search = part<HTMLInputElement>(root, "search");
  const list = part(root, "rows");
  let model: ListModel | null = null;

  const items = createKeyed<Item, ItemView>(
    list,
    ({ key }) => key,
    (_key, item) => {
      if (item.kind === "group") return createGroup(shell);
      if (item.kind === "customer") return createCustomer(createCustomerView(shell, words, actions.open));
      return createItem(createRow(shell, words, times, () => actions.open(item.key)));
    },
  );

  function draw(): void {
    if (model) render(model);
  }

  search.addEventListener("input", () => {
    actions.searched(search.value.trim());
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
    actions.searched("");
    draw();
  }

  function buttons(): HTMLElement[] {
    return [...list.querySelectorAll<HTMLElement>("button:not([hidden]), a[href]")];
  }

  function render(next: ListModel): void {
    model = next;
    const typed = search.value.trim();
    const shown = typed ? [...searched(next, typed), ...customers(next, typed)] : next.rows.filter((row) => onShelf(row, next.shelf)).map(itemOf);
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

  function customers({ found, rows }: ListModel, typed: string): Item[] {
    if (found?.typed !== typed || found.customers.length === 0) return [];
    const here = new Set(rows.map(({ talk }) => talk.conversation.id));
    const name = words.text(found.more ? "group_customers_more" : "group_customers");
    return [
      { kind: "group", key: CUSTOMERS_KEY, name },
      ...found.customers.map((customer): Item => {
        const href = links.to("customer", customer.id);
        const model = { customer, href, here: here.has(customer.conversationId ?? 0) };
        return { kind: "customer", key: CUSTOMERS_KEY - customer.id, model };
      }),
    ];
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

function createCustomer(view: CustomerView): ItemView {
  return { element: view.element, render: (item) => item.kind === "customer" && view.render(item.model) };
}

function createItem(row: RowView): ItemView {
  return { element: row.element, button: row.button, render: (item) => item.kind === "row" && row.render(item.model) };
}
