/** One chat window: draws a conversation, tells what the operator does in it. */

import { lastOf } from "../shared/conversation";
import type { Clock } from "../shared/clock";
import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import { createLog } from "../shared/messages";
import { rows, type Row } from "../shared/rows";
import type { Times } from "../shared/times";
import { createComposer } from "./composer";
import { createConfirm } from "./confirm";
import type { Talk } from "./desk";
import { unreadOf } from "./shelves";
import type { Placed } from "./windows";
import type { Words } from "./words";

export interface WindowModel {
  readonly placed: Placed;
  /** Null until the desk was entered: only the frame is there. */
  readonly talk: Talk | null;
  readonly draft: string;
  readonly connected: boolean;
  /** To whom it is on offer: a name, "" for everybody, null when it isn't. */
  readonly offered: string | null;
  readonly problem: string | null;
  /** How the operator's own messages are signed until the sidecar has them. */
  readonly ownName: string;
  readonly previews: boolean;
}

export interface WindowActions {
  minimise(on: boolean): void;
  hide(): void;
  end(): void;
  reopen(): void;
  write(text: string): void;
  send(text: string): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  older(): void;
  closeProblem(): void;
  focused(on: boolean): void;
  /** The reader came to the end of the log, or left it. */
  read(): void;
}

export interface WindowView {
  readonly element: HTMLElement;
  render(model: WindowModel): void;
  focus(): void;
  /** Whether the last message is in sight, as far as this window can tell. */
  readonly atEnd: boolean;
  readonly hasFocus: boolean;
  destroy(): void;
}

export interface WindowTools {
  shell: Shell;
  words: Words;
  times: Times;
  clock: Clock;
}

const SHOW_LOADING_AFTER = 300;

