/**
 * Fits the desk into a page that isn't ours: under PrestaShop's modals, above a bar that is fixed at the bottom (the
 * product page's Save), and within what the phone's keyboard leaves.
 */

import { setAttr } from "../shared/dom";

const MODALS = ".modal.show, .modal.in, .modal-backdrop, .fancybox-overlay, .bootstrap .modal.in";
const HIGHEST_BAR = 160;
const LOOK_EVERY = 1_000;

export function settle(host: HTMLElement, desk: HTMLElement, recap: HTMLElement): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const { documentElement, body } = document;

  function look(): void {
    const modal = body.classList.contains("modal-open") || body.querySelector(MODALS) !== null;
    setAttr(host, "data-under", modal);
    // Under a modal the page can't be probed: the backdrop is all there is.
    if (!modal && document.visibilityState === "visible") set("--oc-lift", barHeight(host, recap));
  }

  function set(name: string, pixels: number): void {
    const value = `${Math.round(pixels)}px`;
    if (desk.style.getPropertyValue(name) !== value) desk.style.setProperty(name, value);
  }

  function keyboard(): void {
    const { visualViewport } = window;
    if (!visualViewport) return;
    set("--oc-height", visualViewport.height);
    set("--oc-top", visualViewport.offsetTop);
  }

  const observer = new MutationObserver(look);
  observer.observe(body, { attributes: true, attributeFilter: ["class"], childList: true });
  const sizes = new ResizeObserver(() => {
    set("--oc-recap", recap.offsetHeight);
    look();
  });
  sizes.observe(recap);
  sizes.observe(documentElement);
  addEventListener("scroll", look, { passive: true, signal });
  window.visualViewport?.addEventListener("resize", keyboard, { signal });
  window.visualViewport?.addEventListener("scroll", keyboard, { signal });
  // Pages build their bars late, and move them without telling anybody.
  const timer = setInterval(look, LOOK_EVERY);
  keyboard();
  look();

  return () => {
    controller.abort();
    observer.disconnect();
    sizes.disconnect();
    clearInterval(timer);
  };
}

/** The height of a bar fixed at the lower end of the page where the recap stands; 0 when there is none. */
export function barHeight(host: HTMLElement, recap: HTMLElement): number {
  const { innerHeight } = window;
  const place = recap.getBoundingClientRect();
  let height = 0;
  for (const x of [place.left + 8, (place.left + place.right) / 2, place.right - 8]) {
    for (const element of document.elementsFromPoint(x, innerHeight - 4)) {
      if (element === host || host.contains(element)) continue;
      const bar = fixedBar(element);
      if (bar) height = Math.max(height, innerHeight - bar.getBoundingClientRect().top);
    }
  }
  return height <= HIGHEST_BAR ? height : 0;
}

/** The fixed bar around an element, when it has something to press; the recap may cover anything else. */
function fixedBar(element: Element): Element | null {
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement) {
    const { position } = getComputedStyle(at);
    if (position !== "fixed" && position !== "sticky") continue;
    const { top, bottom } = at.getBoundingClientRect();
    const low = bottom >= innerHeight - 2 && innerHeight - top <= HIGHEST_BAR;
    return low && at.querySelector("button, input, a[href]") ? at : null;
  }
  return null;
}
