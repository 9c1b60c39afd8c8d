/** The visitor's chat put together: memory, connection, outbox, state and view. */
import { systemClock } from "../shared/clock";
import { createConnection, type VisitorWire } from "../shared/connection";
import {
  apply,
  empty,
  isOther,
  isRunning,
  lastOf,
  missing,
  seenByUs,
  unread,
  type Change,
} from "../shared/conversation";
import type { Shell } from "../shared/dom";
import type { ChatHost } from "../shared/host";
import { createOutbox } from "../shared/outbox";
import type { Ack, ListReply, Message, OpenReply, VisitorSentReply } from "../shared/protocol";
import { createChime } from "../shared/sound";
import { localStore, onStored } from "../shared/storage";
import { createTabs } from "../shared/tabs";
import { socketIo } from "../shared/transport";
import { sayGoodbye } from "./goodbye";
import { createGuard, type Verdict } from "./guard";
import { identityOf, revIn } from "./identity";
import { createMemory, DRAFT, IDENTITY } from "./memory";
import { present, type Model } from "./model";
import { pageNow } from "./page";
import { createPreview } from "./preview";
import { PHONE } from "./stage";
import { createView } from "./view";

const TYPING_DIES = 6_000;
const MENTIONED_AFTER = 1_200;
const IDLE_AFTER = 30_000;
const ASK_AGAIN = 2_000;
const SETTLES_WITHIN = 50;
const PAINTED_WITHIN = 30;
const DRAFT_EVERY = 400;
const PAGE = 50;
const CATCH_UP = 100;

