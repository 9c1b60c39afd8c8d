/** The back office's own fixed bars: what stays in sight on our pages stands below them. */

const BARS = "#header, #header_infos, .page-head, .header-toolbar";

/** Keeps `--oc-top` where the bars end. */
export function standBelowBars(frame: HTMLElement): void {
  function stand(): void {
    const fixed = [...document.querySelectorAll(BARS)].filter((bar) => getComputedStyle(bar).position === "fixed");
    const top = Math.max(0, ...fixed.map((bar) => bar.getBoundingClientRect().bottom));
    frame.style.setProperty("--oc-top", `${top}px`);
  }
  stand();
  addEventListener("resize", stand);
}
