/** The history's pop-up: day lines, further pages as one scrolls, the newest or what was found in sight, printing. */

import { part } from "../shared/dom";
import type { Times } from "../shared/times";

export interface Exchange {
  /** Something was put into the page. */
  attach(added: Element): void;
}

interface Answered {
  requestConfig: { elt: Element };
  successful?: boolean;
}

const OVER_A_YEAR = 400 * 86_400_000;
/** Nobody reads more on paper. */
const MOST_PAGES = 200;

export function createExchange(frame: HTMLElement, times: Times, now: () => number): Exchange {
  /** Where the reader was, from the end: what is put in above must not move it. */
  let fromEnd: number | null = null;

  const dialog = (): HTMLDialogElement | null => frame.querySelector<HTMLDialogElement>("#oc-exchange[open]");
  const logOf = (root: ParentNode | null): HTMLElement | null => root?.querySelector<HTMLElement>("[data-part=exchange]") ?? null;

  frame.addEventListener("htmx:beforeSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: Element }>).detail;
    const log = logOf(dialog());
    fromEnd = log && target.matches("[data-part=earlier]") ? log.scrollHeight - log.scrollTop : null;
  });
  frame.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-part=print]");
    if (button) void print(button);
  });
  addEventListener("beforeprint", () => lay());
  addEventListener("afterprint", () => clear());

  /** All of it is fetched first: a page of it would be no record. */
  async function print(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    let whole = true;
    for (let page = 0; whole && page < MOST_PAGES; page++) {
      const more = logOf(dialog())?.querySelector<HTMLButtonElement>(".oc-further button");
      if (!more) break;
      whole = await answered(more);
    }
    button.disabled = false;
    if (whole && dialog()) window.print();
  }

  /** Presses a button for further messages; whether they came. */
  function answered(button: HTMLButtonElement): Promise<boolean> {
    return new Promise((resolve) => {
      const heard = (event: Event): void => {
        const { requestConfig, successful } = (event as CustomEvent<Answered>).detail;
        // What came can be pressed from the moment it is settled.
        const came = event.type === "htmx:afterSettle";
        if (requestConfig.elt !== button || (!came && successful)) return;
        for (const name of ["htmx:afterSettle", "htmx:afterRequest"]) frame.removeEventListener(name, heard);
        resolve(came);
      };
      for (const name of ["htmx:afterSettle", "htmx:afterRequest"]) frame.addEventListener(name, heard);
      button.click();
    });
  }

  /** What is printed stands alone in the page, so that it takes as many sheets as it needs. */
  function lay(): void {
    const open = dialog();
    const log = logOf(open);
    if (!open || !log || document.body.querySelector(":scope > .oc-print")) return;
    const sheet = document.createElement("div");
    sheet.className = "onlinechat oc-print";
    sheet.append(part(open, "title").cloneNode(true), ...[...log.children].map((one) => one.cloneNode(true)));
    for (const control of sheet.querySelectorAll("button, .oc-further, [id]")) {
      if (control.matches("[id]")) control.removeAttribute("id");
      else control.remove();
    }
    // "Yesterday" says nothing on paper.
    days(sheet, times, now() + OVER_A_YEAR);
    document.body.append(sheet);
    document.body.classList.add("oc-printing");
  }

  function clear(): void {
    document.body.querySelector(":scope > .oc-print")?.remove();
    document.body.classList.remove("oc-printing");
  }

  return {
    attach(added) {
      const log = logOf(added.closest("#oc-exchange"));
      if (!log) return;
      days(log, times, now());
      if (fromEnd !== null) log.scrollTop = log.scrollHeight - fromEnd;
      else if (added.contains(log)) log.scrollTop = start(log);
    },
  };
}

/** A pop-up is read from the newest message up, as the chat was; or from the conversation that was found. */
function start(log: HTMLElement): number {
  const found = log.querySelector<HTMLElement>(`[data-conversation="${log.dataset["at"] ?? ""}"][data-fits]`);
  return found ? found.offsetTop - log.offsetTop : log.scrollHeight;
}

/** A line where a day begins, by the reader's own clock. */
function days(log: HTMLElement, times: Times, now: number): void {
  for (const line of log.querySelectorAll(".oc-day")) line.remove();
  let day = "";
  for (const message of log.querySelectorAll<HTMLElement>("[data-oc=message]")) {
    const at = Date.parse(message.querySelector("time")?.dateTime ?? "");
    if (Number.isNaN(at)) continue;
    const its = new Date(at).toDateString();
    if (its === day) continue;
    day = its;
    const line = document.createElement("div");
    line.className = "oc-day";
    line.textContent = times.day(at, now);
    message.before(line);
  }
}
