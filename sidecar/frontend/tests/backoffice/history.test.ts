// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createHistory, type History } from "../../backoffice/history";

let frame: HTMLElement;
let page: History;
let sent: Record<string, string>[];
let ordered: [string, Record<string, string>][];

function field(name: string): HTMLInputElement {
  return frame.querySelector<HTMLInputElement>(`[name="${name}"]`) ?? document.createElement("input");
}
function fields(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}
/** The sidecar's answer to the last request. */
function arrives(html = "", deleted = false): void {
  const table = document.createElement("div");
  table.id = "oc-history";
  table.dataset["said"] = "2 rows shown.";
  if (deleted) table.dataset["deleted"] = "";
  table.append(document.createRange().createContextualFragment(html));
  frame.querySelector("#oc-history")?.replaceWith(table);
  page.attach(table);
}
function types(text: string): void {
  field("q").value = text;
  field("q").dispatchEvent(new Event("input", { bubbles: true }));
}
function chooses(name: string, value: string): void {
  field(name).value = value;
  field(name).dispatchEvent(new Event("change", { bubbles: true }));
}

beforeEach(() => {
  vi.useFakeTimers();
  frame = document.createElement("div");
  frame.append(
    document.createRange().createContextualFragment(`
      <form id="oc-history-form"><input type="hidden" name="sort" value="newest"><input name="q">
        <select name="operator"><option value=""></option><option value="2">Sara</option></select>
        <button type="button" data-part="reset" hidden></button><button type="button" data-part="delete-chosen" disabled></button>
        <span data-part="count-chosen" data-one="1 row selected" data-many="{count} rows selected"></span></form>
      <p data-part="history-said"></p><div id="oc-history"></div>
      <dialog id="oc-delete"></dialog>`),
  );
  document.body.replaceChildren(frame);
  history.replaceState(null, "", "/?token=x");
  // Pages of earlier tests hear of the window's events, too.
  const mine: typeof sent = (sent = []);
  ordered = [];
  frame.addEventListener("submit", (event) => {
    event.preventDefault();
    mine.push(fields(event.target as HTMLFormElement));
  });
  page = createHistory(frame, (kind, asked) => {
    ordered.push([kind, Object.fromEntries([...asked].map(([name, value]) => [name, String(value)]))]);
    return Promise.resolve(true);
  });
});
afterEach(() => {
  vi.useRealTimers();
});

it("searches when one pauses typing, and keeps what is asked in the address", () => {
  types("cr");
  types("crème");
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(400);
  expect(sent).toEqual([{ sort: "newest", q: "crème", operator: "" }]);
  arrives();
  expect(location.hash).toBe("#oc-conversations?q=cr%C3%A8me");
  expect(location.search).toBe("?token=x");
  expect(frame.querySelector("[data-part=history-said]")?.textContent).toBe("2 rows shown.");
});

it("makes one step back of a search, however many letters it has", () => {
  const before = history.length;
  for (const text of ["sho", "shoe", "shoes"]) {
    types(text);
    vi.advanceTimersByTime(400);
    arrives();
  }
  expect(history.length).toBe(before + 1);
  chooses("operator", "2");
  arrives();
  expect(history.length).toBe(before + 2);
  expect(location.hash).toBe("#oc-conversations?operator=2&q=shoes");
});

it("asks again for what an address says after back and forward, without another step", () => {
  chooses("operator", "2");
  arrives();
  const before = history.length;
  history.replaceState(null, "", "#oc-conversations?q=hat&sort=name");
  dispatchEvent(new PopStateEvent("popstate"));
  expect(sent.at(-1)).toEqual({ sort: "name", q: "hat", operator: "" });
  arrives();
  expect(history.length).toBe(before);
  history.replaceState(null, "", "#oc-offline");
  dispatchEvent(new PopStateEvent("popstate"));
  expect(sent.length).toBe(2);
});

it("begins with what the address asks for", () => {
  expect(page.first()).toBeNull();
  history.replaceState(null, "", "#oc-offline?q=x");
  expect(page.first()).toBeNull();
  history.replaceState(null, "", `#oc-conversations?q=${"x".repeat(10_000)}&operator=2`);
  expect(page.first()?.["q"]?.length).toBe(200);
});

it("forgets everything at reset", () => {
  types("shoes");
  vi.advanceTimersByTime(400);
  arrives();
  const reset = frame.querySelector<HTMLElement>("[data-part=reset]");
  expect(reset?.hidden).toBe(false);
  reset?.click();
  expect(sent.at(-1)).toEqual({ sort: "newest", q: "", operator: "" });
  arrives();
  expect(location.hash).toBe("#oc-conversations");
  expect(reset?.hidden).toBe(true);
});

it("sorts by a column's button", () => {
  arrives(`<button data-sort="name"></button>`);
  frame.querySelector<HTMLElement>("[data-sort]")?.click();
  expect(sent.at(-1)?.["sort"]).toBe("name");
});

it("counts the rows that are chosen, and only then lets them be deleted", () => {
  arrives(`<div id="oc-chosen"><input type="checkbox" data-part="choose-all"><input type="checkbox" name="person" value="1">
    <input type="checkbox" name="person" value="2"></div>`);
  const [all, one, two] = [...frame.querySelectorAll<HTMLInputElement>("#oc-chosen input")];
  const button = frame.querySelector<HTMLButtonElement>("[data-part=delete-chosen]");
  const told = frame.querySelector("[data-part=count-chosen]");
  one?.click();
  expect([button?.disabled, told?.textContent, all?.indeterminate]).toEqual([false, "1 row selected", true]);
  all?.click();
  expect([one?.checked, two?.checked, told?.textContent]).toEqual([true, true, "2 rows selected"]);
  all?.click();
  expect([button?.disabled, told?.textContent, all?.indeterminate]).toEqual([true, "", false]);
  one?.click();
  arrives();
  expect([button?.disabled, told?.textContent]).toEqual([true, ""]);
});

it("orders a file of what is asked for", async () => {
  arrives(`<button data-export="csv"></button>`);
  field("q").value = "shoes";
  const button = frame.querySelector<HTMLButtonElement>("[data-export]");
  button?.click();
  expect(button?.disabled).toBe(true);
  await vi.runAllTimersAsync();
  expect(ordered).toEqual([["csv", { sort: "newest", q: "shoes", operator: "" }]]);
  expect(button?.disabled).toBe(false);
});
