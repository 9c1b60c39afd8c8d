/** The module's AJAX actions: what only the shop itself can do, with the rights of the employee who is signed in. */

import { UNREACHABLE } from "./connection";
import { SIGNED_OUT } from "./employee";

export type ModuleAnswer<T> =
  | { readonly ok: true; readonly data: T }
  | {
      readonly ok: false;
      readonly code: string;
      /** What is wrong, by the name of the field. */
      readonly fields: Readonly<Record<string, string>>;
    };

/** A product as the shop shows it to one customer. */
export interface Product {
  readonly product: number;
  readonly name: string;
  readonly reference?: string;
  readonly link?: string;
  readonly image?: string;
  readonly quantity?: number;
  readonly orderable: boolean;
  readonly price?: string;
  readonly was?: string;
}

export interface Actions {
  /** Nothing is found before two letters. */
  products: { products: readonly Product[] };
  /** `ref`: the same, signed for the sidecar. */
  product: { product: Product; ref: string };
  file: { thread: number; told: boolean | null };
  voucher: { code: string };
}

export interface Module {
  ask<Name extends keyof Actions>(
    action: Name,
    fields: Readonly<Record<string, string | number>>,
    signal?: AbortSignal,
  ): Promise<ModuleAnswer<Actions[Name]>>;
}

/** `tokenUrl`: the address of the action that makes tokens; the others have the same but for their name. */
export function createModule(tokenUrl: string, get: typeof fetch = fetch): Module {
  return {
    async ask(action, fields, signal) {
      const url = new URL(tokenUrl, location.href);
      url.searchParams.set("action", action);
      const body = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) body.set(name, String(value));
      try {
        const answer = await get(url.href, {
          method: "POST",
          credentials: "same-origin",
          cache: "no-store",
          headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
          body,
          ...(signal && { signal }),
        });
        // Signed out, the back office answers with its login page.
        const told: unknown = answer.redirected ? null : await answer.json().catch(() => null);
        if (answer.ok && isRecord(told)) return { ok: true, data: told as never };
        const error = isRecord(told) && isRecord(told["error"]) ? told["error"] : null;
        if (!error) return refused(answer.status >= 500 ? UNREACHABLE : SIGNED_OUT);
        return refused(String(error["code"]), isRecord(error["fields"]) ? (error["fields"] as Record<string, string>) : {});
      } catch {
        return refused(UNREACHABLE);
      }
    },
  };
}

function refused(code: string, fields: Readonly<Record<string, string>> = {}): ModuleAnswer<never> {
  return { ok: false, code, fields };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
