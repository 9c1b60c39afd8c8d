// Generated from sidecar/protocol by `make protocol`. Do not edit.

export const PROTOCOL = 1;

/** Take a conversation on offer; exactly one operator gets it. */
export interface AcceptConversation {
  conversationId: number;
}

/** A visitor is kept out of the chat; without `until` for good. */
export interface Block {
  id: number;
  reason: string;
  createdAt: string;
  until?: string;
}

/** The block as it is now. */
export interface BlockReply {
  block: Block;
}

/** Keep the visitor of a conversation out of the chat: browser, customer and address. */
export interface BlockVisitor {
  conversationId: number;
  reason: string;
  until?: string;
}

/** A product of the customer's valid orders. */
export interface BoughtProduct {
  id: number;
  name: string;
  quantity: number;
  lastAt?: string;
}

/** A text kept ready; variables such as `{firstname}` are filled when it is sent. */
export interface CannedReply {
  id: number;
  shortcut: string;
  title: string;
  group: string;
  text: string;
  personal: boolean;
}

/** An offer, a product or a link as it is shown: the `data` of such a message. `image` is absolute, or below the sidecar's address; `was` is the price before a reduction, `code` a voucher's, `until` when the offer ends, `clickedAt` when the visitor followed the link. */
export interface Card {
  offer?: number;
  product?: number;
  title: string;
  text?: string;
  image?: string;
  link?: string;
  price?: string;
  was?: string;
  stock?: string;
  code?: string;
  until?: string;
  clickedAt?: string;
}

/** The visitor followed the link of a card, for the first time. */
export interface CardClicked {
  conversationId: number;
  seq: number;
  at: string;
}

/** The cart at a moment; `order` is what the cart before became, when it is empty for that. */
export interface Cart {
  id: number;
  currency: string;
  prices: boolean;
  taxIncluded: boolean;
  quantity: number;
  lines: CartLine[];
  more?: number;
  vouchers: CartVoucher[];
  carrier?: string;
  products?: string;
  discounts?: string;
  wrapping?: string;
  shipping?: string;
  freeShipping?: boolean;
  taxes?: string;
  total?: string;
  at: string;
  order?: MadeOrder;
}

/** Products of one kind; `attributes` as `Size: S, Colour: White`. `stock` is the sidecar's. */
export interface CartLine {
  product: number;
  combination?: number;
  name: string;
  attributes?: string;
  reference?: string;
  quantity: number;
  unit?: string;
  total?: string;
  stock?: number;
}

/** A voucher in the cart and what it takes off; one that only ships for free has no `value`. */
export interface CartVoucher {
  name: string;
  code?: string;
  value?: string;
}

/** An operator looks at the visitor's cart, or no longer does: send it now and as it changes. */
export interface CartWanted {
  on: boolean;
}

/** The visitor followed the link of a card. */
export interface ClickCard {
  conversationId: number;
  seq: number;
}

/** What a shop that sells to companies (B2B) knows of one. */
export interface Company {
  name: string;
  siret?: string;
  ape?: string;
  website?: string;
  risk?: string;
}

/** The module says that it carried the order out: the sidecar looks. */
export interface ConfirmFiled {
  conversationId: number;
}

/** A conversation's state; `waitingSince` is the first visitor message that nobody answered yet. `offeredTo` is an employee id, 0 means anyone, absent means that it is not on offer; `until` is when the offer ends. `answered`: an operator wrote in it. To its visitor alone: `reachable`, an e-mail address of theirs is known; `transcript`, they asked for it by e-mail. To operators alone: `thread`, where it is filed in the shop's customer service. */
export interface Conversation {
  id: number;
  shop: number;
  state: "waiting" | "ongoing" | "finished" | "archived";
  visitor: Visitor;
  operator: Person | null;
  lastSeq: number;
  seenByVisitor: number;
  seenByOperator: number;
  startedAt: string;
  waitingSince?: string;
  offeredTo?: number;
  offeredBy?: number;
  note?: string;
  until?: string;
  lastMessage?: Message;
  answered?: boolean;
  rating?: Rating;
  reachable?: boolean;
  transcript?: boolean;
  thread?: number;
}

