/** One chat window: draws a conversation, tells what the operator does in it. */

import { part, setAttr, setText, show } from "../shared/dom";
import type { CannedReply, Operator, Rating } from "../shared/protocol";
import type { About } from "./about";
import { createAboutView, type AboutTools } from "./about-view";
import { createComposer } from "./composer";
import { createConfirm } from "./confirm";
import type { Guarded } from "./desk";
import type { Talk } from "./talk";
import { createToolsView, type ToolsTools } from "./tools-view";
import { createHead } from "./window-head";
import { createWindowLog } from "./window-log";
import type { Pane, Placed } from "./windows";

export interface WindowModel {
  readonly placed: Placed;
  /** Null until the desk was entered: only the frame is there. */
  readonly talk: Talk | null;
  readonly about: About;
  /** The colleagues who are online. */
  readonly others: readonly Operator[];
  readonly me: number;
  readonly allowed: readonly Guarded[];
  readonly draft: string;
  readonly connected: boolean;
  /** To whom it is on offer: a name, "" for everybody, null when it isn't. */
  readonly offered: string | null;
  readonly problem: string | null;
  /** How the operator's own messages are signed until the sidecar has them. */
  readonly ownName: string;
  readonly previews: boolean;
  /** Somebody looks at this page. */
  readonly watched: boolean;
}

export interface WindowActions {
  minimise(on: boolean): void;
  pane(shown: Pane | undefined): void;
  retryAbout(): void;
  hide(): void;
  end(): void;
  reopen(): void;
  write(text: string): void;
  /** False: it is not on its way yet. */
  send(text: string): boolean;
  canned(q: string): Promise<readonly CannedReply[]>;
  offer(to: number | undefined, note: string): Promise<boolean>;
  retry(clientId: string): void;
  discard(clientId: string): void;
  older(): void;
  closeProblem(): void;
  focused(on: boolean): void;
  /** The reader came to the end of the log. */
  read(): void;
}

export interface WindowView {
  /** Opens what stands beside the messages, with the focus, or closes it. */
  toggle(pane: Pane): void;
  readonly element: HTMLElement;
  render(model: WindowModel): void;
  focus(): void;
  /** Asks whether the conversation is to be ended. */
  askEnd(): void;
  /** Whether the last message is in sight, as far as this window can tell. */
  readonly atEnd: boolean;
  readonly hasFocus: boolean;
  destroy(): void;
}

export type WindowTools = AboutTools & ToolsTools;

