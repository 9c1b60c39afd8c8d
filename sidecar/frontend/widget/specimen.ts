/** The visitor's chat as an example: its own view, styles and texts with the values of a form, and nothing behind it. */
import { apply, empty } from "../shared/conversation";
import { adopt, parseShell, type Shell } from "../shared/dom";
import messages from "../shared/messages.css";
import type { Conversation, Message } from "../shared/protocol";
import { present } from "./model";
import specimenCss from "./specimen.css";
import type { Phone } from "./stage";
import { createView, type View, type ViewEvents } from "./view";
import css from "./widget.css";

export interface SpecimenValues {
  state: "online" | "offline";
  phone: boolean;
  /**
   * Instead of the shell's settings, by the same names: `header`, `welcome`, `operatorName`, `headerBackground` …
   * `fields` as in the shell (`firstname email* message*`); `contactChoice` empty hides the choice of a contact.
   */
  settings: Readonly<Record<string, string>>;
}

export interface Specimen {
  /** Shows other values; may be called at every keystroke. */
  show(values: SpecimenValues): void;
  destroy(): void;
}

const nothing = (): void => undefined;
const SILENT: ViewEvents = {
  minimise: nothing,
  send: nothing,
  typed: nothing,
  end: nothing,
  older: nothing,
  retry: nothing,
  discard: nothing,
  follow: nothing,
  read: nothing,
  toForm: nothing,
  leave: nothing,
  filled: nothing,
  chat: nothing,
  another: nothing,
};

export function createSpecimen(root: ShadowRoot, shellHtml: string): Specimen {
  const shell = parseShell(shellHtml);
  const lang = /<html lang="([\w-]*)"/.exec(shellHtml)?.[1] ?? "";
  const box = document.createElement("div");
  box.className = "specimen";
  adopt(root, messages + css + specimenCss);
  root.append(box);
  let view: View | null = null;

  return {
    show({ state, phone, settings }) {
      const asFilledIn = withSettings(shell, settings);
      const tops = [...box.querySelectorAll(SCROLLED)].map(({ scrollTop }) => scrollTop);
      view?.destroy();
      box.toggleAttribute("data-phone", phone);
      view = createView({
        root,
        box,
        shell: asFilledIn,
        launcher: document.createElement("button"),
        lang,
        side: "end",
        phone: fixed(phone),
        images: "",
        events: SILENT,
      });
      view.render(
        present({
          talk: state === "online" ? sample(asFilledIn) : empty("visitor"),
          status: { state: "ready", code: null },
          availability: state,
          open: true,
          loaded: true,
          expected: false,
          veiled: false,
          longAway: false,
          operatorName: operatorOf(asFilledIn),
          welcome: asFilledIn.setting("welcome"),
          form: { outcome: null, wrong: {}, orders: [] },
          formHeld: false,
          hasForm: false,
          instead: false,
          reading: false,
        }),
      );
      choice(box, settings["contactChoice"]);
      hold(box);
      box.querySelectorAll(SCROLLED).forEach((one, index) => (one.scrollTop = tops[index] ?? one.scrollTop));
    },
    destroy() {
      view?.destroy();
      box.remove();
    },
  };
}

const SCROLLED = ".log, .offline";

/** Nothing in it can be used, but what is longer than its box can be scrolled: only what is within is inert. */
function hold(box: HTMLElement): void {
  for (const one of box.querySelectorAll<HTMLElement>(".head, .composer, .log > *, .offline > *")) one.inert = true;
  for (const one of box.querySelectorAll<HTMLElement>(".panel, .log")) one.removeAttribute("tabindex");
}

/** The saved shell knows the contacts only while they can be chosen. */
function choice(box: HTMLElement, on: string | undefined): void {
  const line = box.querySelector<HTMLElement>("[data-field=contact]");
  if (line && on !== undefined) line.hidden = on === "";
}

function withSettings(shell: Shell, settings: Readonly<Record<string, string>>): Shell {
  return { ...shell, setting: (name) => settings[name] ?? shell.setting(name) };
}

/** Without the employee's first name: nobody is there to have one. */
function operatorOf(shell: Shell): string {
  return shell.setting("operatorName").replace("{firstname}", "").trim();
}

function fixed(matches: boolean): Phone {
  return { matches, addEventListener: nothing };
}

/** A question and its answer. */
function sample(shell: Shell): ReturnType<typeof empty> {
  const now = Date.now();
  const lines = [
    { author: "visitor", body: shell.text("sample_question"), ago: 60_000 },
    { author: "operator", body: shell.text("sample_answer"), ago: 20_000 },
  ] as const;
  const messages = lines.map(
    ({ author, body, ago }, index): Message => ({
      conversationId: 1,
      seq: index + 1,
      clientId: String(index),
      author,
      name: author === "operator" ? operatorOf(shell) : "",
      kind: "text",
      body,
      sentAt: new Date(now - ago).toISOString(),
    }),
  );
  const conversation: Conversation = {
    id: 1,
    shop: 1,
    state: "ongoing",
    visitor: { vid: "", name: "", present: true },
    operator: null,
    lastSeq: messages.length,
    seenByVisitor: messages.length,
    seenByOperator: messages.length,
    startedAt: new Date(now).toISOString(),
  };
  return apply(empty("visitor"), { type: "opened", conversation, messages });
}