/** A conversation's state, operator or offer changed. */
export interface ConversationChanged {
  conversation: Conversation;
}

/** A visitor began a conversation. */
export interface ConversationCreated {
  conversation: Conversation;
}

/** The conversation after the change. */
export interface ConversationReply {
  conversation: Conversation;
}

/** The customer's account; names of groups, language and title in the employee's language. `shop` is the name of the shop it was opened in, where that is another one. */
export interface Customer {
  id: number;
  title?: string;
  firstname: string;
  lastname: string;
  email: string;
  age?: number;
  birthday?: string;
  language?: string;
  active: boolean;
  isGuest: boolean;
  shop?: string;
  registeredAt?: string;
  updatedAt?: string;
  lastVisitAt?: string;
  group?: string;
  groups: string[];
  newsletter: boolean;
  partnerOffers: boolean;
  note?: string;
  company?: Company;
}

/** Leave a conversation on offer to others. */
export interface DeclineConversation {
  conversationId: number;
}

/** Everything the recap shows: own conversations, those on offer, who else is online. `tools`: those that the employee's profile allows, of the ones that not everybody has. `now` is the sidecar's time: how long somebody waits doesn't depend on a computer's clock. */
export interface DeskReply {
  me: Operator;
  operators: Operator[];
  ongoing: Conversation[];
  waiting: Conversation[];
  finished: Conversation[];
  settings: DeskSettings;
  tools: ("block" | "file")[];
  version: string;
  now: string;
}

/** What the merchant configured about the operators' side. `open`: visitors may begin a conversation now; while they may not, `opensAt` is when they will. */
export interface DeskSettings {
  sounds: boolean;
  typingPreview: boolean;
  operatorName: string;
  open: boolean;
  opensAt?: string;
}

/** A cart of the customer's: ordered, still being filled, or left behind for a day. */
export interface EarlierCart {
  id: number;
  changedAt?: string;
  quantity: number;
  state: "ordered" | "open" | "abandoned";
  order?: string;
}

/** A chat before this one; `text` is the visitor's last message in it. */
export interface EarlierConversation {
  id: number;
  startedAt: string;
  lastMessageAt: string;
  operator?: string;
  text?: string;
  stars?: number;
}

/** The recap was opened: what is there already. */
export type EnterDesk = Record<string, never>;

/** Why a command was refused; `retry` is in seconds. */
export interface Failure {
  code: string;
  message: string;
  retry?: number;
}

/** File a conversation in the shop's customer service: the module does it with the `order`. `employee` is who is in charge of it, by default who files it; `note` is for employees only. */
export interface FileConversation {
  conversationId: number;
  contact: number;
  status: "open" | "closed" | "pending1" | "pending2";
  order?: number;
  employee?: number;
  note?: string;
}

/** Where it is filed; while it is not, an `order` that the module carries out within minutes. */
export interface Filed {
  thread?: number;
  order?: string;
}

/** An employee who may read customer service. */
export interface FilingColleague {
  id: number;
  name: string;
}

/** A contact of the shop whose messages are kept in customer service. */
export interface FilingContact {
  id: number;
  name: string;
}

/** What there is to choose, the newest order first; `thread` when it is filed already. */
export interface FilingOptions {
  contacts: FilingContact[];
  orders: FilingOrder[];
  colleagues: FilingColleague[];
  thread?: number;
}

/** An order of the customer's; `placedAt` is a day. */
export interface FilingOrder {
  id: number;
  reference: string;
  placedAt: string;
}

/** A customer that fits what was looked for; `conversation_id` of the chat that runs, if any. */
export interface FoundCustomer {
  id: number;
  name: string;
  email: string;
  company?: string;
  phone?: string;
  active: boolean;
  conversationId?: number;
}

