// @vitest-environment jsdom
import { describe, expect, it } from "vitest";

import { createModule } from "../../shared/module";

const TOKEN_URL = "https://shop.example/admin/index.php?controller=X&ajax=1&action=token&token=abc";

function shop(answer: Partial<Response>): { get: typeof fetch; asked: { url: URL; body: URLSearchParams }[] } {
  const asked: { url: URL; body: URLSearchParams }[] = [];
  return {
    asked,
    get: (url, init) => {
      asked.push({ url: new URL(String(url)), body: init?.body as URLSearchParams });
      return Promise.resolve({ ok: true, status: 200, redirected: false, json: () => Promise.resolve(null), ...answer } as Response);
    },
  };
}

const json = (told: unknown) => ({ json: () => Promise.resolve(told) });

describe("asking the shop", () => {
  it("names the action, and keeps the rest of the address", async () => {
    const { get, asked } = shop(json({ products: [] }));
    const answer = await createModule(TOKEN_URL, get).ask("products", { q: "é & x", shop: 1 });
    expect(answer).toEqual({ ok: true, data: { products: [] } });
    expect(Object.fromEntries(asked[0]!.url.searchParams)).toEqual({
      controller: "X",
      ajax: "1",
      action: "products",
      token: "abc",
    });
    expect(Object.fromEntries(asked[0]!.body)).toEqual({ q: "é & x", shop: "1" });
  });

  it("says what is wrong, by field", async () => {
    const error = { code: "invalid_fields", message: "…", fields: { value: "value" } };
    const { get } = shop({ ok: false, status: 422, ...json({ error }) });
    expect(await createModule(TOKEN_URL, get).ask("voucher", {})).toEqual({
      ok: false,
      code: "invalid_fields",
      fields: { value: "value" },
    });
  });

  it("knows the login page, whatever its status", async () => {
    const page = { json: () => Promise.reject(new SyntaxError("<!doctype")) };
    for (const answer of [page, { ok: false, status: 403, ...page }, { redirected: true, ...json({ code: "x" }) }]) {
      const { get } = shop(answer);
      expect(await createModule(TOKEN_URL, get).ask("voucher", {})).toEqual({ ok: false, code: "signed_out", fields: {} });
    }
  });

  it("says when the shop does not answer", async () => {
    const gone: typeof fetch = () => Promise.reject(new TypeError("offline"));
    const { get: broken } = shop({ ok: false, status: 502, json: () => Promise.reject(new SyntaxError()) });
    for (const get of [gone, broken]) {
      expect(await createModule(TOKEN_URL, get).ask("voucher", {})).toEqual({ ok: false, code: "unreachable", fields: {} });
    }
  });
});
