/** What each keyboard shortcut does, from wherever in the page the operator is. */

import type { Announcer } from "../shared/announcer";
import type { Arrangement } from "./arrangement";
import type { Doings } from "./doings";
import type { Keyed } from "./keyed";
import type { Office } from "./office";
import type { RecapView } from "./recap-view";
import { offersOf, rowsOf, unreadOf } from "./shelves";
import type { Shortcut } from "./shortcuts";
import type { Talk } from "./talk";
import type { WindowModel, WindowView } from "./window-view";
import type { Pane } from "./windows";
import type { Words } from "./words";

export interface ChordOptions {
  office: Office;
  arrangement: Arrangement;
  doings: Doings;
  windows: Keyed<WindowModel, WindowView>;
  recap: RecapView;
  announcer: Announcer;
  words: Words;
  render(): void;
  help(): void;
}

export function createChords(options: ChordOptions): (shortcut: Shortcut) => void {
  const { office, arrangement, doings, windows, recap, words } = options;

  const focused = (): number | undefined => arrangement.visible().find(({ id }) => windows.get(id)?.hasFocus)?.id;

  /** The window that is meant: the one with the focus, else the one used last. */
  function current(): number | undefined {
    const used = [...arrangement.visible()].sort((one, other) => other.used - one.used);
    return focused() ?? used[0]?.id;
  }

  function say(text: string): void {
    options.announcer.say(words.text(text));
  }

  function focus(id: number): void {
    if (isFolded(id)) arrangement.minimise(id, false);
    options.render();
    windows.get(id)?.focus();
  }

  function isFolded(id: number): boolean {
    return arrangement.visible().some((window) => window.id === id && window.minimised);
  }

  function step(by: 1 | -1): void {
    const ids = arrangement.visible().map(({ id }) => id);
    const at = ids.indexOf(focused() ?? -1);
    const next = ids[at < 0 ? 0 : (at + by + ids.length) % ids.length];
    if (next === undefined) say("no_window");
    else focus(next);
  }

  function inCurrent(run: (id: number) => void): void {
    const id = current();
    if (id === undefined) say("no_window");
    else run(id);
  }

  function nextUnread(): void {
    const here = focused();
    const waiting = rowsOf(office.desk, "ongoing").filter((talk) => unreadOf(talk) > 0);
    const next = waiting.sort(byWait).find(({ conversation }) => conversation.id !== here) ?? waiting[0];
    if (next) doings.open(next.conversation.id);
    else say("nothing_unread");
  }

  function accept(): void {
    const [offer] = offersOf(office.desk, arrangement.kept.declined);
    if (offer) void doings.accept(offer.conversation.id);
    else say("no_offer");
  }

  function fold(id: number): void {
    if (isFolded(id)) focus(id);
    else arrangement.minimise(id, true);
  }

  function pane(id: number, name: Pane): void {
    if (isFolded(id)) focus(id);
    windows.get(id)?.toggle(name);
  }

  function search(): void {
    arrangement.minimiseRecap(false);
    if (arrangement.kept.shelf === "team") arrangement.choose("ongoing");
    options.render();
    recap.focusSearch();
  }

  const runs: Readonly<Record<Shortcut, () => void>> = {
    unread: nextUnread,
    next: () => step(1),
    previous: () => step(-1),
    reply: () => inCurrent(focus),
    accept,
    tools: () => inCurrent((id) => pane(id, "tools")),
    about: () => inCurrent((id) => pane(id, "about")),
    minimise: () => inCurrent(fold),
    hide: () => inCurrent(doings.hide),
    end: () => inCurrent((id) => windows.get(id)?.askEnd()),
    recap: () => arrangement.minimiseRecap(!arrangement.kept.minimised),
    search,
    online: () => void recap.flip(),
    help: options.help,
  };
  return (shortcut) => runs[shortcut]();
}

function byWait({ conversation: one }: Talk, { conversation: other }: Talk): number {
  return Date.parse(one.waitingSince ?? one.startedAt) - Date.parse(other.waitingSince ?? other.startedAt);
}