/** The best fits first; `more` when there are others. */
export interface FoundCustomers {
  customers: FoundCustomer[];
  more: boolean;
}

/** The best fits first. */
export interface FoundReplies {
  replies: CannedReply[];
  more: boolean;
}

/** A guest says where an answer reaches them when they have left. */
export interface LeaveEmail {
  email: string;
}

/** `POST offline`: a message for the time when somebody is there again. */
export interface LeaveMessage {
  clientId: string;
  values: OfflineValues;
  contact?: number;
  order?: number;
  product?: number;
  page?: OfflinePage;
  consent?: boolean;
}

/** The offers that can be sent now; for a conversation in its visitor's language. */
export interface ListOffers {
  conversationId?: number;
}

/** Messages by rising `seq`; `more`: there are others beyond them in that direction. */
export interface ListReply {
  messages: Message[];
  conversation: Conversation;
  more: boolean;
}

/** An offer that counts now, as it would be shown. */
export interface ListedOffer {
  id: number;
  card: Card;
}

/** The order that was made of the cart. */
export interface MadeOrder {
  id: number;
  reference: string;
}

/** The operator after the change. */
export interface MeReply {
  me: Operator;
}

/** One line of a conversation; system lines have a code in `data`, said in each language. */
export interface Message {
  conversationId: number;
  seq: number;
  clientId: string;
  author: "visitor" | "operator" | "system";
  name: string;
  kind: "text" | "offer" | "product" | "link" | "system";
  body: string;
  data?: Record<string, unknown>;
  sentAt: string;
}

/** A message was stored. */
export interface MessageCreated {
  message: Message;
}

/** The number under which it was stored; the same again for the same `clientId`. */
export interface MessageLeft {
  id: number;
}

/** The other side has seen everything up to `seq`; operators get the conversation's id, too. */
export interface MessageSeen {
  seq: number;
  conversationId?: number;
  by?: "visitor" | "operator";
}

/** An amount in a currency (ISO code). */
export interface Money {
  amount: number;
  currency: string;
}

/** An empty reply: done. */
export type Nothing = Record<string, never>;

/** Offer a conversation to one operator, or to anyone. */
export interface OfferConversation {
  conversationId: number;
  to?: number;
  note?: string;
}

/** The newest first. */
export interface OffersReply {
  offers: ListedOffer[];
}

/** The shop page the form stood on. */
export interface OfflinePage {
  url?: string;
  title?: string;
}

/** `GET offline`: what is known of a signed-in customer, so that it need not be typed. */
export interface OfflineStart {
  values: OfflineValues;
  orders: PlacedOrder[];
}

/** What was typed; which fields there are and which are required is the merchant's choice. `website` is no question to people: a field they cannot see, for programs that fill in all. */
export interface OfflineValues {
  firstname?: string;
  lastname?: string;
  email?: string;
  phone?: string;
  message?: string;
  website?: string;
}

/** The visitor opened the chat: what is there already. */
export interface OpenConversation {
  page: PageSeen;
}

/** The conversation so far; its last 50 messages, those of an archived one before it first. */
export interface OpenReply {
  conversation: Conversation | null;
  messages: Message[];
  operatorName: string;
  state: "online" | "offline" | "hidden";
}

/** An employee who answers; `reason` says why the sidecar set them offline. */
export interface Operator {
  id: number;
  name: string;
  online: boolean;
  load: number;
  limit: number;
  reason?: "away" | "silent";
}

/** An operator went online or offline, or their load changed. */
export interface OperatorChanged {
  operator: Operator;
}

/** An operator is typing, or stopped. */
export interface OperatorTyping {
  on: boolean;
}

/** An order in its own currency; `paid` is what came in. Without `valid` it does not count. */
export interface Order {
  id: number;
  reference: string;
  placedAt?: string;
  state: string;
  color?: string;
  valid: boolean;
  payment: string;
  total: Money;
  paid: Money;
}

/** A product of an order. */
export interface OrderedProduct {
  id: number;
  name: string;
}

