/** The visitor's chat put together: memory, guard, connection, outbox, conversation, form, questions and view. */
import { systemClock } from "../shared/clock";
import { createConnection, type TokenAnswer, type VisitorWire } from "../shared/connection";
import { isOther, isRunning, unread } from "../shared/conversation";
import type { Shell } from "../shared/dom";
import type { ChatHost } from "../shared/host";
import { createOutbox } from "../shared/outbox";
import type { Message, VisitorSentReply } from "../shared/protocol";
import { createChime } from "../shared/sound";
import { localStore } from "../shared/storage";
import { createTabs } from "../shared/tabs";
import { BODY_LIMIT, clip } from "../shared/text";
import { socketIo } from "../shared/transport";
import { createDrafts } from "./drafts";
import { createDressing } from "./dressing";
import { sayGoodbye } from "./goodbye";
import { createGuard, type Verdict } from "./guard";
import { identityOf, revIn } from "./identity";
import { createLeave } from "./leave";
import { createMemory, DRAFT, FORM, IDENTITY } from "./memory";
import { present, staysForm } from "./model";
import { createPreview } from "./preview";
import { createQuestions } from "./questions";
import { createRenewal } from "./renewal";
import { createRest } from "./rest";
import { PHONE } from "./stage";
import { watch, wouldCover } from "./surroundings";
import { createTalk } from "./talk";
import { createTellingCart } from "./telling-cart";
import { createView } from "./view";

const PAINTED_WITHIN = 30;
const UNWELCOME = new Set(["blocked", "not_allowed"]);

