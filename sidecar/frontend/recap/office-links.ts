/**
 * Where the back office shows a customer, an order, a cart …: addresses that only the shop can make, as each version has
 * its own and they carry a token of this employee's. Asked for once, when something is to be linked.
 */

import { createSignal } from "../shared/events";
import { safe } from "../shared/links";

export type Shown = "customer" | "order" | "cart" | "product" | "voucher" | "address" | "thread" | "history";

export interface OfficeLinks {
  /** Null while it isn't known, and where the employee may not go. */
  to(what: Shown, id: number): string | null;
  onChange(listener: () => void): () => void;
}

const PLACE = "{id}";

export function createOfficeLinks(tokenUrl: string, get: typeof fetch): OfficeLinks {
  const changes = createSignal<void>();
  let known: Readonly<Record<string, unknown>> = {};
  let asked = false;

  async function ask(): Promise<void> {
    asked = true;
    try {
      const url = new URL(tokenUrl, location.href);
      url.searchParams.set("action", "links");
      const answer = await get(url.href, {
        method: "POST",
        credentials: "same-origin",
        cache: "no-store",
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      });
      const told = (await answer.json()) as { links?: Record<string, unknown> };
      if (!answer.ok || !told.links) return;
      known = told.links;
      changes.emit();
    } catch {
      // Without them everything is there but the links.
    }
  }

  return {
    to(what, id) {
      if (!asked) void ask();
      const address = known[what];
      return typeof address === "string" ? safe(new URL(address.replace(PLACE, String(id)), location.href).href) : null;
    },
    onChange: (listener) => changes.on(listener),
  };
}
