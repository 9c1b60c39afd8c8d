/** What the sidecar's fragments need once they are in the page: local times, links, the pop-up, a text to copy. */

import { maybePart, show } from "../shared/dom";
import { linkify } from "../shared/links";
import type { Times } from "../shared/times";

export function dress(root: ParentNode, lang: string, times: Times): void {
  const format = new Intl.DateTimeFormat(Intl.DateTimeFormat.supportedLocalesOf([lang])[0], {
    dateStyle: "medium",
    timeStyle: "short",
  });
  for (const time of root.querySelectorAll("time")) {
    const at = Date.parse(time.dateTime);
    if (!Number.isNaN(at)) time.textContent = "clock" in time.dataset ? times.time(at) : format.format(at);
  }
  for (const body of root.querySelectorAll<HTMLElement>(".oc-bubble")) {
    for (const node of [...body.childNodes]) {
      if (node instanceof Text) node.replaceWith(...linkify(node.data).map(({ text, href }) => (href ? link(text, href) : text)));
    }
  }
}

/** Links to a customer's page in the shop, where the employee has one: `like` leads to the customer `example`. */
export function linkCustomers(root: Element, like: string, example: string): void {
  if (!like || !example) return;
  for (const anchor of root.querySelectorAll<HTMLAnchorElement>("a[data-customer]")) {
    anchor.href = like.replace(example, anchor.dataset["customer"] ?? "");
    show(anchor, true);
  }
}

/** Pictures lie below the sidecar's address, which the fragments don't know. */
export function showPictures(root: ParentNode, base: URL): void {
  for (const image of root.querySelectorAll<HTMLImageElement>("img[data-picture]")) {
    image.src = new URL(image.dataset["picture"] ?? "", base).href;
  }
}

function link(text: string, href: string): HTMLAnchorElement {
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.target = "_blank";
  anchor.rel = "noopener nofollow";
  anchor.textContent = text;
  return anchor;
}

/** Shows what was put into a dialog; the browser keeps the focus in it, and gives it back. */
export function showDialog(dialog: HTMLDialogElement): void {
  maybePart(dialog, "close")?.addEventListener("click", () => dialog.close());
  if (!dialog.open) dialog.showModal();
}

/** A click beside the pop-up closes it. */
export function closeOnBackdrop(event: Event): void {
  if (event.target instanceof HTMLDialogElement) event.target.close();
}

/** A button that copies a text, where the browser allows it: elsewhere the text can still be selected. */
export function offerCopy(root: ParentNode): void {
  const button = maybePart(root, "copy");
  if (button) show(button, "clipboard" in navigator);
}

export async function copy(button: HTMLElement): Promise<void> {
  const text = button.parentElement?.querySelector("[data-part=diagnostic]")?.textContent ?? "";
  const told = button.parentElement?.querySelector<HTMLElement>("[data-part=copied]");
  await navigator.clipboard.writeText(text);
  if (told) told.textContent = told.dataset["copied"] ?? "";
}
