import { beforeEach, describe, expect, it } from "vitest";

import { createNotifier, type Note, type NotificationApi, type Notifier } from "../../recap/notifications";
import { createTabs } from "../../shared/tabs";
import { fakeClock, type FakeClock } from "../fakes";
import { channels } from "./browser";

let clock: FakeClock;
let shown: { title: string; body: string | undefined; tag: string | undefined; closed: boolean; click(): void }[];
let permission: NotificationPermission;

function api(): NotificationApi {
  class Shown {
    static get permission(): NotificationPermission {
      return permission;
    }
    static requestPermission(): Promise<NotificationPermission> {
      permission = "granted";
      return Promise.resolve(permission);
    }
    onclick: (() => void) | null = null;
    onclose: (() => void) | null = null;
    private readonly entry: (typeof shown)[number];
    constructor(title: string, { body, tag }: NotificationOptions) {
      this.entry = { title, body, tag, closed: false, click: () => this.onclick?.() };
      shown.push(this.entry);
    }
    close(): void {
      this.entry.closed = true;
      this.onclose?.();
    }
  }
  return Shown as unknown as NotificationApi;
}

const notifier = (channel: ReturnType<ReturnType<typeof channels>>, here = false, with_: NotificationApi | undefined = api()): Notifier =>
  createNotifier({ tabs: createTabs("t", channel, clock, null), api: with_, scope: "shop:", here: () => here });
const note = (text = "Hello"): Note => ({ conversation: 5, title: "John DOE (#2)", text, clicked: () => undefined });

beforeEach(() => {
  clock = fakeClock();
  shown = [];
  permission = "granted";
});

describe("desktop notifications", () => {
  it("are shown by one tab, with the name and what was written", async () => {
    const open = channels();
    for (const tab of [notifier(open()), notifier(open()), notifier(open())]) tab.show("m:1", note());
    await clock.pass(2_000);
    expect(shown.map(({ title, body, tag }) => [title, body, tag])).toEqual([["John DOE (#2)", "Hello", "shop:5"]]);
  });

  it("are not shown while somebody looks at one of the tabs", async () => {
    const open = channels();
    for (const tab of [notifier(open()), notifier(open(), true)]) tab.show("m:1", note());
    await clock.pass(2_000);
    expect(shown).toEqual([]);
  });

  it("leave it to another tab where the browser refuses", async () => {
    const open = channels();
    const refusing = Object.assign(function refuse() {
      throw new TypeError("Illegal constructor");
    }, { permission: "granted", requestPermission: () => Promise.resolve("granted" as const) });
    notifier(open(), false, refusing as unknown as NotificationApi).show("m:1", note());
    notifier(open()).show("m:1", note());
    await clock.pass(2_000);
    expect(shown).toHaveLength(1);
  });

  it("are short, and never half a character", async () => {
    notifier(channels()()).show("m:1", note("🏝️".repeat(100)));
    await clock.pass(2_000);
    expect(shown[0]?.body?.length).toBeLessThanOrEqual(120);
    expect(shown[0]?.body).not.toMatch(/[\uD800-\uDBFF]…/);
  });

  it("go when the conversation was read", async () => {
    const one = notifier(channels()());
    one.show("m:1", note());
    await clock.pass(2_000);
    one.clear(() => true);
    expect(shown[0]?.closed).toBe(false);
    one.clear((id) => id !== 5);
    expect(shown[0]?.closed).toBe(true);
  });

  it("wait for the employee to be asked, and for the answer", async () => {
    permission = "default";
    const one = notifier(channels()());
    expect(one.state).toBe("ask");
    one.show("m:1", note());
    await clock.pass(2_000);
    expect(shown).toEqual([]);
    await one.ask();
    expect(one.state).toBe("granted");
    permission = "denied";
    expect(one.state).toBe("denied");
  });

  it("are not offered where browsers have none", () => {
    const tabs = createTabs("t", null, clock, null);
    expect(createNotifier({ tabs, api: undefined, scope: "", here: () => false }).state).toBe("none");
  });
});
