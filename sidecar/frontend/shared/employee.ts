/** Who is looking, as the shop's back office says; also for the module's own pages. */

import { UNREACHABLE, type TokenAnswer } from "./connection";

export interface Employee {
  readonly id: string;
  readonly name: string;
  /** By entry of the menu: `view`, `edit`, `delete`. */
  readonly rights: Readonly<Record<string, readonly string[]>>;
}

/** Nobody is signed in any more: the back office answers with its login page. */
export const SIGNED_OUT = "signed_out";

/** Asks the module's AJAX action for a token. */
export async function fetchToken(tokenUrl: string, get: typeof fetch = fetch): Promise<TokenAnswer> {
  let answer: Response;
  try {
    answer = await get(tokenUrl, {
      method: "POST",
      credentials: "same-origin",
      cache: "no-store",
      headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
    });
  } catch {
    return { ok: false, code: UNREACHABLE };
  }
  if (answer.status >= 500) return { ok: false, code: UNREACHABLE };
  if (answer.redirected || !answer.ok) return { ok: false, code: SIGNED_OUT };
  const told: unknown = await answer.json().catch(() => null);
  if (!isRecord(told) || typeof told["token"] !== "string") return { ok: false, code: SIGNED_OUT };
  return { ok: true, token: told["token"] };
}

/** What a token says of its bearer. Only for what to show: the sidecar looks the rights up itself. */
export function readToken(token: string): Employee | null {
  const claims = payload(token);
  if (!isRecord(claims) || typeof claims["sub"] !== "string") return null;
  const rights = isRecord(claims["rights"]) ? claims["rights"] : {};
  return {
    id: claims["sub"].replace(/^employee:/, ""),
    name: typeof claims["name"] === "string" ? claims["name"] : "",
    rights: Object.fromEntries(
      Object.entries(rights).map(([entry, words]) => [entry, String(words).split(",").map((word) => word.trim())]),
    ),
  };
}

export function may(employee: Employee, entry: string, right: string): boolean {
  return employee.rights[entry]?.includes(right) === true;
}

function payload(token: string): unknown {
  const [, middle = ""] = token.split(".");
  try {
    const bytes = Uint8Array.from(atob(middle.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
