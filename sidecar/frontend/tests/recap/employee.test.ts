import { describe, expect, it } from "vitest";

import { createTokens } from "../../backoffice/tokens";
import { fetchToken, may, readToken } from "../../shared/employee";
import { fakeClock } from "../fakes";

const answering =
  (answer: Partial<Response>): typeof fetch =>
  () =>
    Promise.resolve({ ok: true, status: 200, redirected: false, json: () => Promise.resolve(null), ...answer } as Response);

function tokenOf(claims: object): string {
  const part = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(claims))));
  return `x.${part.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}.y`;
}

describe("asking the back office who is looking", () => {
  it("takes a token", async () => {
    const json = (): Promise<unknown> => Promise.resolve({ token: "t", expiresAt: "…", url: "/oc/" });
    expect(await fetchToken("/admin", answering({ json }))).toEqual({ ok: true, token: "t" });
  });

  it("knows the login page, whatever its status", async () => {
    const page = (): Promise<unknown> => Promise.reject(new SyntaxError("<!doctype"));
    const out = { ok: false, code: "signed_out" };
    expect(await fetchToken("/admin", answering({ json: page }))).toEqual(out);
    expect(await fetchToken("/admin", answering({ redirected: true }))).toEqual(out);
    expect(await fetchToken("/admin", answering({ ok: false, status: 403 }))).toEqual(out);
    expect(await fetchToken("/admin", answering({ json: () => Promise.resolve({ token: 7 }) }))).toEqual(out);
  });

  it("tries again after a failure of the network or the server", async () => {
    const off = (): Promise<Response> => Promise.reject(new TypeError("offline"));
    expect(await fetchToken("/admin", off)).toEqual({ ok: false, code: "unreachable" });
    expect(await fetchToken("/admin", answering({ ok: false, status: 503 }))).toEqual({ ok: false, code: "unreachable" });
  });
});

describe("a token", () => {
  it("says who, and what they may", () => {
    const claims = { sub: "employee:3", name: "Zoé", rights: { history: "view,edit", configuration: "" } };
    const employee = readToken(tokenOf(claims)) ?? expect.fail("not read");
    expect([employee.id, employee.name]).toEqual(["3", "Zoé"]);
    expect([may(employee, "history", "view"), may(employee, "history", "delete"), may(employee, "configuration", "view")]).toEqual([true, false, false]);
  });

  it("that is none says nothing", () => {
    for (const text of ["", "a.b", "a.!!.c", tokenOf({}), tokenOf([1])]) expect(readToken(text)).toBeNull();
  });
});

it("tokens for pages are asked for shortly before they end, once for whoever waits", async () => {
  const clock = fakeClock();
  let asked = 0;
  const tokens = createTokens(() => {
    asked += 1;
    return Promise.resolve({ ok: true, token: tokenOf({ exp: clock.now() / 1000 + 600 }) });
  }, clock);
  await Promise.all([tokens.get(), tokens.get()]);
  await clock.pass(560_000);
  await tokens.get();
  expect(asked).toBe(1);
  await clock.pass(20_000);
  await tokens.get();
  expect(asked).toBe(2);
  tokens.drop();
  await tokens.get();
  expect(asked).toBe(3);
});
