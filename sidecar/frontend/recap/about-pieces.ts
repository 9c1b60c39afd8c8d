/** What the panel about a visitor is built of: facts, lists and lines, from the shell's templates. */

import { part, setAttr, setText } from "../shared/dom";
import type { Shell } from "../shared/dom";
import { safe } from "../shared/links";
import type { Times } from "../shared/times";
import type { OfficeLinks } from "./office-links";
import type { Words } from "./words";

export interface PieceTools {
  readonly shell: Shell;
  readonly words: Words;
  readonly times: Times;
  readonly links: OfficeLinks;
}

/** Nothing is said of what isn't there. */
export type Maybe = string | null | undefined | false;

export interface Fact {
  readonly term: string;
  readonly value: Maybe;
  readonly href?: string | null;
}

export interface Item {
  readonly title: string;
  readonly href?: string | null;
  readonly amount?: Maybe;
  /** Pieces of one grey line. */
  readonly details?: readonly Maybe[];
  readonly text?: Maybe;
  /** The colour of a state. */
  readonly dot?: Maybe;
  readonly now?: boolean;
}

/** What a part of the panel shows; `note` stands beside its heading. */
export interface Filling {
  readonly note: string;
  readonly nodes: readonly Node[];
}

export interface Pieces {
  text(name: string, values?: Readonly<Record<string, string>>): string;
  line(text: string): Node;
  link(text: string, href: string): Node;
  heading(name: string): Node;
  privateNote(text: string): Node;
  who(name: string, href: string | null, group: Maybe, off: Maybe): Node;
  /** None when none of them has a value. */
  facts(facts: readonly Fact[], kind?: "sums"): Node[];
  items(items: readonly Item[]): Node[];
}

const COLOUR = /^#[0-9a-f]{3,8}$/i;

export function createPieces({ shell, words }: PieceTools): Pieces {
  const text: Pieces["text"] = (name, values) => words.text(`about_${name}`, values);

  /** The template with texts in its parts; a part without one is left out. */
  function make(template: string, texts: Readonly<Record<string, Maybe>>, href?: string | null): HTMLElement {
    const element = shell.clone(template);
    for (const [name, value] of Object.entries(texts)) {
      const place = part(element, name);
      if (value) setText(place, value);
      else place.remove();
      if (value && place instanceof HTMLAnchorElement) setAttr(place, "href", href ?? null);
    }
    return element;
  }

  function item({ title, href, amount, details = [], text: said, dot, now }: Item): HTMLElement {
    const line = details.filter(Boolean).join(" · ");
    const element = make("about-item", { title, amount, details: line, text: said }, href);
    const place = part(element, "dot");
    if (dot && COLOUR.test(dot)) place.style.setProperty("background", dot);
    else place.remove();
    setAttr(element, "data-now", now === true);
    return element;
  }

  return {
    text,
    line: (value) => make("about-words", { text: value }),
    link: (value, href) => make("about-link", { text: value }, href),
    heading: (name) => make("about-heading", { text: text(name) }),
    privateNote: (value) => make("about-private", { text: value }),
    who: (title, href, group, off) => make("about-who", { title, group, off }, href),
    facts(facts, kind) {
      const said = facts.filter(({ value }) => value);
      if (said.length === 0) return [];
      const list = shell.clone("about-facts");
      setAttr(list, "class", kind ?? null);
      list.append(...said.map(({ term, value, href }) => make("about-fact", { term, value }, href)));
      return [list];
    },
    items(items) {
      if (items.length === 0) return [];
      const list = shell.clone("about-items");
      list.append(...items.map(item));
      return [list];
    },
  };
}

/** An address on the web as people read it, and as a link. */
export function webAddress(address: string | undefined): Pick<Fact, "value" | "href"> {
  const href = address ? safe(/^https?:/i.test(address) ? address : `https://${address}`) : null;
  return { value: address && readable(address).replace(/^https?:\/\//i, "").replace(/\/$/, ""), href };
}

/** `/thé` rather than `/th%C3%A9`. */
export function readable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/**
 * Puts fresh nodes in the place of those there, and leaves alone what is the same: whoever reads or has the focus in it
 * is not disturbed.
 */
export function settle(parent: Element, fresh: readonly Node[]): void {
  const there = [...parent.childNodes];
  fresh.forEach((node, index) => {
    const old = there[index];
    if (!old) parent.append(node);
    else if (!old.isEqualNode(node)) renew(old, node);
  });
  for (const old of there.slice(fresh.length)) old.remove();
}

function renew(old: Node, fresh: Node): void {
  const lists = old instanceof Element && fresh instanceof Element && /^[UD]L$/.test(old.tagName);
  if (lists && old.tagName === fresh.tagName && old.className === fresh.className) settle(old, [...fresh.childNodes]);
  else old.parentNode?.replaceChild(fresh, old);
}