/** How many, how many of them count, what was paid for these in each currency; the newest. */
export interface Orders {
  count: number;
  valid: number;
  paid: Money[];
  last: Order[];
  products: BoughtProduct[];
}

/** A supervisor looks: all operators, all conversations that wait or run and who has them. */
export type Overlook = Record<string, never>;

/** Who answers and what runs in the shops of a supervisor. */
export interface OverviewReply {
  operators: Operator[];
  conversations: Conversation[];
}

/** The shop page a visitor is on; the address without its query string. `product` is the number of the product it shows. A page of the visitor's account (`account`) is told without address and title. */
export interface Page {
  url: string;
  title: string;
  since?: string;
  product?: number;
  account?: boolean;
}

/** The page the chat stands on; `product` is the number of the product it shows. */
export interface PageSeen {
  url: string;
  title?: string;
  referrer?: string;
  kind?: string;
  product?: number;
}

/** An operator as a visitor may know them. */
export interface Person {
  id: number;
  name: string;
}

/** An order that the message may be about; `placedAt` is the shop's own date, `2026-01-07`. */
export interface PlacedOrder {
  id: number;
  reference: string;
  placedAt: string;
  products: OrderedProduct[];
}

/** One of the customer's addresses. */
export interface PostalAddress {
  id: number;
  alias: string;
  name: string;
  company?: string;
  lines: string[];
  country: string;
  phones: string[];
  vatNumber?: string;
}

/** The unsent text, for the operator's preview; never stored. */
export interface PreviewTyping {
  text: string;
}

/** The numbers of the last messages, every 25 s: a page that lacks one asks for it. */
export interface Pulse {
  lastSeq: Record<string, number>;
  version: string;
}

/** What the visitor thought of their last conversation, once it is over; may be changed. */
export interface RateConversation {
  stars: number;
  comment?: string;
}

/** What the visitor thought of a conversation. */
export interface Rating {
  stars: number;
  comment?: string;
}

/** A fresh token of the shop: the same visitor, signed in meanwhile, or somebody else. */
export interface RenewSession {
  token: string;
}

/** Go on with a finished conversation while its visitor is still there. */
export interface ReopenConversation {
  conversationId: number;
}

/** The conversation by e-mail: a customer's goes to their account, a guest's to `email`, once. A guest who left an address before need not say it again. */
export interface RequestTranscript {
  email?: string;
}

/** Replies by shortcut, title, group or text; in the visitor's language for a conversation. */
export interface SearchCanned {
  q?: string;
  conversationId?: number;
}

/** Customers by number, names in any order, e-mail, phone or the address of their browser. */
export interface SearchCustomers {
  q: string;
}

/** What was written to the shop's customer service; the last message of a thread. */
export interface ServiceThread {
  id: number;
  status: "open" | "closed" | "pending1" | "pending2";
  contact?: string;
  at?: string;
  text: string;
  byShop: boolean;
}

/** The connection is over: `logout` and `identity` wipe the browser, `rights` ends the recap. */
export interface SessionEnded {
  reason: "logout" | "rights" | "blocked" | "shutdown";
}

/** The connection is accepted; `session` is the resume token for the next one. */
export interface SessionReady {
  protocol: number;
  session: string;
  expiresAt: string;
  version: string;
  visitor?: SessionVisitor;
  state?: "online" | "offline" | "hidden";
  me?: Operator;
}

/** Who the sidecar takes the visitor for. */
export interface SessionVisitor {
  vid: string;
  name: string;
  customerId?: number;
  guestId?: number;
}

/** The merchant changed what concerns the operators of a shop. */
export interface SettingsChanged {
  shop: number;
  settings: DeskSettings;
}

/** Everything the panel shows at first; `withheld` is what the employee's profile may not see. `gone`: there was a customer, and the account was deleted. */
export interface Sheet {
  conversationId: number;
  withheld: ("customers" | "orders")[];
  gone?: boolean;
  customer?: Customer;
  addresses: PostalAddress[];
  orders?: Orders;
  carts: EarlierCart[];
  vouchers: Voucher[];
  threads: ServiceThread[];
  conversations: EarlierConversation[];
  visit: Visit;
  cart?: Cart;
  pages: Page[];
}

