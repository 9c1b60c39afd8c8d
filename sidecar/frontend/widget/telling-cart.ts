/** Few visitors' carts are looked at: what tells of them comes when one is. */
import type { Cart } from "./cart";

export type TellsCart = (on: boolean) => Promise<void>;

/** `address`: of the script that does it; `tell`: has the shop's signed word passed on. */
export function createTellingCart(address: string, tell: (signed: string) => void): TellsCart {
  let cart: Promise<Cart> | null = null;

  return async (on) => {
    cart ??= import(address).then(({ createCart }: typeof import("./cart")) => createCart(tell));
    await cart.then((one) => one.wanted(on)).catch(() => (cart = null));
  };
}
