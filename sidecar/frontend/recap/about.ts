/**
 * What is known of the visitors whose panels are in sight: asked for, and kept true by what happens.
 *
 * While a panel is in sight the sidecar is told so: then the visitor's own page sends their cart as it changes.
 */

import type { Clock } from "../shared/clock";
import type { Connection, OperatorWire } from "../shared/connection";
import { createSignal } from "../shared/events";
import type { Cart, Conversation, Page, Sheet } from "../shared/protocol";

export interface About {
  readonly sheet: Sheet | null;
  /** The newest that was heard of, wherever from. */
  readonly cart: Cart | null;
  /** The newest first. */
  readonly pages: readonly Page[];
  /** Why the sheet didn't come, until it does. */
  readonly failed: string | null;
}

export interface Abouts {
  of(conversation: number): About;
  /** The panels of these are in sight, and no others; beside each the browser in which its visitor is, "" when unknown. */
  watch(conversations: ReadonlyMap<number, string>): void;
  retry(conversation: number): void;
  onChange(listener: () => void): () => void;
  stop(): void;
}

interface Watched {
  about: About;
  asking: boolean;
  doubted: boolean;
  /** Whom the sheet is about: a guest may sign in. */
  customer: number | undefined;
  vid: string;
  cancel(): void;
}

export const NOTHING_KNOWN: About = { sheet: null, cart: null, pages: [], failed: null };

const AGAIN_AFTER = 60_000;
const RETRY_AFTER = 5_000;
/** What a visitor does seldom changes one thing only, and the sidecar keeps a sheet for three seconds. */
const DOUBT_FOR = 3_200;
const MOST_PAGES = 30;

export function withSheet(about: About, sheet: Sheet): About {
  return { sheet, cart: newest(about.cart, sheet.cart ?? null), pages: sheet.pages, failed: null };
}

export function withCart(about: About, cart: Cart): About {
  return { ...about, cart: newest(about.cart, cart) };
}

/** A page that tells of itself again is the same stop. */
export function withPage(about: About, page: Page): About {
  const [last, ...before] = about.pages;
  const same = last !== undefined && last.url === page.url && last.account === page.account;
  const rest = same ? before : about.pages;
  return { ...about, pages: [page, ...rest].slice(0, MOST_PAGES) };
}

export function createAbouts(connection: Connection<OperatorWire>, clock: Clock): Abouts {
  const changes = createSignal<void>();
  /** What was known of those no longer in sight is there at once when they are again. */
  const known = new Map<number, Pick<Watched, "about" | "vid">>();
  const watched = new Map<number, Watched>();

  function tell(conversationId: number, on: boolean): void {
    if (connection.status.state === "ready") void connection.request("visitor:watch", { conversationId, on });
  }

  async function ask(id: number): Promise<void> {
    const one = watched.get(id);
    if (!one || one.asking || connection.status.state !== "ready") return;
    one.cancel();
    one.asking = true;
    one.doubted = false;
    const ack = await connection.request("visitor:sheet", { conversationId: id });
    one.asking = false;
    if (watched.get(id) !== one) return;
    if (ack.ok) one.customer = ack.data.customer?.id;
    change(id, (about) => (ack.ok ? withSheet(about, ack.data) : { ...about, failed: ack.error.code }));
    const pause = ack.ok || ack.error.code === "not_found" ? AGAIN_AFTER : RETRY_AFTER;
    one.cancel = clock.after(one.doubted ? DOUBT_FOR : pause, () => void ask(id));
  }

  /** What the sheet says may no longer be so. */
  function doubt(id: number): void {
    const one = watched.get(id);
    if (!one || one.doubted) return;
    one.doubted = true;
    if (one.asking) return;
    one.cancel();
    one.cancel = clock.after(DOUBT_FOR, () => void ask(id));
  }

  function change(id: number, how: (before: About) => About): void {
    const one = watched.get(id);
    if (!one) return;
    one.about = how(one.about);
    changes.emit();
  }

  function begin(id: number, vid: string): void {
    const { about, vid: before } = known.get(id) ?? { about: NOTHING_KNOWN, vid };
    const customer = about.sheet?.customer?.id;
    const one: Watched = { about, customer, vid: before, asking: false, doubted: false, cancel: () => undefined };
    watched.set(id, one);
    inBrowser(id, one, vid);
    tell(id, true);
    void ask(id);
  }

  function end(id: number, one: Watched): void {
    one.cancel();
    known.set(id, { about: { ...one.about, failed: null }, vid: one.vid });
    watched.delete(id);
    tell(id, false);
  }

  /** A customer goes on in another browser, which has pages and a cart of its own. */
  function inBrowser(id: number, one: Watched, vid: string): void {
    if (vid === "" || one.vid === vid) return;
    const moved = one.vid !== "";
    one.vid = vid;
    if (!moved) return;
    change(id, (about) => ({ ...about, cart: null, pages: [] }));
    doubt(id);
  }

  function signedIn({ id, visitor }: Conversation): void {
    const one = watched.get(id);
    if (!one || one.customer === visitor.customerId) return;
    one.customer = visitor.customerId;
    doubt(id);
  }

  const stops = [
    connection.on("session:ready", () => {
      for (const id of watched.keys()) {
        tell(id, true);
        void ask(id);
      }
    }),
    connection.on("visitor:cart", ({ conversationId, cart }) => {
      change(conversationId, (about) => withCart(about, cart));
      if (cart.order) doubt(conversationId);
    }),
    connection.on("visitor:page", ({ conversationId, page }) => change(conversationId, (about) => withPage(about, page))),
    connection.on("conversation:changed", ({ conversation }) => signedIn(conversation)),
  ];

  return {
    of: (id) => (watched.get(id) ?? known.get(id))?.about ?? NOTHING_KNOWN,
    watch(ids) {
      for (const [id, one] of watched) if (!ids.has(id)) end(id, one);
      for (const [id, vid] of ids) {
        const one = watched.get(id);
        if (one) inBrowser(id, one, vid);
        else begin(id, vid);
      }
    },
    retry(id) {
      change(id, (about) => ({ ...about, failed: null }));
      void ask(id);
    },
    onChange: (listener) => changes.on(listener),
    stop() {
      for (const [id, one] of watched) end(id, one);
      for (const stop of stops) stop();
    },
  };
}

function newest(one: Cart | null, other: Cart | null): Cart | null {
  if (!one || !other) return one ?? other;
  return Date.parse(other.at) >= Date.parse(one.at) ? other : one;
}
