/** Finds a product of the shop whose picture an offer shows. */

import { part, setAttr, setText, shellOf, show } from "../shared/dom";
import type { Module, Product } from "../shared/module";

export interface Products {
  /** The offer shows another picture, or none. */
  forget(box: HTMLElement): void;
}

const ASKS_AFTER = 250;

/** `chosen`: the picture stands in the form now. */
export function createProducts(
  frame: HTMLElement,
  module: Module,
  lang: string,
  chosen: (box: HTMLElement, picture: string) => void,
): Products {
  let timer = 0;
  let asking: AbortController | null = null;

  function open(box: HTMLElement, on: boolean): void {
    show(part(box, "product-search"), on);
    setAttr(part(box, "product-open"), "aria-expanded", String(on));
    (on ? queryOf(box) : part(box, "product-open")).focus();
    if (on) void search(box);
  }

  async function search(box: HTMLElement): Promise<void> {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const q = queryOf(box).value.trim();
    const said = part(box, "products-said");
    const list = part(box, "products");
    const shell = shellOf(box);
    if (q.length < 2) {
      list.replaceChildren();
      return setText(said, "");
    }
    const shop = box.closest("form")?.querySelector<HTMLSelectElement>("[name=offer_shop]")?.value ?? "";
    const asked = { q, lang, customer: 0, shop: shop === "" || shop === "0" ? (box.dataset["shop"] ?? "") : shop };
    const answer = await module.ask("products", asked, signal);
    if (signal.aborted) return;
    const found = answer.ok ? answer.data.products.filter(({ image }) => image) : [];
    list.replaceChildren(...found.map((product) => row(box, product)));
    setText(said, answer.ok ? (found.length > 0 ? "" : shell.text("products_none")) : shell.text("products_failed"));
  }

  function row(box: HTMLElement, product: Product): HTMLElement {
    const item = shellOf(box).clone("product");
    setText(part(item, "name"), product.name);
    part<HTMLImageElement>(item, "image").src = product.image ?? "";
    part(item, "choose").addEventListener("click", () => {
      numberOf(box).value = String(product.product);
      pictureOf(box).value = product.image ?? "";
      chosen(box, product.image ?? "");
      open(box, false);
    });
    return item;
  }

  frame.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-part=product-open]") : null;
    const box = button?.closest<HTMLElement>("[data-part=picture]");
    if (box) open(box, part(box, "product-search").hidden);
  });
  frame.addEventListener("input", ({ target }) => {
    const box = target instanceof HTMLElement && target.dataset["part"] === "product-query" ? target.closest<HTMLElement>("[data-part=picture]") : null;
    if (!box) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void search(box), ASKS_AFTER);
  });
  frame.addEventListener("keydown", (event) => {
    const query = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-part=product-search]") : null;
    const box = query?.closest<HTMLElement>("[data-part=picture]");
    if (!box) return;
    // Within the offer's form Enter would save the offer.
    if (event.key === "Enter" && event.target === queryOf(box)) event.preventDefault();
    if (event.key === "Escape") open(box, false);
  });

  return {
    forget(box) {
      numberOf(box).value = pictureOf(box).value = "";
    },
  };
}

function queryOf(box: HTMLElement): HTMLInputElement {
  return part<HTMLInputElement>(box, "product-query");
}

function numberOf(box: HTMLElement): HTMLInputElement {
  return part<HTMLInputElement>(box, "product-number");
}

function pictureOf(box: HTMLElement): HTMLInputElement {
  return part<HTMLInputElement>(box, "product-picture");
}
