/** Sends an offer that was prepared: picked from a list, looked at as the visitor will see it. */

import { createCard } from "../shared/cards";
import { part, show } from "../shared/dom";
import type { Card, ListedOffer } from "../shared/protocol";
import { ulid } from "../shared/ulid";
import { hasAll } from "./search";
import { createToolList } from "./tool-list";
import type { Tool, ToolContext } from "./tools-view";

export function createOfferTool(context: ToolContext): Tool {
  const { root, shell, words, kit, images, say } = context;
  const query = part<HTMLInputElement>(root, "offer-query");
  const list = createToolList(root, "offer", context);
  const choice = part(root, "offer-choice");
  const preview = part(root, "offer-preview");
  const send = part<HTMLButtonElement>(root, "offer-send");
  let offers: readonly ListedOffer[] = [];
  let chosen: { id: number; card: Card; clientId: string } | null = null;

  function pick(id: number, card: Card): void {
    chosen = { id, card, clientId: ulid() };
    preview.replaceChildren(createCard(shell, { data: { ...card } }, images));
    step();
    send.focus();
  }

  function step(): void {
    show(choice, chosen === null);
    show(preview, chosen !== null);
    show(send, chosen !== null);
  }

  async function load(): Promise<void> {
    offers = [];
    list.wait();
    const ack = await kit.offers(context.conversation().id);
    if (!ack.ok) return list.show([], context.sentence(ack.error));
    offers = ack.data.offers;
    draw();
  }

  function draw(): void {
    const found = offers.filter(({ card }) => hasAll([card.title, card.code, card.text].join("\n"), query.value));
    const rows = found.map(({ id, card }) => ({
      name: card.title,
      more: [card.code, card.text].filter(Boolean).join(" · "),
      image: card.image,
      choose: () => pick(id, card),
    }));
    const none = words.text(offers.length > 0 ? "tool_offer_not_found" : "tool_offer_none");
    list.show(rows, rows.length > 0 ? "" : none);
  }

  send.addEventListener("click", async () => {
    if (!chosen) return;
    say("");
    send.disabled = true;
    const { id, card, clientId } = chosen;
    const ack = await kit.send(context.conversation().id, { kind: "offer", ref: id, body: card.title }, clientId);
    send.disabled = false;
    if (ack.ok) context.done();
    else say(context.sentence(ack.error));
  });

  query.addEventListener("input", draw);
  query.addEventListener("keydown", list.enter);

  return {
    open() {
      chosen = null;
      query.value = "";
      step();
      query.focus();
      void load();
    },
    back() {
      if (!chosen) return false;
      chosen = null;
      step();
      query.focus();
      return true;
    },
  };
}
