/** The views, and drawing them: from what stands behind to what the operator sees. */

import { createAnnouncer, type Announcer } from "../shared/announcer";
import type { Connection, OperatorWire } from "../shared/connection";
import { part, setAttr } from "../shared/dom";
import { type Backstage, type FrontOptions, pageWidth } from "./backstage";
import { createDoings, type Doings } from "./doings";
import { createHelp } from "./help-view";
import { createKeyed, type Keyed } from "./keyed";
import { offerModels, othersOnline, ringing, rowModels, windowModels, type Surroundings } from "./models";
import { createOffer, type OfferModel, type OfferView } from "./offer-view";
import { createRecap, type RecapView } from "./recap-view";
import { createSettings } from "./settings-view";
import { busyWith, unreadOnDesk } from "./shelves";
import { teamOf } from "./team";
import { createTitleFlash } from "./title";
import { createWindow, type WindowModel, type WindowView } from "./window-view";
import { PHONE, windowWidth } from "./windows";

export interface Stage {
  readonly desk: HTMLElement;
  readonly doings: Doings;
  readonly recap: RecapView;
  readonly windows: Keyed<WindowModel, WindowView>;
  readonly announcer: Announcer;
  help(): void;
  render(): void;
  stop(): void;
}

export interface StageOptions extends FrontOptions {
  backstage: Backstage;
  /** These ring; some of them are on offer. */
  follow(ringing: ReadonlySet<number>, offers: readonly OfferModel[]): void;
}

const SHOW_LOADING_AFTER = 300;
const SETTLED_AFTER = 600;

