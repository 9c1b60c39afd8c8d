/** The real widget beside the form. Its shell is fetched once per language; from then on nothing is asked. */
import { maybePart, part, show } from "../shared/dom";
import { createSpecimen, type Specimen, type SpecimenValues } from "../widget/specimen";

export interface Preview {
  /** What the form says now, in one language. */
  show(lang: string, settings: Readonly<Record<string, string>>): void;
  /** Follows the step that is being worked at. */
  turn(state: SpecimenValues["state"]): void;
  /** Without offline mode there is no form to show. */
  allowOffline(allowed: boolean): void;
  /** The saved settings changed: what was fetched shows the old ones. */
  forget(): void;
}

export function createPreview(region: HTMLElement, fetchShell: (path: string) => Promise<string | null>): Preview {
  const stage = part(region, "stage");
  const shells = new Map<string, Promise<string | null>>();
  let state: SpecimenValues["state"] = "online";
  let phone = false;
  let wanted: { lang: string; settings: Readonly<Record<string, string>> } | null = null;
  let specimen: Specimen | null = null;
  let standing = "";
  let frame = 0;

  async function build(lang: string): Promise<void> {
    let shell = shells.get(lang);
    if (!shell) shells.set(lang, (shell = fetchShell(`${region.dataset["shell"] ?? ""}&lang=${encodeURIComponent(lang)}`)));
    const html = await shell;
    if (html === null) shells.delete(lang);
    // Meanwhile another language was chosen, or somebody else asked for the same.
    if (shells.get(lang) !== shell || wanted?.lang !== lang || standing === lang) return;
    const failed = maybePart(region, "preview-failed");
    if (failed) show(failed, html === null);
    if (html === null) return;
    specimen?.destroy();
    const host = document.createElement("div");
    host.className = "oc-specimen";
    stage.replaceChildren(host);
    specimen = createSpecimen(host.attachShadow({ mode: "open" }), html);
    standing = lang;
    draw();
  }

  function draw(): void {
    if (frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (specimen && wanted) specimen.show({ state, phone, settings: wanted.settings });
      region.dataset["ready"] = "";
    });
  }

  function update(): void {
    for (const button of region.querySelectorAll<HTMLElement>("[data-state]")) {
      button.setAttribute("aria-pressed", String(button.dataset["state"] === state));
    }
    for (const button of region.querySelectorAll<HTMLElement>("button[data-width]")) {
      button.setAttribute("aria-pressed", String((button.dataset["width"] === "phone") === phone));
    }
    stage.dataset["width"] = phone ? "phone" : "desktop";
    draw();
  }

  region.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("button") : null;
    if (!button) return;
    if (button.dataset["state"]) state = button.dataset["state"] === "offline" ? "offline" : "online";
    if (button.dataset["width"]) phone = button.dataset["width"] === "phone";
    update();
  });

  return {
    show(lang, settings) {
      wanted = { lang, settings };
      if (standing === lang) draw();
      else void build(lang);
    },
    turn(now) {
      if (state === now) return;
      state = now;
      update();
    },
    allowOffline(allowed) {
      const button = region.querySelector<HTMLButtonElement>("[data-state=offline]");
      if (button) button.disabled = !allowed;
      if (!allowed) this.turn("online");
    },
    forget() {
      shells.clear();
      standing = "";
    },
  };
}
