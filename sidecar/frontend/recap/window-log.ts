/** A window's messages: stands at the first unread one when it is opened, and says what is new further down. */

import type { Clock } from "../shared/clock";
import { lastOf, seenByUs } from "../shared/conversation";
import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import { createLog } from "../shared/messages";
import { rows, type Row } from "../shared/rows";
import type { Times } from "../shared/times";
import { NEW_LINE, newLine, withNewLine } from "./reading";
import { unreadOf } from "./shelves";
import type { Talk } from "./talk";
import type { Words } from "./words";

export interface LogModel {
  /** Null until the desk was entered. */
  readonly talk: Talk | null;
  /** Folded: it has no sizes, and would lose its place. */
  readonly minimised: boolean;
  /** Somebody looks at this page. */
  readonly watched: boolean;
  /** How the operator's own messages are signed until the sidecar has them. */
  readonly ownName: string;
}

export interface WindowLog {
  render(model: LogModel): void;
  focus(): void;
  /** The operator wrote: nothing above is new any more. */
  answered(): void;
  readonly atEnd: boolean;
  destroy(): void;
}

export interface WindowLogOptions {
  shell: Shell;
  words: Words;
  times: Times;
  clock: Clock;
  /** Below this address lie the pictures of cards. */
  images: string;
  older(): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** The reader came to the end. */
  read(): void;
}

const SHOW_LOADING_AFTER = 300;

export function createWindowLog(element: HTMLElement, options: WindowLogOptions): WindowLog {
  const { words, clock } = options;
  const log = part(element, "log");
  const loading = part(element, "loading");
  const below = part(element, "below");
  let model: LogModel | null = null;
  /** The number of the last message above the line "New". */
  let line: number | null = null;
  /** The number of the last message that was known to the reader who left the end. */
  let left: number | null = null;
  let isPlaced = false;
  let cancelLoading: (() => void) | null = null;

  const view = createLog({
    log,
    shell: options.shell,
    times: options.times,
    now: () => clock.now(),
    onOlder: options.older,
    onRetry: options.retry,
    onDiscard: options.discard,
    images: options.images,
    onStick(atEnd) {
      left = atEnd || !model?.talk ? null : knownOf(model.talk);
      renderBelow();
      if (atEnd) options.read();
    },
  });
  below.addEventListener("click", () => view.toEnd());

  function render(next: LogModel): void {
    const { talk, minimised, watched } = next;
    const opens = (watched && !model?.watched) || model?.minimised === true;
    model = next;
    const unread = talk ? unreadOf(talk) : 0;
    // Whoever comes back stands where they were, or at what is new since then.
    if (minimised || (opens && unread > 0 && view.atEnd())) isPlaced = false;
    wait(!minimised && !talk?.loaded);
    if (talk) renderTalk(talk, unread);
    renderBelow();
  }

  function renderTalk(talk: Talk, unread: number): void {
    if (!model) return;
    const { minimised, watched, ownName } = model;
    const open = watched && !minimised;
    line = newLine(line, { seen: seenByUs(talk), unread, open, watching: open && isPlaced && view.atEnd() });
    if (minimised || !talk.loaded) return;
    const list = withNewLine(rows(talk).map((row) => signed(row, ownName)), line);
    view.render(list);
    if (isPlaced) return;
    isPlaced = true;
    if (list.some(({ key }) => key === NEW_LINE)) view.toRow(NEW_LINE);
    else view.toEnd();
  }

  function renderBelow(): void {
    const fresh = model?.talk && left !== null ? freshAfter(model.talk, left) : 0;
    show(below, left !== null);
    setText(part(below, "below-text"), fresh > 0 ? words.count("below", fresh) : "");
    setAttr(below, "aria-label", fresh > 0 ? null : words.text("below_none"));
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
    render,
    focus: () => log.focus(),
    answered: () => void (line = null),
    get atEnd() {
      return view.atEnd();
    },
    destroy() {
      cancelLoading?.();
      view.destroy();
    },
  };
}

function knownOf(talk: Talk): number {
  return unreadOf(talk) > 0 ? seenByUs(talk) : lastOf(talk);
}

function freshAfter(talk: Talk, seq: number): number {
  return talk.messages.filter((message) => message.seq > seq && message.author === "visitor").length;
}

/** A message on its way carries no name yet. */
function signed(row: Row, ownName: string): Row {
  return row.kind === "bubble" && row.mine && row.name === "" ? { ...row, name: ownName } : row;
}
