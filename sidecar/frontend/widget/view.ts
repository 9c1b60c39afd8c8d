/** The widget's elements: shows a model, reports what the visitor does. */
import { createAnnouncer } from "../shared/announcer";
import { listen, part, setAttr, setText, show, type Shell } from "../shared/dom";
import { createLog } from "../shared/messages";
import type { Message } from "../shared/protocol";
import { BODY_LIMIT, countCharacters, problem, tidy } from "../shared/text";
import { createTimes } from "../shared/times";
import { isVisible, needsLine, onWhite } from "./colours";
import { keepFocusWithin } from "./focus";
import type { Typed } from "./form";
import { createForm, type FormEvents } from "./form-view";
import type { Model } from "./model";
import { createStage, type Phone } from "./stage";

export interface ViewEvents extends FormEvents {
  minimise(): void;
  send(body: string): void;
  typed(text: string): void;
  end(): void;
  older(): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** The link of a card was clicked. */
  follow(card: Message): void;
  /** Rather a message than a chat that nobody answers now. */
  toForm(): void;
  /** The reader came to the end of the log. */
  read(): void;
}

export interface View {
  /** For what is asked at the end of a chat. */
  readonly slot: HTMLElement;
  render(model: Model): void;
  /** Puts the caret where writing begins. */
  focus(): void;
  draft(text: string): void;
  /** What the form is filled with; the message is the chat's draft, too. */
  fill(typed: Typed): void;
  typed(): Typed;
  /** The merchant changed texts, colours or the form: what is typed and said stays. */
  dress(shell: Shell): void;
  isWriting(): boolean;
  isAtEnd(): boolean;
  toEnd(): void;
  /** Reads a message out to those who don't see it. */
  say(name: string, text: string): void;
  destroy(): void;
}

export interface ViewOptions {
  root: ShadowRoot;
  /** Where in it; left out, at its end. */
  box?: HTMLElement;
  shell: Shell;
  launcher: HTMLButtonElement;
  lang: string;
  side: "start" | "end";
  phone: Phone;
  /** The sidecar's address. */
  images: string;
  events: ViewEvents;
}

/** Five lines and the padding, as the style sheet has them. */
const TALLEST = 5 * 22 + 16;
const COUNTED_FROM = BODY_LIMIT - 200;
/** Around a surface that is nearly white. */
const LINE = "#d9e0e3";

