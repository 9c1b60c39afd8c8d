/** Between the widget and the script that brings what is asked at the end of a chat. */
import type { Connection, VisitorWire } from "./connection";
import type { ConversationState } from "./conversation";
import type { Shell } from "./dom";
import type { Store } from "./storage";

/** What the widget lends to the questions. */
export interface QuestionsHost {
  readonly root: ShadowRoot;
  readonly slot: HTMLElement;
  /** The questions' own markup and texts. */
  readonly shell: Shell;
  readonly store: Store;
  readonly request: Connection<VisitorWire>["request"];
  /** Back to where one writes: what had the focus is gone. */
  focus(): void;
}

export interface Questions {
  /** `wanted`: what the merchant has asked, `rating transcript ask_email`. */
  render(talk: ConversationState, wanted: string): void;
  /** Whoever comes next finds nothing of what was asked or typed. */
  forget(): void;
}
