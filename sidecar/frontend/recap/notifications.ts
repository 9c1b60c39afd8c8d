/** Desktop notifications, where the employee asked for them: one tab shows them, and only while no tab is looked at. */

import type { Tabs } from "../shared/tabs";
import { clip } from "../shared/text";

export interface Notifier {
  /** `none` where browsers have none for pages: without TLS, on Android; `ask` until somebody answered. */
  readonly state: "none" | "ask" | "granted" | "denied";
  /** Has the browser ask; call it in a click handler. */
  ask(): Promise<void>;
  /** Says it once in all tabs; a later one about the same conversation takes its place. */
  show(key: string, note: Note): void;
  /** Somebody looks: what was said about these conversations is old. */
  clear(keep: (conversation: number) => boolean): void;
}

export interface Note {
  readonly conversation: number;
  readonly title: string;
  readonly text: string;
  clicked(): void;
}

/** The browser's own constructor, as far as it is used. */
export interface NotificationApi {
  new (title: string, options: NotificationOptions): Notification;
  readonly permission: NotificationPermission;
  requestPermission(): Promise<NotificationPermission>;
}

export interface NotifierOptions {
  tabs: Tabs;
  /** Undefined where there is none. */
  api: NotificationApi | undefined;
  /** Distinguishes this shop's notifications from others'. */
  scope: string;
  /** Somebody looks at this page. */
  here(): boolean;
}

const LONGEST = 120;

/** The browser's notifications where a page may use them. */
export function notificationApi(page: Window & { Notification?: unknown }): NotificationApi | undefined {
  if (!page.isSecureContext || typeof page.Notification !== "function") return undefined;
  // Android's browsers have the name, and only let service workers use it.
  if (/Android/.test(page.navigator.userAgent)) return undefined;
  return page.Notification as unknown as NotificationApi;
}

export function createNotifier({ tabs, api, scope, here }: NotifierOptions): Notifier {
  const shown = new Map<number, Notification>();

  function put(note: Note): boolean {
    // Whoever looks at one of the tabs sees it there.
    if (here()) return true;
    if (api?.permission !== "granted") return false;
    try {
      const body = shorten(note.text);
      const one = new api(note.title, { body, tag: `${scope}${note.conversation}`, silent: true });
      one.onclick = () => {
        one.close();
        note.clicked();
      };
      one.onclose = () => shown.get(note.conversation) === one && shown.delete(note.conversation);
      shown.set(note.conversation, one);
      return true;
    } catch {
      return false;
    }
  }

  return {
    get state() {
      if (!api) return "none";
      return api.permission === "default" ? "ask" : api.permission;
    },
    async ask() {
      await api?.requestPermission();
    },
    show: (key, note) => tabs.once(key, here() ? 1 : 0, () => put(note)),
    clear(keep) {
      for (const [id, one] of shown) if (!keep(id)) one.close();
    },
  };
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${clip(text, LONGEST - 1).trimEnd()}…` : text;
}
