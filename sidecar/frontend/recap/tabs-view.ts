/** The recap's tabs: the two shelves, and the team for whoever supervises. */

import { part, setAttr, setText, show } from "../shared/dom";
import type { Shelf } from "./kept";

export interface TabsModel {
  readonly shelf: Shelf;
  readonly supervises: boolean;
  readonly unread: number;
  /** `Ongoing conversations, 2 unread`. */
  named(name: string): string;
}

const SHELVES: readonly Shelf[] = ["ongoing", "finished", "team"];

export function createTabBar(root: HTMLElement, choose: (shelf: Shelf) => void): (model: TabsModel) => void {
  const tabOf = (shelf: Shelf): HTMLElement => part(root, `tab-${shelf}`);

  function wanted(from: Shelf, key: string): Shelf | undefined {
    const there = SHELVES.filter((shelf) => !tabOf(shelf).hidden);
    const at = there.indexOf(from);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (key === "Home") return there[0];
    if (key === "End") return there[there.length - 1];
    if (!step) return undefined;
    const way = getComputedStyle(root).direction === "rtl" ? -step : step;
    return there[(at + way + there.length) % there.length];
  }

  for (const shelf of SHELVES) {
    const tab = tabOf(shelf);
    tab.addEventListener("click", () => choose(shelf));
    tab.addEventListener("keydown", (event) => {
      const next = wanted(shelf, event.key);
      if (!next) return;
      event.preventDefault();
      choose(next);
      tabOf(next).focus();
    });
  }

  return ({ shelf, supervises, unread, named }) => {
    show(tabOf("team"), supervises);
    for (const one of SHELVES) {
      setAttr(tabOf(one), "aria-selected", String(one === shelf));
      setAttr(tabOf(one), "tabindex", one === shelf ? null : "-1");
    }
    const ongoing = tabOf("ongoing");
    setAttr(ongoing, "aria-label", named(ongoing.dataset["name"] ?? ""));
    const count = part(root, "ongoing-count");
    show(count, unread > 0);
    setText(count, String(unread));
    setAttr(part(root, "panel"), "aria-labelledby", `oc-tab-${shelf}`);
  };
}
