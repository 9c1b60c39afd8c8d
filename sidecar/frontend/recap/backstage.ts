/** What stands behind the views, made once for a page: the desk, how it is arranged, what may sound and be shown. */

import type { Connection, OperatorWire } from "../shared/connection";
import type { Shell } from "../shared/dom";
import type { Store } from "../shared/storage";
import { createTabs, type Tabs } from "../shared/tabs";
import { createTimes, type Times } from "../shared/times";
import { createAbouts, type Abouts } from "./about";
import { createArrangement, type Arrangement } from "./arrangement";
import { createAttention, type Attention } from "./attention";
import { createCustomers, type Customers } from "./customers";
import { createDrafts, DRAFT, type Drafts } from "./drafts";
import { NOTHING_KEPT } from "./kept";
import { createFolds, FOLDED, type Folds } from "./folds";
import { createNotices, type Notices } from "./notices";
import { createNotifier, notificationApi, type Notifier } from "./notifications";
import { createOffice, type Office } from "./office";
import type { Kit } from "./kit";
import type { OfficeLinks } from "./office-links";
import { createOverview, type Overview } from "./overview";
import { createPreferences, PREFERENCE, type Preferences } from "./preferences";
import { createBell, type Bell } from "./ring";
import type { SteadyClock } from "./steady";
import { capacity, PHONE } from "./windows";
import { createWords, type Words } from "./words";

export interface FrontOptions {
  host: HTMLElement;
  root: ShadowRoot;
  shell: Shell;
  lang: string;
  /** Where this employee's things are kept, and the name by which storage events tell of it. */
  store: Store;
  scope: string;
  connection: Connection<OperatorWire>;
  clock: SteadyClock;
  rights: Rights;
  links: OfficeLinks;
  kit: Kit;
  /** The sidecar's address: the pictures of cards lie below it. */
  images: string;
}

/** What the employee may do besides answering. */
export interface Rights {
  readonly supervise: boolean;
  readonly takeOver: boolean;
}

export interface Backstage {
  readonly office: Office;
  readonly overview: Overview;
  readonly abouts: Abouts;
  readonly folds: Folds;
  readonly links: OfficeLinks;
  readonly customers: Customers;
  readonly drafts: Drafts;
  readonly arrangement: Arrangement;
  readonly preferences: Preferences;
  readonly attention: Attention;
  readonly notices: Notices;
  readonly bell: Bell;
  readonly notifier: Notifier;
  readonly words: Words;
  readonly times: Times;
  readonly tabs: Tabs;
  /** Another tab changed this key of the store; null: everything may have changed. */
  refresh(key: string | null): void;
  stop(): void;
}

export function pageWidth(): number {
  return document.documentElement.clientWidth;
}

/** `changed`: something is to be drawn. */
export function createBackstage(options: FrontOptions, changed: () => void): Backstage {
  const { shell, lang, store, scope, connection, clock, links } = options;
  const words = createWords(shell, lang);
  const office = createOffice({ connection, store, clock });
  const overview = createOverview(connection, clock);
  const abouts = createAbouts(connection, clock);
  const folds = createFolds(store);
  const customers = createCustomers(connection, clock);
  const drafts = createDrafts(store, () => clock.now());
  const arrangement = createArrangement({
    store,
    drafts,
    clock,
    capacity: () => capacity(pageWidth()),
    // On a phone the recap begins as a bar: it would hide the page.
    first: { ...NOTHING_KEPT, minimised: pageWidth() < PHONE },
  });
  const preferences = createPreferences(store);
  const attention = createAttention(window, clock);
  const tabs = createTabs(scope, undefined, clock);
  const here = (): boolean => attention.here;
  const bell = createBell({ tabs, clock, ready: here, blockedChanged: changed });
  const notifier = createNotifier({ tabs, api: notificationApi(window), scope, here });
  const notices = createNotices(words, clock, changed);
  for (const source of [overview, abouts, folds, links, customers, arrangement, drafts, preferences, attention]) {
    source.onChange(changed);
  }

  return {
    office,
    overview,
    abouts,
    folds,
    links,
    customers,
    drafts,
    arrangement,
    preferences,
    attention,
    notices,
    bell,
    notifier,
    words,
    times: createTimes(lang),
    tabs,
    refresh(key) {
      const isOf = (prefix: string): boolean => key === null || key.startsWith(prefix);
      if (isOf("out:")) office.outbox.refresh();
      if (isOf(DRAFT)) drafts.refresh();
      if (isOf(PREFERENCE)) preferences.refresh();
      if (isOf(FOLDED)) folds.refresh();
      if (key === null || ![DRAFT, PREFERENCE, FOLDED, "out:", "beat:"].some(isOf)) arrangement.refresh();
    },
    stop() {
      attention.stop();
      bell.stop();
      overview.stop();
      abouts.stop();
      notifier.clear(() => false);
      tabs.close();
      office.stop();
    },
  };
}