/** What can be chosen when a conversation is filed in the shop's customer service. */
export interface ShowFilingOptions {
  conversationId: number;
}

/** Who the visitor of a conversation is: the shop's own data, as far as the profile may see. */
export interface ShowSheet {
  conversationId: number;
}

/** The operator is typing; the text itself never leaves the page. */
export interface ShowTyping {
  conversationId: number;
}

/** The chat's availability in this shop changed, or what it looks like: then with `version`. */
export interface StateChanged {
  state: "online" | "offline" | "hidden";
  version?: string;
}

/** Go online or offline; offline archives what is finished and offers what is ongoing. */
export interface SwitchOperator {
  online: boolean;
}

/** Let a visitor in again, by the block's number. */
export interface UnblockVisitor {
  id: number;
}

/** The cart as the shop computes and signs it; asked for by `cart:wanted`. */
export interface UpdateCart {
  cart: string;
}

/** The visitor moved to another page. */
export interface ViewPage {
  url: string;
  title?: string;
  kind?: string;
  product?: number;
}

/** What the browser and the shop's own statistics tell of the visit. */
export interface Visit {
  browser?: string;
  system?: string;
  languages: string[];
  referrer?: string;
  firstPage?: string;
  cameAt?: string;
}

/** Who is in the conversation: a customer has `customerId`, a guest may have `guestId`. `email` and `phone`, where they are known, and `lang` are for operators only. */
export interface Visitor {
  vid: string;
  name: string;
  customerId?: number;
  guestId?: number;
  present: boolean;
  page?: Page;
  blocked?: boolean;
  lang?: string;
  email?: string;
  phone?: string;
}

/** The visitor's cart changed; for operators who have the panel open. */
export interface VisitorCart {
  conversationId: number;
  cart: Cart;
}

/** The visitor is on another page. */
export interface VisitorPage {
  conversationId: number;
  page: Page;
}

/** The visitor came back or went away. */
export interface VisitorPresence {
  conversationId: number;
  present: boolean;
}

/** The visitor's unsent text; empty when they stopped. */
export interface VisitorTyping {
  conversationId: number;
  text: string;
}

/** A voucher of the customer's own; `left` is how often it may still be used. */
export interface Voucher {
  id: number;
  name: string;
  code?: string;
  percent?: number;
  amount?: Money;
  freeShipping?: boolean;
  until?: string;
  left: number;
  usable: boolean;
}

/** The panel about the visitor was opened or closed: while it is open their cart is told. */
export interface WatchVisitor {
  conversationId: number;
  on: boolean;
}

/** Finish a conversation. */
export interface OperatorEndConversation {
  conversationId: number;
}

/** Messages of one conversation after or before a number; without one, the last ones. */
export interface OperatorListMessages {
  conversationId: number;
  beforeSeq?: number;
  afterSeq?: number;
  limit?: number;
}

/** Everything up to this number was on the operator's screen. */
export interface OperatorMarkSeen {
  conversationId: number;
  seq: number;
}

/** An operator writes, or sends a card: what it says is filled in by the sidecar. `ref` is an offer's number, a product as the module signed it, or the address of a page, whose title is the `body` then. */
export interface OperatorSendMessage {
  conversationId: number;
  clientId: string;
  body: string;
  kind?: "text" | "offer" | "product" | "link";
  ref?: number | string;
}

/** The stored message. */
export interface OperatorSentReply {
  message: Message;
}

/** The visitor ends the chat. */
export type VisitorEndConversation = Record<string, never>;

/** Messages after or before a number; without one, the last ones. */
export interface VisitorListMessages {
  beforeSeq?: number;
  afterSeq?: number;
  limit?: number;
}

/** Everything up to this number was on the visitor's screen. */
export interface VisitorMarkSeen {
  seq: number;
}

