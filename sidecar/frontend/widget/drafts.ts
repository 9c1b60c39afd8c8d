/** What is typed, kept in this browser: the chat's draft and the form's message are one text. */
import type { Clock } from "../shared/clock";
import { isOther, type ConversationState } from "../shared/conversation";
import type { Typed } from "./form";
import type { Leave } from "./leave";
import type { Memory } from "./memory";
import type { View } from "./view";

export interface DraftsOptions {
  memory: Memory;
  leave: Leave;
  clock: Clock;
  view(): Pick<View, "draft" | "fill" | "typed" | "isWriting">;
}

export interface Drafts {
  /** The visitor would rather leave a message than wait: it begins with what they wrote in the chat. */
  readonly instead: boolean;
  typed(text: string): void;
  filled(typed: Typed): void;
  /** Written down now; the text of the chat, or all of the form. */
  keep(what: string | Typed): void;
  /** The page is left. */
  flush(): void;
  /** Shows what another page, or an earlier one, left. */
  restore(): void;
  insteadOf(talk: ConversationState): void;
  /** They wait on, or somebody came: what was written in the chat already is no draft. */
  giveUp(): void;
  /** The message is out. */
  sent(): void;
  /** What the shop knows of a signed-in customer need not be typed. */
  prefill(): Promise<void>;
  /** What was typed a moment ago would be written down for the next person. */
  drop(): void;
  forget(): void;
}

const EVERY = 400;

const nothing = (): void => undefined;

export function createDrafts({ memory, leave, clock, view }: DraftsOptions): Drafts {
  let cancel = nothing;
  let unsaved = nothing;
  let asked = false;

  function soon(save: () => void): void {
    cancel();
    unsaved = save;
    cancel = clock.after(EVERY, save);
  }

  function drop(): void {
    cancel();
    unsaved = nothing;
  }

  function flush(): void {
    unsaved();
    drop();
  }

  function keep(what: string | Typed): void {
    drop();
    const { message = "", ...others } = typeof what === "string" ? { message: what } : what;
    memory.draft = message;
    if (typeof what !== "string") leave.filled(others);
  }

  const empty = (): Typed => Object.fromEntries(Object.keys(view().typed()).map((name) => [name, ""]));

  function rewrite(text: string): void {
    keep(text);
    view().draft(text);
  }

  return {
    get instead() {
      return memory.said !== null;
    },
    typed: (text) => soon(() => keep(text)),
    filled: (typed) => soon(() => keep(typed)),
    keep,
    flush,
    restore() {
      leave.refresh();
      if (!view().isWriting()) view().fill({ ...empty(), ...leave.typed, message: memory.draft });
    },
    insteadOf(talk) {
      flush();
      const said = unanswered(talk);
      memory.said = said;
      rewrite([said, memory.draft].filter(Boolean).join("\n"));
    },
    giveUp() {
      flush();
      const { draft } = memory;
      const said = memory.said ?? "";
      memory.said = null;
      rewrite(draft.startsWith(said) ? draft.slice(said.length).trimStart() : draft);
    },
    sent() {
      keep("");
      memory.said = null;
      view().fill(empty());
    },
    async prefill() {
      if (asked || !memory.identity?.key.startsWith("c:")) return;
      asked = true;
      const known = await leave.start();
      if (!known) return;
      const typed = view().typed();
      view().fill(Object.fromEntries(Object.entries(known).filter(([name]) => !typed[name])));
    },
    drop,
    forget() {
      drop();
      asked = false;
      view().fill(empty());
      view().draft("");
    },
  };
}

/** What the visitor said since the last answer. */
export function unanswered({ messages }: ConversationState): string {
  const from = messages.map((message) => isOther("visitor", message)).lastIndexOf(true) + 1;
  const theirs = messages.slice(from).filter(({ author }) => author === "visitor");
  return theirs.map(({ body }) => body).join("\n");
}
