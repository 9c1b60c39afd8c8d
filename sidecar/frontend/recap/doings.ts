/** What the operator does: the same whether by a click, a key or a notification. */

import type { Abouts } from "./about";
import type { Arrangement } from "./arrangement";
import type { Drafts } from "./drafts";
import type { Keyed } from "./keyed";
import type { Kit } from "./kit";
import type { Notices } from "./notices";
import type { Office } from "./office";
import { createPasting } from "./pasting";
import { offerKey } from "./shelves";
import type { WindowActions, WindowModel, WindowView } from "./window-view";
import type { Words } from "./words";

export interface Doings {
  /** Opens a window; `asked`: the operator wants it, so it gets the focus. */
  open(id: number, asked?: boolean): boolean;
  hide(id: number): void;
  accept(id: number): Promise<boolean>;
  decline(id: number): Promise<boolean>;
  /** What can be done in one window. */
  inWindow(id: number): WindowActions;
}

export interface DoingsOptions {
  office: Office;
  abouts: Abouts;
  arrangement: Arrangement;
  drafts: Drafts;
  notices: Notices;
  kit: Kit;
  words: Words;
  windows(): Keyed<WindowModel, WindowView>;
  /** Draws at once: what is to get the focus must be there. */
  render(): void;
  /** The recap's row of a conversation, whose window is gone, gets the focus. */
  backTo(id: number): void;
  later(run: () => void): void;
  /** The operator may have read to the end. */
  see(): void;
}

export function createDoings(options: DoingsOptions): Doings {
  const { office, arrangement, drafts, notices, kit, words, windows, render } = options;

  function open(id: number, asked = true): boolean {
    const talk = office.desk.talks[id];
    if (!talk) return false;
    const opened = arrangement.open(id, words.name(talk.conversation), asked);
    if (!opened && asked) notices.say("error", words.text("no_room"));
    if (!opened || !asked) return opened;
    render();
    windows().get(id)?.focus();
    return true;
  }

  function hide(id: number): void {
    arrangement.hide(id);
    options.backTo(id);
  }

  async function act(command: Parameters<Office["act"]>[0], id: number): Promise<boolean> {
    notices.solved(id);
    return office.act(command, id);
  }

  async function end(id: number): Promise<void> {
    if (!(await act("conversation:end", id))) return;
    // Ended is done with: its place is free for the next one, and it stands among the finished ones.
    drafts.drop(id);
    hide(id);
  }

  async function reopen(id: number): Promise<void> {
    if (!(await act("conversation:reopen", id))) return;
    open(id);
    // Its row is among the ongoing ones again.
    arrangement.choose("ongoing");
  }

  function sendText(id: number, text: string): void {
    const letter = drafts.take(id, text);
    notices.solved(id);
    office.outbox.add(String(id), text, letter);
  }

  const pasted = createPasting({ kit, drafts, notices, words, sendText });

  return {
    open,
    hide,
    async accept(id) {
      arrangement.meet([id]);
      const done = await act("conversation:accept", id);
      if (done) open(id);
      else arrangement.part(id);
      return done;
    },
    async decline(id) {
      const talk = office.desk.talks[id];
      const done = await act("conversation:decline", id);
      if (done && talk) arrangement.decline(id, offerKey(talk.conversation));
      return done;
    },
    inWindow: (id) => ({
      minimise: (on) => arrangement.minimise(id, on),
      pane(shown) {
        arrangement.pane(id, shown);
        render();
      },
      retryAbout: () => options.abouts.retry(id),
      hide: () => hide(id),
      end: () => void end(id),
      reopen: () => void reopen(id),
      write(text) {
        drafts.write(id, text);
        if (text.trim()) office.typing(id);
      },
      send(text) {
        const about = office.desk.talks[id]?.conversation;
        if (about && pasted(about, text)) return false;
        sendText(id, text);
        return true;
      },
      async canned(q) {
        const ack = await kit.canned(id, q);
        return ack.ok ? ack.data.replies : [];
      },
      offer(to, note) {
        notices.solved(id);
        return office.offer(id, to, note || undefined);
      },
      retry: (clientId) => office.outbox.retry(clientId),
      discard: (clientId) => office.outbox.discard(clientId),
      older: () => office.older(id),
      closeProblem: () => notices.solved(id),
      focused(on) {
        if (on) return arrangement.focus(id);
        // The page itself may have lost the focus: then the window keeps it within the page.
        options.later(() => !windows().get(id)?.hasFocus && arrangement.blur(id));
      },
      read: () => options.see(),
    }),
  };
}
