// @vitest-environment jsdom
import { expect, it, vi } from "vitest";

import { createOfficeLinks } from "../../recap/office-links";
import { settle } from "../fakes";

const TOKEN = "/admin/index.php?controller=AdminOnlinechatHistory&ajax=1&action=token&token=abc";

function shop(links: Record<string, unknown>): typeof fetch {
  return vi.fn(async () => new Response(JSON.stringify({ links })));
}

it("asks once, when something is to be linked", async () => {
  const get = shop({ customer: "https://shop.test/admin/customers/{id}/view?_token=t" });
  const links = createOfficeLinks(TOKEN, get);
  const changed = vi.fn();
  links.onChange(changed);
  expect(get).not.toHaveBeenCalled();
  expect(links.to("customer", 2)).toBeNull();
  expect(links.to("order", 3)).toBeNull();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
  expect(get).toHaveBeenCalledOnce();
  expect(vi.mocked(get).mock.calls[0]?.[0]).toContain("action=links");
  expect(links.to("customer", 2)).toBe("https://shop.test/admin/customers/2/view?_token=t");
  expect(links.to("order", 3)).toBeNull();
});

it("is content with none", async () => {
  const links = createOfficeLinks(TOKEN, async () => new Response("<html>", { status: 500 }));
  links.to("customer", 2);
  await settle();
  expect(links.to("customer", 2)).toBeNull();
  const odd = createOfficeLinks(TOKEN, shop({ customer: "javascript:alert({id})" }));
  odd.to("customer", 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(odd.to("customer", 2)).toBeNull();
});
