/** The form of the Configuration page: follows what is typed, keeps it over answers, says what isn't saved. */
import { maybePart, setText, shellOf, show, type Shell } from "../shared/dom";
import { differing, entriesOf, isText, put, type Entries } from "./changes";
import { showCount } from "./counts";
import { normal, tooLow } from "./hex";
import { createHours, inTimetable, type Hours } from "./hours";
import { createPreview, type Preview } from "./preview";
import { shown } from "./shown";

export interface Settings {
  /** The page was filled, or the form came back. */
  attach(): void;
  /** The form is on its way: what is typed from now on isn't in the answer. */
  sent(): void;
  /** Whether something would be lost. */
  unsaved(): boolean;
  /** Opens a closed panel and goes there. */
  open(fold: string): void;
}

export interface Surroundings {
  fetchShell(path: string): Promise<string | null>;
  /** Of whoever is looking: an example for `{firstname}`. */
  firstname(): string;
  lang: string;
}

const PAIRS: Readonly<Record<string, readonly [string, string]>> = {
  header: ["header_background", "header_color"],
  operator: ["operator_background", "operator_color"],
  customer: ["customer_background", "customer_color"],
  offline_header: ["offline_header_background", "offline_header_color"],
};

export function createSettings(frame: HTMLElement, around: Surroundings): Settings {
  const decimal = new Intl.NumberFormat(Intl.NumberFormat.supportedLocalesOf([around.lang])[0], {
    minimumFractionDigits: 1,
  });
  /** The last colour of each field that was one: the preview doesn't flicker while one is typed. */
  const colours = new Map<string, string>();
  let form: HTMLFormElement | null = null;
  let texts: Shell;
  let preview: Preview | null = null;
  let timetable: HTMLElement | null = null;
  let hours: Hours | null = null;
  let saved: Entries = new Map();
  let posted: Entries | null = null;
  let lang = "";

  function attach(): void {
    const found = frame.querySelector<HTMLFormElement>("#oc-settings");
    if (!found || found === form) return;
    const before = form ? entriesOf(form) : null;
    const first = form === null;
    const opened = [...(form?.querySelectorAll<HTMLElement>("details[open]") ?? [])].map((fold) => fold.dataset["fold"]);
    form = found;
    for (const fold of form.querySelectorAll("details")) fold.open ||= opened.includes(fold.dataset["fold"]);
    texts = shellOf(form);
    const accepted = "saved" in form.dataset;
    if (first || accepted) saved = entriesOf(form);
    if (before && posted) {
      const names = kept(differing(posted, before), before, accepted);
      const lines = names.some(inTimetable) ? timetable : null;
      if (lines) maybePart(form, "timetable")?.replaceWith(lines);
      put(form, names, before);
    }
    posted = null;
    timetable = maybePart(form, "timetable");
    hours = timetable && createHours(timetable, texts);
    const region = maybePart(frame, "preview");
    if (region) preview ??= createPreview(region, around.fetchShell);
    if (accepted) preview?.forget();
    speak(lang || frame.querySelector<HTMLSelectElement>("[data-part=language]")?.value || fallback());
    const wrong = firstError();
    if (wrong) reveal(wrong);
    update();
    if (wrong) wrong.focus();
    else if (!first) form.querySelector<HTMLElement>("#oc-save")?.focus();
  }

  /** What was typed since the form was sent; and the password, which no answer contains, while it isn't saved. */
  function kept(names: string[], before: Entries, accepted: boolean): string[] {
    return !accepted && before.get("mail_password") ? [...names, "mail_password"] : names;
  }

  function fallback(): string {
    return form?.dataset["defaultLanguage"] ?? "";
  }

  function text(name: string): string {
    const control = form?.elements.namedItem(name);
    return isText(control) ? control.value : "";
  }

  function on(name: string): boolean {
    const control = form?.elements.namedItem(name);
    return control instanceof HTMLInputElement && control.checked;
  }

  function firstError(): HTMLElement | null {
    return form?.querySelector<HTMLElement>("[aria-invalid=true]") ?? null;
  }

  /** Whatever hides a field gives way. */
  function reveal(field: HTMLElement): void {
    const language = field.closest<HTMLElement>("[data-lang]")?.dataset["lang"];
    if (language && language !== lang && !form?.querySelector(`[data-lang="${lang}"] [aria-invalid=true]`)) speak(language);
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }

  /** Shows one language in all texts and in the preview. */
  function speak(language: string): void {
    lang = language;
    for (const one of frame.querySelectorAll<HTMLElement>(".oc-language")) show(one, one.dataset["lang"] === lang);
    for (const one of frame.querySelectorAll<HTMLElement>("[data-elsewhere]")) show(one, one.dataset["elsewhere"] !== lang);
    for (const choice of frame.querySelectorAll<HTMLSelectElement>("[data-part=language]")) {
      choice.value = lang;
      // A field shows its own code; only the preview's changes.
      const label = choice.closest(".oc-preview") ? choice.previousElementSibling : null;
      if (label) setText(label, lang);
    }
  }

  function update(): void {
    if (!form) return;
    const offline = on("offline_mode");
    const step = form.querySelector<HTMLElement>("[data-step=offline]");
    if (step) show(step, offline || step.querySelector("[aria-invalid=true]") !== null);
    preview?.allowOffline(offline);
    toggle("timetable", on("hours_on"));
    hours?.update();
    toggle("mail-server", on("mail_own"));
    toggle("sender-warning", text("sender") === "customer");
    for (const box of form.querySelectorAll<HTMLElement>("[data-colour]")) updateColour(box);
    for (const one of form.querySelectorAll<HTMLElement>("[data-contrast]")) updateContrast(one);
    for (const count of form.querySelectorAll<HTMLElement>("[data-count]")) updateCount(count);
    const changed = unsaved();
    toggle("unsaved", changed);
    toggle("last-change", !changed);
    toggle("just-saved", !changed);
    frame.querySelector("#oc-tab-configuration")?.toggleAttribute("data-unsaved", changed);
    preview?.show(lang, shown({ text: (name) => colours.get(name) ?? text(name), on }, lang, fallback(), around.firstname()));
  }

  function toggle(name: string, visible: boolean): void {
    const element = form ? maybePart(form, name) : null;
    if (element) show(element, visible);
  }

  function updateColour(box: HTMLElement): void {
    const name = box.dataset["colour"] ?? "";
    const typed = normal(text(name));
    if (typed) colours.set(name, typed);
    const [colour, picker] = [colours.get(name), box.querySelector<HTMLInputElement>(".oc-picker")];
    if (colour && picker && picker.value !== colour) picker.value = colour;
  }

  function updateContrast(line: HTMLElement): void {
    const [background, colour] = PAIRS[line.dataset["contrast"] ?? ""] ?? ["", ""];
    const ratio = tooLow(text(background), text(colour));
    show(line, ratio !== null);
    setText(line, ratio === null ? "" : texts.text("contrast", { ratio: decimal.format(ratio) }));
  }

  /** Only when it gets tight. */
  function updateCount(line: HTMLElement): void {
    showCount(line, text(line.dataset["count"] ?? ""), texts.text("count"));
  }

  /** What the server said of a field no longer counts once it is changed; a colour is judged at once. */
  function judge(control: HTMLElement, name: string): void {
    const place = [...(form?.querySelectorAll<HTMLElement>("[data-error]") ?? [])].find((one) => one.dataset["error"] === name);
    const row = control.closest<HTMLElement>(".has-error, .oc-row");
    if (!place || !row) return;
    const bad = control.closest("[data-colour]") !== null && normal(text(name)) === null;
    show(place, bad);
    setText(place, bad ? texts.text("colour_invalid") : "");
    row.classList.toggle("has-error", bad);
    if (bad) {
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", place.id);
    } else control.removeAttribute("aria-invalid");
  }

  function couple(name: string): void {
    const [, field, kind] = /^(\w+)_(asked|required)$/.exec(name) ?? [];
    if (!form || !field) return;
    if (kind === "required" && on(name)) put(form, [`${field}_asked`], new Map([[`${field}_asked`, "on"]]));
    if (kind === "asked" && !on(name)) put(form, [`${field}_required`], new Map());
  }

  frame.addEventListener("input", ({ target }) => {
    if (!isText(target)) return;
    if (target.dataset["part"] === "language") speak(target.value);
    const colour = target.classList.contains("oc-picker") ? target.previousElementSibling : null;
    if (isText(colour)) colour.value = target.value;
    const control = isText(colour) ? colour : target;
    if (!form || (control.form !== form && target.dataset["part"] !== "language")) return;
    if (control.name) judge(control, control.name);
    couple(control.name);
    if (control.name === "hours_on" && on("hours_on")) hours?.propose();
    update();
  });
  frame.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("button[data-part]") : null;
    if (button && hours?.press(button)) return update();
    if (button?.dataset["part"] !== "speak") return;
    speak(button.dataset["language"] ?? "");
    button.closest(".oc-texts")?.querySelector<HTMLElement>(`[data-lang="${lang}"] .form-control`)?.focus();
    update();
  });
  frame.addEventListener("focusin", ({ target }) => {
    const step = target instanceof Element ? target.closest<HTMLElement>("[data-step]")?.dataset["step"] : "";
    if (step === "online" || (step === "offline" && on("offline_mode"))) preview?.turn(step);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (!form || !(event.target instanceof Node) || !form.contains(event.target)) return;
    event.preventDefault();
    form.querySelector<HTMLButtonElement>("#oc-save:not([disabled])")?.click();
  });

  function unsaved(): boolean {
    return form !== null && differing(saved, entriesOf(form)).length > 0;
  }

  return {
    attach,
    unsaved,
    sent() {
      posted = form ? entriesOf(form) : null;
    },
    open(name) {
      const fold = form?.querySelector<HTMLDetailsElement>(`details[data-fold="${name}"]`);
      if (!fold) return;
      fold.open = true;
      fold.scrollIntoView({ block: "center" });
      fold.querySelector("summary")?.focus();
    },
  };
}
