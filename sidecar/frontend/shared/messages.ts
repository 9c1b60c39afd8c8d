/** The log of a conversation: clones templates, fills in text, touches only what changed. */
import { createCard } from "./cards";
import { listen, maybePart, part, setAttr, setText, show, type Shell } from "./dom";
import { linkify } from "./links";
import type { Message } from "./protocol";
import type { BubbleRow, Row, SystemRow } from "./rows";
import type { Times } from "./times";

export interface LogOptions {
  /** The scrolling element with role `log`. */
  log: HTMLElement;
  shell: Shell;
  times: Times;
  now(): number;
  /** How this side's messages are called; left out, by the name of whoever wrote them. */
  ownName?: string;
  /** Called when the reader nears the top; the caller knows whether there is more. */
  onOlder?(): void;
  onRetry?(clientId: string): void;
  onDiscard?(clientId: string): void;
  /** The sidecar's address: the pictures of cards lie below it. */
  images?: string;
  /** The link of a card was followed. */
  onFollow?(card: Message): void;
  /** The reader left the end of the log, or came back to it. */
  onStick?(atEnd: boolean): void;
}

export interface LogView {
  render(rows: readonly Row[]): void;
  toEnd(): void;
  /** Shows this row at the top; the end of the log, when that is not further down. */
  toRow(key: string): void;
  atEnd(): boolean;
  destroy(): void;
}

interface Shown {
  row: Row;
  element: HTMLElement;
}

const NEAR_TOP = 120;
const NEAR_END = 48;
const ABOVE_ROW = 6;

export function createLog(options: LogOptions): LogView {
  const { log, shell, times } = options;
  const shown = new Map<string, Shown>();
  let stuck = true;
  let day = "";

  function render(list: readonly Row[]): void {
    const anchor = stuck ? null : firstVisible(log);
    const top = anchor?.offsetTop ?? 0;
    const written = list.some((row) => row.kind === "bubble" && row.letter !== null && !shown.has(row.key));
    place(list);
    if (stuck || written) toEnd();
    else if (anchor?.isConnected) log.scrollTop += anchor.offsetTop - top;
  }

  function place(list: readonly Row[]): void {
    const today = new Date(options.now()).toDateString();
    const keys = new Set(list.map((row) => row.key));
    for (const [key, { element }] of shown) {
      if (keys.has(key)) continue;
      element.remove();
      shown.delete(key);
    }
    let next = log.firstElementChild;
    for (const row of list) {
      const known = shown.get(row.key);
      const element = known?.element ?? create(row);
      // Day lines say "today": they change at midnight without their row changing.
      if (!known || differ(known.row, row) || (row.kind === "day" && today !== day)) {
        update(element, row);
        shown.set(row.key, { row, element });
      }
      if (element === next) next = next.nextElementSibling;
      else log.insertBefore(element, next);
    }
    day = today;
  }

  function create(row: Row): HTMLElement {
    const element = shell.clone(templateOf(row));
    if (row.kind === "bubble") {
      maybePart(element, "retry")?.addEventListener("click", () => options.onRetry?.(row.key));
      maybePart(element, "discard")?.addEventListener("click", () => options.onDiscard?.(row.key));
    }
    return element;
  }

  function update(element: HTMLElement, row: Row): void {
    if (row.kind === "bubble") updateBubble(element, row);
    else if (row.kind === "system") updateSystem(element, row);
    else if (row.kind === "day") setText(part(element, "day"), times.day(row.at, options.now()));
    else if (row.kind === "note" && row.text) setText(part(element, "text"), row.text);
  }

  function updateBubble(element: HTMLElement, row: BubbleRow): void {
    const name = row.mine ? (options.ownName ?? row.name) : row.name;
    const time = times.time(row.at);
    const word = row.mine ? shell.text(`mark_${row.mark}`) : "";
    setAttr(element, "data-seq", row.message ? String(row.message.seq) : null);
    setAttr(element, "data-author", row.author);
    setAttr(element, "data-state", row.mine ? row.mark : "sent");
    setAttr(element, "data-mine", row.mine);
    setAttr(element, "data-first", row.first);
    setAttr(element, "data-last", row.last);
    setAttr(element, "data-stamped", row.stamped);
    setAttr(element, "aria-label", [name, time, word].filter(Boolean).join(", "));
    const stamp = part<HTMLTimeElement>(element, "time");
    setText(stamp, time);
    setAttr(stamp, "datetime", new Date(row.at).toISOString());
    setText(part(element, "name"), row.mine ? "" : name);
    const failed = maybePart(element, "failed");
    if (failed) show(failed, row.mark === "failed");
    const followed = maybePart(element, "followed");
    if (followed) show(followed, row.message?.data?.["clickedAt"] !== undefined);
    const body = part(element, "body");
    if (isCard(row)) fillCard(element, body, row.message);
    else fillBody(body, row.body);
  }

  function fillCard(element: HTMLElement, body: HTMLElement, message: Message): void {
    if (element.dataset["card"]) return;
    element.dataset["card"] = message.kind;
    const card = createCard(shell, message, options.images ?? document.baseURI);
    part(card, "title").addEventListener("click", () => options.onFollow?.(message));
    body.replaceChildren(card);
  }

  function updateSystem(element: HTMLElement, row: SystemRow): void {
    setAttr(element, "data-seq", String(row.message.seq));
    setAttr(element, "data-author", "system");
    setAttr(element, "data-state", "sent");
    const text = systemText(shell, row.message);
    setText(part(element, "body"), text);
    setAttr(element, "aria-label", `${text} ${times.time(row.at)}`);
  }

  function toEnd(): void {
    log.scrollTop = log.scrollHeight;
    stick(true);
  }

  function toRow(key: string): void {
    const top = shown.get(key)?.element.offsetTop;
    if (top === undefined) return toEnd();
    log.scrollTop = top - ABOVE_ROW;
    stick(isNearEnd());
  }

  function isNearEnd(): boolean {
    return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
  }

  function stick(now: boolean): void {
    if (now === stuck) return;
    stuck = now;
    options.onStick?.(now);
  }

  const stopScroll = listen(log, "scroll", () => {
    stick(isNearEnd());
    if (log.scrollTop < NEAR_TOP) options.onOlder?.();
  }, { passive: true });
  // The composer grew, the keyboard came up, the window was resized: the end stays in sight.
  const resized = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(() => stuck && toEnd());
  resized?.observe(log);

  return {
    render,
    toEnd,
    toRow,
    atEnd: () => stuck,
    destroy() {
      stopScroll();
      resized?.disconnect();
    },
  };
}

