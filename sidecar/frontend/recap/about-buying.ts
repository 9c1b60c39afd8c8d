/** What the visitor buys: the cart as the shop computes it, earlier carts, vouchers, orders. */

import type { Cart, CartLine, EarlierCart, Order, Sheet, Voucher } from "../shared/protocol";
import type { Fact, Filling, Item, Pieces, PieceTools } from "./about-pieces";

export interface Buying {
  cart(sheet: Sheet, cart: Cart | null, present: boolean): Filling;
  orders(sheet: Sheet): Filling;
}

export function createBuying(pieces: Pieces, { words, times, links }: PieceTools): Buying {
  const { text, line } = pieces;
  const date = (at: string | undefined): string => (at ? words.date(Date.parse(at)) : "");

  function stock(count: number | undefined): string {
    if (count === undefined) return "";
    return count > 0 ? words.count("about_stock", count) : text("stock_none");
  }

  function product(one: CartLine): Item {
    const { quantity, unit } = one;
    return {
      title: one.name,
      href: links.to("product", one.product),
      amount: one.total ?? text("times", { count: words.number(quantity) }),
      details: [unit && text("each", { count: words.number(quantity), price: unit }), one.attributes, one.reference],
      text: stock(one.stock),
    };
  }

  function sums(cart: Cart): Fact[] {
    const shipping = cart.freeShipping ? text("shipping_free") : (cart.shipping ?? text("shipping_unknown"));
    const carrier = cart.carrier ? text("shipping_by", { carrier: cart.carrier }) : text("shipping");
    return [
      { term: text("products"), value: cart.products },
      ...cart.vouchers.map(({ name, code, value }) => ({
        term: [name, code].filter(Boolean).join(" · "),
        value: value ?? text("voucher_shipping"),
      })),
      { term: text("wrapping"), value: cart.wrapping },
      { term: carrier, value: shipping },
      { term: text("taxes"), value: cart.taxes },
      { term: text(cart.taxIncluded ? "total_included" : "total_excluded"), value: cart.total },
    ];
  }

  function content(cart: Cart): Node[] {
    const { order } = cart;
    const made = order ? [{ title: text("cart_ordered", { reference: order.reference }), href: links.to("order", order.id) }] : [];
    if (cart.lines.length === 0) return [line(text("cart_empty")), ...pieces.items(made)];
    return [
      ...pieces.items(cart.lines.map(product)),
      ...(cart.more ? [line(words.count("about_cart_more", cart.more))] : []),
      ...(cart.prices ? pieces.facts(sums(cart), "sums") : [line(text("cart_no_prices"))]),
    ];
  }

  function voucher(one: Voucher): Item {
    const value = [
      one.percent !== undefined && text("minus", { amount: words.percent(one.percent) }),
      one.amount && text("minus", { amount: words.money(one.amount) }),
      one.freeShipping && text("voucher_shipping"),
    ];
    return {
      title: one.name,
      href: links.to("voucher", one.id),
      amount: value.filter(Boolean).join(", "),
      details: [
        one.code,
        one.until && text("voucher_until", { date: date(one.until) }),
        one.usable ? words.count("about_voucher_left", one.left) : text("voucher_unusable"),
      ],
    };
  }

  function earlier({ id, changedAt, quantity, state, order }: EarlierCart): Item {
    return {
      title: text("cart_number", { id: String(id) }),
      href: links.to("cart", id),
      amount: date(changedAt),
      details: [words.count("about_quantity", quantity), text(`cart_${state}_state`, { reference: order ?? "" })],
    };
  }

  function order(one: Order): Item {
    const all = one.paid.amount === one.total.amount && one.paid.currency === one.total.currency;
    return {
      title: one.reference,
      href: links.to("order", one.id),
      amount: words.money(one.total),
      dot: one.color,
      details: [one.state, date(one.placedAt), one.payment, !all && text("order_paid", { amount: words.money(one.paid) })],
    };
  }

  function under(heading: string, items: readonly Item[]): Node[] {
    return items.length > 0 ? [pieces.heading(heading), ...pieces.items(items)] : [];
  }

  return {
    cart({ vouchers, carts }, cart, present) {
      const at = cart && times.time(Date.parse(cart.at));
      const before = carts.filter(({ id }) => id !== cart?.id);
      const now = cart ? content(cart) : [line(text(present ? "cart_unknown" : "cart_gone"))];
      return {
        note: present ? text("cart_now") : at ? text("cart_then", { time: at }) : "",
        nodes: [...now, ...under("vouchers", vouchers.map(voucher)), ...under("carts", before.map(earlier))],
      };
    },
    orders({ orders, withheld, customer, gone }) {
      if (!orders) {
        const said = customer || !gone ? withheld : [];
        return { note: "", nodes: [line(text(said.length > 0 ? `withheld_${said[0]}` : "orders_none"))] };
      }
      if (orders.count === 0) return { note: "", nodes: [line(text("orders_none"))] };
      const bought = orders.products.map(({ id, name, quantity, lastAt }) => ({
        title: name,
        href: links.to("product", id),
        amount: text("times", { count: words.number(quantity) }),
        details: [date(lastAt)],
      }));
      const counts = { valid: words.number(orders.valid), count: words.number(orders.count) };
      const totals = [
        { term: text("orders_valid"), value: text("valid", counts) },
        { term: text("paid_total"), value: orders.paid.map(words.money).join(" + ") },
      ];
      return {
        note: words.number(orders.count),
        nodes: [...pieces.facts(totals, "sums"), ...pieces.items(orders.last.map(order)), ...under("bought", bought)],
      };
    },
  };
}
