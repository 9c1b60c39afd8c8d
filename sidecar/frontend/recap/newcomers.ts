/** Windows that open by themselves, and those that close: follows the desk from one state to the next. */

import type { Arrangement } from "./arrangement";
import { isMine, type Desk } from "./desk";

export interface Newcomers {
  /** The desk changed. */
  follow(desk: Desk): void;
  /** The desk is whole: what it doesn't have is gone. */
  settle(desk: Desk): void;
}

export interface NewcomersOptions {
  arrangement: Arrangement;
  /** How many windows fit. */
  room(): number;
  /** A window would cover what somebody is doing; `arrived`: on a page that was opened this moment. */
  screenTaken(arrived: boolean): boolean;
  /** Somebody may be looking at this page. */
  visible(): boolean;
  /** Runs a little later: the tab in front opens new windows. */
  later(run: () => void): void;
  open(conversation: number): void;
}

export function createNewcomers(options: NewcomersOptions): Newcomers {
  const { arrangement } = options;
  let before: Desk | null = null;

  /** Opens windows for conversations that this employee hasn't met; those that are over may come back. */
  function meet(arrived: boolean): void {
    const { me, talks } = before ?? { me: null, talks: {} };
    if (!me) return;
    const ongoing: number[] = [];
    for (const { conversation } of Object.values(talks)) {
      if (!isMine(conversation, me.id)) continue;
      if (conversation.state === "finished") arrangement.part(conversation.id);
      else ongoing.push(conversation.id);
    }
    const fresh = arrangement.meet(ongoing);
    if (options.screenTaken(arrived)) return;
    for (const id of fresh.slice(-options.room())) options.open(id);
  }

  return {
    follow(desk) {
      const gone = Object.keys(before?.talks ?? {})
        .map(Number)
        .filter((id) => !desk.talks[id]);
      // What is open to others by now has no window either; whoever takes it gets one.
      const kept = mine(desk);
      const lost = [...(before ? mine(before) : [])].filter((id) => !kept.has(id));
      if (gone.length + lost.length > 0) arrangement.close(new Set([...gone, ...lost]));
      const arrived = !before?.me;
      before = desk;
      if (options.visible()) meet(arrived);
      else options.later(() => meet(arrived));
    },
    settle: (desk) => arrangement.keepOnly(mine(desk)),
  };
}

function mine({ me, talks }: Desk): Set<number> {
  const own = Object.values(talks).filter(({ conversation }) => me && isMine(conversation, me.id));
  return new Set(own.map(({ conversation }) => conversation.id));
}
