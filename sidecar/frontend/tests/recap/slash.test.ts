// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createComposer, type Composer } from "../../recap/composer";
import { askedAt } from "../../recap/slash";
import type { Words } from "../../recap/words";
import { shellOf } from "../../shared/dom";
import type { CannedReply } from "../../shared/protocol";
import { settle } from "../fakes";

const FORM = `
  <form data-part="composer"><textarea data-part="reply"></textarea><button type="submit" data-part="send"></button>
    <span data-part="limit" hidden></span><ul role="listbox" data-part="slash" hidden></ul>
    <span role="status" data-part="slash-said"></span></form>
  <template data-template="slash-option"><li role="option"><code data-part="shortcut"></code><span data-part="name"></span>
    <span data-part="more"></span></li></template>`;

const REPLIES = ["hello", "help", "goodbye"].map(
  (shortcut, id): CannedReply => ({ id, shortcut, title: shortcut, group: "", text: `Text of ${shortcut}`, personal: false }),
);

let reply: HTMLTextAreaElement;
let list: HTMLElement;
let composer: Composer;
let asked: string[];
let sent: string[];
let answer: (q: string) => Promise<readonly CannedReply[]>;

beforeEach(() => {
  vi.useFakeTimers();
  const page = document.createElement("div");
  page.append(document.createRange().createContextualFragment(FORM));
  document.body.replaceChildren(page);
  reply = page.querySelector("textarea") as HTMLTextAreaElement;
  list = page.querySelector("ul") as HTMLElement;
  asked = [];
  sent = [];
  answer = (q) => Promise.resolve(REPLIES.filter(({ shortcut }) => shortcut.startsWith(q)));
  composer = createComposer(page, {
    shell: shellOf(page),
    words: { count: (_name: string, count: number) => `${count} found`, text: () => "" } as unknown as Words,
    written: () => undefined,
    sent: (text) => sent.push(text) > 0,
    canned(q) {
      asked.push(q);
      return answer(q);
    },
  });
});

afterEach(() => vi.useRealTimers());

function type(text: string): void {
  reply.value = text;
  reply.setSelectionRange(text.length, text.length);
  reply.dispatchEvent(new Event("input"));
}

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true, ...more });
  reply.dispatchEvent(event);
  return event;
}

async function pause(): Promise<void> {
  vi.advanceTimersByTime(200);
  await settle();
}

const shown = (): (string | null)[] => [...list.children].map((one) => one.querySelector("code")?.textContent ?? null);

describe("a slash asks for replies", () => {
  it.each([
    ["/", { q: "", start: 0 }],
    ["/hel", { q: "hel", start: 0 }],
    ["Dear Ann, /été-1", { q: "été-1", start: 10 }],
    ["one\n/two", { q: "two", start: 4 }],
    ["24/7", null],
    ["https://shop.example/", null],
    ["/hello there", null],
    ["and/or", null],
    ["no", null],
  ])("%j", (text, found) => expect(askedAt(text, text.length)).toEqual(found));

  it("where one writes, not at the end", () => {
    expect(askedAt("/he and more", 3)).toEqual({ q: "he", start: 0 });
    expect(askedAt("/he and more", 5)).toBeNull();
  });
});

describe("the list of replies", () => {
  it("waits for a pause, and shows what fits", async () => {
    type("/");
    type("/h");
    type("/he");
    expect(shown()).toEqual([]);
    await pause();
    expect(asked).toEqual(["he"]);
    expect(shown()).toEqual(["/hello", "/help"]);
    expect(reply.getAttribute("aria-activedescendant")).toBe(list.children[0]?.id);
    expect(document.querySelector('[data-part="slash-said"]')?.textContent).toBe("2 found");
  });

  it("is walked through by arrow keys, round and round", async () => {
    type("/");
    await pause();
    const chosen = (): number => [...list.children].findIndex((one) => one.getAttribute("aria-selected") === "true");
    expect(chosen()).toBe(0);
    expect(press("ArrowUp").defaultPrevented).toBe(true);
    expect(chosen()).toBe(2);
    press("ArrowDown");
    press("ArrowDown");
    expect(chosen()).toBe(1);
  });

  it.each(["Enter", "Tab"])("puts the chosen one in the place of the slash by %s, and sends nothing", async (key) => {
    type("Dear Ann, /good");
    await pause();
    press(key);
    expect(reply.value).toBe("Dear Ann, Text of goodbye");
    expect(sent).toEqual([]);
    expect(list.hidden).toBe(true);
    press("Enter");
    expect(sent).toEqual(["Dear Ann, Text of goodbye"]);
  });

  it("keeps what stands behind", async () => {
    type("/help");
    reply.value = "/help!";
    reply.setSelectionRange(5, 5);
    reply.dispatchEvent(new Event("input"));
    await pause();
    press("Enter");
    expect(reply.value).toBe("Text of help!");
  });

  it("closes by Escape, and stays closed for this slash", async () => {
    type("/h");
    await pause();
    expect(press("Escape").defaultPrevented).toBe(true);
    expect(list.hidden).toBe(true);
    type("/he");
    await pause();
    expect(list.hidden).toBe(true);
    press("Enter");
    expect(sent).toEqual(["/he"]);
    type("now /he");
    await pause();
    expect(shown()).toEqual(["/hello", "/help"]);
  });

  it("takes the first one that comes when Enter was pressed before it was there", async () => {
    type("/hel");
    expect(press("Enter").defaultPrevented).toBe(true);
    await pause();
    expect(reply.value).toBe("Text of hello");
    expect(sent).toEqual([]);
  });

  it("lets what nothing fits be sent as it is, by a second Enter", async () => {
    type("/etc");
    press("Enter");
    await pause();
    expect(sent).toEqual([]);
    press("Enter");
    expect(sent).toEqual(["/etc"]);
  });

  it("is not that of a question before", async () => {
    let later: (found: readonly CannedReply[]) => void = () => undefined;
    answer = () => new Promise((resolve) => (later = resolve));
    type("/h");
    await pause();
    const first = later;
    answer = () => Promise.resolve([]);
    type("/hx");
    await pause();
    first(REPLIES);
    await settle();
    expect(list.hidden).toBe(true);
  });

  it("goes with the focus, and does not come without it", async () => {
    type("/h");
    await pause();
    reply.dispatchEvent(new Event("blur"));
    expect(list.hidden).toBe(true);
    type("/he");
    reply.dispatchEvent(new Event("blur"));
    await pause();
    expect(list.hidden).toBe(true);
  });

  it("leaves an input method alone", async () => {
    type("/h");
    await pause();
    press("Enter", { isComposing: true });
    expect(reply.value).toBe("/h");
    expect(sent).toEqual([]);
  });
});

describe("the reply", () => {
  it("stays until it is on its way", () => {
    composer.set("");
    type("Hello");
    sent.push = () => 0;
    press("Enter");
    expect(reply.value).toBe("Hello");
  });
});