export function createView(options: ViewOptions): View {
  const { events, launcher, lang } = options;
  let { shell } = options;
  const frame = shell.clone("panel");
  const panel = part(frame, "panel");
  const text = part<HTMLTextAreaElement>(frame, "writing");
  const confirm = part(frame, "confirm");
  const latest = part<HTMLButtonElement>(frame, "latest");
  const endButton = part<HTMLButtonElement>(frame, "end");
  const trouble = part(frame, "problem");
  const announcer = createAnnouncer(part(frame, "status"));
  const label = launcher.getAttribute("aria-label") ?? "";
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.setAttribute("aria-hidden", "true");
  launcher.append(badge);

  let form = createForm(shell, lang, events);
  frame.dataset.side = options.side;

  const log = createLog({
    log: part(frame, "log"),
    shell,
    times: createTimes(lang),
    now: () => Date.now(),
    ownName: shell.text("you"),
    onOlder: () => events.older(),
    onRetry: (clientId) => events.retry(clientId),
    onDiscard: (clientId) => events.discard(clientId),
    images: options.images,
    onFollow: (card) => events.follow(card),
    onStick(atEnd) {
      show(latest, !atEnd);
      if (atEnd) events.read();
    },
  });
  const stage = createStage(panel, frame, options.phone);
  let shown: Model | null = null;

  function grow(): void {
    text.style.removeProperty("block-size");
    // Empty as it mostly is, nothing has to be measured, and no layout is forced.
    const needed = text.value === "" ? 0 : text.scrollHeight;
    if (needed > 0) text.style.setProperty("block-size", `${Math.min(needed, TALLEST)}px`);
    text.style.setProperty("overflow-y", needed > TALLEST ? "auto" : "hidden");
  }

  function fit(): void {
    grow();
    count();
  }

  function count(): void {
    const body = tidy(text.value);
    const characters = body.length < COUNTED_FROM ? 0 : countCharacters(body);
    const over = characters > BODY_LIMIT;
    show(trouble, characters > COUNTED_FROM);
    setAttr(trouble, "data-over", over);
    setAttr(text, "aria-invalid", over ? "true" : null);
    setText(
      trouble,
      characters > COUNTED_FROM
        ? shell.text(over ? "too_long" : "counter", { count: number(characters), limit: number(BODY_LIMIT) })
        : "",
    );
    setAttr(part(frame, "send"), "data-idle", body === "");
  }

  const number = (value: number): string => value.toLocaleString(lang || undefined);

  function submit(): void {
    if (problem(text.value) !== null) {
      text.focus();
      return;
    }
    const body = text.value;
    text.value = "";
    fit();
    events.send(body);
    text.focus();
  }

  function ask(open: boolean): void {
    show(confirm, open);
    if (open) part(frame, "confirm-no").focus();
    else if (!endButton.hidden) endButton.focus();
    else text.focus();
  }

  const stops = [
    listen(part(frame, "composer"), "submit", (event) => {
      event.preventDefault();
      submit();
    }),
    listen(text, "input", () => {
      fit();
      events.typed(text.value);
    }),
    listen(text, "keydown", (event) => {
      // 229: an input method is composing, in browsers that don't say so.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      submit();
    }),
    listen(part(frame, "minimise"), "click", () => events.minimise()),
    listen(endButton, "click", () => ask(true)),
    listen(part(frame, "confirm-no"), "click", () => ask(false)),
    listen(part(frame, "confirm-yes"), "click", () => {
      show(confirm, false);
      events.end();
      text.focus();
    }),
    listen(latest, "click", () => log.toEnd()),
    listen(part(frame, "leave"), "click", () => events.toForm()),
    listen(frame, "keydown", (event) => {
      // Shortcuts of the theme stay the theme's: nothing typed here reaches the page.
      event.stopPropagation();
      if (event.key === "Escape" && !event.isComposing) {
        if (!confirm.hidden) ask(false);
        else events.minimise();
      } else if (event.key === "Tab") {
        if (!confirm.hidden) keepFocusWithin(confirm, event);
        else if (stage.isModal()) keepFocusWithin(panel, event);
      }
    }),
    listen(frame, "keyup", (event) => event.stopPropagation()),
    listen(frame, "keypress", (event) => event.stopPropagation()),
  ];

  (options.box ?? options.root).append(frame);
  panel.dataset.ready = "";

  function paint({ form: asks }: Model): void {
    // Who waits finds nobody free, which need not mean that the shop is offline.
    const name = asks && asks.offer !== "wait" ? "offlineHeader" : "header";
    setText(part(frame, "title"), shell.setting(name));
    colour(frame, launcher, shell, name);
    show(part(frame, "privacy"), shell.setting("typingPreview") !== "");
  }

  /** From the chat to the form, and back. */
  function turn(model: Model, before: Model | null): void {
    const asks = model.form !== null;
    if (!before || asks !== (before.form !== null)) {
      const hadFocus = panel.contains(options.root.activeElement);
      for (const name of ["body", "questions", "composer"]) show(part(frame, name), !asks);
      if (asks) panel.insertBefore(form.element, confirm);
      else form.element.remove();
      paint(model);
      // What is typed comes along.
      if (before && asks) form.fill({ message: text.value });
      else if (before) text.value = form.typed()["message"] ?? "";
      if (!asks && model.open) fit();
      if (hadFocus && before?.open && model.open) focus();
    }
    if (model.form) form.render(model.form);
  }

  function render(model: Model): void {
    const before = shown;
    shown = model;
    if (model.open !== (before?.open ?? false)) {
      show(panel, model.open);
      stage.set(model.open);
      if (model.open) fit();
      else show(confirm, false);
    }
    turn(model, before);
    if (model.open || !before) {
      log.render(model.rows);
      if (model.open && !before?.open) log.toEnd();
    }
    show(part(frame, "loading"), model.loading);
    say("bar", model.bar);
    setAttr(part(frame, "bar"), "data-kind", model.bar);
    say("hint", model.hint);
    show(part(frame, "leave"), model.canLeave);
    show(endButton, model.canEnd);
    if (!model.canEnd && !confirm.hidden) ask(false);
    setText(part(frame, "operator"), model.operatorName);
    setText(part(frame, "face"), initial(model.operatorName));
    setText(part(frame, "latest-text"), shell.text(model.unread > 0 ? "new_messages" : "latest_messages"));
    setAttr(latest, "data-unread", model.unread > 0);
    launch(model);
  }

  function say(name: "bar" | "hint", kind: string | null): void {
    show(part(frame, name), kind !== null);
    setText(part(frame, name), kind ? shell.text(`${name}_${kind}`) : "");
  }

  function launch(model: Model): void {
    launcher.hidden = !model.launcher;
    const count = model.unread > 0 ? String(Math.min(model.unread, 99)) : "";
    setText(badge, count);
    badge.hidden = count === "";
    setAttr(launcher, "data-running", model.state === "chat");
    setAttr(
      launcher,
      "aria-label",
      count ? shell.text("launcher_unread", { label, count: String(model.unread) }) : label,
    );
    setAttr(launcher, "aria-expanded", model.open ? "true" : "false");
  }

  function focus(): void {
    // On a phone the keyboard would cover what was just opened.
    if (matchMedia("(pointer: coarse)").matches) panel.focus();
    else if (shown?.form) form.focus();
    else text.focus();
  }

  function dress(next: Shell): void {
    const before = shell;
    shell = next;
    if (!shown) return;
    const { form: asks } = shown;
    if (looks(before) !== looks(next)) {
      const name = (options.root.activeElement as HTMLInputElement | null)?.name;
      const typed = form.typed();
      const former = form.element;
      form = createForm(shell, lang, events);
      former.replaceWith(form.element);
      form.fill(typed);
      if (asks) form.render(asks);
      if (asks && name) form.element.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
    }
    paint(shown);
  }

  return {
    slot: part(frame, "questions"),
    render,
    focus,
    fill: (typed) => form.fill(typed),
    typed: () => form.typed(),
    dress,
    draft(value) {
      text.value = value;
      form.fill({ message: value });
      fit();
    },
    isWriting: () => options.root.activeElement?.matches("input, textarea") ?? false,
    isAtEnd: () => log.atEnd(),
    toEnd: () => log.toEnd(),
    say: (name, body) => announcer.say(shell.text("said", { name, text: body })),
    destroy() {
      for (const stop of stops) stop();
      log.destroy();
      stage.set(false);
      frame.remove();
      badge.remove();
      launcher.removeAttribute("data-running");
    },
  };
}

