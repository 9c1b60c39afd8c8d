/** `<online-chat-recap>`: a shadow root that the page's styles don't reach. */

import { adopt } from "../shared/dom";
import type { Front } from "./front";
import { STYLES } from "./styles";

export const RECAP_ELEMENT = "online-chat-recap";

export class RecapElement extends HTMLElement {
  readonly root = this.attachShadow({ mode: "open" });
  private front: Front | null = null;

  constructor() {
    super();
    adopt(this.root, STYLES);
  }

  /** Begins; the element must be in the page, so that the desk can be measured. */
  begin(start: (root: ShadowRoot) => Front): void {
    this.front = start(this.root);
  }

  /** Offers a conversation of this operator's to a colleague, or to everybody; true when the sidecar agreed. */
  offer(conversation: number, to?: number, note?: string): Promise<boolean> {
    return this.front?.office.offer(conversation, to, note) ?? Promise.resolve(false);
  }

  /** Takes the desk out of the page; what was kept for it stays. */
  end(): void {
    this.front?.stop();
    this.front = null;
    this.remove();
  }
}
