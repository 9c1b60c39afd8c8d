/** Tabs of a page: the one clicked is shown, and its name kept in the address, for a reload and for links. */

const PREFIX = "#oc-";

/** Shows a tab's panel; false when there is no such tab. */
export function selectTab(frame: HTMLElement, name: string): boolean {
  const chosen = tabNamed(frame, name);
  if (!chosen) return false;
  for (const tab of frame.querySelectorAll<HTMLElement>("[role=tab]")) {
    const current = tab === chosen;
    tab.setAttribute("aria-selected", String(current));
    tab.tabIndex = current ? 0 : -1;
    const panel = panelOf(frame, tab);
    if (!panel) continue;
    const appears = current && panel.hidden;
    panel.hidden = !current;
    if (appears) tellShown(frame);
  }
  return true;
}

/** Lets the panel that is shown know. */
export function tellShown(frame: HTMLElement): void {
  frame.querySelector("[role=tabpanel]:not([hidden])")?.dispatchEvent(new Event("oc:shown"));
}

/** A tab was clicked: by the next reload it is still there. */
export function clickTab(frame: HTMLElement, tab: HTMLElement): void {
  const name = nameOf(tab);
  if (!panelOf(frame, tab)) return;
  // A panel that is shown may add to its address.
  if (tabOfAddress(location.hash) !== name) history.replaceState(history.state, "", PREFIX + name);
  selectTab(frame, name);
}

/** The tab that the address names, if it is one of ours. */
export function tabOfAddress(hash: string): string {
  return hash.startsWith(PREFIX) ? (hash.slice(PREFIX.length).split("?")[0] ?? "") : "";
}

/** What the address says after the tab's name: `#oc-NAME?QUERY`. */
export function queryOfAddress(hash: string): string {
  return hash.startsWith(PREFIX) && hash.includes("?") ? hash.slice(hash.indexOf("?") + 1) : "";
}

/** The address of a tab with a query. */
export function addressOf(name: string, query: string): string {
  return `${PREFIX}${name}${query ? `?${query}` : ""}`;
}

/** Arrow keys go from tab to tab. */
export function moveTabs(event: KeyboardEvent): void {
  const tab = event.target instanceof Element ? event.target.closest("[role=tab]") : null;
  const tabs = [...(tab?.parentElement?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])];
  const at = tabs.findIndex((one) => one === tab);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  tabs[(to + tabs.length) % tabs.length]?.focus();
}

function nameOf(tab: HTMLElement): string {
  return tab.id.replace("oc-tab-", "");
}

function tabNamed(frame: HTMLElement, name: string): HTMLElement | null {
  return [...frame.querySelectorAll<HTMLElement>("[role=tab]")].find((tab) => name && nameOf(tab) === name) ?? null;
}

function panelOf(frame: HTMLElement, tab: HTMLElement): HTMLElement | null {
  return [...frame.querySelectorAll<HTMLElement>("[role=tabpanel]")].find(({ id }) => id === tab.getAttribute("aria-controls")) ?? null;
}
