/** The address of a page of the shop, sent alone, goes out as a card. */

import { DISCONNECTED, TIMEOUT } from "../shared/connection";
import type { Conversation } from "../shared/protocol";
import type { Drafts } from "./drafts";
import type { Kit } from "./kit";
import type { Notices } from "./notices";
import { addressOf, cardOf, GONE, isOfOffice, isOfShop } from "./shop-links";
import type { Words } from "./words";

export interface PastingOptions {
  readonly kit: Kit;
  readonly drafts: Drafts;
  readonly notices: Notices;
  readonly words: Words;
  /** As it was typed. */
  sendText(id: number, text: string): void;
  get?: typeof fetch;
}

const UNCERTAIN = new Set([TIMEOUT, DISCONNECTED]);

/** What it answers says whether this text is an address to be made into a card; its draft stays until that is sent. */
export function createPasting(options: PastingOptions): (about: Conversation, text: string) => boolean {
  const { kit, drafts, notices, words } = options;
  /** By conversation. */
  const making = new Set<number>();

  async function send(about: Conversation, text: string, address: URL): Promise<void> {
    const { id } = about;
    making.add(id);
    const card = await cardOf(address, about, kit, options.get);
    const ack = card && card !== GONE ? await kit.send(id, card, drafts.letter(id, text)) : null;
    making.delete(id);
    // Somebody went on writing: what stands there now is theirs to send.
    const isThere = drafts.text(id) === text;
    if (ack?.ok) {
      notices.solved(id);
      if (isThere) drafts.drop(id);
    } else if (card === GONE) {
      notices.problem(id, words.text("tool_link_no_page"));
    } else if (ack?.ok === false && ack.error.code === "invalid_format") {
      notices.problem(id, ack.error.message);
    } else if (ack?.ok === false && UNCERTAIN.has(ack.error.code)) {
      // It may have arrived: tried again it has the same id, as a text it would be said twice.
      notices.problem(id, notices.sentence("message:send", ack.error));
    } else if (isThere) {
      options.sendText(id, text);
    }
  }

  return (about, text) => {
    const address = addressOf(text);
    if (!address || !isOfShop(address, about)) return false;
    if (isOfOffice(address, kit)) {
      notices.problem(about.id, words.text("tool_link_office"));
      return true;
    }
    if (!making.has(about.id)) void send(about, text, address);
    return true;
  };
}
