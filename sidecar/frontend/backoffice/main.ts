/** Served as `backoffice.js`: fills the module's page with the sidecar's fragments. */

import "./htmx-config";
import htmx from "htmx.org";
import { systemClock } from "../shared/clock";
import { UNREACHABLE } from "../shared/connection";
import { adopt, maybePart, setText, shellOf, show } from "../shared/dom";
import { fetchToken, may, readToken } from "../shared/employee";
import css from "./backoffice.css";
import { closeOnBackdrop, dress, moveTabs, showDialog } from "./fragments";
import { createTokens } from "./tokens";

interface Asked {
  issueRequest(skipConfirmation: boolean): void;
}
interface Request {
  path: string;
  headers: Record<string, string>;
}
interface Answered {
  target: HTMLElement;
  xhr: XMLHttpRequest;
}

const LOOK_AGAIN = 10_000;

function begin(page: HTMLElement, name: string, base: URL, tokenUrl: string, lang: string): void {
  const tokens = createTokens(() => fetchToken(tokenUrl), systemClock);
  const pages = new URL("backoffice/", base);
  const frame = document.createElement("div");
  frame.dataset["oc"] = "page";
  page.append(frame);
  adopt(document, css);

  // The sidecar may be on an address of its own.
  htmx.config.selfRequestsOnly = pages.origin === location.origin;

  /** Says what went wrong; before anything is shown, the module's own Help does. */
  function fail(kind: "network" | "server" | "signed_out", sentence = ""): void {
    const alert = maybePart(frame, "alert");
    if (alert) {
      setText(alert, sentence || shellOf(frame).text(`failed_${kind}`));
      return show(alert, true);
    }
    if (sentence) {
      const only = document.createElement("div");
      only.className = "alert alert-danger";
      only.setAttribute("role", "alert");
      only.textContent = sentence;
      return frame.replaceChildren(only);
    }
    const help = page.querySelector<HTMLElement>("[data-oc=help]");
    if (!help || kind === "signed_out") return;
    help.hidden = false;
    help.dataset["state"] = "no-answer";
  }

  /** The moment before a request in which one may wait: for a token. */
  frame.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    const { issueRequest } = (event as CustomEvent<Asked>).detail;
    void tokens.get().then((answer) => {
      if (answer.ok) {
        issueRequest(true);
        bringRecap(answer.token);
      } else if (answer.code === UNREACHABLE) fail("network");
      else stop();
    });
  });
  frame.addEventListener("htmx:configRequest", (event) => {
    const request = (event as CustomEvent<Request>).detail;
    request.path = new URL(request.path, pages).href;
    request.headers["Authorization"] = `Bearer ${tokens.current}`;
  });
  frame.addEventListener("htmx:afterSwap", (event) => {
    const { target } = (event as CustomEvent<Answered>).detail;
    const alert = maybePart(frame, "alert");
    if (alert) show(alert, false);
    dress(frame, lang);
    if (target instanceof HTMLDialogElement) showDialog(target);
    frame.dataset["ready"] = "";
  });
  frame.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<Answered>).detail;
    if (xhr.status === 401) tokens.drop();
    fail("server", refusal(xhr));
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) frame.addEventListener(lost, () => fail("network"));
  frame.addEventListener("click", closeOnBackdrop);
  frame.addEventListener("click", (event) => {
    const clicked = event.target as Element;
    if (clicked.closest("[data-part=refresh]")) refresh();
    // As in PrestaShop's own lists a click anywhere in a row opens it.
    const row = clicked.closest("tr[data-conversation]");
    if (row && !clicked.closest("a, button, input")) row.querySelector("button")?.click();
  });
  frame.addEventListener("keydown", moveTabs);

  /** The module prints the recap's tag from the next page on, where this one gave the profile the right to it. */
  function bringRecap(token: string): void {
    const employee = readToken(token);
    if (!employee || !may(employee, "history", "view") || document.querySelector("script[src*='/recap.js']")) return;
    const script = document.createElement("script");
    Object.assign(script.dataset, { tokenUrl, lang });
    script.src = new URL("recap.js", base).href;
    document.head.append(script);
  }

  function refresh(): void {
    const panel = frame.querySelector("[data-refresh]");
    if (panel) htmx.trigger(panel, "oc:refresh", {});
  }

  function look(): void {
    const panel = frame.querySelector("[data-refresh]");
    // Whoever is in the panel by keyboard keeps the place.
    if (document.visibilityState === "visible" && !panel?.contains(document.activeElement)) refresh();
  }
  const timer = setInterval(look, LOOK_AGAIN);

  function stop(): void {
    clearInterval(timer);
    fail("signed_out");
  }

  void htmx.ajax("get", name, { source: frame, target: frame, swap: "innerHTML" });
}

/** The sentence of `{ok: false, error: {message}}`, where the employee can do something about it. */
function refusal({ status, responseText }: XMLHttpRequest): string {
  if (status !== 403 && status !== 400) return "";
  try {
    const { error } = JSON.parse(responseText) as { error?: { message?: unknown } };
    return typeof error?.message === "string" ? error.message : "";
  } catch {
    return "";
  }
}

const page = document.getElementById("onlinechat-page");
if (page && !page.querySelector("[data-oc=page]")) {
  const { page: name, url, tokenUrl, lang } = page.dataset;
  if (name && url && tokenUrl) begin(page, name, new URL(url, location.href), tokenUrl, lang ?? "en");
}
