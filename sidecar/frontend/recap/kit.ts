/** What the tools of a window ask, of the sidecar and of the shop. */

import type { Connection, OperatorWire } from "../shared/connection";
import type { Module, ModuleAnswer, Product } from "../shared/module";
import type {
  Ack,
  BlockReply,
  Conversation,
  Failure,
  FileConversation,
  FilingOptions,
  FoundReplies,
  OffersReply,
  OperatorSentReply,
} from "../shared/protocol";
import { ulid } from "../shared/ulid";

/** A card on its way: what it says is filled in by the sidecar, `body` is what it is called. */
export interface Outgoing {
  readonly kind: "offer" | "product" | "link";
  readonly ref: number | string;
  readonly body: string;
}

export interface SignedProduct {
  readonly product: Product;
  readonly ref: string;
}

/** `told`: whether the colleague in charge was sent a mail; null where nobody had to be. */
export type FiledAnswer = { readonly thread: number; readonly told: boolean | null } | { readonly error: Failure };

export interface Kit {
  /** Below this address lies the back office, where customers have no business. */
  readonly office: string;
  offers(id: number): Promise<Ack<OffersReply>>;
  canned(id: number, q: string): Promise<Ack<FoundReplies>>;
  products(about: Conversation, q: string, signal?: AbortSignal): Promise<ModuleAnswer<{ products: readonly Product[] }>>;
  product(about: Conversation, which: { product: number } | { url: string }): Promise<ModuleAnswer<SignedProduct>>;
  /** Under the same id it is sent once, however often it is tried. */
  send(id: number, card: Outgoing, clientId?: string): Promise<Ack<OperatorSentReply>>;
  block(id: number, reason: string, until: Date | null): Promise<Ack<BlockReply>>;
  options(id: number): Promise<Ack<FilingOptions>>;
  file(about: Conversation, asked: Omit<FileConversation, "conversationId">): Promise<FiledAnswer>;
}

export function createKit(connection: Connection<OperatorWire>, module: Module, office: string): Kit {
  /** The shop's words to the visitor: their prices, their language. */
  const of = ({ shop, visitor }: Conversation) => ({
    shop,
    customer: visitor.customerId ?? 0,
    guest: visitor.guestId ?? 0,
    lang: visitor.lang ?? "",
  });

  return {
    office,
    offers: (id) => connection.request("offer:list", { conversationId: id }),
    canned: (id, q) => connection.request("canned:search", { conversationId: id, q }),
    products: (about, q, signal) => module.ask("products", { ...of(about), q }, signal),
    product: (about, which) => module.ask("product", { ...of(about), ...which }),
    send: (id, card, clientId = ulid()) =>
      connection.request("message:send", { conversationId: id, clientId, ...card }),
    block: (id, reason, until) =>
      connection.request("visitor:block", {
        conversationId: id,
        reason,
        ...(until && { until: until.toISOString() }),
      }),
    options: (id) => connection.request("filing:options", { conversationId: id }),
    async file(about, asked) {
      const ordered = await connection.request("conversation:file", { conversationId: about.id, ...asked });
      if (!ordered.ok) return { error: ordered.error };
      const { thread, order } = ordered.data;
      if (thread !== undefined) return { thread, told: null };
      const done = await module.ask("file", { shop: about.shop, order: order ?? "" });
      if (!done.ok) return { error: { code: `shop_${done.code}`, message: "" } };
      // It is there in any case: the sidecar finds it by itself, only later.
      await connection.request("conversation:filed", { conversationId: about.id });
      return done.data;
    },
  };
}
