/** The widget's elements: shows a model, reports what the visitor does. */
import { createAnnouncer } from "../shared/announcer";
import { listen, part, setAttr, setText, show, type Shell } from "../shared/dom";
import { createLog } from "../shared/messages";
import { BODY_LIMIT, countCharacters, problem, tidy } from "../shared/text";
import { createTimes } from "../shared/times";
import { isVisible, needsLine, onWhite } from "./colours";
import { keepFocusWithin } from "./focus";
import type { Model } from "./model";
import { createStage } from "./stage";

export interface ViewEvents {
  minimise(): void;
  send(body: string): void;
  typed(text: string): void;
  end(): void;
  older(): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** The reader came to the end of the log. */
  read(): void;
}

export interface View {
  render(model: Model): void;
  /** Puts the caret where writing begins. */
  focus(): void;
  draft(text: string): void;
  isWriting(): boolean;
  isAtEnd(): boolean;
  toEnd(): void;
  /** Reads a message out to those who don't see it. */
  say(name: string, text: string): void;
  destroy(): void;
}

export interface ViewOptions {
  root: ShadowRoot;
  shell: Shell;
  launcher: HTMLButtonElement;
  lang: string;
  side: "start" | "end";
  typingPreview: boolean;
  events: ViewEvents;
}

/** Five lines and the padding, as the style sheet has them. */
const TALLEST = 5 * 22 + 16;
const COUNTED_FROM = BODY_LIMIT - 200;

export function createView(options: ViewOptions): View {
  const { shell, events, launcher } = options;
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

  frame.dataset.side = options.side;
  colour(frame, shell);
  show(part(frame, "privacy"), options.typingPreview);

  const log = createLog({
    log: part(frame, "log"),
    shell,
    times: createTimes(options.lang),
    now: () => Date.now(),
    ownName: shell.text("you"),
    onOlder: () => events.older(),
    onRetry: (clientId) => events.retry(clientId),
    onDiscard: (clientId) => events.discard(clientId),
    onStick(atEnd) {
      show(latest, !atEnd);
      if (atEnd) events.read();
    },
  });
  const stage = createStage(panel, frame);
  let shown: Model | null = null;

  function grow(): void {
    text.style.removeProperty("block-size");
    // Empty as it mostly is, nothing has to be measured, and no layout is forced.
    const needed = text.value === "" ? 0 : text.scrollHeight;
    if (needed > 0) text.style.setProperty("block-size", `${Math.min(needed, TALLEST)}px`);
    text.style.setProperty("overflow-y", needed > TALLEST ? "auto" : "hidden");
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

  const number = (value: number): string => value.toLocaleString(options.lang || undefined);

  function submit(): void {
    if (problem(text.value) !== null) {
      text.focus();
      return;
    }
    const body = text.value;
    text.value = "";
    grow();
    count();
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
      grow();
      count();
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

  options.root.append(frame);
  panel.dataset.ready = "";

  function render(model: Model): void {
    if (model.open !== (shown?.open ?? false)) {
      show(panel, model.open);
      stage.set(model.open);
      if (model.open) {
        grow();
        count();
      } else show(confirm, false);
    }
    if (model.open || !shown) {
      log.render(model.rows);
      if (model.open && !shown?.open) log.toEnd();
    }
    show(part(frame, "loading"), model.loading);
    const bar = part(frame, "bar");
    show(bar, model.bar !== null);
    setAttr(bar, "data-kind", model.bar);
    setText(bar, model.bar ? shell.text(`bar_${model.bar}`) : "");
    const hint = part(frame, "hint");
    show(hint, model.hint !== null);
    setText(hint, model.hint ? shell.text(`hint_${model.hint}`) : "");
    show(endButton, model.canEnd);
    if (!model.canEnd && !confirm.hidden) ask(false);
    setText(part(frame, "operator"), model.operatorName);
    setText(part(frame, "face"), initial(model.operatorName));
    setText(
      part(frame, "latest-text"),
      shell.text(model.unread > 0 ? "new_messages" : "latest_messages"),
    );
    setAttr(latest, "data-unread", model.unread > 0);
    launch(model);
    shown = model;
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

  return {
    render,
    focus() {
      // On a phone the keyboard would cover the conversation that was just opened.
      if (matchMedia("(pointer: coarse)").matches) panel.focus();
      else text.focus();
    },
    draft(value) {
      text.value = value;
      grow();
      count();
    },
    isWriting: () => options.root.activeElement === text,
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

function initial(name: string): string {
  for (const character of name.trim()) return character.toLocaleUpperCase();
  return "";
}

/** The merchant's colours as custom properties; a style attribute in the markup would be blocked. */
function colour(frame: HTMLElement, shell: Shell): void {
  const set = (name: string, value: string): void => frame.style.setProperty(name, value);
  const header = shell.setting("headerBackground");
  const operator = shell.setting("operatorBackground");
  const visitor = shell.setting("visitorBackground");
  set("--header-background", header);
  set("--header-color", shell.setting("headerColor"));
  set("--operator-background", operator);
  set("--operator-color", shell.setting("operatorColor"));
  set("--visitor-background", visitor);
  set("--visitor-color", shell.setting("visitorColor"));
  set("--operator-line", needsLine(operator) ? "#d9e0e3" : "transparent");
  set("--visitor-line", needsLine(visitor) ? "#d9e0e3" : "transparent");
  set("--header-line", needsLine(header) ? "#e3e8ea" : "transparent");
  set("--button-background", isVisible(header) ? header : "#363a41");
  set("--button-color", isVisible(header) ? shell.setting("headerColor") : "#ffffff");
  set("--accent", onWhite(header, 3));
  set("--accent-text", onWhite(header, 4.5));
}
