/** The conversation as this page knows it, kept whole by asking the sidecar for whatever is missing. */
import type { Clock } from "../shared/clock";
import { DISCONNECTED, type Connection, type VisitorWire } from "../shared/connection";
import {
  apply,
  empty,
  lastOf,
  missing,
  seenByUs,
  unread,
  type Change,
  type ConversationState,
} from "../shared/conversation";
import type { Availability } from "../shared/host";
import type { Ack, ListReply, Message } from "../shared/protocol";
import { pageNow } from "./page";

export interface TalkOptions {
  connection: Connection<VisitorWire>;
  clock: Clock;
  changed(): void;
  /** A message arrived that wasn't here before; not called for what was asked for. */
  arrived(message: Message): void;
  /** The sidecar has this message of ours. */
  stored(clientId: string): void;
  availability(state: Availability): void;
}

export interface Talk {
  readonly state: ConversationState;
  /** The sidecar has said at least once in this page what there is. */
  readonly loaded: boolean;
  apply(change: Change): void;
  /** The connection stands: catch up. */
  resume(): void;
  /** The connection is gone. */
  pause(): void;
  older(): void;
  /** Ends the conversation, as soon as there is a connection. */
  end(): void;
  /** Everything that is here was on the screen. */
  read(): void;
  forget(): void;
}

const TYPING_DIES = 6_000;
const ASK_AGAIN = 2_000;
/** What seems to be missing is often in the very next frame. */
const SETTLES_WITHIN = 50;
const PAGE = 50;
const CATCH_UP = 100;

export function createTalk(options: TalkOptions): Talk {
  const { connection, clock } = options;
  let state = empty("visitor");
  let loaded = false;
  let wantsEnd = false;
  let asking = false;
  let askingOlder = false;
  let settling = false;
  let readAsked = 0;
  let cancelTyping = (): void => undefined;

  function change(next: Change): void {
    const before = state;
    state = apply(state, next);
    if (state === before) return;
    confirmStored();
    options.changed();
    if (!settling && missing(state)) {
      settling = true;
      clock.after(SETTLES_WITHIN, () => {
        settling = false;
        void pursue();
      });
    }
  }

  /** An event or a list may show a message before its acknowledgement comes. */
  function confirmStored(): void {
    if (state.pending.length === 0) return;
    const known = new Set(state.messages.map((message) => message.clientId));
    for (const { clientId } of state.pending) if (known.has(clientId)) options.stored(clientId);
  }

  const isReady = (): boolean => connection.status.state === "ready";

  /** The whole conversation, as a page that knows nothing asks for it. */
  async function ask(): Promise<boolean> {
    const ack = await connection.request("conversation:open", { page: pageNow() });
    if (!ack.ok) return repeat(ack, ask);
    const { conversation, messages } = ack.data;
    loaded = true;
    options.availability(ack.data.state);
    change({ type: "opened", conversation, messages });
    options.changed();
    return true;
  }

  async function catchUp(): Promise<boolean> {
    const ack = await connection.request("message:list", { afterSeq: lastOf(state), limit: CATCH_UP });
    if (ack.ok) return listed(ack.data, "after");
    return ack.error.code === "not_found" ? ask() : repeat(ack, catchUp);
  }

  function listed({ conversation, messages }: ListReply, direction: "after" | "before"): true {
    change({ type: "listed", direction, conversation, messages });
    return true;
  }

  /** A failure of the moment: asked again while the connection stands. */
  function repeat(ack: Ack<unknown>, run: () => Promise<boolean>): false {
    if (!ack.ok && ack.error.code !== DISCONNECTED) {
      clock.after(ASK_AGAIN, () => void (isReady() && run()));
    }
    return false;
  }

  /** Fills gaps until there are none, or until asking brings nothing more. */
  async function pursue(): Promise<void> {
    if (asking || !isReady()) return;
    const wanted = missing(state);
    if (!wanted) return;
    asking = true;
    const before = lastOf(state);
    const done = await (wanted.ask === "open" ? ask() : catchUp());
    asking = false;
    if (done && (wanted.ask === "open" || lastOf(state) > before)) void pursue();
  }

  async function older(): Promise<void> {
    const first = state.messages[0];
    if (askingOlder || !first || !state.more) return;
    askingOlder = true;
    const ack = await connection.request("message:list", { beforeSeq: first.seq, limit: PAGE });
    askingOlder = false;
    if (ack.ok) listed(ack.data, "before");
  }

  async function end(): Promise<void> {
    wantsEnd = true;
    const ack = await connection.request("conversation:end", {});
    if (ack.ok || ack.error.code !== DISCONNECTED) wantsEnd = false;
  }

  function read(): void {
    const seq = lastOf(state);
    if (unread(state) === 0 || seq <= Math.max(seenByUs(state), readAsked) || !isReady()) return;
    readAsked = seq;
    void connection.request("message:seen", { seq }).then((ack) => {
      if (ack.ok) change({ type: "seen", by: "visitor", seq });
      else if (readAsked === seq) readAsked = 0;
    });
  }

  function typing(on: boolean): void {
    cancelTyping();
    if (on) cancelTyping = clock.after(TYPING_DIES, () => change({ type: "typing", on: false }));
    change({ type: "typing", on });
  }

  function created(message: Message): void {
    const known = state.conversation?.id === message.conversationId && message.seq <= lastOf(state);
    change({ type: "created", message });
    if (!known) options.arrived(message);
  }

  connection.on("message:created", ({ message }) => created(message));
  connection.on("message:seen", ({ seq, by }) => change({ type: "seen", by: by ?? "operator", seq }));
  connection.on("conversation:changed", ({ conversation }) => change({ type: "changed", conversation }));
  connection.on("pulse", ({ lastSeq }) => change({ type: "pulse", lastSeq }));
  connection.on("operator:typing", ({ on }) => typing(on));

  return {
    get state() {
      return state;
    },
    get loaded() {
      return loaded;
    },
    apply: change,
    resume() {
      if (wantsEnd) void end();
      void (loaded && state.conversation ? catchUp() : ask());
    },
    pause() {
      asking = askingOlder = false;
      readAsked = 0;
      typing(false);
    },
    older: () => void older(),
    end: () => void end(),
    read,
    forget() {
      state = empty("visitor");
      loaded = wantsEnd = false;
      readAsked = 0;
      cancelTyping();
    },
  };
}
