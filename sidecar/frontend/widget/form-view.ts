/** The form's elements: asks what the merchant wants to know, shows what is wrong and what becomes of it. */
import { listen, part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { PlacedOrder } from "../shared/protocol";
import { asked, check, type Typed, type Wrong } from "./form";

/** `kept` and `limit`: sent later by itself. `failed`: to be sent again by hand. */
export type Outcome = "sending" | "kept" | "limit" | "failed" | "sent";

/** Back to the chat: somebody could answer now, or the visitor waits on. */
export type Offer = "chat" | "wait";

export interface FormModel {
  readonly outcome: Outcome | null;
  /** What the sidecar found wrong. */
  readonly wrong: Wrong;
  /** What it may be about, of a signed-in customer. */
  readonly orders: readonly PlacedOrder[];
  readonly offer: Offer | null;
}

export interface FormEvents {
  /** Everything is as the merchant wants it. */
  leave(typed: Typed): void;
  filled(typed: Typed): void;
  chat(): void;
  another(): void;
}

export interface FormView {
  readonly element: HTMLElement;
  render(model: FormModel): void;
  typed(): Typed;
  /** Puts values into the controls; those that are not named stay as they are. */
  fill(typed: Typed): void;
  focus(): void;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function createForm(shell: Shell, lang: string, events: FormEvents): FormView {
  const element = shell.clone("offline");
  const form = part<HTMLFormElement>(element, "form");
  const submit = part(element, "submit");
  const another = part(element, "another");
  const outcome = part(element, "outcome");
  const about = part(element, "about");
  const sendWord = submit.textContent ?? "";
  const controls = [...form.querySelectorAll<Control>("[name]")];
  const control = (name: string): Control | undefined => controls.find((one) => one.name === name);
  const fields = new Map(asked(shell.setting("fields")));
  if (control("consent")) fields.set("consent", true);
  let shown: FormModel | null = null;
  let wrong: Wrong = {};
  /** Orders may come after what was chosen among them. */
  const wanted: Record<string, string> = {};

  setText(part(element, "offline-welcome"), shell.setting("offlineWelcome"));
  for (const one of controls) setAttr(one, "required", fields.get(one.name) ?? false);
  arrange();

  /** Shows what is asked, and choices where there is something to choose from. */
  function arrange(): void {
    for (const one of controls) {
      const line = one.closest<HTMLElement>("[data-field]");
      if (line) show(line, one instanceof HTMLSelectElement ? one.length > 1 : fields.has(one.name));
    }
    setText(about, (control("contact") as HTMLSelectElement).selectedOptions[0]?.title ?? "");
  }

  function choose(name: string, choices: readonly [number, string][]): void {
    const select = control(name) as HTMLSelectElement;
    select.length = 1;
    for (const [id, text] of choices) select.add(new Option(text, String(id)));
    select.value = wanted[name] ?? "";
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }

  function offerOrders(): void {
    const orders = shown?.orders ?? [];
    const day = (date: string): string => new Date(`${date}T12:00`).toLocaleDateString(lang || undefined);
    choose("order", orders.map(({ id, reference, placedAt }) => [id, `${reference} · ${day(placedAt)}`]));
    const order = orders.find(({ id }) => String(id) === control("order")?.value);
    choose("product", (order?.products ?? []).map(({ id, name }) => [id, name]));
    arrange();
  }

  const valueOf = (one: Control): string => {
    if (one.type === "checkbox") return (one as HTMLInputElement).checked ? "1" : "";
    return one.value || (one.closest("[hidden]") ? (wanted[one.name] ?? "") : "");
  };
  const typed = (): Typed => Object.fromEntries(controls.map((one) => [one.name, valueOf(one)]));

  function complain(codes: Wrong): void {
    wrong = codes;
    for (const one of controls) {
      const code = wrong[one.name];
      const text = code ? shell.text(`offline_${code}`) || shell.text("offline_choice") : "";
      const error = element.querySelector(`#oc-${one.name}-error`);
      if (error) setText(error, text);
      setAttr(one, "aria-invalid", text ? "true" : null);
    }
  }

  const isSeen = (one: Control): boolean => one.offsetParent !== null;

  function focus(): void {
    const seen = controls.filter(isSeen);
    (form.hidden ? another : (seen.find((one) => wrong[one.name]) ?? seen[0]))?.focus();
  }

  listen(form, "submit", (event) => {
    event.preventDefault();
    if (shown?.outcome === "sending") return;
    complain(check(fields, typed()));
    if (Object.keys(wrong).length > 0) focus();
    else events.leave(typed());
  });
  listen(form, "input", (event) => {
    const one = event.target as Control;
    wanted[one.name] = valueOf(one);
    if (one.name === "order") offerOrders();
    arrange();
    // A mistake that was pointed out goes as soon as it is mended; new ones are pointed out when it is sent.
    if (wrong[one.name]) complain({ ...wrong, [one.name]: check(fields, typed())[one.name] ?? "" });
    events.filled(typed());
  });
  listen(part(element, "chat"), "click", () => events.chat());
  listen(another, "click", () => events.another());

  return {
    element,
    typed,
    focus,
    fill(values) {
      Object.assign(wanted, values);
      for (const one of controls) {
        const value = values[one.name];
        if (value === undefined) continue;
        if (one instanceof HTMLInputElement && one.type === "checkbox") one.checked = value !== "";
        else one.value = value;
      }
      offerOrders();
    },
    render(model) {
      const before = shown;
      shown = model;
      const { outcome: now } = model;
      const isSent = now === "sent";
      const locked = now === "sending" || now === "kept" || now === "limit";
      const hadFocus = element.contains((element.getRootNode() as ShadowRoot).activeElement);
      for (const one of controls) setAttr(one, one.matches("select, [type=checkbox]") ? "disabled" : "readonly", locked);
      setAttr(submit, "aria-disabled", now === "sending" ? "true" : null);
      setText(submit, now === "sending" ? shell.text("offline_sending") : sendWord);
      show(part(element, "offline-welcome"), !isSent);
      show(form, !isSent);
      show(another, isSent);
      show(part(element, "offer"), model.offer !== null);
      if (model.offer) {
        setText(part(element, "offer-text"), shell.text(`offer_${model.offer}`));
        setText(part(element, "chat"), shell.text(`offer_${model.offer}_now`));
      }
      setAttr(outcome, "data-kind", now);
      if (model.orders !== before?.orders) offerOrders();
      const complains = model.wrong !== before?.wrong && Object.keys(model.wrong).length > 0;
      if (model.wrong !== before?.wrong) complain(model.wrong);
      // What is wrong with a field that this page doesn't show can't be mended here.
      const helpless = complains && !controls.some((one) => wrong[one.name] && isSeen(one));
      const said = helpless ? "failed" : now;
      const words = said && said !== "sending" ? shell.text(`offline_${said}`) : "";
      if (outcome.textContent !== words) {
        outcome.textContent = words;
        // Below the button, and maybe below the edge.
        if (words) outcome.scrollIntoView({ block: "nearest" });
      }
      if (hadFocus && before && (complains || isSent !== (before.outcome === "sent"))) focus();
    },
  };
}
