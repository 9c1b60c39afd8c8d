/** The operator's desk in the page: the office's news and the arrangement go to the views, clicks come back. */

import { createAnnouncer } from "../shared/announcer";
import type { Clock } from "../shared/clock";
import type { Connection, OperatorWire } from "../shared/connection";
import { part, setAttr, type Shell } from "../shared/dom";
import type { Conversation } from "../shared/protocol";
import { onStored, type Store } from "../shared/storage";
import { createTabs } from "../shared/tabs";
import { createTimes } from "../shared/times";
import { createArrangement } from "./arrangement";
import { createAttention } from "./attention";
import { createKeyed } from "./keyed";
import { NOTHING_KEPT } from "./kept";
import { offerModels, othersOnline, ringing, rowModels, windowModels, type Surroundings } from "./models";
import { createOffer, type OfferModel, type OfferView } from "./offer-view";
import { createOffice, type News, type Office } from "./office";
import { createNewcomers } from "./newcomers";
import { createNotices } from "./notices";
import { createRecap } from "./recap-view";
import { createBell } from "./ring";
import { busyWith, offerKey, unreadOnDesk } from "./shelves";
import { settle } from "./surroundings";
import { createTitleFlash } from "./title";
import { createWindow, type WindowModel, type WindowView } from "./window-view";
import { capacity, PHONE, windowWidth } from "./windows";
import { createWords } from "./words";

export interface FrontOptions {
  host: HTMLElement;
  root: ShadowRoot;
  shell: Shell;
  lang: string;
  /** Where this employee's things are kept, and the name by which storage events tell of it. */
  store: Store;
  scope: string;
  connection: Connection<OperatorWire>;
  clock: Clock;
}

export interface Front {
  readonly office: Office;
  stop(): void;
}

const SHOW_LOADING_AFTER = 300;
const TICK = 1_000;
const MEET_LATER = 400;