export function createWindow(tools: WindowTools, actions: WindowActions): WindowView {
  const { shell, words, links } = tools;
  const element = shell.clone("window");
  const minimise = part(element, "minimise");
  const end = part(element, "end");
  let model: WindowModel | null = null;

  const renderHead = createHead(element, words);
  const renderAbout = createAboutView(element, tools, {
    show: (on) => actions.pane(on ? "about" : undefined),
    retry: actions.retryAbout,
  });
  const log = createWindowLog(element, { ...tools, ...actions });
  const composer = createComposer(element, {
    shell,
    words,
    written: actions.write,
    sent(text) {
      log.answered();
      return actions.send(text);
    },
    canned: actions.canned,
  });
  const renderTools = createToolsView(element, tools, {
    show: (on) => actions.pane(on ? "tools" : undefined),
    insert: composer.insert,
    focusReply,
    offer: actions.offer,
  });
  const confirm = createConfirm(element, actions.end);

  minimise.addEventListener("click", () => actions.minimise(!model?.placed.minimised));
  part(element, "hide").addEventListener("click", actions.hide);
  end.addEventListener("click", askEnd);
  part(element, "reopen").addEventListener("click", actions.reopen);
  part(element, "problem-close").addEventListener("click", actions.closeProblem);
  part(element, "header").addEventListener("click", (event) => {
    // A click on the bar itself, as on the recap's: the buttons in it have their own meaning.
    if (!(event.target as Element).closest("button")) actions.minimise(!model?.placed.minimised);
  });
  element.addEventListener("focusin", () => actions.focused(true));
  element.addEventListener("focusout", (event) => {
    if (!element.contains(event.relatedTarget as Node | null)) actions.focused(false);
  });

  function focusReply(): void {
    if (!part(element, "composer").hidden) composer.focus();
    else log.focus();
  }

  function askEnd(): void {
    if (!end.hidden) confirm.ask(words.text("end_text", { name: model?.placed.name ?? "" }));
  }

  function render(next: WindowModel): void {
    const unfolds = model?.placed.minimised === true && !next.placed.minimised;
    model = next;
    const { talk, ownName, watched } = next;
    const { id, minimised, name } = next.placed;
    const over = talk?.conversation.state === "finished";
    setAttr(element, "data-minimised", minimised);
    setAttr(element, "data-conversation", String(id));
    setAttr(element, "data-ready", talk?.loaded === true);
    setAttr(minimise, "aria-expanded", String(!minimised));
    show(part(element, "content"), !minimised);
    show(part(element, "line"), !next.connected);
    show(end, talk !== null && !over);
    if (over) confirm.close();
    renderHead(talk ? words.name(talk.conversation) : name, talk);
    renderStrips(next);
    renderPanes(next, over);
    renderFoot(next, over);
    log.render({ talk, minimised, watched, ownName });
    if (unfolds) composer.fit();
  }

  function renderStrips({ offered, problem, talk }: WindowModel): void {
    renderFiled(talk?.conversation.thread);
    const strip = part(element, "offered");
    show(strip, offered !== null);
    if (offered !== null) {
      setText(strip, offered ? words.text("offered_to", { name: offered }) : words.text("offered_to_all"));
    }
    // Who is blocked is not written to any more.
    show(part(element, "problem-strip"), problem !== null && !talk?.conversation.visitor.blocked);
    setText(part(element, "problem"), problem ?? "");
  }

  function renderPanes({ placed: { pane }, about, talk, others, me, allowed }: WindowModel, over: boolean): void {
    const conversation = talk?.conversation ?? null;
    const running = conversation !== null && !over;
    setAttr(element, "data-pane", pane !== undefined);
    renderAbout({ open: pane === "about", about, talk });
    renderTools({ open: pane === "tools", conversation, others, me, allowed, running });
  }

  /** Below the log: what the visitor is writing and the reply, or that it is over and how it was. */
  function renderFoot({ talk, draft, previews }: WindowModel, over: boolean): void {
    show(part(element, "composer"), talk !== null && !over);
    show(part(element, "finished"), over);
    renderRating(over ? talk?.conversation.rating : undefined);
    if (over) {
      const { present, blocked } = talk?.conversation.visitor ?? { present: false };
      const state = blocked ? "finished_blocked" : present ? "finished_here" : "finished_gone";
      setText(part(element, "finished-text"), words.text(state));
      const reopen = part<HTMLButtonElement>(element, "reopen");
      show(reopen, !blocked);
      reopen.disabled = !present;
    } else {
      composer.set(draft);
    }
    const preview = previews && !over ? (talk?.preview ?? null) : null;
    show(part(element, "preview"), preview !== null);
    setText(part(element, "preview-text"), preview?.text ?? "");
  }

  /** Where it is in the shop's customer service. */
  function renderFiled(thread: number | undefined): void {
    const filed = part<HTMLAnchorElement>(element, "filed");
    show(filed, thread !== undefined);
    if (thread === undefined) return;
    setText(filed, words.text("tool_file_there", { id: String(thread) }));
    setAttr(filed, "href", links.to("thread", thread));
  }

  function renderRating(rating: Rating | undefined): void {
    show(part(element, "rating"), rating !== undefined);
    if (!rating) return;
    const stars = part(element, "rating-stars");
    setText(stars, "★".repeat(rating.stars) + "☆".repeat(5 - rating.stars));
    setAttr(stars, "aria-label", words.rated(rating.stars));
    setText(part(element, "rating-comment"), rating.comment ?? "");
  }

  return {
    element,
    render,
    askEnd,
    toggle(pane) {
      part(element, `${pane}-open`).click();
      if (part(element, pane).hidden) focusReply();
    },
    focus: focusReply,
    get atEnd() {
      return log.atEnd;
    },
    get hasFocus() {
      const active = (element.getRootNode() as ShadowRoot).activeElement;
      return active !== null && element.contains(active);
    },
    destroy() {
      log.destroy();
      element.remove();
    },
  };
}
