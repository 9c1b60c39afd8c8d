/** A customer of the shop whom a search found: leads to their page in the back office, or into the chat they have. */

import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { FoundCustomer } from "../shared/protocol";
import type { Words } from "./words";

export interface CustomerModel {
  readonly customer: FoundCustomer;
  /** Null where the employee may not go. */
  readonly href: string | null;
  /** Their chat is on this desk. */
  readonly here: boolean;
}

export interface CustomerView {
  readonly element: HTMLElement;
  render(model: CustomerModel): void;
}

export function createCustomerView(shell: Shell, words: Words, opened: (conversation: number) => void): CustomerView {
  const element = shell.clone("customer");
  const chat = part(element, "chat");
  let conversation: number | undefined;

  chat.addEventListener("click", () => conversation !== undefined && opened(conversation));

  return {
    element,
    render({ customer, href, here }) {
      const { id, name, email, company, phone, active, conversationId } = customer;
      const full = words.text("customer", { name, id: String(id) });
      conversation = conversationId;
      const link = part(element, "link");
      setText(link, full);
      setAttr(link, "href", href);
      setText(part(element, "company"), company ?? "");
      setText(part(element, "reach"), [email, phone].filter(Boolean).join(" · "));
      const state = conversationId !== undefined && !here ? "chats" : active ? null : "inactive";
      setText(part(element, "state"), state ? words.text(`found_${state}`) : "");
      show(chat, here);
      setAttr(chat, "aria-label", words.text("found_open", { name: full }));
    },
  };
}
