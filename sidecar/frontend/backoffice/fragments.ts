/** What the sidecar's fragments need once they are in the page: local times, links, the pop-up, a text to copy. */

import { maybePart, show } from "../shared/dom";
import { linkify } from "../shared/links";

export function dress(root: ParentNode, lang: string): void {
  const format = new Intl.DateTimeFormat(Intl.DateTimeFormat.supportedLocalesOf([lang])[0], {
    dateStyle: "medium",
    timeStyle: "short",
  });
  for (const time of root.querySelectorAll("time")) {
    const at = Date.parse(time.dateTime);
    if (!Number.isNaN(at)) time.textContent = format.format(at);
  }
  for (const body of root.querySelectorAll<HTMLElement>(".oc-bubble")) {
    body.replaceChildren(...linkify(body.textContent ?? "").map(({ text, href }) => (href ? link(text, href) : text)));
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
  // A pop-up is read from the newest message up, as the chat was.
  const log = dialog.querySelector("[role=log]");
  if (log) log.scrollTop = log.scrollHeight;
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