/** A system line in the page's language; its English body when the code is newer than this page. */
export function systemText(shell: Shell, message: Message): string {
  const data = message.data ?? {};
  const code = typeof data["code"] === "string" ? data["code"] : "";
  const values: Record<string, string> = {};
  for (const [key, value] of Object.entries(data)) values[key] = String(value);
  return shell.text(`system_${code}`, values) || message.body;
}

function templateOf(row: Row): string {
  if (row.kind === "note") return row.template;
  return row.kind === "bubble" ? "message" : row.kind;
}

function isCard(row: BubbleRow): row is BubbleRow & { message: Message } {
  return row.message !== null && row.message.kind !== "text" && row.message.data !== undefined;
}

function fillBody(element: HTMLElement, body: string): void {
  if (element.textContent === body && element.childNodes.length > 0) return;
  element.replaceChildren(
    ...linkify(body).map((piece) => {
      if (piece.href === null) return document.createTextNode(piece.text);
      const link = document.createElement("a");
      link.href = piece.href;
      link.target = "_blank";
      link.rel = "noopener nofollow";
      link.textContent = piece.text;
      return link;
    }),
  );
}

function firstVisible(log: HTMLElement): HTMLElement | null {
  for (const child of log.children) {
    if (child instanceof HTMLElement && child.offsetTop + child.offsetHeight > log.scrollTop + log.offsetTop) {
      return child;
    }
  }
  return null;
}

function differ(one: Row, other: Row): boolean {
  const left: Partial<Record<string, unknown>> = { ...one };
  const right: Partial<Record<string, unknown>> = { ...other };
  return Object.keys(right).some((key) => left[key] !== right[key]);
}
