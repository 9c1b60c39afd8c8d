/** Pages of the shop: what card their address becomes. */

import type { Conversation } from "../shared/protocol";
import type { Kit, Outgoing } from "./kit";

/** The shop has no such page, or no longer. */
export const GONE = Symbol("gone");

const TITLE_WITHIN = 3_000;
const CARD_WITHIN = 5_000;
const LONGEST_PAGE = 200_000;

/** An address and nothing else; null for any other text. */
export function addressOf(text: string): URL | null {
  const typed = text.trim();
  if (!/^https?:\/\/\S+$/i.test(typed)) return null;
  try {
    return new URL(typed);
  } catch {
    return null;
  }
}

/** Whether it is one of the shop's own: where the back office is, or where the visitor is. */
export function isOfShop(address: URL, { visitor }: Conversation): boolean {
  return [location.href, visitor.page?.url ?? ""].some((known) => {
    try {
      return new URL(known).host === address.host;
    } catch {
      return false;
    }
  });
}

/** A page of the back office. */
export function isOfOffice(address: URL, { office }: Kit): boolean {
  return address.href.startsWith(office);
}

/** The card of a page of the shop; GONE for a page that isn't there, null when none can be made in time. */
export async function cardOf(
  address: URL,
  about: Conversation,
  kit: Kit,
  get: typeof fetch = fetch,
): Promise<Outgoing | typeof GONE | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), CARD_WITHIN));
  return Promise.race([late, made(address, about, kit, get)]);
}

async function made(
  address: URL,
  about: Conversation,
  kit: Kit,
  get: typeof fetch,
): Promise<Outgoing | typeof GONE | null> {
  const answer = await kit.product(about, { url: address.href });
  if (answer.ok) return { kind: "product", ref: answer.data.ref, body: answer.data.product.name };
  const title = await titleOf(address, get);
  if (title === GONE) return GONE;
  return title ? { kind: "link", ref: address.href, body: title } : null;
}

/** What a page of this very origin calls itself; GONE where there is none. */
export async function titleOf(address: URL, get: typeof fetch = fetch): Promise<string | typeof GONE> {
  if (address.origin !== location.origin) return "";
  try {
    const page = await get(address.href, { credentials: "omit", signal: AbortSignal.timeout(TITLE_WITHIN) });
    if (page.status === 404 || page.status === 410) return GONE;
    if (!page.ok || !(page.headers.get("Content-Type") ?? "").startsWith("text/html")) return "";
    const markup = (await page.text()).slice(0, LONGEST_PAGE);
    const { title } = new DOMParser().parseFromString(markup, "text/html");
    return title.replace(/\s+/g, " ").trim().slice(0, 200);
  } catch {
    return "";
  }
}
