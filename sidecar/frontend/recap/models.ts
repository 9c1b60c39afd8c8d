/** From desk and arrangement to what the views draw: plain values in, plain values out. */

import type { Operator } from "../shared/protocol";
import type { About } from "./about";
import type { Arrangement } from "./arrangement";
import { isMine, type Desk } from "./desk";
import type { OfferModel } from "./offer-view";
import type { RowModel } from "./row-view";
import { isNew, offersOf, rowsOf } from "./shelves";
import type { WindowModel } from "./window-view";

export interface Surroundings {
  /** The sidecar's time. */
  readonly now: number;
  readonly connected: boolean;
  /** Somebody looks at this page. */
  readonly watched: boolean;
  /** What went wrong in a window, by conversation. */
  readonly problems: ReadonlyMap<number, string>;
  draft(conversation: number): string;
  about(conversation: number): About;
}

/** The colleagues who are online. */
export function othersOnline({ operators, me }: Desk): Operator[] {
  return Object.values(operators)
    .filter((one) => one.online && one.id !== me?.id)
    .sort((one, other) => one.name.localeCompare(other.name));
}

export function rowModels(desk: Desk, arrangement: Arrangement, { now, draft }: Surroundings): RowModel[] {
  const open = new Set(arrangement.visible().map(({ id }) => id));
  return [...rowsOf(desk, "ongoing"), ...rowsOf(desk, "finished")].map((talk) => ({
    talk,
    draft: talk.conversation.state === "finished" ? "" : draft(talk.conversation.id),
    open: open.has(talk.conversation.id),
    previews: desk.settings.typingPreview,
    now,
  }));
}

export function offerModels(desk: Desk, arrangement: Arrangement, { now }: Surroundings): OfferModel[] {
  return offersOf(desk, arrangement.kept.declined).map((talk) => ({
    talk,
    by: nameOf(desk, talk.conversation.offeredBy) ?? "",
    now,
  }));
}

export function windowModels(desk: Desk, arrangement: Arrangement, around: Surroundings): WindowModel[] {
  const others = othersOnline(desk);
  return arrangement.visible().map((placed) => {
    const talk = desk.talks[placed.id] ?? null;
    const to = talk?.conversation.offeredTo;
    const mine = talk !== null && desk.me !== null && isMine(talk.conversation, desk.me.id);
    return {
      placed,
      talk,
      about: around.about(placed.id),
      others,
      me: desk.me?.id ?? 0,
      allowed: desk.tools,
      draft: around.draft(placed.id),
      connected: around.connected,
      watched: around.watched,
      offered: !mine || to === undefined ? null : to === 0 ? "" : (nameOf(desk, to) ?? ""),
      problem: around.problems.get(placed.id) ?? null,
      ownName: desk.settings.operatorName || (desk.me?.name ?? ""),
      previews: desk.settings.typingPreview,
    };
  });
}

/** What rings until somebody takes it or looks at it. */
export function ringing(desk: Desk, offers: readonly OfferModel[]): Set<number> {
  const fresh = rowsOf(desk, "ongoing").filter((talk) => isNew(talk) && talk.lastSeq > 0);
  return new Set([...fresh, ...offers.map(({ talk }) => talk)].map((talk) => talk.conversation.id));
}

function nameOf(desk: Desk, operator: number | undefined): string | undefined {
  return operator === undefined ? undefined : desk.operators[operator]?.name;
}