export function createWindow(tools: WindowTools, actions: WindowActions): WindowView {
  const { shell, words, clock } = tools;
  const element = shell.clone("window");
  const log = part(element, "log");
  const minimise = part(element, "minimise");
  const end = part(element, "end");
  const loading = part(element, "loading");
  const below = part(element, "below");
  let model: WindowModel | null = null;
  let belowFrom = 0;
  let cancelLoading: (() => void) | null = null;

  const view = createLog({
    log,
    shell,
    times: tools.times,
    now: () => clock.now(),
    onOlder: actions.older,
    onRetry: actions.retry,
    onDiscard: actions.discard,
    onStick(atEnd) {
      belowFrom = atEnd || !model?.talk ? 0 : lastOf(model.talk);
      renderBelow();
      if (atEnd) actions.read();
    },
  });
  const composer = createComposer(element, { words, written: actions.write, sent: actions.send });
  const confirm = createConfirm(element, actions.end);

  minimise.addEventListener("click", () => actions.minimise(!model?.placed.minimised));
  part(element, "hide").addEventListener("click", actions.hide);
  end.addEventListener("click", () => confirm.ask(words.text("end_text", { name: model?.placed.name ?? "" })));
  part(element, "reopen").addEventListener("click", actions.reopen);
  part(element, "problem-close").addEventListener("click", actions.closeProblem);
  below.addEventListener("click", () => view.toEnd());
  part(element, "header").addEventListener("click", (event) => {
    // A click on the bar itself, as on the recap's: the buttons in it have their own meaning.
    if (!(event.target as Element).closest("button")) actions.minimise(!model?.placed.minimised);
  });
  element.addEventListener("focusin", () => actions.focused(true));
  element.addEventListener("focusout", (event) => {
    if (!element.contains(event.relatedTarget as Node | null)) actions.focused(false);
  });

  function render(next: WindowModel): void {
    const folded = model?.placed.minimised === true;
    model = next;
    const { placed, talk } = next;
    setAttr(element, "data-minimised", placed.minimised);
    setAttr(element, "data-conversation", String(placed.id));
    setAttr(element, "data-ready", talk?.loaded === true);
    setAttr(minimise, "aria-expanded", String(!placed.minimised));
    show(part(element, "content"), !placed.minimised);
    show(part(element, "line"), !next.connected);
    // Known by heart until the desk is there; then a guest may have signed in.
    renderHead(talk ? words.name(talk.conversation) : placed.name, talk);
    renderStrips(next);
    if (talk) renderTalk(talk, next);
    else show(part(element, "composer"), false);
    wait(!placed.minimised && !talk?.loaded);
    if (folded && !placed.minimised) composer.fit();
  }

  function renderHead(name: string, talk: Talk | null): void {
    setAttr(element, "aria-label", words.text("window", { name }));
    setText(part(element, "name"), name);
    setAttr(part(element, "name"), "title", name);
    const visitor = talk?.conversation.visitor;
    const where = !visitor
      ? ""
      : !visitor.present
        ? words.text("absent")
        : visitor.page?.title
          ? words.text("where", { page: visitor.page.title })
          : words.text("present");
    setText(part(element, "where"), where);
    setAttr(part(element, "where"), "title", where || null);
    setAttr(part(element, "presence"), "data-present", visitor?.present === true);
    const unread = talk ? unreadOf(talk) : 0;
    const badge = part(element, "unread");
    show(badge, unread > 0);
    setText(badge, String(unread));
    setAttr(element, "data-unread", unread > 0);
    const over = talk?.conversation.state === "finished";
    show(end, talk !== null && !over);
    if (over) confirm.close();
  }

  function renderStrips({ offered, problem }: WindowModel): void {
    const strip = part(element, "offered");
    show(strip, offered !== null);
    if (offered !== null) {
      setText(strip, offered ? words.text("offered_to", { name: offered }) : words.text("offered_to_all"));
    }
    show(part(element, "problem-strip"), problem !== null);
    setText(part(element, "problem"), problem ?? "");
  }

  function renderTalk(talk: Talk, { draft, ownName, previews, placed }: WindowModel): void {
    const over = talk.conversation.state === "finished";
    show(part(element, "composer"), !over);
    show(part(element, "finished"), over);
    if (over) {
      const { present } = talk.conversation.visitor;
      setText(part(element, "finished-text"), words.text(present ? "finished_here" : "finished_gone"));
      part<HTMLButtonElement>(element, "reopen").disabled = !present;
    } else {
      composer.set(draft);
    }
    const preview = previews && !over ? talk.preview : null;
    show(part(element, "preview"), preview !== null);
    setText(part(element, "preview-text"), preview?.text ?? "");
    // A folded window has no sizes: its log would lose its place.
    if (!placed.minimised && talk.loaded) view.render(rows(talk).map((row) => signed(row, ownName)));
    renderBelow();
  }

  function renderBelow(): void {
    const fresh = model?.talk && belowFrom > 0 ? freshBelow(model.talk, belowFrom) : 0;
    show(below, belowFrom > 0 && fresh > 0);
    if (fresh > 0) setText(part(below, "below-text"), words.count("below", fresh));
  }

  /** What is there within a moment needs no sign that it is coming. */
  function wait(on: boolean): void {
    if (!on) {
      cancelLoading?.();
      cancelLoading = null;
      show(loading, false);
    } else {
      cancelLoading ??= clock.after(SHOW_LOADING_AFTER, () => show(loading, true));
    }
  }

  return {
    element,
    render,
    focus() {
      if (!part(element, "composer").hidden) composer.focus();
      else log.focus();
    },
    get atEnd() {
      return view.atEnd();
    },
    get hasFocus() {
      const active = (element.getRootNode() as ShadowRoot).activeElement;
      return active !== null && element.contains(active);
    },
    destroy() {
      cancelLoading?.();
      view.destroy();
      element.remove();
    },
  };
}

function freshBelow(talk: Talk, from: number): number {
  return talk.messages.filter((message) => message.seq > from && message.author === "visitor").length;
}

/** A message on its way carries no name yet. */
function signed(row: Row, ownName: string): Row {
  return row.kind === "bubble" && row.mine && row.name === "" ? { ...row, name: ownName } : row;
}
