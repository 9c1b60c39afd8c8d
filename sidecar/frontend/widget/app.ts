/** The visitor's chat put together: memory, guard, connection, outbox, conversation and view. */
import { systemClock } from "../shared/clock";
import { createConnection, type VisitorWire } from "../shared/connection";
import { isOther, isRunning } from "../shared/conversation";
import type { Shell } from "../shared/dom";
import type { ChatHost } from "../shared/host";
import { createOutbox } from "../shared/outbox";
import type { Message, VisitorSentReply } from "../shared/protocol";
import { createChime } from "../shared/sound";
import { localStore } from "../shared/storage";
import { createTabs } from "../shared/tabs";
import { BODY_LIMIT, clip } from "../shared/text";
import { socketIo } from "../shared/transport";
import { sayGoodbye } from "./goodbye";
import { createGuard, type Verdict } from "./guard";
import { identityOf, revIn } from "./identity";
import { createMemory, DRAFT, IDENTITY } from "./memory";
import { present } from "./model";
import { createPreview } from "./preview";
import { watch, wouldCover } from "./surroundings";
import { createTalk } from "./talk";
import { createView } from "./view";

/** A loss that is over by then isn't worth a word. */
const MENTIONED_AFTER = 1_200;
const IDLE_AFTER = 30_000;
const PAINTED_WITHIN = 30;
const DRAFT_EVERY = 400;
const UNWELCOME = new Set(["blocked", "not_allowed"]);

const nothing = (): void => undefined;

