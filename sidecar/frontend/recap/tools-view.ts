/** The pane with the operator's tools: a menu, and one tool at a time in its place. */

import type { Clock } from "../shared/clock";
import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import { safe } from "../shared/links";
import type { Conversation, Failure, Operator, Page } from "../shared/protocol";
import type { Guarded } from "./desk";
import type { Kit } from "./kit";
import type { OfficeLinks } from "./office-links";
import { createBlock } from "./tools-block";
import { createCanned } from "./tools-canned";
import { createFile } from "./tools-file";
import { createLink } from "./tools-link";
import { createOfferTool } from "./tools-offer";
import { createTransfer } from "./tools-transfer";
import type { Words } from "./words";

export interface ToolsModel {
  readonly open: boolean;
  /** Null until the desk was entered. */
  readonly conversation: Conversation | null;
  /** The colleagues who are online. */
  readonly others: readonly Operator[];
  readonly me: number;
  /** Tools that need a right of their own, and may be used. */
  readonly allowed: readonly Guarded[];
  /** The visitor can still be written to. */
  readonly running: boolean;
}

export interface ToolsTools {
  /** The sidecar's time, whatever this computer takes it for. */
  readonly clock: Clock;
  readonly shell: Shell;
  readonly words: Words;
  readonly links: OfficeLinks;
  readonly kit: Kit;
  /** Below this address lie the pictures of cards. */
  readonly images: string;
}

export interface ToolsActions {
  show(on: boolean): void;
  /** The reply gets this text, and the focus. */
  insert(text: string): void;
  focusReply(): void;
  offer(to: number | undefined, note: string): Promise<boolean>;
}

/** What a tool has to work with. */
export interface ToolContext extends ToolsTools {
  readonly root: HTMLElement;
  /** Of the window, as it was drawn last. */
  model(): ToolsModel;
  conversation(): Conversation;
  /** What went wrong; nothing any more. */
  say(problem: string): void;
  sentence(error: Failure): string;
  insert(text: string): void;
  offer(to: number | undefined, note: string): Promise<boolean>;
  /** It did what it is for: the pane closes. */
  done(): void;
}

export interface Tool {
  /** It was chosen: begins anew. */
  open(): void;
  /** One step back within the tool; false at its first. */
  back?(): boolean;
  /** The window was drawn while this tool is open. */
  render?(): void;
}

export const TOOLS = ["offer", "link", "page", "transfer", "block", "canned", "file"] as const;
export type ToolName = (typeof TOOLS)[number];

/** One per window: what describes a button is found by its id. */
let windows = 0;

const MAKERS: Partial<Record<ToolName, (context: ToolContext) => Tool>> = {
  offer: createOfferTool,
  link: createLink,
  transfer: createTransfer,
  block: createBlock,
  canned: createCanned,
  file: createFile,
};

export function createToolsView(
  window: HTMLElement,
  tools: ToolsTools,
  actions: ToolsActions,
): (model: ToolsModel) => void {
  const { words } = tools;
  const opener = part(window, "tools-open");
  const root = part(window, "tools");
  const menu = part(root, "tool-menu");
  const body = part(root, "tool-body");
  const problem = part(root, "tool-problem");
  const hint = part(menu, "page-hint");
  const items = new Map(TOOLS.map((name) => [name, menu.querySelector(`[data-tool="${name}"]`) as HTMLButtonElement]));
  const made = new Map<ToolName, Tool>();
  let model: ToolsModel = { open: false, conversation: null, others: [], me: 0, allowed: [], running: false };
  let current: ToolName | null = null;

  function say(text: string): void {
    setText(problem, text);
    show(problem, text !== "");
  }

  /** What can't be sent, and which right is missing, is said in the employee's language. */
  function sentence(name: ToolName, { code, message }: Failure): string {
    if (code === "invalid_format" || (code === "not_allowed" && isGuarded(name))) return message;
    return words.text(`tool_${code}`) || words.text(`problem_${code}`) || words.text("tool_failed");
  }

  function toolOf(name: ToolName): Tool | null {
    const known = made.get(name);
    const make = MAKERS[name];
    if (known || !make) return known ?? null;
    const tool = make({
      ...tools,
      root: part(body, `tool-${name}`),
      model: () => model,
      conversation() {
        if (!model.conversation) throw new Error("no conversation yet");
        return model.conversation;
      },
      // An answer may come when the operator is elsewhere.
      say: (text) => current === name && say(text),
      sentence: (error) => sentence(name, error),
      insert: actions.insert,
      offer: actions.offer,
      done() {
        if (current !== name) return;
        actions.show(false);
        actions.focusReply();
      },
    });
    made.set(name, tool);
    return tool;
  }

  function choose(name: ToolName): void {
    if (!model.conversation) return;
    if (name === "page") {
      const url = addressOf(model.conversation.visitor.page);
      // Whoever looks at that page has no business with the back office's address.
      if (url) open(url, "_blank", "noopener,noreferrer");
      return;
    }
    enter(name);
    setText(part(body, "tool-title"), items.get(name)?.textContent?.trim() ?? "");
    toolOf(name)?.open();
  }

  /** Shows one tool, or the menu. */
  function enter(name: ToolName | null): void {
    current = name;
    say("");
    show(menu, name === null);
    show(body, name !== null);
    for (const one of TOOLS) if (MAKERS[one]) show(part(body, `tool-${one}`), one === name);
  }

  function back(): void {
    const name = current;
    if (!name) {
      actions.show(false);
      return opener.focus();
    }
    say("");
    if (made.get(name)?.back?.()) return;
    enter(null);
    items.get(name)?.focus();
  }

  opener.addEventListener("click", () => {
    actions.show(!model.open);
    if (model.open) root.focus();
  });
  part(root, "tool-back").addEventListener("click", back);
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    back();
  });
  menu.addEventListener("click", ({ target }) => {
    const name = target instanceof Element ? target.closest<HTMLElement>("[data-tool]")?.dataset["tool"] : undefined;
    const known = TOOLS.find((one) => one === name);
    if (known) choose(known);
  });
  hint.id = `page-hint-${(windows += 1)}`;
  items.get("page")?.setAttribute("aria-describedby", hint.id);
  enter(null);

  /** Where the visitor is can be opened, or why it can't. */
  function renderPage(page: Page | undefined): void {
    const button = items.get("page");
    if (button) button.disabled = !addressOf(page);
    const said = addressOf(page) ? "hint" : page?.account ? "account" : "unknown";
    setText(hint, words.text(`tool_page_${said}`));
  }

  return (next) => {
    const closes = model.open && !next.open;
    model = next;
    setAttr(opener, "aria-expanded", String(next.open));
    show(root, next.open);
    if (closes) enter(null);
    if (!next.open) return;
    const there: Record<ToolName, boolean> = {
      offer: next.running,
      link: next.running,
      page: true,
      transfer: next.running && next.others.length > 0,
      block: next.allowed.includes("block"),
      canned: next.running,
      file: next.allowed.includes("file"),
    };
    for (const [name, item] of items) show(item, there[name]);
    renderPage(next.conversation?.visitor.page);
    if (current) toolOf(current)?.render?.();
  };
}

function isGuarded(name: ToolName): name is Guarded {
  return name === "block" || name === "file";
}

/** The page's address; null for one that isn't known, or that nobody else can open. */
function addressOf(page: Page | undefined): string | null {
  return page && !page.account ? safe(page.url) : null;
}
