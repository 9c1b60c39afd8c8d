/** The Conversations tab: what is asked for is kept in the page's address, for a reload, for back and forward. */

import { fill, maybePart, setText, show } from "../shared/dom";
import { addressOf, queryOfAddress, tabOfAddress } from "./tabs";

const TAB = "conversations";
const TYPING = 350;
/** As in the form: what is longer in an address isn't from there. */
const LONGEST = 200;

export interface History {
  /** What the address asks for, for the first request; null when that's the whole history. */
  first(): Record<string, string> | null;
  /** Something was put into the page. */
  attach(added: Element): void;
}

export interface Downloads {
  /** Asks the sidecar for a file; false when there is none. */
  (kind: string, asked: FormData): Promise<boolean>;
}

export function createHistory(frame: HTMLElement, download: Downloads): History {
  let typing: ReturnType<typeof setTimeout> | undefined;
  /** Whether the last change was a letter of the search, and whether it only went on with one: that's no new state. */
  let typed = false;
  let goesOn = false;

  const form = (): HTMLFormElement | null => frame.querySelector<HTMLFormElement>("#oc-history-form");

  function send(letters = false): void {
    goesOn = letters && typed;
    typed = letters;
    form()?.requestSubmit();
  }

  /** The table is there: the address says which one. */
  function keep(): void {
    const to = form();
    if (!to) return;
    const query = asked(to).toString();
    offerReset(to, query !== "" && !/^sort=\w+$/.test(query));
    if (tabOfAddress(location.hash) !== TAB ? !query : query === askedBefore()) return;
    const address = addressOf(TAB, query);
    if (goesOn) history.replaceState(history.state, "", address);
    else history.pushState(history.state, "", address);
  }

  function follow(): void {
    const to = form();
    if (!to || tabOfAddress(location.hash) !== TAB || askedBefore() === asked(to).toString()) return;
    fillIn(to, new URLSearchParams(queryOfAddress(location.hash)));
    send();
  }

  function reset(): void {
    const to = form();
    if (!to) return;
    fillIn(to, new URLSearchParams());
    send();
    to.querySelector<HTMLElement>("[name=q]")?.focus();
  }

  frame.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.name !== "q" || field.form !== form()) return;
    clearTimeout(typing);
    typing = setTimeout(() => send(true), TYPING);
  });
  frame.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement | HTMLSelectElement;
    if (field.form && field.form === form() && field.name !== "q") send();
    if (field.matches("#oc-chosen [type=checkbox]")) choose(field as HTMLInputElement);
  });
  frame.addEventListener("submit", (event) => {
    if (event.target === form()) clearTimeout(typing);
  });
  frame.addEventListener("click", (event) => {
    const clicked = event.target as Element;
    const sort = clicked.closest<HTMLElement>("[data-sort]");
    const to = form();
    if (sort && to) {
      (to.elements.namedItem("sort") as HTMLInputElement).value = sort.dataset["sort"] ?? "";
      send();
    }
    if (clicked.closest("[data-part=reset]")) reset();
    const unfold = clicked.closest("[data-part=unfold]");
    if (unfold) unfold.setAttribute("aria-expanded", String(to?.toggleAttribute("data-unfolded") ?? false));
    const file = clicked.closest<HTMLButtonElement>("[data-export]");
    if (file && to) void fetchFile(file, new FormData(to));
  });
  frame.addEventListener("oc:shown", (event) => {
    if ((event.target as Element).id !== `oc-panel-${TAB}`) return;
    const to = form();
    const query = to ? asked(to).toString() : "";
    if (query && !queryOfAddress(location.hash)) history.replaceState(history.state, "", addressOf(TAB, query));
  }, true);
  addEventListener("popstate", follow);

  async function fetchFile(button: HTMLButtonElement, what: FormData): Promise<void> {
    button.disabled = true;
    await download(button.dataset["export"] ?? "", what);
    button.disabled = false;
  }

  /** How many lines are chosen, and whether there is something to delete. */
  function choose(box: HTMLInputElement | null): void {
    const all = maybePart<HTMLInputElement>(frame, "choose-all");
    const boxes = [...frame.querySelectorAll<HTMLInputElement>("#oc-chosen [name=person]")];
    if (box && box === all) for (const one of boxes) one.checked = all.checked;
    const count = boxes.filter((one) => one.checked).length;
    if (all) {
      all.checked = count > 0 && count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    }
    const button = maybePart<HTMLButtonElement>(frame, "delete-chosen");
    if (button) button.disabled = count === 0;
    const told = maybePart(frame, "count-chosen");
    const words = told?.dataset[count === 1 ? "one" : "many"] ?? "";
    if (told) setText(told, count ? fill(words, { count: String(count) }) : "");
  }

  return {
    first() {
      if (tabOfAddress(location.hash) !== TAB) return null;
      const query = new URLSearchParams(queryOfAddress(location.hash).slice(0, 20 * LONGEST));
      const values = Object.fromEntries([...query].map(([name, value]) => [name, value.slice(0, LONGEST)]));
      return Object.keys(values).length ? values : null;
    },
    attach(added) {
      if (added.id === "oc-history") arrived(added as HTMLElement);
      if (added.matches("tr[data-person]")) choose(null);
    },
  };

  function arrived(table: HTMLElement): void {
    const told = maybePart(frame, "history-said");
    if (told) setText(told, table.dataset["said"] ?? "");
    keep();
    choose(null);
    if (!("deleted" in table.dataset)) return;
    for (const dialog of frame.querySelectorAll<HTMLDialogElement>("#oc-delete, #oc-exchange")) dialog.close();
    (table.querySelector<HTMLElement>(".oc-scroll") ?? form()?.querySelector<HTMLElement>("[name=q]"))?.focus();
  }
}

/** What the address asks for, as `asked` would write it. */
function askedBefore(): string {
  const query = new URLSearchParams(queryOfAddress(location.hash));
  query.sort();
  return query.toString();
}

/** The fields that say something. */
function asked(form: HTMLFormElement): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() && !(name === "sort" && value === "newest")) query.set(name, value.trim());
  }
  query.sort();
  return query;
}

function fillIn(form: HTMLFormElement, query: URLSearchParams): void {
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) || !field.name) continue;
    field.value = (query.get(field.name) ?? (field.name === "sort" ? "newest" : "")).slice(0, LONGEST);
  }
}

function offerReset(form: HTMLFormElement, useful: boolean): void {
  const button = maybePart(form, "reset");
  if (button) show(button, useful);
}