/** A visitor writes; the first message begins a conversation, a later one may reopen it. */
export interface VisitorSendMessage {
  clientId: string;
  body: string;
}

/** The stored message and the conversation it belongs to now. */
export interface VisitorSentReply {
  message: Message;
  conversation: Conversation;
}

export interface VisitorCommands {
  "conversation:open": { request: OpenConversation; reply: OpenReply };
  "message:send": { request: VisitorSendMessage; reply: VisitorSentReply };
  "message:list": { request: VisitorListMessages; reply: ListReply };
  "message:seen": { request: VisitorMarkSeen; reply: Nothing };
  "typing:preview": { request: PreviewTyping; reply: Nothing };
  "page:view": { request: ViewPage; reply: Nothing };
  "cart:update": { request: UpdateCart; reply: Nothing };
  "card:click": { request: ClickCard; reply: Nothing };
  "conversation:end": { request: VisitorEndConversation; reply: Nothing };
  "conversation:rate": { request: RateConversation; reply: Nothing };
  "transcript:request": { request: RequestTranscript; reply: Nothing };
  "visitor:email": { request: LeaveEmail; reply: Nothing };
  "session:renew": { request: RenewSession; reply: Nothing };
}

export interface OperatorCommands {
  "desk:enter": { request: EnterDesk; reply: DeskReply };
  "desk:overview": { request: Overlook; reply: OverviewReply };
  "operator:switch": { request: SwitchOperator; reply: MeReply };
  "message:send": { request: OperatorSendMessage; reply: OperatorSentReply };
  "message:list": { request: OperatorListMessages; reply: ListReply };
  "message:seen": { request: OperatorMarkSeen; reply: Nothing };
  "typing:on": { request: ShowTyping; reply: Nothing };
  "conversation:end": { request: OperatorEndConversation; reply: ConversationReply };
  "conversation:reopen": { request: ReopenConversation; reply: ConversationReply };
  "conversation:offer": { request: OfferConversation; reply: ConversationReply };
  "conversation:accept": { request: AcceptConversation; reply: ConversationReply };
  "conversation:decline": { request: DeclineConversation; reply: ConversationReply };
  "canned:search": { request: SearchCanned; reply: FoundReplies };
  "offer:list": { request: ListOffers; reply: OffersReply };
  "visitor:block": { request: BlockVisitor; reply: BlockReply };
  "visitor:unblock": { request: UnblockVisitor; reply: Nothing };
  "filing:options": { request: ShowFilingOptions; reply: FilingOptions };
  "conversation:file": { request: FileConversation; reply: Filed };
  "conversation:filed": { request: ConfirmFiled; reply: Filed };
  "visitor:sheet": { request: ShowSheet; reply: Sheet };
  "visitor:watch": { request: WatchVisitor; reply: Nothing };
  "customer:search": { request: SearchCustomers; reply: FoundCustomers };
}

export interface VisitorEvents {
  "session:ready": SessionReady;
  "session:ended": SessionEnded;
  "message:created": MessageCreated;
  "message:seen": MessageSeen;
  "conversation:changed": ConversationChanged;
  "operator:typing": OperatorTyping;
  "state:changed": StateChanged;
  "cart:wanted": CartWanted;
  "pulse": Pulse;
}

export interface OperatorEvents {
  "session:ready": SessionReady;
  "session:ended": SessionEnded;
  "message:created": MessageCreated;
  "message:seen": MessageSeen;
  "card:clicked": CardClicked;
  "conversation:created": ConversationCreated;
  "conversation:changed": ConversationChanged;
  "settings:changed": SettingsChanged;
  "visitor:typing": VisitorTyping;
  "visitor:page": VisitorPage;
  "visitor:cart": VisitorCart;
  "visitor:presence": VisitorPresence;
  "operator:changed": OperatorChanged;
  "pulse": Pulse;
}

export type Ack<T> = { ok: true; data: T } | { ok: false; error: Failure };
