/** The panel about the visitor in a window: the button that opens it, and its parts, each of which folds. */

import type { Clock } from "../shared/clock";
import { part, setAttr, setText, show } from "../shared/dom";
import type { Visitor } from "../shared/protocol";
import { NOTHING_KNOWN, type About } from "./about";
import { createBuying } from "./about-buying";
import { createPast } from "./about-past";
import { createPerson } from "./about-person";
import { createPieces, settle, type Filling, type PieceTools } from "./about-pieces";
import type { Folds } from "./folds";
import type { Talk } from "./talk";

export interface AboutModel {
  readonly open: boolean;
  readonly about: About;
  /** Null until the desk was entered. */
  readonly talk: Talk | null;
}

export interface AboutActions {
  show(on: boolean): void;
  retry(): void;
}

export interface AboutTools extends PieceTools {
  readonly clock: Clock;
  readonly folds: Folds;
}

const PARTS = ["customer", "cart", "orders", "addresses", "conversations", "pages"] as const;
type Part = (typeof PARTS)[number];

export function createAboutView(
  window: HTMLElement,
  tools: AboutTools,
  actions: AboutActions,
): (model: AboutModel) => void {
  const { words, clock, folds } = tools;
  const opener = part(window, "about-open");
  const root = part(window, "about");
  const parts = new Map<Part, HTMLElement>(PARTS.map((name) => [name, part(root, `fold-${name}`)]));
  const pieces = createPieces(tools);
  const person = createPerson(pieces, tools);
  const buying = createBuying(pieces, tools);
  const past = createPast(pieces, tools);
  let drawn: unknown[] = [];

  opener.addEventListener("click", () => {
    actions.show(root.hidden);
    if (!root.hidden) root.focus();
  });
  part(root, "about-retry").addEventListener("click", actions.retry);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    actions.show(false);
    opener.focus();
  });
  for (const [name, element] of parts) {
    part(element, "fold-button").addEventListener("click", () => folds.fold(name, !folds.folded(name)));
  }

  function fill(name: Part, { note, nodes }: Filling): void {
    const element = parts.get(name);
    if (!element) return;
    setText(part(element, "fold-note"), note);
    settle(part(element, "fold-body"), nodes);
  }

  function renderSheet({ sheet, cart, pages }: About, visitor: Visitor | undefined): void {
    if (!sheet) return;
    const present = visitor?.present === true;
    const whose = visitor?.customerId ?? visitor?.guestId;
    const now = clock.now();
    // Everything is the same until something was heard, but "today" isn't.
    const next = [sheet, cart, pages, present, whose, new Date(now).toDateString(), tools.links.to("customer", 1)];
    if (next.every((value, index) => value === drawn[index])) return;
    drawn = next;
    fill("customer", person.customer(sheet, now));
    fill("cart", buying.cart(sheet, cart, present));
    fill("orders", buying.orders(sheet));
    fill("addresses", person.addresses(sheet, now));
    fill("conversations", past.conversations(sheet, whose, now));
    fill("pages", past.pages(pages, present, now));
  }

  return ({ open, about = NOTHING_KNOWN, talk }) => {
    const { sheet, failed } = about;
    setAttr(opener, "aria-expanded", String(open));
    show(root, open);
    if (!open) return;
    setAttr(root, "data-ready", sheet !== null);
    setAttr(root, "aria-busy", String(sheet === null && failed === null));
    show(part(root, "about-problem"), failed !== null);
    setText(part(root, "about-problem-text"), failed ? problem(failed) : "");
    show(part(root, "about-loading"), sheet === null && failed === null);
    show(part(root, "about-body"), sheet !== null);
    for (const [name, element] of parts) {
      const folded = folds.folded(name);
      setAttr(part(element, "fold-button"), "aria-expanded", String(!folded));
      show(part(element, "fold-body"), !folded);
    }
    renderSheet(about, talk?.conversation.visitor);
  };

  function problem(code: string): string {
    return words.text(code === "not_found" ? "about_problem_not_found" : "about_problem");
  }
}
