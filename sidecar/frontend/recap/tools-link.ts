/** Sends a product of the shop, or a page: found by words or by its address, looked at as the visitor will see it. */

import { createCard } from "../shared/cards";
import { part, show } from "../shared/dom";
import type { Product } from "../shared/module";
import { ulid } from "../shared/ulid";
import type { Outgoing } from "./kit";
import { addressOf, GONE, isOfOffice, titleOf } from "./shop-links";
import { createQuestion, createToolList } from "./tool-list";
import type { Tool, ToolContext } from "./tools-view";

const ASKS_AFTER = 250;

/** What is to be sent; a product is signed only when it is sent, so that it is what the shop says then. */
type Chosen = { readonly product: Product } | { readonly address: URL };

export function createLink(context: ToolContext): Tool {
  const { root, shell, words, kit, images, say } = context;
  const query = part<HTMLInputElement>(root, "link-query");
  const list = createToolList(root, "link", context);
  const preview = part(root, "link-preview");
  const title = part<HTMLInputElement>(root, "link-title");
  const send = part<HTMLButtonElement>(root, "link-send");
  const later = createQuestion(ASKS_AFTER);
  let chosen: Chosen | null = null;
  let clientId = "";

  function stock({ orderable }: Product): string {
    return words.text(orderable ? "tool_in_stock" : "tool_out_of_stock");
  }

  function more({ price, was, quantity, orderable, reference }: Product): string {
    const left = quantity !== undefined && quantity > 0 ? words.count("tool_stock", quantity) : "";
    const state = orderable || left ? left : words.text("tool_out_of_stock");
    return [was ? `${was} → ${price ?? ""}` : price, state, reference].filter(Boolean).join(" · ");
  }

  function pick(next: Chosen | null): void {
    chosen = next;
    clientId = ulid();
    step();
    if (next && "product" in next) send.focus();
    else if (next) title.focus();
  }

  function step(): void {
    const address = chosen && "address" in chosen ? chosen.address : null;
    show(part(root, "link-choice"), chosen === null);
    show(preview, chosen !== null);
    show(part(root, "link-title-field"), address !== null);
    show(send, chosen !== null);
    draw();
  }

  function draw(): void {
    if (!chosen) return preview.replaceChildren();
    const card =
      "product" in chosen
        ? { ...chosen.product, title: chosen.product.name, stock: stock(chosen.product) }
        : { title: title.value.trim() || `${chosen.address.host}${chosen.address.pathname}`, link: chosen.address.href };
    preview.replaceChildren(createCard(shell, { data: card }, images));
  }

  async function ask(isLatest: () => boolean): Promise<void> {
    const q = query.value.trim();
    const address = addressOf(q);
    if (address) return look(address, isLatest);
    if (q.length < 2) return list.show([], words.text("tool_link_hint"));
    const answer = await kit.products(context.conversation(), q);
    if (!isLatest()) return;
    if (!answer.ok) return list.show([], failed(answer.code));
    const rows = answer.data.products.map((product) => ({
      name: product.name,
      more: more(product),
      image: product.image,
      choose: () => pick({ product }),
    }));
    list.show(rows, rows.length > 0 ? "" : words.text("tool_link_none"));
  }

  /** An address that was pasted: a product's, or that of any page. */
  async function look(address: URL, isLatest: () => boolean): Promise<void> {
    if (isOfOffice(address, kit)) return list.show([], words.text("tool_link_office"));
    list.wait();
    const answer = await kit.product(context.conversation(), { url: address.href });
    if (!isLatest()) return;
    if (answer.ok) return pick({ product: answer.data.product });
    const found = await titleOf(address);
    if (!isLatest()) return;
    if (found === GONE) return list.show([], words.text("tool_link_no_page"));
    title.value = found;
    list.show([]);
    pick({ address });
  }

  function failed(code: string): string {
    if (code === "not_allowed") return words.text("tool_shop_refused");
    return words.text(code === "signed_out" ? "tool_signed_out" : "tool_shop_failed");
  }

  /** The card as it is to be sent, or why there is none. */
  async function card(what: Chosen): Promise<Outgoing | string> {
    if ("address" in what) return { kind: "link", ref: what.address.href, body: title.value.trim() || what.address.href };
    const answer = await kit.product(context.conversation(), { product: what.product.product });
    if (answer.ok) return { kind: "product", ref: answer.data.ref, body: answer.data.product.name };
    return answer.code === "not_found" ? words.text("tool_link_gone") : failed(answer.code);
  }

  send.addEventListener("click", async () => {
    if (!chosen) return;
    say("");
    send.disabled = true;
    const made = await card(chosen);
    const ack = typeof made === "string" ? null : await kit.send(context.conversation().id, made, clientId);
    send.disabled = false;
    if (ack?.ok) context.done();
    else say(ack ? context.sentence(ack.error) : String(made));
  });
  query.addEventListener("input", () => later(ask));
  query.addEventListener("keydown", list.enter);
  title.addEventListener("input", draw);
  for (const field of [query, title]) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      if (field === title) send.click();
      else later(ask, "now");
    });
  }
  return {
    open() {
      query.value = title.value = "";
      pick(null);
      list.show([], words.text("tool_link_hint"));
      query.focus();
    },
    back() {
      if (!chosen) return false;
      pick(null);
      query.focus();
      return true;
    },
  };
}