export function createApp(host: ChatHost, shell: Shell, version: string): void {
  const clock = systemClock;
  const scope = `${host.shop}:`;
  const memory = createMemory(localStore(scope));
  const chime = createChime();
  const tabs = createTabs(scope);

  let open = false;
  let veiled = false;
  let left = false;
  let gone = false;
  let token: TokenAnswer | null = null;
  /** The form is on the screen, or would be. */
  let formShown = false;
  let reading = false;

  const guard = createGuard({
    memory,
    marker: () => revIn(document.cookie),
    token: (fresh) => host.token(fresh),
    forget,
    end: (session, token) => sayGoodbye(host.base, session, token),
    renew(fresh) {
      token = { ok: true, token: fresh };
      renewal.by(fresh);
    },
  });

  const connection = createConnection<VisitorWire>({
    url: host.base,
    namespace: "/visitor",
    fetchToken: askToken,
    sessions: memory.sessions,
    transport: socketIo,
  });

  const renewal = createRenewal(connection, guard.confirm);

  const rest = createRest({ clock, mention: render, stop: () => connection.stop() });

  const tellCart = createTellingCart(`${host.base}static/cart.js?v=${version}`, (cart) =>
    connection.tell("cart:update", { cart }),
  );

  const outbox = createOutbox({
    store: memory.store,
    send: ({ clientId, body }) => connection.request("message:send", { clientId, body }),
    delivered: (_letter, reply) => talk.apply({ type: "sent", ...(reply as VisitorSentReply) }),
    refused: (_letter, { code }) => void (UNWELCOME.has(code) && goAway()),
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

  const leave = createLeave({
    memory,
    url: `${host.base}offline`,
    token: async (fresh) => (fresh || guard.doubts() ? null : token) ?? askToken(fresh),
    clock,
    changed: render,
    sent: () => drafts.sent(),
    unwelcome: goAway,
  });

  const drafts = createDrafts({ memory, leave, clock, view: () => view });

  const preview = createPreview((text) => {
    if (isRunning(talk.state)) connection.tell("typing:preview", { text: clip(text, BODY_LIMIT) });
  }, clock);

  const view = createView({
    root: host.root,
    shell,
    launcher: host.launcher,
    lang: host.lang,
    side: host.side,
    phone: matchMedia(PHONE),
    images: host.base,
    events: {
      minimise,
      send(body) {
        preview.sent();
        drafts.keep("");
        outbox.add("", body);
        view.toEnd();
      },
      typed(text) {
        if (shell.setting("typingPreview")) preview.typed(text);
        drafts.typed(text);
      },
      filled: (typed) => drafts.filled(typed),
      leave(typed) {
        drafts.keep(typed);
        leave.submit(typed);
      },
      another: () => leave.another(),
      toForm() {
        if (isRunning(talk.state)) drafts.insteadOf(talk.state);
        reading = false;
        render();
      },
      chat() {
        formShown = false;
        if (drafts.instead) drafts.giveUp();
        leave.another();
      },
      end: () => talk.end(),
      older: () => talk.older(),
      retry: (clientId) => outbox.retry(clientId),
      discard: (clientId) => outbox.discard(clientId),
      follow: ({ conversationId, seq }) => connection.tell("card:click", { conversationId, seq }),
      read,
    },
  });

  const questions = createQuestions({
    host,
    version,
    slot: view.slot,
    store: memory.store,
    request: connection.request,
    focus: () => view.focus(),
  });

  const dress = createDressing({
    version,
    address: (wanted) => `${host.base}widget?shop=${host.shop}&lang=${host.lang}&v=${wanted}`,
    alive: () => !gone,
    wear(fresh) {
      shell = fresh;
      view.dress(fresh);
      render();
    },
  });

  function render(): void {
    if (gone) return;
    if (isRunning(talk.state) || unread(talk.state) > 0) reading = true;
    if (drafts.instead && talk.loaded && !staysForm(talk.state, leave.model.outcome)) drafts.giveUp();
    const model = present({
      talk: talk.state,
      status: connection.status,
      availability: host.state()?.state ?? "hidden",
      open,
      loaded: talk.loaded,
      expected: memory.identity !== null,
      veiled,
      longAway: rest.longAway,
      operatorName: shell.setting("operatorName"),
      welcome: shell.setting("welcome"),
      form: leave.model,
      formHeld: formShown,
      hasForm: shell.setting("offlineMode") !== "",
      instead: drafts.instead,
      reading,
    });
    formShown = model.open && model.form !== null;
    view.render(model);
    if (formShown) void drafts.prefill();
    if (!veiled) questions.render(talk.state, shell.setting("questions"));
    host.show(model.state);
    memory.active = model.active || memory.open; // open in another tab, maybe
    rest.needed(model.active, connection.status);
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
    open = memory.open = reading = false;
    if (leave.model.outcome === "sent") leave.another();
    render();
    host.launcher.focus();
  }

  /** The visitor can write before the socket stands: the browser paints first. */
  function startSoon(): void {
    clock.after(PAINTED_WITHIN, () => {
      if (!gone && !left && !veiled && (open || memory.active)) connection.start();
    });
  }

  // The connection

  connection.onStatus((status) => {
    if (status.code !== null && UNWELCOME.has(status.code)) return goAway();
    rest.heard(status);
    if (status.state !== "ready") {
      outbox.online(false);
      talk.pause();
    }
    render();
  });
  connection.on("session:ready", ({ visitor, state }) => {
    if (visitor) guard.confirm(identityOf(visitor));
    if (state) host.heard(state);
    void renewal.tell();
    outbox.online(true);
    talk.resume();
  });
  connection.on("session:ended", ({ reason }) => {
    if (reason === "blocked") goAway();
    if (reason === "logout") void loggedOut();
  });
  connection.on("cart:wanted", ({ on }) => void tellCart(on));
  connection.on("state:changed", ({ state, version: wanted }) => {
    host.heard(state);
    void dress(wanted);
  });
  outbox.onChange(() => talk.apply({ type: "queued", pending: outbox.letters("") }));

  async function askToken(fresh: boolean): Promise<TokenAnswer> {
    token = null;
    const answer = await guard.fetchToken(fresh);
    if (answer.ok) token = answer;
    return answer;
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
    drafts.drop();
    outbox.abandon();
    talk.forget();
    leave.forget();
    questions.forget();
    token = null;
    reading = false;
    drafts.forget();
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
  function goAway(): void {
    if (gone) return;
    gone = true; // first: nothing that follows may write anything down again
    connection.stop();
    leave.forget();
    memory.wipe();
    drafts.drop();
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

  watch(scope, host.root.host, {
    seen,
    left() {
      left = true;
      drafts.flush();
      outbox.release();
      connection.stop();
    },
    returned() {
      left = false;
      open = memory.open;
      seen();
      outbox.refresh();
      drafts.restore();
    },
    online() {
      connection.nudge();
      leave.nudge();
    },
    stored(key) {
      if (gone) return;
      if (key === null || key === IDENTITY) {
        if (!guard.overruled()) return;
        forget();
        close();
      } else if (key.startsWith("out:")) outbox.refresh();
      else if (key === FORM) drafts.restore();
      else if (key === DRAFT && !view.isWriting()) view.draft(memory.draft);
    },
    touched: () => chime.unlock(),
  });

  host.connect({
    open: show,
    availability() {
      render();
      void dress(host.state()?.version);
      if (!document.hidden) seen();
    },
  });

  async function begin(): Promise<void> {
    view.draft(memory.draft);
    drafts.restore();
    leave.nudge();
    talk.apply({ type: "queued", pending: outbox.letters("") });
    if (host.clicked()) return show();
    open = memory.open && !wouldCover();
    await look();
    render();
  }

  void begin();
}
