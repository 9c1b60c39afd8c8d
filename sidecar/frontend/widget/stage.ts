/** Where the panel stands: a corner of the page, or on phones the whole screen above the keyboard. */

export interface Stage {
  set(open: boolean): void;
  isModal(): boolean;
}

/** Whether the screen is a phone's; a media query, or whoever shows the widget knows. */
export type Phone = Pick<MediaQueryList, "matches" | "addEventListener">;

export const PHONE = "(max-width: 520px), (max-height: 430px)";

export function createStage(panel: HTMLElement, frame: HTMLElement, phone: Phone): Stage {
  let open = false;

  function update(): void {
    const modal = open && phone.matches;
    panel.setAttribute("role", phone.matches ? "dialog" : "region");
    if (modal) panel.setAttribute("aria-modal", "true");
    else panel.removeAttribute("aria-modal");
    frame.toggleAttribute("data-phone", phone.matches);
    fit();
  }

  /** The on-screen keyboard shrinks the visual viewport only: `position: fixed` doesn't notice. */
  function fit(): void {
    const view = globalThis.visualViewport;
    if (!open || !phone.matches || !view) return;
    frame.style.setProperty("--viewport-top", `${view.offsetTop}px`);
    frame.style.setProperty("--viewport-height", `${view.height}px`);
  }

  phone.addEventListener("change", update);
  globalThis.visualViewport?.addEventListener("resize", fit);
  globalThis.visualViewport?.addEventListener("scroll", fit);
  update();
  return {
    set(now) {
      open = now;
      update();
    },
    isModal: () => open && phone.matches,
  };
}
