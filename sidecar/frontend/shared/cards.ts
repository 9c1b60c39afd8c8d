/** A card in a log: an offer, a product or a link, by the template that all pages share. */
import { part, setText, type Shell } from "./dom";
import type { Message } from "./protocol";

const TEXTS = ["title", "price", "was", "stock", "text", "code"] as const;

/** What such a message shows instead of its text. `images`: the address below which pictures lie. */
export function createCard(shell: Shell, { data }: Pick<Message, "data">, images: string): HTMLElement {
  const card = shell.clone("card");
  const said = (name: string): string => String(data?.[name] ?? "");
  for (const name of TEXTS) setText(part(card, name), said(name));
  const image = part<HTMLImageElement>(card, "image");
  image.onerror = () => image.remove();
  if (said("image")) image.src = new URL(said("image"), images).href;
  else image.remove();
  const link = part<HTMLAnchorElement>(card, "title");
  // What comes from elsewhere may say what it wants: only pages on the web are followed.
  if (/^https?:/i.test(said("link"))) {
    link.href = said("link");
    // There pages of the shop take the place of this one, and the chat comes along.
    if ("here" in link.dataset && link.origin === location.origin) link.removeAttribute("target");
  }
  return card;
}