export function createFront({ host, root, shell, lang, store, scope, connection, clock }: FrontOptions): Front {
  const desk = shell.clone("desk");
  const words = createWords(shell, lang);
  const times = createTimes(lang);
  const pageWidth = (): number => document.documentElement.clientWidth;
  const office = createOffice({ connection, store, clock });
  const arrangement = createArrangement({
    store,
    clock,
    capacity: () => capacity(pageWidth()),
    // On a phone the recap begins as a bar: it would hide the page.
    first: { ...NOTHING_KEPT, minimised: pageWidth() < PHONE },
  });
  const announcer = createAnnouncer(part(desk, "announce"));
  const attention = createAttention(window, clock);
  const title = createTitleFlash(document, clock);
  const tabs = createTabs(scope, undefined, clock);
  const bell = createBell({ tabs, clock, ready: () => attention.here, blockedChanged: () => draw() });

  const notices = createNotices(words, clock, () => draw());
  const newcomers = createNewcomers({
    arrangement,
    room: () => capacity(pageWidth()),
    screenTaken,
    visible: () => document.visibilityState === "visible",
    later: (run) => clock.after(MEET_LATER, run),
    open: (id) => open(id, false),
  });
  let loading = false;
  let queued = false;

  const recap = createRecap(desk, { shell, words, times }, {
    minimise: (on) => arrangement.minimiseRecap(on),
    choose: (shelf) => arrangement.choose(shelf),
    switchOnline: (online) => office.switchOnline(online),
    open: (id) => open(id),
    enableSound: () => bell.touched(),
    closeNotice: (key) => notices.close(key),
  });
  const windows = createKeyed<WindowModel, WindowView>(
    part(desk, "windows"),
    ({ placed }) => placed.id,
    (id) => createWindow({ shell, words, times, clock }, windowActions(id)),
  );
  const offers = createKeyed<OfferModel, OfferView>(
    part(desk, "offers"),
    ({ talk }) => talk.conversation.id,
    (id) => createOffer(shell, words, { accept: () => accept(id), decline: () => decline(id) }),
  );

  function windowActions(id: number): Parameters<typeof createWindow>[1] {
    return {
      minimise: (on) => arrangement.minimise(id, on),
      hide() {
        arrangement.hide(id);
        render();
        recap.focusRow(id);
      },
      end: () => void end(id),
      // Its row is among the ongoing ones again.
      reopen: () => void act("conversation:reopen", id).then((done) => done && arrangement.choose("ongoing")),
      write(text) {
        arrangement.write(id, text);
        if (text.trim()) office.typing(id);
      },
      send(text) {
        arrangement.write(id, "");
        notices.solved(id);
        office.outbox.add(String(id), text);
      },
      retry: (clientId) => office.outbox.retry(clientId),
      discard: (clientId) => office.outbox.discard(clientId),
      older: () => office.older(id),
      closeProblem: () => notices.solved(id),
      focused(on) {
        if (on) return arrangement.focus(id);
        // The page itself may have lost the focus: then the window keeps it within the page.
        clock.after(0, () => !windows.get(id)?.hasFocus && arrangement.blur(id));
      },
      read: () => see(),
    };
  }

  function open(id: number, asked = true): boolean {
    const talk = office.desk.talks[id];
    if (!talk) return false;
    const opened = arrangement.open(id, words.name(talk.conversation), asked);
    if (!opened && asked) notices.say("error", words.text("no_room"));
    if (!opened || !asked) return opened;
    render();
    windows.get(id)?.focus();
    return true;
  }

  async function act(command: Parameters<Office["act"]>[0], id: number): Promise<boolean> {
    notices.solved(id);
    const done = await office.act(command, id);
    if (done && command !== "conversation:decline" && command !== "conversation:end") open(id);
    return done;
  }

  const accept = (id: number): Promise<boolean> => {
    arrangement.meet([id]);
    return act("conversation:accept", id);
  };

  async function decline(id: number): Promise<boolean> {
    const talk = office.desk.talks[id];
    const done = await act("conversation:decline", id);
    if (done && talk) arrangement.decline(id, offerKey(talk.conversation));
    return done;
  }

  async function end(id: number): Promise<void> {
    if (!(await act("conversation:end", id))) return;
    // Ended is done with: its place is free for the next one, and it stands among the finished ones.
    arrangement.write(id, "");
    arrangement.hide(id);
    render();
    recap.focusRow(id);
  }

  /** On a phone a window covers all: it doesn't do so while somebody is writing elsewhere in the page. */
  function screenTaken(): boolean {
    const at = document.activeElement;
    return pageWidth() < PHONE && at !== host && at?.matches("input, textarea, select, [contenteditable]") === true;
  }

  function heard(news: News): void {
    if (news.type === "entered") {
      newcomers.settle(office.desk);
    } else if (news.type === "taken") {
      const { operator } = news.conversation;
      notices.say("info", words.text("taken", { operator: operator?.name ?? "", name: words.name(news.conversation) }));
    } else if (news.type === "problem") {
      const text = notices.sentence(news.command, news.error);
      const id = news.conversation;
      if (id !== null && windows.get(id)) notices.problem(id, text);
      else notices.say("error", text);
    } else {
      const talk = office.desk.talks[news.message.conversationId];
      if (talk) arrived(talk.conversation, words.line(news.message), news.message.seq);
    }
  }

  function arrived(conversation: Conversation, text: string, seq: number): void {
    announcer.say(words.text("said", { name: words.name(conversation), text }));
    const reading = attention.here && windows.get(conversation.id)?.hasFocus;
    // A new conversation rings already.
    if (!reading && conversation.seenByOperator > 0) bell.message(`message:${conversation.id}:${seq}`);
  }

  /** Marks as seen what is in sight of somebody. */
  function see(): void {
    if (!attention.here) return;
    for (const { placed, talk } of windowModels(office.desk, arrangement, surroundings())) {
      if (talk?.loaded && !placed.minimised && windows.get(placed.id)?.atEnd) office.see(placed.id);
    }
  }

  function surroundings(): Surroundings {
    const { state } = connection.status;
    return { now: clock.now(), connected: state === "ready" || !office.desk.me, problems: notices.problems };
  }

  /** Draws once for whatever changes together. */
  function draw(): void {
    if (queued) return;
    queued = true;
    queueMicrotask(() => queued && render());
  }

  function render(): void {
    queued = false;
    const now = office.desk;
    const around = surroundings();
    const models = windowModels(now, arrangement, around);
    const offered = offerModels(now, arrangement, around);
    const unread = unreadOnDesk(now);
    setAttr(host, "data-ready", now.me !== null);
    desk.style.setProperty("--oc-window", `${windowWidth(pageWidth(), models.length)}px`);
    bell.enable(now.settings.sounds && now.me?.online === true);
    recap.render({
      line: around.connected ? "ready" : "lost",
      minimised: arrangement.kept.minimised,
      shelf: arrangement.kept.shelf,
      me: now.me,
      others: othersOnline(now),
      busy: busyWith(now),
      rows: rowModels(now, arrangement, around),
      unread,
      notices: notices.lines(now.me),
      soundBlocked: bell.blocked,
      loading: loading && now.me === null,
    });
    offers.render(offered);
    windows.render(models);
    for (const { placed } of models) if (!placed.minimised) office.load(placed.id);
    for (const { talk } of offered) office.load(talk.conversation.id);
    bell.ring(ringing(now, offered));
    see();
    const news = offered.length > 0 ? words.text("title_offer") : `(${unread}) ${words.text("title_new")}`;
    title.say(!attention.here && unread + offered.length > 0 ? news : null);
  }

  function tick(): void {
    office.tick();
    if (document.visibilityState === "visible") draw();
    cancelTick = clock.after(TICK, tick);
  }

  const controller = new AbortController();
  const { signal } = controller;
  addEventListener("resize", draw, { signal });
  addEventListener("online", () => connection.nudge(), { signal });
  addEventListener("pagehide", leave, { signal });
  for (const sign of ["pointerdown", "keydown"]) {
    addEventListener(sign, () => bell.touched(), { capture: true, passive: true, signal });
  }
  const stops = [
    connection.onStatus(({ code }) => code === "protocol_mismatch" && notices.say("error", words.text("problem_protocol"))),
    office.onChange(() => {
      newcomers.follow(office.desk);
      draw();
    }),
    office.onNews(heard),
    arrangement.onChange(draw),
    attention.onChange(draw),
    onStored(scope, (key) => {
      arrangement.refresh(key);
      if (key === null || key.startsWith("out:")) office.outbox.refresh();
    }),
  ];

  function leave(): void {
    const { focused } = arrangement.kept;
    if (focused !== null && windows.get(focused)?.hasFocus) arrangement.blur(focused);
    office.outbox.release();
  }

  desk.dataset["settling"] = "";
  clock.after(600, () => delete desk.dataset["settling"]);
  clock.after(SHOW_LOADING_AFTER, () => {
    loading = true;
    draw();
  });
  let cancelTick = clock.after(TICK, tick);
  root.append(desk);
  render();
  stops.push(settle(host, desk, part(desk, "recap")));

  return {
    office,
    stop() {
      controller.abort();
      for (const stop of stops) stop();
      cancelTick();
      attention.stop();
      bell.stop();
      tabs.close();
      title.say(null);
      office.stop();
      desk.remove();
    },
  };
}
