// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createCard } from "../shared/cards";
import { apply, empty, type Change, type ConversationState } from "../shared/conversation";
import { shellOf, type Shell } from "../shared/dom";
import { linkify, safe } from "../shared/links";
import { createLog, type LogView } from "../shared/messages";
import { rows } from "../shared/rows";
import { createTimes } from "../shared/times";
import { conversationOf, messageOf } from "./fakes";

const NOW = Date.UTC(2026, 10, 23, 12);
const SHELL = `
  <template data-template="message">
    <div class="message" role="article" data-oc="message"><div data-part="body"></div>
      <span data-part="name"></span><time data-part="time"></time>
      <span data-part="failed" hidden><button data-part="retry">Try again</button><button data-part="discard"></button></span>
    </div></template>
  <template data-template="card"><div class="card"><img data-part="image"><a target="_blank" data-here data-part="title"></a>
    <div><b data-part="price"></b><s data-part="was"></s><span data-part="stock"></span></div>
    <div data-part="text"></div><code data-part="code"></code></div></template>
  <template data-template="system"><div role="article" data-oc="message"><span data-part="body"></span></div></template>
  <template data-template="day"><div><span data-part="day"></span></div></template>
  <template data-template="earlier"><div>Earlier</div></template>
  <template data-template="typing"><div class="typing"></div></template>
  <span data-text="mark_seen">seen</span><span data-text="mark_sent">sent</span>
  <span data-text="mark_waiting">waiting</span><span data-text="mark_failed">not sent</span>
  <span data-text="system_assigned">{name} is now answering you.</span>`;

let shell: Shell;
let element: HTMLElement;
let log: LogView;
let retried: string[];
let followed: number[];

beforeEach(() => {
  const page = document.createElement("div");
  const range = document.createRange();
  page.append(range.createContextualFragment(SHELL));
  shell = shellOf(page);
  element = document.createElement("div");
  document.body.replaceChildren(element);
  retried = [];
  followed = [];
  log = createLog({
    log: element,
    shell,
    times: createTimes("en"),
    now: () => NOW,
    ownName: "You",
    onRetry: (clientId) => void retried.push(clientId),
    images: "https://chat.example/oc/",
    onFollow: ({ seq }) => void followed.push(seq),
  });
});

function after(changes: readonly Change[]): ConversationState {
  return changes.reduce(apply, empty("visitor"));
}

const opened = (count: number): Change => ({
  type: "opened",
  conversation: conversationOf({ lastSeq: count, seenByOperator: 1 }),
  messages: Array.from({ length: count }, (_, index) => messageOf(index + 1)),
});

const messages = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>("[data-oc=message]")];
const named = (): (string | null)[] => messages().map((one) => one.getAttribute("aria-label"));