export function createApp(host: ChatHost, shell: Shell): void {
  const clock = systemClock;
  const scope = `${host.shop}:`;
  const memory = createMemory(localStore(scope));
  const typingPreview = shell.setting("typingPreview") !== "";
  const welcome = shell.setting("welcome");

  let talk = empty("visitor");
  let operatorName = shell.setting("operatorName");
  let open = false;
  let loaded = false;
  let veiled = false;
  let longAway = false;
  let wantsEnd = false;
  let viewed = false;
  let asking = false;
  let pursuing = false;
  let askingOlder = false;
  let renewal: string | null = null;
  let seenAsked = 0;
  let model: Model | null = null;
  let gone = false;
  let leaving = false;
  let cancelAway = (): void => undefined;
  let cancelTyping = (): void => undefined;
  let cancelIdle: (() => void) | null = null;
  let cancelDraft: (() => void) | null = null;

  const guard = createGuard({
    memory,
    marker: () => revIn(document.cookie),
    token: (fresh) => host.token(fresh),
    forget,
    end: (session, token) => sayGoodbye(host.base, session, token),
    renew(token) {
      renewal = token;
      if (connection.status.state === "ready") void renew();
    },
  });

  const connection = createConnection<VisitorWire>({
    url: host.base,
    namespace: "/visitor",
    fetchToken: (fresh) => guard.fetchToken(fresh),
    sessions: memory.sessions,
    transport: socketIo,
  });

  const outbox = createOutbox({
    store: memory.store,
    send: ({ clientId, body }) => connection.request("message:send", { clientId, body }),
    delivered: (_letter, reply) => change({ type: "sent", ...(reply as VisitorSentReply) }),
    refused: (_letter, { code }) => void ((code === "blocked" || code === "not_allowed") && leave()),
    silent: () => connection.restart(),
  });

  const preview = createPreview((text) => {
    if (isRunning(talk)) connection.tell("typing:preview", { text });
  }, clock);
  const chime = createChime();
  const tabs = createTabs(scope);

  const view = createView({
    root: host.root,
    shell,
    launcher: host.launcher,
    lang: host.lang,
    side: host.side,
    typingPreview,
    events: {
      minimise,
      send(body) {
        preview.sent();
        saveDraft("");
        outbox.add("", body);
        view.toEnd();
      },
      typed(text) {
        if (typingPreview) preview.typed(text);
        cancelDraft?.();
        cancelDraft = clock.after(DRAFT_EVERY, () => saveDraft(text));
      },
      end() {
        wantsEnd = true;
        void end();
      },
      older: () => void older(),
      retry: (clientId) => outbox.retry(clientId),
      discard: (clientId) => outbox.discard(clientId),
      read: markSeen,
    },
  });

  function render(): void {
    if (gone) return;
    model = present({
      talk,
      status: connection.status,
      availability: host.availability(),
      open,
      loaded,
      expected: memory.identity !== null,
      veiled,
      longAway,
      operatorName,
      welcome,
    });
    view.render(model);
    host.show(model.state);
    memory.active = model.active;
    restAfterAWhile(model.active);
    markSeen();
  }

  function change(next: Change): void {
    const before = talk;
    talk = apply(talk, next);
    if (talk === before) return;
    confirmSent();
    render();
    pursueSoon();
  }

  /** What seems to be missing is often in the very next frame. */
  function pursueSoon(): void {
    if (pursuing || !missing(talk)) return;
    pursuing = true;
    clock.after(SETTLES_WITHIN, () => {
      pursuing = false;
      void pursue();
    });
  }

  /** An event or a list may show a message before its acknowledgement comes. */
  function confirmSent(): void {
    if (talk.pending.length === 0) return;
    const known = new Set(talk.messages.map((message) => message.clientId));
    for (const { clientId } of talk.pending) if (known.has(clientId)) outbox.confirm(clientId);
  }

  function show(): void {
    if (open) return;
    open = memory.open = true;
    render();
    view.focus();
    void look().then((verdict) => {
      if (verdict !== "other") return;
      open = memory.open = true; // it was the new person who clicked
      startSoon();
      render();
    });
    startSoon();
  }

  function minimise(): void {
    open = memory.open = false;
    render();
    host.launcher.focus();
  }

  /** Nothing of the conversation stays, on the screen or in this page. */
  function forget(): void {
    outbox.abandon();
    talk = empty("visitor");
    loaded = wantsEnd = viewed = false;
    seenAsked = 0;
    operatorName = shell.setting("operatorName");
    view.draft("");
    preview.sent();
    render();
  }

  /** Somebody else is at the browser, or the chat isn't for this visitor. */
  function close(): void {
    connection.stop();
    open = memory.open = false;
    render();
  }

  function leave(): void {
    if (gone) return;
    gone = true; // first: nothing that follows may write anything down again
    connection.stop();
    memory.wipe();
    outbox.abandon();
    view.destroy();
    tabs.close();
    host.banish();
  }

  // Talking to the sidecar

  connection.onStatus(({ state, code }) => {
    if (state !== "ready") {
      outbox.online(false);
      asking = askingOlder = false;
      seenAsked = 0;
      cancelTyping();
      change({ type: "typing", on: false });
      cancelAway();
      cancelAway = clock.after(MENTIONED_AFTER, () => {
        longAway = true;
        render();
      });
    } else {
      cancelAway();
      longAway = false;
    }
    if (code === "blocked" || code === "not_allowed") leave();
    else render();
  });

  connection.on("session:ready", ({ visitor, state }) => {
    if (visitor) guard.confirm(identityOf(visitor));
    if (state) host.heard(state);
    outbox.online(true);
    if (renewal !== null) void renew();
    if (wantsEnd) void end();
    void (loaded && talk.conversation ? catchUp() : ask());
  });
  connection.on("session:ended", ({ reason }) => {
    if (reason === "blocked") leave();
    if (reason === "logout") void loggedOut();
  });
  connection.on("message:created", ({ message }) => {
    if (isOther("visitor", message)) announce(message);
    change({ type: "created", message });
  });
  connection.on("message:seen", ({ seq, by }) => change({ type: "seen", by: by ?? "operator", seq }));
  connection.on("conversation:changed", ({ conversation }) => change({ type: "changed", conversation }));
  connection.on("pulse", ({ lastSeq }) => change({ type: "pulse", lastSeq }));
  connection.on("state:changed", ({ state }) => host.heard(state));
  connection.on("operator:typing", ({ on }) => {
    cancelTyping();
    if (on) cancelTyping = clock.after(TYPING_DIES, () => change({ type: "typing", on: false }));
    if (on && !talk.typing && open) view.say("typing", { name: model?.operatorName ?? "" });
    change({ type: "typing", on });
  });
  outbox.onChange(() => change({ type: "queued", pending: outbox.letters("") }));

  /** The whole conversation, as a page that knows nothing asks for it. */
  async function ask(): Promise<boolean> {
    const page = pageNow();
    const ack = await connection.request("conversation:open", { page });
    if (!ack.ok) return repeat(ack, ask);
    opened(ack.data);
    if (!viewed && isRunning(talk)) {
      viewed = true;
      connection.tell("page:view", { url: page.url, title: page.title });
    }
    return true;
  }

  function opened(reply: OpenReply): void {
    loaded = true;
    operatorName = reply.operatorName || operatorName;
    host.heard(reply.state);
    change({ type: "opened", conversation: reply.conversation, messages: reply.messages });
  }

  async function catchUp(): Promise<boolean> {
    const ack = await connection.request("message:list", { afterSeq: lastOf(talk), limit: CATCH_UP });
    if (ack.ok) return listed(ack.data, "after");
    return ack.error.code === "not_found" ? ask() : repeat(ack, catchUp);
  }

  function listed({ conversation, messages }: ListReply, direction: "after" | "before"): true {
    change({ type: "listed", direction, conversation, messages });
    return true;
  }

  /** A failure of the moment: asked again while the connection stands. */
  function repeat(ack: Ack<unknown>, run: () => Promise<boolean>): false {
    if (!ack.ok && ack.error.code !== "disconnected") {
      clock.after(ASK_AGAIN, () => void (connection.status.state === "ready" && run()));
    }
    return false;
  }

  /** Fills gaps until there are none, or until asking brings nothing more. */
  async function pursue(): Promise<void> {
    if (asking || connection.status.state !== "ready") return;
    const wanted = missing(talk);
    if (!wanted) return;
    asking = true;
    const before = lastOf(talk);
    const done = await (wanted.ask === "open" ? ask() : catchUp());
    asking = false;
    if (done && (wanted.ask === "open" || lastOf(talk) > before)) void pursue();
  }

  async function older(): Promise<void> {
    const first = talk.messages[0];
    if (askingOlder || !first || !talk.more) return;
    askingOlder = true;
    const ack = await connection.request("message:list", { beforeSeq: first.seq, limit: PAGE });
    askingOlder = false;
    if (ack.ok) listed(ack.data, "before");
  }

  async function end(): Promise<void> {
    const ack = await connection.request("conversation:end", {});
    // Without a connection the wish is kept until there is one.
    if (ack.ok || ack.error.code !== "disconnected") wantsEnd = false;
  }

  async function renew(): Promise<void> {
    const token = renewal;
    if (token === null) return;
    renewal = null;
    const ack = await connection.request("session:renew", { token });
    if (!ack.ok && ack.error.code === "disconnected") renewal = token;
  }

  function markSeen(): void {
    const seq = lastOf(talk);
    if (!open || veiled || document.hidden || !view.isAtEnd() || unread(talk) === 0) return;
    if (seq <= Math.max(seenByUs(talk), seenAsked) || connection.status.state !== "ready") return;
    seenAsked = seq;
    void connection.request("message:seen", { seq }).then((ack) => {
      if (ack.ok) change({ type: "seen", by: "visitor", seq });
      else if (seenAsked === seq) seenAsked = 0;
    });
  }

  function announce({ conversationId, seq, name, body }: Message): void {
    const ours = talk.conversation?.id === conversationId;
    if (ours && seq <= talk.lastSeq) return;
    if (!document.hidden) view.say("said", { name, text: body });
    if (open && !document.hidden) return;
    tabs.once(`${conversationId}-${seq}`, document.hidden ? 0 : 1, () => chime.play());
  }

  /** Another tab told the sidecar; whether this page's person is still there, the shop knows. */
  async function loggedOut(): Promise<void> {
    if (guard.doubts()) {
      await look();
      return;
    }
    memory.wipe();
    forget();
    close();
  }

  // The page around the chat

  async function look(): Promise<Verdict> {
    veil(guard.doubts());
    const verdict = await guard.check();
    if (gone) return verdict;
    if (verdict === "other") close();
    veil(verdict === "unknown");
    if (verdict === "same") reconnect();
    return verdict;
  }

  function reconnect(): void {
    const { state, code } = connection.status;
    if (state !== "stopped") connection.nudge();
    // What was stopped for a reason is started again by a click only.
    else if (code === null) startSoon();
  }

  /** The visitor can write before the socket stands: the browser paints first. */
  function startSoon(): void {
    clock.after(PAINTED_WITHIN, () => {
      if (!gone && !leaving && !veiled && (open || memory.active)) connection.start();
    });
  }

  function veil(on: boolean): void {
    if (veiled === on) return;
    veiled = on;
    render();
  }

  /** A closed chat without a conversation needs no socket. */
  function restAfterAWhile(active: boolean): void {
    if (active || connection.status.state !== "ready") {
      cancelIdle?.();
      cancelIdle = null;
      return;
    }
    cancelIdle ??= clock.after(IDLE_AFTER, () => {
      cancelIdle = null;
      connection.stop();
    });
  }

  function saveDraft(text: string): void {
    cancelDraft?.();
    cancelDraft = null;
    memory.draft = text;
  }

  function away(): void {
    leaving = true;
    outbox.release();
    connection.stop();
  }

  function back(event: PageTransitionEvent): void {
    // From the browser's back-forward cache: as it was left, maybe hours ago and by somebody else.
    if (!event.persisted || gone) return;
    leaving = false;
    void look().then(() => outbox.refresh());
  }

  function onVisible(): void {
    if (gone || document.hidden) return;
    void look();
    markSeen();
  }

  onStored(scope, (key) => {
    if (gone) return;
    if (key === null || key === IDENTITY) {
      if (!guard.overruled()) return;
      forget();
      close();
    } else if (key.startsWith("out:")) outbox.refresh();
    else if (key === DRAFT && !view.isWriting()) view.draft(memory.draft);
  });
  addEventListener("focus", onVisible);
  document.addEventListener("visibilitychange", onVisible);
  addEventListener("online", () => connection.nudge());
  addEventListener("pagehide", away);
  addEventListener("pageshow", back);
  for (const name of ["pointerdown", "keydown"] as const) {
    addEventListener(name, () => chime.unlock(), { capture: true, passive: true, once: true });
  }
  host.connect({
    open: show,
    availability() {
      render();
      onVisible();
    },
  });

  async function begin(): Promise<void> {
    view.draft(memory.draft);
    talk = apply(talk, { type: "queued", pending: outbox.letters("") });
    if (host.clicked()) return show();
    open = memory.open && !isCovering();
    await look();
    render();
  }

  void begin();
}

/** On a phone the chat would lie over the page that the visitor has just chosen, maybe by a link in it. */
function isCovering(): boolean {
  const entry = performance.getEntriesByType("navigation")[0];
  const reloaded = entry instanceof PerformanceNavigationTiming && entry.type === "reload";
  return !reloaded && matchMedia(PHONE).matches;
}