export function createStage(options: StageOptions): Stage {
  const { host, shell, connection, clock, rights, kit, images, backstage } = options;
  const { office, overview, abouts, folds, links, customers, drafts, arrangement, preferences, attention, notices, bell, notifier, words, times } =
    backstage;
  const desk = shell.clone("desk");
  const announcer = createAnnouncer(part(desk, "announce"));
  const title = createTitleFlash(document, clock);
  /** The windows of the page before come back without being noticed. */
  let isSettling = true;
  let isLoading = false;

  const doings = createDoings({
    office,
    abouts,
    arrangement,
    drafts,
    notices,
    kit,
    words,
    windows: () => windows,
    render,
    see,
    later: (run) => clock.after(0, run),
    backTo(id) {
      // On a phone the window hid the recap.
      if (pageWidth() < PHONE) arrangement.minimiseRecap(false);
      render();
      recap.focusRow(id);
    },
  });
  const windows = createKeyed<WindowModel, WindowView>(
    part(desk, "windows"),
    ({ placed }) => placed.id,
    (id) => {
      const tools = {
        shell,
        words,
        times,
        clock: { ...clock, now: office.time.now },
        links,
        folds,
        kit,
        images,
      };
      const made = createWindow(tools, doings.inWindow(id));
      setAttr(made.element, "data-settled", isSettling);
      return made;
    },
  );
  const recap = createRecap(desk, { shell, words, times, links }, {
    minimise: (on) => arrangement.minimiseRecap(on),
    choose: (shelf) => arrangement.choose(shelf),
    switchOnline: (online) => office.switchOnline(online),
    open: (id) => doings.open(id),
    searched(typed) {
      if (typed) Object.keys(office.desk.talks).forEach((id) => office.load(Number(id)));
      customers.look(typed);
    },
    take: (id) => doings.accept(id),
    enableSound: () => bell.touched(),
    closeNotice: (key) => notices.close(key),
  });
  const helpView = createHelp(desk, shell, words, /Mac/.test(navigator.platform));
  const help = (): void => helpView.toggle(preferences.on("shortcuts"));
  const settings = createSettings(part(desk, "recap"), {
    async set(name, on) {
      if (name === "notifications" && on && notifier.state === "ask") await notifier.ask();
      preferences.set(name, on);
    },
    sample: () => bell.sample(),
    help,
  });
  const offers = createKeyed<OfferModel, OfferView>(
    part(desk, "offers"),
    ({ talk }) => talk.conversation.id,
    (id) => createOffer(shell, words, { accept: () => doings.accept(id), decline: () => doings.decline(id) }),
  );

  function surroundings(): Surroundings {
    return {
      now: office.time.now(),
      connected: isConnected(connection) || !office.desk.me,
      watched: attention.here,
      problems: notices.problems,
      draft: (id) => drafts.text(id),
      about: (id) => abouts.of(id),
    };
  }

  /** Marks as seen what is in sight of somebody. */
  function see(): void {
    if (!attention.here) return;
    for (const { placed, talk } of windowModels(office.desk, arrangement, surroundings())) {
      if (talk?.loaded && !placed.minimised && windows.get(placed.id)?.atEnd) office.see(placed.id);
    }
  }

  function render(): void {
    const now = office.desk;
    const around = surroundings();
    const models = windowModels(now, arrangement, around);
    const offered = offerModels(now, arrangement, around);
    const unread = unreadOnDesk(now);
    setAttr(host, "data-ready", now.me !== null);
    desk.style.setProperty("--oc-window", `${windowWidth(pageWidth(), models.length)}px`);
    const sounds = now.settings.sounds && now.me?.online === true;
    bell.allow({ calls: sounds && preferences.on("calls"), chimes: sounds && preferences.on("chimes") });
    renderRecap(around, unread);
    settings.render({
      on: (name) => preferences.on(name),
      soundsAllowed: now.settings.sounds,
      notifications: notifier.state,
    });
    offers.render(offered);
    watchAbout(models);
    windows.render(models);
    for (const { placed } of models) if (!placed.minimised) office.load(placed.id);
    for (const { talk } of offered) office.load(talk.conversation.id);
    options.follow(ringing(now, offered), offered);
    see();
    const news = offered.length > 0 ? words.text("title_offer") : `(${unread}) ${words.text("title_new")}`;
    title.say(!attention.here && unread + offered.length > 0 ? news : null);
  }

  /** While an operator looks, visitors' pages tell of their carts. */
  function watchAbout(models: readonly WindowModel[]): void {
    const seen = document.visibilityState === "visible" ? models : [];
    const open = seen.filter(({ placed, talk }) => talk && placed.pane === "about" && !placed.minimised);
    abouts.watch(new Map(open.map(({ placed, talk }) => [placed.id, talk?.conversation.visitor.vid ?? ""])));
  }

  function renderRecap(around: Surroundings, unread: number): void {
    const now = office.desk;
    const { minimised, shelf: chosen } = arrangement.kept;
    const shelf = chosen === "team" && !rights.supervise ? "ongoing" : chosen;
    overview.watch(shelf === "team" && !minimised && document.visibilityState === "visible");
    const team = { me: now.me?.id ?? 0, mayTake: rights.takeOver, now: around.now };
    recap.render({
      line: around.connected ? "ready" : "lost",
      minimised,
      shelf,
      supervises: rights.supervise,
      me: now.me,
      others: othersOnline(now),
      busy: busyWith(now),
      rows: rowModels(now, arrangement, around),
      found: customers.found,
      team: overview.reply && teamOf(overview.reply, team),
      unread,
      notices: notices.lines(now.me),
      closed: now.me ? words.closed(now.settings, around.now) : "",
      soundBlocked: bell.blocked,
      loading: isLoading && now.me === null,
    });
  }

  clock.after(SETTLED_AFTER, () => void (isSettling = false));
  clock.after(SHOW_LOADING_AFTER, () => {
    isLoading = true;
    render();
  });

  return {
    desk,
    doings,
    recap,
    windows,
    announcer,
    help,
    render,
    stop() {
      title.say(null);
      desk.remove();
    },
  };
}

function isConnected({ status }: Connection<OperatorWire>): boolean {
  return status.state === "ready";
}
