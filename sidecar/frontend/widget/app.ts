/** The visitor's chat put together: memory, guard, connection, outbox, conversation and view. */
import { systemClock } from "../shared/clock";
import { createConnection, type TokenAnswer, type VisitorWire } from "../shared/connection";
import { isOther, isRunning, unread } from "../shared/conversation";
import { parseShell, type Shell } from "../shared/dom";
import type { ChatHost } from "../shared/host";
import { createOutbox } from "../shared/outbox";
import type { Message, VisitorSentReply } from "../shared/protocol";
import { createChime } from "../shared/sound";
import { localStore } from "../shared/storage";
import { createTabs } from "../shared/tabs";
import { BODY_LIMIT, clip } from "../shared/text";
import { socketIo } from "../shared/transport";
import { sayGoodbye } from "./goodbye";
import type { Typed } from "./form";
import type { Cart } from "./cart";
import { createGuard, type Verdict } from "./guard";
import { identityOf, revIn } from "./identity";
import { createLeave } from "./leave";
import { createMemory, DRAFT, FORM, IDENTITY } from "./memory";
import { present } from "./model";
import { createPreview } from "./preview";
import { PHONE } from "./stage";
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

export function createApp(host: ChatHost, shell: Shell, version: string): void {
  const clock = systemClock;
  const scope = `${host.shop}:`;
  const memory = createMemory(localStore(scope));
  const chime = createChime();
  const tabs = createTabs(scope);

  let open = false;
  let veiled = false;
  let longAway = false;
  let left = false;
  let gone = false;
  let renewal: string | null = null;
  let token: TokenAnswer | null = null;
  /** The form is on the screen, or would be. */
  let formShown = false;
  let reading = false;
  let startAsked = false;
  let cart: Promise<Cart> | null = null;
  let cancelAway = nothing;
  let cancelDraft = nothing;
  let unsaved = nothing;
  let cancelIdle: (() => void) | null = null;

  const guard = createGuard({
    memory,
    marker: () => revIn(document.cookie),
    token: (fresh) => host.token(fresh),
    forget,
    end: (session, token) => sayGoodbye(host.base, session, token),
    renew(fresh) {
      token = { ok: true, token: fresh };
      renewal = fresh;
      void renew();
    },
  });

  const connection = createConnection<VisitorWire>({
    url: host.base,
    namespace: "/visitor",
    fetchToken: askToken,
    sessions: memory.sessions,
    transport: socketIo,
  });

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
    sent() {
      saveDraft("");
      view.fill(blank(view.typed()));
    },
    unwelcome: goAway,
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
    phone: matchMedia(PHONE),
    images: host.base,
    events: {
      minimise,
      send(body) {
        preview.sent();
        saveDraft("");
        outbox.add("", body);
        view.toEnd();
      },
      typed(text) {
        if (shell.setting("typingPreview")) preview.typed(text);
        soon(() => saveDraft(text));
      },
      filled(typed) {
        soon(() => saveForm(typed));
      },
      leave(typed) {
        saveForm(typed);
        leave.submit(typed);
      },
      another: () => leave.another(),
      toForm() {
        reading = false;
        render();
      },
      chat() {
        formShown = false;
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

  function render(): void {
    if (gone) return;
    if (isRunning(talk.state) || unread(talk.state) > 0) reading = true;
    const model = present({
      talk: talk.state,
      status: connection.status,
      availability: host.state()?.state ?? "hidden",
      open,
      loaded: talk.loaded,
      expected: memory.identity !== null,
      veiled,
      longAway,
      operatorName: shell.setting("operatorName"),
      welcome: shell.setting("welcome"),
      form: leave.model,
      formHeld: formShown,
      reading,
    });
    formShown = model.open && model.form !== null;
    view.render(model);
    if (formShown) void prefill();
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

  // What is typed

  function soon(save: () => void): void {
    cancelDraft();
    unsaved = save;
    cancelDraft = clock.after(DRAFT_EVERY, save);
  }

  function dropUnsaved(): void {
    cancelDraft();
    unsaved = nothing;
  }

  function saveDraft(text: string): void {
    dropUnsaved();
    memory.draft = text;
  }

  /** The message is the chat's draft, too: it stays when one takes the place of the other. */
  function saveForm({ message = "", ...others }: Typed): void {
    saveDraft(message);
    leave.filled(others);
  }

  /** What the shop knows of a signed-in customer need not be typed. */
  async function prefill(): Promise<void> {
    if (startAsked || !memory.identity?.key.startsWith("c:")) return;
    startAsked = true;
    const known = await leave.start();
    if (!known) return;
    const typed = view.typed();
    view.fill(Object.fromEntries(Object.entries(known).filter(([name]) => !typed[name])));
  }

  /** The merchant changed something; other code than this page's is left to the next page. */
  async function dress(wanted: string): Promise<void> {
    const [code, worn] = [wanted, version].map((one) => one.slice(0, one.lastIndexOf("-")));
    if (wanted === version || code !== worn) return;
    const before = version;
    version = wanted;
    const answer = await fetch(`${host.base}widget?shop=${host.shop}&lang=${host.lang}&v=${wanted}`, {
      credentials: "omit",
    }).catch(() => null);
    const fresh = answer?.ok ? parseShell(await answer.text()) : null;
    if (gone || version !== wanted) return;
    if (!fresh?.has("offline")) {
      version = before; // asked for again by the next look at the state
      return;
    }
    shell = fresh;
    view.dress(fresh);
    render();
  }

  // The connection

  connection.onStatus(({ state, code }) => {
    if (code !== null && UNWELCOME.has(code)) return goAway();
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
    if (reason === "blocked") goAway();
    if (reason === "logout") void loggedOut();
  });
  connection.on("cart:wanted", ({ on }) => void showCart(on));
  connection.on("state:changed", ({ state, version: wanted }) => {
    host.heard(state);
    if (wanted) void dress(wanted);
  });
  outbox.onChange(() => talk.apply({ type: "queued", pending: outbox.letters("") }));

  /** Few visitors' carts are looked at: what tells of them comes when one is. */
  async function showCart(on: boolean): Promise<void> {
    cart ??= import(`${host.base}static/cart.js?v=${version}`).then(({ createCart }: typeof import("./cart")) =>
      createCart((signed) => connection.tell("cart:update", { cart: signed })),
    );
    await cart.then((one) => one.wanted(on)).catch(() => (cart = null));
  }

  async function askToken(fresh: boolean): Promise<TokenAnswer> {
    token = null;
    const answer = await guard.fetchToken(fresh);
    if (answer.ok) token = answer;
    return answer;
  }

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
    dropUnsaved(); // what was typed a moment ago would be written down for the next person
    outbox.abandon();
    talk.forget();
    leave.forget();
    token = null;
    reading = startAsked = false;
    view.fill(blank(view.typed()));
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
  function goAway(): void {
    if (gone) return;
    gone = true; // first: nothing that follows may write anything down again
    connection.stop();
    leave.forget();
    memory.wipe();
    dropUnsaved();
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
      unsaved();
      outbox.release();
      connection.stop();
    },
    returned() {
      left = false;
      open = memory.open;
      seen();
      outbox.refresh();
      restore();
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
      else if (key === FORM) restore();
      else if (key === DRAFT && !view.isWriting()) view.draft(memory.draft);
    },
    touched: () => chime.unlock(),
  });

  host.connect({
    open: show,
    availability() {
      render();
      void dress(host.state()?.version ?? version);
      if (!document.hidden) seen();
    },
  });

  /** What another page, or an earlier one, left of the form. */
  function restore(): void {
    leave.refresh();
    if (!view.isWriting()) view.fill({ ...blank(view.typed()), ...leave.typed, message: memory.draft });
  }

  async function begin(): Promise<void> {
    view.draft(memory.draft);
    restore();
    leave.nudge();
    talk.apply({ type: "queued", pending: outbox.letters("") });
    if (host.clicked()) return show();
    open = memory.open && !wouldCover();
    await look();
    render();
  }

  void begin();
}

function blank(typed: Typed): Typed {
  return Object.fromEntries(Object.keys(typed).map((name) => [name, ""]));
}
