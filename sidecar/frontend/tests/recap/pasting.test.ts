// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";

import { createDrafts, type Drafts } from "../../recap/drafts";
import type { Kit, Outgoing } from "../../recap/kit";
import type { Notices } from "../../recap/notices";
import { createPasting } from "../../recap/pasting";
import { addressOf, isOfShop } from "../../recap/shop-links";
import type { Words } from "../../recap/words";
import type { Ack, OperatorSentReply } from "../../shared/protocol";
import { memoryStore } from "../../shared/storage";
import { conversationOf, settle } from "../fakes";

const HERE = `${location.origin}/en/1-apron.html`;
const ABOUT = conversationOf({ id: 7 });
const refusal = (code: string, message = ""): Ack<never> => ({ ok: false, error: { code, message } });

let drafts: Drafts;
let problems: Map<number, string>;
let texts: string[];
let cards: { card: Outgoing; clientId: string | undefined }[];
let product: Awaited<ReturnType<Kit["product"]>>;
let answer: Ack<OperatorSentReply>;
let page: { status?: number; body?: string; type?: string };
let pasted: ReturnType<typeof createPasting>;

beforeEach(() => {
  drafts = createDrafts(memoryStore(), () => 0);
  problems = new Map();
  texts = [];
  cards = [];
  product = { ok: false, code: "not_found", fields: {} };
  answer = { ok: true, data: {} as OperatorSentReply };
  page = { body: "<title> Terms\n of use </title>" };
  const kit: Partial<Kit> = {
    office: `${location.origin}/admin-7f3/`,
    product: () => Promise.resolve(product),
    send(_id, card, clientId) {
      cards.push({ card, clientId });
      return Promise.resolve(answer);
    },
  };
  const notices: Partial<Notices> = {
    problem: (id, text) => void problems.set(id, text),
    solved: (id) => void problems.delete(id),
    sentence: (command, { code }) => `${command}: ${code}`,
  };
  pasted = createPasting({
    kit: kit as Kit,
    drafts,
    notices: notices as Notices,
    words: { text: (name: string) => name } as Words,
    sendText: (_id, text) => void texts.push(text),
    get: () =>
      Promise.resolve(
        new Response(page.body ?? "", { status: page.status ?? 200, headers: { "Content-Type": page.type ?? "text/html" } }),
      ),
  });
});

async function sends(text: string): Promise<boolean> {
  drafts.write(7, text);
  const taken = pasted(ABOUT, text);
  await settle();
  await new Promise((resolve) => setTimeout(resolve));
  await settle();
  return taken;
}

describe("an address", () => {
  it.each([" https://shop.example/a?b=1 ", "HTTP://shop.example"])("is one by itself: %j", (text) => {
    expect(addressOf(text)).not.toBeNull();
  });

  it.each(["see https://shop.example/", "javascript:alert(1)", "shop.example", "https://", "ftp://shop.example/", ""])(
    "is none: %j",
    (text) => expect(addressOf(text)).toBeNull(),
  );

  it("is the shop's where the back office is, or where the visitor is", () => {
    const there = conversationOf({
      visitor: { vid: "v", name: "", present: true, page: { url: "https://second.example/en/", title: "" } },
    });
    expect(isOfShop(new URL(HERE), ABOUT)).toBe(true);
    expect(isOfShop(new URL("https://second.example/x"), ABOUT)).toBe(false);
    expect(isOfShop(new URL("https://second.example/x"), there)).toBe(true);
    expect(isOfShop(new URL("https://second.example.org/x"), there)).toBe(false);
  });
});

describe("a pasted address of the shop", () => {
  it("is none of another text", async () => {
    expect(await sends("Look at this")).toBe(false);
    expect(await sends("https://elsewhere.example/")).toBe(false);
    expect([cards, texts]).toEqual([[], []]);
  });

  it("becomes the card of its product, as the message that the draft would have been", async () => {
    product = { ok: true, data: { product: { product: 1, name: "Apron", orderable: true }, ref: "signed" } };
    drafts.write(7, HERE);
    const letter = drafts.letter(7, HERE);
    expect(await sends(HERE)).toBe(true);
    expect(cards).toEqual([{ card: { kind: "product", ref: "signed", body: "Apron" }, clientId: letter }]);
    expect(drafts.has(7)).toBe(false);
  });

  it("becomes a link with the page's title", async () => {
    await sends(HERE);
    expect(cards[0]?.card).toEqual({ kind: "link", ref: HERE, body: "Terms of use" });
  });

  it.each([{ body: "<p>no title</p>" }, { body: "%PDF", type: "application/pdf" }, { status: 503 }])(
    "goes out as it was typed where no card can be made of it: %j",
    async (what) => {
      page = what;
      await sends(HERE);
      expect([cards, texts]).toEqual([[], [HERE]]);
    },
  );

  it.each([404, 410])("stays, with the reason, when there is no such page: %i", async (status) => {
    page = { status };
    await sends(HERE);
    expect([cards, texts]).toEqual([[], []]);
    expect(drafts.text(7)).toBe(HERE);
    expect(problems.get(7)).toBe("tool_link_no_page");
  });

  it("stays, with the reason, when its card is refused", async () => {
    answer = refusal("invalid_format", "This product is no longer sold.");
    await sends(HERE);
    expect(problems.get(7)).toBe("This product is no longer sold.");
    expect(drafts.text(7)).toBe(HERE);
  });

  it("is not sent twice when nobody knows whether it arrived", async () => {
    answer = refusal("timeout");
    await sends(HERE);
    expect([texts, problems.get(7)]).toEqual([[], "message:send: timeout"]);
    answer = { ok: true, data: {} as OperatorSentReply };
    await sends(HERE);
    expect(cards[0]?.clientId).toBe(cards[1]?.clientId);
    expect([drafts.has(7), problems.has(7)]).toEqual([false, false]);
  });

  it("is not the back office's: customers can't open that", async () => {
    const address = `${location.origin}/admin-7f3/index.php/sell/orders/3/view`;
    expect(await sends(address)).toBe(true);
    expect([cards, texts, drafts.text(7)]).toEqual([[], [], address]);
    expect(problems.get(7)).toBe("tool_link_office");
  });

  it("leaves alone what was written meanwhile", async () => {
    drafts.write(7, HERE);
    pasted(ABOUT, HERE);
    drafts.write(7, `${HERE} or rather`);
    await settle();
    await new Promise((resolve) => setTimeout(resolve));
    expect(cards).toHaveLength(1);
    expect(drafts.text(7)).toBe(`${HERE} or rather`);
  });

  it("is made once, however often Enter is pressed", async () => {
    drafts.write(7, HERE);
    expect([pasted(ABOUT, HERE), pasted(ABOUT, HERE)]).toEqual([true, true]);
    await settle();
    await new Promise((resolve) => setTimeout(resolve));
    expect(cards).toHaveLength(1);
  });
});