describe("a log", () => {
  it("says who, when and how far in each message's name and data", () => {
    log.render(rows(after([opened(3)])));
    const time = createTimes("en").time(Date.parse(messageOf(1).sentAt));
    expect(time).toMatch(/^\d\d:\d\d$/);
    expect(named()[0]).toBe(`You, ${time}, seen`);
    expect(named()[1]).toMatch(/^Sara, \d\d:\d\d$/);
    expect(messages().map((one) => [one.dataset.seq, one.dataset.author, one.dataset.state])).toEqual([
      ["1", "visitor", "seen"],
      ["2", "operator", "sent"],
      ["3", "visitor", "sent"],
    ]);
  });

  it("shows text as text, and links to the web only", () => {
    const body = '<script>alert(1)</script> javascript:alert(1) https://shop.test/a?b=1.';
    log.render(rows(after([opened(0), { type: "created", message: messageOf(1, { body }) }])));
    const [one] = messages();
    expect(one?.querySelector("[data-part=body]")?.textContent).toBe(body);
    const links = [...element.querySelectorAll("a")];
    expect(links.map((link) => [link.href, link.rel, link.target])).toEqual([
      ["https://shop.test/a?b=1", "noopener nofollow", "_blank"],
    ]);
    expect(element.querySelector("script")).toBeNull();
  });

  it("keeps an element from waiting to sent to seen, and touches no other", () => {
    const letter = { clientId: "id-1-3", body: "message 3", queuedAt: NOW, failed: null };
    const waiting = after([opened(2), { type: "queued", pending: [letter] }]);
    log.render(rows(waiting));
    const before = messages();
    expect(before[2]?.dataset.state).toBe("waiting");
    const changed = vi.fn();
    const observer = new MutationObserver(changed);
    observer.observe(before[0] as HTMLElement, { subtree: true, attributes: true, childList: true });
    const sent = apply(waiting, { type: "created", message: messageOf(3) });
    log.render(rows(sent));
    expect(messages()).toEqual(before);
    expect(before[2]?.dataset.state).toBe("sent");
    log.render(rows(apply(sent, { type: "seen", by: "operator", seq: 3 })));
    expect(before[2]?.dataset.state).toBe("seen");
    expect(observer.takeRecords()).toEqual([]);
  });

  it("puts older messages before and new ones behind what is there", () => {
    const conversation = conversationOf({ lastSeq: 4 });
    const state = after([{ type: "opened", conversation, messages: [messageOf(3), messageOf(4)] }]);
    log.render(rows(state));
    const [third] = messages();
    const older: Change = {
      type: "listed",
      direction: "before",
      conversation,
      messages: [messageOf(1), messageOf(2)],
    };
    log.render(rows(apply(apply(state, older), { type: "created", message: messageOf(5) })));
    expect(messages().map((one) => one.dataset.seq)).toEqual(["1", "2", "3", "4", "5"]);
    expect(messages()[2]).toBe(third);
  });

  it("says system lines in the page's language, unknown ones in English", () => {
    const system = (seq: number, data: Record<string, unknown>) =>
      messageOf(seq, { author: "system", kind: "system", body: "English", data });
    const changes: Change[] = [
      opened(0),
      { type: "created", message: system(1, { code: "assigned", name: "Bob" }) },
      { type: "created", message: system(2, { code: "from_the_future" }) },
    ];
    log.render(rows(after(changes)));
    expect(messages().map((one) => one.textContent)).toEqual(["Bob is now answering you.", "English"]);
  });

  it("offers to send a failed message again", () => {
    const letter = { clientId: "x", body: "hello", queuedAt: NOW, failed: "invalid_format" };
    log.render(rows(after([opened(0), { type: "queued", pending: [letter] }])));
    expect(messages()[0]?.dataset.state).toBe("failed");
    element.querySelector<HTMLButtonElement>("[data-part=retry]")?.click();
    expect(retried).toEqual(["x"]);
  });

  it("removes what is gone", () => {
    log.render([...rows(after([opened(2)])), { kind: "note", key: "typing", template: "typing", text: "" }]);
    expect(element.querySelector(".typing")).not.toBeNull();
    log.render(rows(after([opened(2)])));
    expect(element.querySelector(".typing")).toBeNull();
    log.render([]);
    expect(element.childElementCount).toBe(0);
  });
});

describe("links", () => {
  it.each([
    ["see https://a.test/x, please", "https://a.test/x"],
    ["(https://a.test/x)", "https://a.test/x"],
    ["https://en.test/wiki/A_(b)!", "https://en.test/wiki/A_(b)"],
    ["https://a.test/?q=1&r=2#top…", "https://a.test/?q=1&r=2#top"],
    ["«http://a.test»", "http://a.test/"],
    ["HTTPS://A.TEST/Path", "https://a.test/Path"],
  ])("%s", (text, href) => {
    expect(linkify(text).flatMap((piece) => (piece.href ? [piece.href] : []))).toEqual([href]);
    expect(linkify(text).map((piece) => piece.text).join("")).toBe(text);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "ftp://a.test", "www.a.test", "http://", "//a.test"])(
    "%s is none",
    (text) => expect(linkify(text).every((piece) => piece.href === null)).toBe(true),
  );

  it("are safe only on the web", () => {
    expect(safe("javascript:alert(1)")).toBeNull();
    expect(safe("https://a.test/ü")).toBe("https://a.test/%C3%BC");
  });
});

