/** Lists whose rows are edited in a form that takes the list's place: where the focus goes, what is said beside fields. */
import { setText, shellOf, show } from "../shared/dom";
import { isText } from "./changes";
import { showCount } from "./counts";
import type { Module } from "../shared/module";
import { createPictures } from "./pictures";
import { createVouchers } from "./vouchers";

export interface Editing {
  /** Something was put into the page. */
  attach(target: Element): void;
}

const FIELD = "input:not([type=hidden]), select, textarea";

export function createEditing(frame: HTMLElement, module: Module, lang: string): Editing {
  const pictures = createPictures(frame, module, lang);
  createVouchers(frame, module);

  /** What the server said of a field no longer counts once it is changed. */
  function forgive(form: HTMLFormElement, control: HTMLElement, name: string): void {
    control.removeAttribute("aria-invalid");
    control.closest(".has-error")?.classList.remove("has-error");
    for (const place of form.querySelectorAll<HTMLElement>("[data-error]")) {
      if (place.dataset["error"] !== name) continue;
      show(place, false);
      setText(place, "");
    }
  }

  function count(form: HTMLFormElement): void {
    const sentence = shellOf(form).text("count");
    for (const line of form.querySelectorAll<HTMLElement>("[data-count]")) {
      const control = form.elements.namedItem(line.dataset["count"] ?? "");
      if (isText(control)) showCount(line, control.value, sentence);
    }
  }

  frame.addEventListener("input", ({ target }) => {
    const form = target instanceof Element ? target.closest<HTMLFormElement>("form.oc-edit") : null;
    if (!form || !isText(target) || !target.name) return;
    forgive(form, target, target.name);
    count(form);
  });

  return {
    attach(target) {
      const form = target.querySelector<HTMLFormElement>("form.oc-edit");
      if (form) {
        count(form);
        pictures.attach(form);
        const wrong = [...form.querySelectorAll<HTMLElement>("[aria-invalid=true]")].find(isShown);
        (wrong ?? form.querySelector<HTMLElement>(FIELD))?.focus();
      } else if (target.querySelector(".oc-list") && !target.contains(document.activeElement)) {
        target.querySelector<HTMLElement>("[data-part=add]")?.focus();
      } else return;
      scrollTo({ top: 0 });
    },
  };
}

function isShown(field: HTMLElement): boolean {
  return field.closest("[hidden]") === null;
}
