/** Keyboard focus inside a modal part of the widget. */

const FOCUSABLE = "button, textarea, input, select, a[href], [tabindex='0']";

/** Tab goes round within `area` instead of out into the page behind it. */
export function keepFocusWithin(area: HTMLElement, event: KeyboardEvent): void {
  const stops = [...area.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => !element.closest("[hidden]") && !element.hasAttribute("disabled"),
  );
  const first = stops[0];
  const last = stops[stops.length - 1];
  const root = area.getRootNode() as ShadowRoot;
  const now = root.activeElement;
  if (!first || !last) return;
  if (event.shiftKey && (now === first || !area.contains(now) || now === area)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (now === last || !area.contains(now))) {
    event.preventDefault();
    first.focus();
  }
}