describe("days", () => {
  const times = (lang: string) => createTimes(lang);
  const DAY = 86_400_000;

  it("are said as people do", () => {
    expect(times("en").day(NOW, NOW)).toBe("Today");
    expect(times("fr").day(NOW - DAY, NOW)).toBe("Hier");
    expect(times("it").day(NOW - 3 * DAY, NOW)).toBe("Venerdì");
    expect(times("en").day(NOW - 30 * DAY, NOW)).toMatch(/October/);
    expect(times("en").day(NOW - 400 * DAY, NOW)).toMatch(/2025/);
    expect(times("not a language").time(NOW)).toMatch(/\d\d:\d\d/);
  });
});

describe("a card", () => {
  const show = (data: Record<string, unknown>, kind: "offer" | "product" | "link" = "offer"): HTMLElement => {
    const message = { ...messageOf(1), author: "operator" as const, kind, body: "in words", data };
    log.render(rows(after([{ type: "opened", conversation: conversationOf({ lastSeq: 1 }), messages: [message] }])));
    return messages()[0] as HTMLElement;
  };
  const partOf = (card: HTMLElement, name: string): HTMLElement | null => card.querySelector(`[data-part="${name}"]`);

  it("shows what the message says in its place", () => {
    const card = show({ title: "<b>Sale</b>", price: "€5", was: "€9", code: "SPRING", link: "https://shop.example/sale" });
    expect(card.dataset["card"]).toBe("offer");
    expect(card.textContent).not.toContain("in words");
    expect(partOf(card, "title")?.textContent).toBe("<b>Sale</b>");
    expect([partOf(card, "price"), partOf(card, "was"), partOf(card, "code")].map((one) => one?.textContent)).toEqual([
      "€5",
      "€9",
      "SPRING",
    ]);
    expect(partOf(card, "image")).toBeNull();
  });

  it("finds its picture at the sidecar, or where the shop has it", () => {
    expect(show({ title: "x", image: "pictures/a.png" }).querySelector("img")?.src).toBe(
      "https://chat.example/oc/pictures/a.png",
    );
    log.render([]);
    expect(show({ title: "x", image: "https://shop.example/1.jpg" }).querySelector("img")?.src).toBe(
      "https://shop.example/1.jpg",
    );
  });

  it("opens the shop's pages beside those of the back office", () => {
    const office: Shell = { ...shell, clone: (name) => elsewhere(shell.clone(name)) };
    const elsewhere = (card: HTMLElement): HTMLElement => {
      card.querySelector("a")?.removeAttribute("data-here");
      return card;
    };
    const data = { title: "x", link: `${location.origin}/en/1-apron.html` };
    const title = partOf(createCard(office, { data }, "https://chat.example/oc/"), "title") as HTMLAnchorElement;
    expect(title.target).toBe("_blank");
  });

  it("opens pages on the web only, the shop's own in this page", () => {
    const link = (href: string): HTMLAnchorElement => {
      log.render([]);
      return partOf(show({ title: "x", link: href }), "title") as HTMLAnchorElement;
    };
    expect(link("https://elsewhere.example/").target).toBe("_blank");
    expect(link(`${location.origin}/en/1-apron.html`).target).toBe("");
    for (const bad of ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "/en/"]) {
      expect(link(bad).hasAttribute("href")).toBe(false);
    }
  });

  it("tells that it was followed, and stays the same element", () => {
    const title = partOf(show({ title: "x", link: "#" }), "title");
    title?.click();
    expect(followed).toEqual([1]);
    expect(partOf(show({ title: "x", link: "#" }), "title")).toBe(title);
  });

  it("is a text where it has no data", () => {
    const message = { ...messageOf(1), author: "operator" as const, kind: "link" as const, body: "in words" };
    log.render(rows(after([{ type: "opened", conversation: conversationOf({ lastSeq: 1 }), messages: [message] }])));
    expect(messages()[0]?.textContent).toContain("in words");
  });
});
