/** What the loader hands to the widget, on the element itself: nothing of the chat is in the page's global scope. */
import type { TokenAnswer } from "./connection";

export type Availability = "online" | "offline" | "hidden";

export interface Launcher {
  label: string;
  background: string;
  color: string;
  side: "end" | "start";
  dir: "ltr" | "rtl";
}

/** What the sidecar last said of the shop. */
export interface ShopState {
  state: Availability;
  /** Changes with everything that the widget shows. */
  version: string;
}

export type ShopToken = TokenAnswer & {
  /** Changes at login and logout, like the cookie `oc_rev`. */
  rev: string;
};

export interface ChatHost {
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  /** The sidecar's address, ending with a slash. */
  readonly base: string;
  readonly shop: string;
  readonly lang: string;
  readonly side: Launcher["side"];
  /** The shell, asked for together with the script. */
  readonly shell: Promise<string>;
  /** The visitor clicked: show the chat, don't just restore it. */
  clicked(): boolean;
  state(): ShopState | null;
  /** Asks the shop who is looking; the first call may use an answer that is already on its way. */
  token(fresh: boolean): Promise<ShopToken>;
  /** Takes over the launcher: called when it is clicked, when the availability changed, and on each look at the shop. */
  connect(widget: ChatWidget): void;
  /** What the element says of itself: the conversation overrides the shop's availability. */
  show(state: Availability | "chat"): void;
  /** The sidecar told through the socket. */
  heard(state: Availability): void;
  /** Not for this visitor: gone for an hour. */
  banish(): void;
}

export interface ChatWidget {
  open(): void;
  availability(): void;
}

export type ChatElement = HTMLElement & { chat?: ChatHost };

export const ELEMENT = "online-chat";
/** Set while there is something to restore on the next page. */
export const ACTIVE = "active";
/** Until when the widget stays away from this visitor. */
export const BANISHED = "banished";
