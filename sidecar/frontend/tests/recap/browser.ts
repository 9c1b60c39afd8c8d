/** One browser with several tabs: what they share, and when they hear of it. */

import { createArrangement, type Arrangement } from "../../recap/arrangement";
import { createDrafts, type Drafts } from "../../recap/drafts";
import { NOTHING_KEPT } from "../../recap/kept";
import { memoryStore, type Store } from "../../shared/storage";
import type { Channel } from "../../shared/tabs";
import type { FakeClock } from "../fakes";

/** BroadcastChannels of one browser: what one posts the others hear. */
export function channels(): () => Channel {
  const all: { channel: Channel; hear: ((event: MessageEvent<unknown>) => void)[] }[] = [];
  return () => {
    const hear: ((event: MessageEvent<unknown>) => void)[] = [];
    const channel: Channel = {
      postMessage(message) {
        for (const other of all) {
          if (other.channel !== channel) for (const one of other.hear) one({ data: message } as MessageEvent<unknown>);
        }
      },
      addEventListener: (_name, listener) => void hear.push(listener),
      close: () => undefined,
    };
    all.push({ channel, hear });
    return channel;
  };
}

interface Write {
  readonly key: string;
  readonly value: string | null;
  readonly by: Storage_;
}

interface Storage_ {
  readonly store: Store;
  /** How many of the writes this tab has heard of. */
  heard: number;
  changed: (key: string) => void;
}

/**
 * localStorage as browsers with a process per tab have it: a tab sees its own writes at once and those of the others
 * when it is told; one order of all writes is the truth, so a tab's later write stands above an earlier one it hears of.
 */
export class Browser {
  private readonly writes: Write[] = [];
  private readonly tabs: Storage_[] = [];

  open(): { store: Store; onChange(listener: (key: string) => void): void } {
    const local = memoryStore();
    for (const { key, value } of this.writes) value === null ? local.remove(key) : local.set(key, value);
    const tab: Storage_ = {
      heard: this.writes.length,
      changed: () => undefined,
      store: {
        get: (key) => local.get(key),
        keys: (prefix) => local.keys(prefix),
        set: (key, value) => this.write(tab, local, key, value),
        remove: (key) => this.write(tab, local, key, null),
      },
    };
    this.tabs.push(tab);
    this.locals.set(tab, local);
    return { store: tab.store, onChange: (listener) => void (tab.changed = listener) };
  }

  /** Tells the tab whose turn it is of the next write it hasn't heard of; false when it knows all. */
  tell(index: number): boolean {
    const tab = this.tabs[index % this.tabs.length];
    const write = tab && this.writes[tab.heard];
    if (!tab || !write) return false;
    tab.heard += 1;
    const later = this.writes.slice(tab.heard).some(({ by, key }) => by === tab && key === write.key);
    if (write.by === tab || later) return true;
    const local = this.locals.get(tab);
    if (write.value === null) local?.remove(write.key);
    else local?.set(write.key, write.value);
    tab.changed(write.key);
    return true;
  }

  /** Until every tab knows everything. */
  settle(): void {
    while (this.tabs.some((_tab, index) => this.tell(index)));
  }

  private readonly locals = new Map<Storage_, Store>();

  private write(tab: Storage_, local: Store, key: string, value: string | null): void {
    if (value === null) local.remove(key);
    else local.set(key, value);
    this.writes.push({ key, value, by: tab });
  }
}

export interface Tab {
  readonly store: Store;
  readonly arrangement: Arrangement;
  readonly drafts: Drafts;
}

/** A page of the back office in one of the tabs. */
export function openTab(browser: Browser, clock: FakeClock, options: { room: number; newId(): string }): Tab {
  const { store, onChange } = browser.open();
  const drafts = createDrafts(store, clock.now, options.newId);
  const arrangement = createArrangement({ store, drafts, clock, capacity: () => options.room, first: NOTHING_KEPT });
  onChange((key) => (key.startsWith("draft:") ? drafts.refresh() : arrangement.refresh()));
  return { store, arrangement, drafts };
}
