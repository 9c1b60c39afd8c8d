import { describe, expect, it } from "vitest";
import { asked, check, isEmail, letterOf } from "../widget/form";

const fields = asked("firstname lastname email* phone message* ");
const filled = { email: "zoe@example.com", message: "Hello" };

describe("an e-mail address", () => {
  // The same as for the sidecar's rule (tests/contract/test_email.py).
  it.each(["pub@prestashop.com", "a.b+c@Shop.Example", "o'neil@example.co.uk", "service@épicerie.fr"])(
    "may be %s",
    (text) => expect(isEmail(text)).toBe(true),
  );

  it.each([
    "",
    "a@b",
    "@example.com",
    "a@",
    '"<script>"@x.y',
    '"a b"@example.com',
    "a@b@example.com ",
    "a..b@example.com",
    ".a@example.com",
    "a@example..com",
    "a@-example.com",
    "a@127.0.0.1",
    "a@[127.0.0.1]",
    "a@example.com\nBcc: b@example.com",
    "a\r\n@example.com",
    "a@example.com\0",
    "é@example.com",
    "a,b@example.com",
    "a@example.com,b@example.com",
    "<a@example.com>",
    "a@exa mple.com",
    "a@épicerie.fr/x",
    "a@épicerie.fr:25",
    `${"a".repeat(65)}@example.com`,
    `a@${"b".repeat(64)}.com`,
    `a@${"b.".repeat(125)}com`,
  ])("may not be %j", (text) => expect(isEmail(text)).toBe(false));
});

describe("what is wrong in a form", () => {
  it("is nothing when all that is required is there", () => {
    expect([...fields]).toEqual([
      ["firstname", false],
      ["lastname", false],
      ["email", true],
      ["phone", false],
      ["message", true],
    ]);
    expect(check(fields, filled)).toEqual({});
  });

  it.each([
    [{}, { email: "required", message: "required" }],
    [{ ...filled, message: " \n\u200b" }, { message: "required" }],
    [{ ...filled, email: "a@b" }, { email: "email" }],
    [{ ...filled, phone: "call me" }, { phone: "phone" }],
    [{ ...filled, phone: "12" }, { phone: "phone" }],
    [{ ...filled, phone: "+33 (0)1.23-45/67" }, {}],
    [{ ...filled, firstname: "x".repeat(256) }, { firstname: "too_long" }],
    [{ ...filled, firstname: "é".repeat(255) }, {}],
    [{ ...filled, firstname: "😀".repeat(255) }, {}],
    [{ ...filled, lastname: "a\nBcc: b@example.com" }, { lastname: "line" }],
    [{ ...filled, lastname: "a\u2028b" }, { lastname: "line" }],
    [{ ...filled, lastname: "a\tb" }, { lastname: "line" }],
    [{ ...filled, message: "a\nb" }, {}],
    [{ ...filled, message: "x".repeat(4001) }, { message: "too_long" }],
    [{ ...filled, message: "x".repeat(4000) }, {}],
    [{ ...filled, website: "https://spam.example", contact: "7" }, {}],
  ])("%#", (typed, wrong) => expect(check(fields, typed as Record<string, string>)).toEqual(wrong));

  it("is a consent that is missing where the shop asks for one", () => {
    const asks = new Map([...fields, ["consent", true] as const]);
    expect(check(asks, filled)).toEqual({ consent: "consent" });
    expect(check(asks, { ...filled, consent: "1" })).toEqual({});
  });
});

describe("what is sent", () => {
  it("is tidy, with the choices that were made as numbers", () => {
    const page = { url: "https://shop.example/en/", title: "Home", referrer: "https://search.example/" };
    const typed = { firstname: " Zoë ", message: "a\r\nb\n", contact: "2", order: "", consent: "1", website: "" };
    expect(letterOf("01J", typed, page)).toEqual({
      clientId: "01J",
      values: { firstname: "Zoë", lastname: "", email: "", phone: "", message: "a\nb", website: "" },
      contact: 2,
      page: { url: "https://shop.example/en/", title: "Home" },
      consent: true,
    });
  });
});
