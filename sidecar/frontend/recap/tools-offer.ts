/** Sends an offer that was prepared: picked from a list, looked at as the visitor will see it. */

import { createCard } from "../shared/cards";
import { part, show } from "../shared/dom";
import type { Card } from "../shared/protocol";
import { ulid } from "../shared/ulid";
import { createToolList } from "./tool-list";
import type { Tool, ToolContext } from "./tools-view";

export function createOfferTool(context: ToolContext): Tool {
  const { root, shell, words, kit, images, say } = context;
  const list = createToolList(root, "offer", shell, images);
  const choice = part(root, "offer-choice");
  const preview = part(root, "offer-preview");
  const send = part<HTMLButtonElement>(root, "offer-send");
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
    list.wait();
    const ack = await kit.offers(context.conversation().id);
    if (!ack.ok) return list.show([], context.sentence(ack.error));
    const rows = ack.data.offers.map(({ id, card }) => ({
      name: card.title,
      more: [card.code, card.text].filter(Boolean).join(" · "),
      image: card.image,
      choose: () => pick(id, card),
    }));
    list.show(rows, rows.length > 0 ? "" : words.text("tool_offer_none"));
    list.focusFirst();
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

  return {
    open() {
      chosen = null;
      step();
      void load();
    },
    back() {
      if (!chosen) return false;
      chosen = null;
      step();
      list.focusFirst();
      return true;
    },
  };
}
