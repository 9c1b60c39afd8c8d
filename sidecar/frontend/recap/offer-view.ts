/** A conversation on offer to this operator: who waits, what for, who offers it, and two answers. */

import { part, setText, show, type Shell } from "../shared/dom";
import type { Message } from "../shared/protocol";
import type { Talk } from "./talk";
import { renderFace } from "./row-view";
import type { Words } from "./words";

export interface OfferModel {
  readonly talk: Talk;
  /** Who offers it; empty when it was the sidecar, or somebody unknown. */
  readonly by: string;
  readonly now: number;
}

export interface OfferActions {
  accept(): Promise<boolean>;
  decline(): Promise<boolean>;
}

export interface OfferView {
  readonly element: HTMLElement;
  render(model: OfferModel): void;
}

export function createOffer(shell: Shell, words: Words, actions: OfferActions): OfferView {
  const element = shell.clone("offer");
  const buttons = [part<HTMLButtonElement>(element, "accept"), part<HTMLButtonElement>(element, "decline")];

  /** One answer at a time; after a refusal one may try again. */
  async function answer(question: () => Promise<boolean>): Promise<void> {
    for (const button of buttons) button.disabled = true;
    if (!(await question())) for (const button of buttons) button.disabled = false;
  }
  part(element, "accept").addEventListener("click", () => void answer(actions.accept));
  part(element, "decline").addEventListener("click", () => void answer(actions.decline));

  return {
    element,
    render({ talk, by, now }) {
      const { conversation } = talk;
      renderFace(element, words, conversation);
      setText(part(element, "name"), words.name(conversation));
      setText(part(element, "reason"), reason(words, conversation, by));
      setText(part(element, "last"), words.line(lastSaid(talk)));
      show(part(element, "note-line"), Boolean(conversation.note));
      setText(part(element, "note-by"), by ? `${by}:` : words.text("offer_note"));
      setText(part(element, "note"), conversation.note ?? "");
      // A wait counts up for as long as nobody answers; how long the offer stands is for the sidecar to end.
      const since = conversation.waitingSince;
      setText(part(element, "left"), since ? words.duration(now - Date.parse(since)) : "");
    },
  };
}

/** What the visitor said last, as far as it is known. */
function lastSaid({ messages, conversation: { lastMessage } }: Talk): Message | undefined {
  const all = lastMessage ? [...messages, lastMessage] : messages;
  return all.filter((message) => message.author === "visitor").pop();
}

function reason(words: Words, { offeredTo, offeredBy, state }: Talk["conversation"], by: string): string {
  if (offeredBy === undefined && state === "waiting") return words.text("offer_anyone");
  if (!by) return words.text("offer_somebody");
  return words.text(offeredTo === 0 ? "offer_all_from" : "offer_from", { name: by });
}
