/** Who the chat in this browser belongs to, and when it must be forgotten. */

export interface Identity {
  /** `c:` and the customer, or `g:` and the guest's vid. */
  readonly key: string;
  readonly vid: string;
}

interface Visitor {
  vid: string;
  customerId?: number;
}

export function identityOf({ vid, customerId }: Visitor): Identity {
  return { key: customerId === undefined ? `g:${vid}` : `c:${customerId}`, vid };
}

/** Whoever the shop's token speaks of; the sidecar verifies it, here it only has to be read. */
export function claimed(token: string): Identity | null {
  try {
    const payload = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const claims = JSON.parse(atob(payload)) as { sub?: unknown; vid?: unknown };
    if (typeof claims.vid !== "string") return null;
    const customer = /^customer:(\d+)$/.exec(String(claims.sub))?.[1];
    return identityOf({ vid: claims.vid, ...(customer ? { customerId: Number(customer) } : {}) });
  } catch {
    return null;
  }
}

/**
 * Only two people are the same: one with the same key, and a guest who has just signed in, whose vid stays.
 * Everybody else finds nothing of what was there.
 */
export function isSame(known: Identity | null, now: Identity): boolean {
  if (!known || known.key === now.key) return true;
  return known.key.startsWith("g:") && now.key.startsWith("c:") && known.vid === now.vid;
}

export function isIdentity(value: unknown): value is Identity {
  if (typeof value !== "object" || value === null) return false;
  const { key, vid } = value as Partial<Identity>;
  return typeof key === "string" && typeof vid === "string";
}

/** The shop's marker of logins and logouts; empty where there is none. */
export function revIn(cookies: string): string {
  for (const pair of cookies.split(";")) {
    const [name, ...value] = pair.trim().split("=");
    if (name === "oc_rev") return value.join("=");
  }
  return "";
}