/** Of the form, as far as it isn't colour. */
function looks(shell: Shell): string {
  return shell.clone("offline").outerHTML + shell.setting("fields") + shell.setting("offlineWelcome");
}

function initial(name: string): string {
  for (const character of name.trim()) return character.toLocaleUpperCase();
  return "";
}

/** The merchant's colours as custom properties; a style attribute in the markup would be blocked. */
function colour(frame: HTMLElement, launcher: HTMLElement, shell: Shell, name: "header" | "offlineHeader"): void {
  const set = (variable: string, value: string): void => frame.style.setProperty(`--${variable}`, value);
  const header = shell.setting(`${name}Background`);
  const headerText = shell.setting(`${name}Color`);
  set("header-background", header);
  set("header-color", headerText);
  set("header-line", needsLine(header) ? LINE : "transparent");
  for (const who of ["operator", "visitor"]) {
    const background = shell.setting(`${who}Background`);
    set(`${who}-background`, background);
    set(`${who}-color`, shell.setting(`${who}Color`));
    set(`${who}-line`, needsLine(background) ? LINE : "transparent");
  }
  set("button-background", isVisible(header) ? header : "#363a41");
  set("button-color", isVisible(header) ? headerText : "#ffffff");
  set("accent", onWhite(header, 3));
  set("accent-text", onWhite(header, 4.5));
  launcher.style.setProperty("--launcher-background", header);
  launcher.style.setProperty("--launcher-color", headerText);
}
