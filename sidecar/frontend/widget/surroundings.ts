/** What happens to the page around the chat. */
import { onStored } from "../shared/storage";
import { PHONE } from "./stage";

export interface Surroundings {
  /** The page is seen again: shown, focused, or looked at by the loader. */
  seen(): void;
  /** Left for another page, maybe kept in the browser's back-forward cache. */
  left(): void;
  /** Back from that cache: as it was, maybe hours ago and left by somebody else. */
  returned(): void;
  /** The network is back. */
  online(): void;
  /** Another tab changed what this browser keeps; null: everything. */
  stored(key: string | null): void;
  /** The first gesture in this page, after which it may make sounds. */
  touched(): void;
}

export function watch(scope: string, host: Element, heard: Surroundings): void {
  const { body } = document;
  const duck = (): unknown => host.toggleAttribute("data-under", body.classList.contains("modal-open"));
  new MutationObserver(duck).observe(body, { attributeFilter: ["class"] });
  duck();
  const seen = (): void => {
    if (!document.hidden) heard.seen();
  };
  addEventListener("focus", seen);
  document.addEventListener("visibilitychange", seen);
  addEventListener("online", heard.online);
  addEventListener("pagehide", heard.left);
  addEventListener("pageshow", (event) => {
    if (event.persisted) heard.returned();
  });
  onStored(scope, heard.stored);
  for (const name of ["pointerdown", "keydown"] as const) {
    addEventListener(name, heard.touched, { capture: true, passive: true, once: true });
  }
}

/** On a phone the chat would lie over the page that the visitor has just chosen, maybe by a link in it. */
export function wouldCover(): boolean {
  const entry = performance.getEntriesByType("navigation")[0];
  const reloaded = entry instanceof PerformanceNavigationTiming && entry.type === "reload";
  return !reloaded && matchMedia(PHONE).matches;
}