export function createApp(host: ChatHost, shell: Shell): void {
  const clock = systemClock;
  const scope = `${host.shop}:`;
  const memory = createMemory(localStore(scope));
  const typingPreview = shell.setting("typingPreview") !== "";
  const chime = createChime();
  const tabs = createTabs(scope);

  let open = false;
  let veiled = false;
  let longAway = false;
  let left = false;
  let gone = false;
  let renewal: string | null = null;
  let cancelAway = nothing;
  let cancelDraft = nothing;
  let cancelIdle: (() => void) | null = null;

  const guard = createGuard({
    memory,
    marker: () => revIn(document.cookie),
    token: (fresh) => host.token(fresh),
    forget,
    end: (session, token) => sayGoodbye(host.base, session, token),
    renew(token) {
      renewal = token;
      void renew();
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
    delivered: (_letter, reply) => talk.apply({ type: "sent", ...(reply as VisitorSentReply) }),
    refused: (_letter, { code }) => void (UNWELCOME.has(code) && leave()),
    silent: () => connection.restart(),
  });

  const talk = createTalk({
    connection,
    clock,
    changed: render,
    arrived: announce,
    stored: (clientId) => outbox.confirm(clientId),
    availability: (state) => host.heard(state),
  });

  const preview = createPreview((text) => {
    if (isRunning(talk.state)) connection.tell("typing:preview", { text: clip(text, BODY_LIMIT) });
  }, clock);

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
        cancelDraft();
        cancelDraft = clock.after(DRAFT_EVERY, () => saveDraft(text));
      },
      end: () => talk.end(),
      older: () => talk.older(),
      retry: (clientId) => outbox.retry(clientId),
      discard: (clientId) => outbox.discard(clientId),
      read,
    },
  });

  function render(): void {
    if (gone) return;
    const model = present({
      talk: talk.state,
      status: connection.status,
      availability: host.availability(),
      open,
      loaded: talk.loaded,
      expected: memory.identity !== null,
      veiled,
      longAway,
      operatorName: talk.operatorName || shell.setting("operatorName"),
      welcome: shell.setting("welcome"),
    });
    view.render(model);
    host.show(model.state);
    memory.active = model.active || memory.open; // open in another tab, maybe
    restAfterAWhile(model.active);
    read();
  }

  function read(): void {
    if (open && !veiled && !document.hidden && view.isAtEnd()) talk.read();
  }

  function announce(message: Message): void {
    if (!isOther("visitor", message)) return;
    const { conversationId, seq, name, body } = message;
    if (!document.hidden) view.say(name, body);
    if (open && !document.hidden) return;
    tabs.once(`${conversationId}-${seq}`, document.hidden ? 0 : 1, () => chime.play());
  }

  // Open and closed

  function show(): void {
    if (open) return;
    open = memory.open = true;
    render();
    view.focus();
    startSoon();
    void look().then((verdict) => {
      if (verdict !== "other") return;
      open = memory.open = true; // it was the new person who clicked
      startSoon();
      render();
    });
  }

  function minimise(): void {
    open = memory.open = false;
    render();
    host.launcher.focus();
  }

  /** The visitor can write before the socket stands: the browser paints first. */
  function startSoon(): void {
    clock.after(PAINTED_WITHIN, () => {
      if (!gone && !left && !veiled && (open || memory.active)) connection.start();
    });
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
    cancelDraft();
    memory.draft = text;
  }

  // The connection

  connection.onStatus(({ state, code }) => {
    if (code !== null && UNWELCOME.has(code)) return leave();
    cancelAway();
    if (state === "ready") longAway = false;
    else {
      outbox.online(false);
      talk.pause();
      cancelAway = clock.after(MENTIONED_AFTER, () => {
        longAway = true;
        render();
      });
    }
    render();
  });
  connection.on("session:ready", ({ visitor, state }) => {
    if (visitor) guard.confirm(identityOf(visitor));
    if (state) host.heard(state);
    void renew();
    outbox.online(true);
    talk.resume();
  });
  connection.on("session:ended", ({ reason }) => {
    if (reason === "blocked") leave();
    if (reason === "logout") void loggedOut();
  });
  connection.on("state:changed", ({ state }) => host.heard(state));
  outbox.onChange(() => talk.apply({ type: "queued", pending: outbox.letters("") }));

  /** The same visitor, signed in meanwhile: the sidecar should know, as soon as there is a connection. */
  async function renew(): Promise<void> {
    const token = renewal;
    if (token === null || connection.status.state !== "ready") return;
    renewal = null;
    const ack = await connection.request("session:renew", { token });
    if (!ack.ok && ack.error.code === "disconnected") renewal = token;
  }

  // Whose chat it is

  async function look(): Promise<Verdict> {
    veil(guard.doubts());
    const verdict = await guard.check();
    if (gone) return verdict;
    if (verdict === "other") close();
    veil(verdict === "unknown");
    if (verdict === "same") reconnect();
    return verdict;
  }

  function veil(on: boolean): void {
    if (veiled === on) return;
    veiled = on;
    render();
  }

  function reconnect(): void {
    const { state, code } = connection.status;
    if (state !== "stopped") connection.nudge();
    // What was stopped for a reason is started again by a click only.
    else if (code === null) startSoon();
  }

  /** Nothing of the conversation stays, neither on the screen nor in this page. */
  function forget(): void {
    outbox.abandon();
    talk.forget();
    view.draft("");
    preview.sent();
    render();
  }

  /** In this page only: what the browser keeps may be the next person's by now. */
  function close(): void {
    connection.stop();
    open = false;
    render();
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

  /** The chat isn't for this visitor. */
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

  function seen(): void {
    if (gone) return;
    void look();
    read();
  }

  watch(scope, {
    seen,
    left() {
      left = true;
      outbox.release();
      connection.stop();
    },
    returned() {
      left = false;
      open = memory.open;
      seen();
      outbox.refresh();
    },
    online: () => connection.nudge(),
    stored(key) {
      if (gone) return;
      if (key === null || key === IDENTITY) {
        if (!guard.overruled()) return;
        forget();
        close();
      } else if (key.startsWith("out:")) outbox.refresh();
      else if (key === DRAFT && !view.isWriting()) view.draft(memory.draft);
    },
    touched: () => chime.unlock(),
  });

  host.connect({
    open: show,
    availability() {
      render();
      if (!document.hidden) seen();
    },
  });

  async function begin(): Promise<void> {
    view.draft(memory.draft);
    talk.apply({ type: "queued", pending: outbox.letters("") });
    if (host.clicked()) return show();
    open = memory.open && !wouldCover();
    await look();
    render();
  }

  void begin();
}
