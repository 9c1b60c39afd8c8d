// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { clickTab, selectTab, tabOfAddress } from "../../backoffice/tabs";

let frame: HTMLElement;

function tab(name: string): HTMLElement {
  return frame.querySelector<HTMLElement>(`#oc-tab-${name}`) ?? frame;
}
function panels(): string[] {
  return [...frame.querySelectorAll<HTMLElement>("[role=tabpanel]:not([hidden])")].map(({ id }) => id);
}

beforeEach(() => {
  frame = document.createElement("div");
  frame.append(
    document.createRange().createContextualFragment(`
      <div role="tablist"><button role="tab" id="oc-tab-help" aria-controls="oc-panel-help" aria-selected="true"></button>
        <button role="tab" id="oc-tab-faq" aria-controls="oc-panel-faq" aria-selected="false" tabindex="-1"></button></div>
      <div role="tabpanel" id="oc-panel-help"></div><div role="tabpanel" id="oc-panel-faq" hidden></div>`),
  );
  history.replaceState(null, "", "/?token=x");
});

it("shows the panel of the tab that is clicked, and keeps its name in the address", () => {
  clickTab(frame, tab("faq"));
  expect(panels()).toEqual(["oc-panel-faq"]);
  expect(tab("faq").getAttribute("aria-selected")).toBe("true");
  expect([tab("help").tabIndex, tab("faq").tabIndex]).toEqual([-1, 0]);
  expect(tabOfAddress(location.hash)).toBe("faq");
  expect(location.search).toBe("?token=x");
});

it("tells a panel each time it appears, and only then", () => {
  let shown = 0;
  frame.querySelector("#oc-panel-faq")?.addEventListener("oc:shown", () => (shown += 1));
  selectTab(frame, "faq");
  selectTab(frame, "faq");
  expect(shown).toBe(1);
});

it("leaves everything as it is for an address that names no tab", () => {
  for (const hash of ["", "#", "#oc-", "#oc-nothing", "#help", '#oc-"]']) {
    expect(selectTab(frame, tabOfAddress(hash))).toBe(false);
  }
  expect(panels()).toEqual(["oc-panel-help"]);
});
