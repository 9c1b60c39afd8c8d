/** The visitor's cart as the shop computes and signs it, sent while an operator looks at it. */
import { systemClock, type Clock } from "../shared/clock";

interface ShopWindow {
  /** The shop's own events, as soon as its theme's scripts ran. */
  prestashop?: { on?(name: string, listener: () => void): void };
}

export interface Cart {
  /** An operator looks at it now, or no longer does. */
  wanted(on: boolean): void;
}

/** A click on "+" is seldom alone. */
const SETTLES_WITHIN = 600;

export function createCart(send: (cart: string) => void, clock: Clock = systemClock): Cart {
  let on = false;
  let listening = false;
  let cancel = (): void => undefined;

  function soon(): void {
    cancel();
    if (on) cancel = clock.after(SETTLES_WITHIN, () => void tell());
  }

  async function tell(): Promise<void> {
    try {
      const answer = await fetch(address(), {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      });
      const { cart } = (await answer.json()) as { cart?: unknown };
      if (on && typeof cart === "string") send(cart);
    } catch {
      // The next change tells again.
    }
  }

  return {
    wanted(now) {
      on = now;
      const { prestashop } = window as ShopWindow;
      if (prestashop && !listening) {
        listening = true;
        prestashop.on?.("updateCart", soon);
      }
      soon();
    },
  };
}

/** The module's other front controller: beside the one the loader's tag names. */
function address(): string {
  const session = document.querySelector<HTMLScriptElement>("script[data-session]")?.dataset.session ?? "";
  return session.replace(/session(?!.*session)/, "cart");
}
