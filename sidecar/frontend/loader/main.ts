/**
 * The only script that every shop page loads: draws the launcher while somebody can answer, and brings the widget
 * when the visitor opens the chat or has one open from before. Stores nothing until then.
 */
import { systemClock } from "../shared/clock";
import { adopt } from "../shared/dom";
import {
  ACTIVE,
  BANISHED,
  ELEMENT,
  type Availability,
  type ChatElement,
  type ChatHost,
  type ChatWidget,
  type Launcher,
  type ShopToken,
} from "../shared/host";
import { NAMESPACE } from "../shared/storage";
import css from "./launcher.css";
import { createPoll, type Answer, type State } from "./poll";

const HOUR = 3_600_000;
const ICON = "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z";

function begin(script: HTMLScriptElement): void {
  const base = new URL(".", script.src).href;
  const { shop = "1", lang = "en", session = "" } = script.dataset;
  const local = kept(() => localStorage, `${shop}:`);
  const tab = kept(() => sessionStorage, "");
  let state: State | null = null;
  let element: ChatElement | null = null;
  let launcher: HTMLButtonElement | null = null;
  let widget: ChatWidget | null = null;
  let loading = false;
  let clicked = false;
  let firstToken: Promise<ShopToken> | null = null;

  const isBanished = (): boolean => Number(local(BANISHED)) > Date.now();

  function ask(): Promise<Answer> {
    return fetch(`${base}state?shop=${shop}&lang=${lang}`, { credentials: "omit", cache: "no-cache" })
      .then(async (answer): Promise<Answer> => {
        if (answer.status >= 500) return "down";
        const body = (await answer.json()) as State | null;
        return body?.oc === 1 ? body : "foreign";
      })
      // Anything but words that are no JSON: the answer, or the rest of it, did not come.
      .catch((problem): Answer => (problem instanceof SyntaxError ? "foreign" : "lost"));
  }

  function tell(next: State | null): void {
    state = next;
    if (next && !element) draw();
    paint();
    if (next && !widget && local(ACTIVE)) load();
    widget?.availability();
  }

  /** The launcher, hidden until `paint` says otherwise. */
  function draw(): void {
    element = document.createElement(ELEMENT);
    const root = element.attachShadow({ mode: "open" });
    adopt(root, css);
    const frame = document.createElement("div");
    frame.className = "corner";
    launcher = document.createElement("button");
    launcher.type = "button";
    launcher.className = "launcher";
    launcher.hidden = true;
    launcher.append(icon());
    launcher.addEventListener("pointerdown", load); // a moment before the click
    launcher.addEventListener("click", click);
    frame.append(launcher);
    root.append(frame);
    document.body.append(element);
    element.dataset.ready = "";
  }

  function paint(): void {
    if (!element || !launcher) return;
    const look = state?.launcher;
    if (look) {
      const frame = launcher.parentElement as HTMLElement;
      frame.dir = look.dir;
      frame.dataset.side = look.side;
      frame.style.setProperty("--launcher-background", look.background);
      frame.style.setProperty("--launcher-color", look.color);
      if (!widget) launcher.setAttribute("aria-label", look.label);
    }
    if (widget) return; // it knows better: a conversation may be running
    element.dataset.state = state?.state ?? "hidden";
    launcher.hidden = state?.state !== "online" && state?.state !== "offline";
  }

  /** Script and texts are fetched together; both are kept for good under this version's address. */
  function load(): void {
    if (loading || !element || !launcher || !state) return;
    loading = true;
    const { version } = state;
    const shell = fetch(`${base}widget?shop=${shop}&lang=${lang}&v=${version}`, { credentials: "omit" }).then(
      (answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))),
    );
    element.chat = hostFor(element, launcher, state.launcher, shell);
    const script = document.createElement("script");
    script.src = `${base}static/widget.js?v=${version}`;
    // The next click tries again.
    script.onerror = failed;
    shell.catch(failed);
    document.head.append(script);
  }

  function failed(): void {
    loading = clicked = false;
    launcher?.removeAttribute("aria-busy");
  }

  function click(): void {
    if (widget) return widget.open();
    clicked = true;
    launcher?.setAttribute("aria-busy", "true");
    if (!local("session")) firstToken ??= askToken();
    load();
  }

  function hostFor(
    { shadowRoot }: ChatElement,
    button: HTMLButtonElement,
    { side }: Launcher,
    shell: Promise<string>,
  ): ChatHost {
    return {
      root: shadowRoot as ShadowRoot,
      launcher: button,
      base,
      shop,
      lang,
      side,
      shell,
      clicked: () => clicked,
      state: () => state,
      token(fresh) {
        const ready = fresh ? null : firstToken;
        firstToken = null;
        return ready ?? askToken();
      },
      connect(opened) {
        widget = opened;
        button.removeAttribute("aria-busy");
      },
      show: (now) => element?.setAttribute("data-state", now),
      heard(next: Availability) {
        if (state && state.state !== next) tell({ ...state, state: next });
      },
      banish() {
        local(BANISHED, String(Date.now() + HOUR));
        element?.remove();
        element = launcher = widget = null;
        loading = clicked = false;
      },
    };
  }

  async function askToken(): Promise<ShopToken> {
    const away: ShopToken = { ok: false, code: "unreachable", rev: "" };
    try {
      const answer = await fetch(session, {
        method: "POST",
        credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      });
      const body = (await answer.json()) as {
        token?: unknown;
        rev?: unknown;
        error?: { code?: unknown };
      };
      const rev = typeof body.rev === "string" ? body.rev : "";
      if (answer.ok && typeof body.token === "string") return { ok: true, token: body.token, rev };
      return body.error?.code === "not_allowed" ? { ok: false, code: "not_allowed", rev } : away;
    } catch {
      return away;
    }
  }

  const poll = createPoll({
    ask,
    tell: (next) => whenBody(() => tell(next)),
    visible: () => !document.hidden && !isBanished(),
    eager: () => !!local(ACTIVE),
    remembered: () => tab("down"),
    remember: (note) => void tab("down", note),
    clock: systemClock,
  });
  poll.look();
  addEventListener("focus", poll.look);
  addEventListener("pageshow", poll.look);
  document.addEventListener("visibilitychange", poll.look);
}

/** Reads a key, or writes it when there is a value; null takes it away. Where storage is blocked nothing is kept. */
function kept(open: () => Storage, scope: string) {
  return (key: string, value?: string | null): string | null => {
    try {
      const name = NAMESPACE + scope + key;
      if (value === undefined) return open().getItem(name);
      if (value === null) open().removeItem(name);
      else open().setItem(name, value);
    } catch {
      // Nothing kept, nothing found.
    }
    return null;
  };
}

function icon(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICON);
  svg.append(path);
  return svg;
}

function whenBody(run: () => void): void {
  if (document.body) run();
  else document.addEventListener("DOMContentLoaded", run, { once: true });
}

// Some optimisers run scripts without saying which one.
const script = document.currentScript ?? document.querySelector("script[data-session]");
// A theme that loads pages by AJAX may run the tag again.
if (script instanceof HTMLScriptElement && !customElements.get(ELEMENT)) {
  customElements.define(ELEMENT, class extends HTMLElement {});
  begin(script);
}
