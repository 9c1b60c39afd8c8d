/** Makes a voucher for the offer that is being written; its code goes into the offer. */

import { part, setAttr, setText, shellOf, show } from "../shared/dom";
import type { Module } from "../shared/module";

type Control = HTMLInputElement | HTMLSelectElement;

const NAMES = ["kind", "value", "quantity", "until", "code"] as const;

export function createVouchers(frame: HTMLElement, module: Module): void {
  function of(target: EventTarget | null): HTMLElement | null {
    return target instanceof Element ? target.closest<HTMLElement>("[data-part=voucher-maker]") : null;
  }

  function open(maker: HTMLElement, on: boolean): void {
    const opener = part(maker, "voucher-open");
    show(part(maker, "voucher"), on);
    setAttr(opener, "aria-expanded", String(on));
    show(part(maker, "voucher-made"), false);
    if (!on) return opener.focus();
    complain(maker, {}, "");
    const until = control(maker, "until") as HTMLInputElement;
    until.value ||= fieldOf(maker, "offer_ends")?.value ?? "";
    shape(maker);
    control(maker, "kind").focus();
  }

  /** Free shipping has no value. */
  function shape(maker: HTMLElement): void {
    show(part(maker, "voucher-value"), control(maker, "kind").value !== "shipping");
  }

  function complain(maker: HTMLElement, fields: Readonly<Record<string, string>>, sentence: string): void {
    const shell = shellOf(maker);
    for (const name of NAMES) {
      const code = fields[name];
      const place = part(maker, `voucher-${name}-error`);
      setText(place, code ? shell.text(`voucher_${code}`) : "");
      show(place, code !== undefined);
      setAttr(control(maker, name), "aria-invalid", code ? "true" : null);
    }
    const alert = part(maker, "voucher-problem");
    setText(alert, sentence);
    show(alert, sentence !== "");
    const wrong = NAMES.find((name) => fields[name] !== undefined);
    if (wrong) control(maker, wrong).focus();
  }

  async function make(maker: HTMLElement): Promise<void> {
    const button = part<HTMLButtonElement>(maker, "voucher-make");
    const shell = shellOf(maker);
    const shop = fieldOf(maker, "offer_shop")?.value ?? "";
    const asked = Object.fromEntries(NAMES.map((name) => [name, control(maker, name).value]));
    button.disabled = true;
    const answer = await module.ask("voucher", {
      ...asked,
      name: title(maker),
      shop: shop === "" || shop === "0" ? (maker.dataset["shop"] ?? "") : shop,
      everywhere: shop === "" || shop === "0" ? 1 : 0,
    });
    button.disabled = false;
    if (!answer.ok) {
      const known = shell.text(`voucher_${answer.code}`);
      const sentence = Object.keys(answer.fields).length > 0 ? "" : known || shell.text("voucher_failed");
      return complain(maker, answer.fields, sentence);
    }
    open(maker, false);
    const code = fieldOf(maker, "offer_code");
    if (code) {
      code.value = answer.data.code;
      code.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const made = part(maker, "voucher-made");
    show(made, true);
    setText(made, shell.text("voucher_made", { code: answer.data.code }));
  }

  frame.addEventListener("click", ({ target }) => {
    const maker = of(target);
    const button = target instanceof Element ? target.closest<HTMLElement>("button[data-part]") : null;
    if (!maker || !button) return;
    if (button.dataset["part"] === "voucher-open") open(maker, part(maker, "voucher").hidden);
    else if (button.dataset["part"] === "voucher-cancel") open(maker, false);
    else if (button.dataset["part"] === "voucher-make") void make(maker);
  });
  frame.addEventListener("change", ({ target }) => {
    const maker = of(target);
    if (maker && !part(maker, "voucher").hidden) shape(maker);
  });
  frame.addEventListener("keydown", (event) => {
    const maker = of(event.target);
    if (event.key !== "Enter" || !maker || !(event.target as Element).closest("[data-part=voucher] input")) return;
    // Within the offer's form Enter would save the offer.
    event.preventDefault();
    void make(maker);
  });
}

function control(maker: HTMLElement, name: (typeof NAMES)[number]): Control {
  return maker.querySelector(`[data-voucher="${name}"]`) as Control;
}

function fieldOf(maker: HTMLElement, name: string): Control | null {
  return (maker.closest("form")?.elements.namedItem(name) ?? null) as Control | null;
}

/** The offer's title, in whatever language there is one. */
function title(maker: HTMLElement): string {
  const titles = maker.closest("form")?.querySelectorAll<HTMLInputElement>("[name^='offer_title']") ?? [];
  return [...titles].map(({ value }) => value.trim()).find((value) => value !== "") ?? "";
}
