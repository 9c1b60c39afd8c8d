/** Served as `backoffice.js`: fills the module's page with the sidecar's fragments. */

import "./htmx-config";
import htmx from "htmx.org";
import { systemClock } from "../shared/clock";
import { UNREACHABLE } from "../shared/connection";
import { adopt, maybePart, setText, shellOf, show } from "../shared/dom";
import { fetchToken, may, readToken } from "../shared/employee";
import { createModule } from "../shared/module";
import { createTimes } from "../shared/times";
import css from "./backoffice.css";
import configuration from "./configuration.css";
import historyCss from "./history.css";
import deskCss from "./desk.css";
import { standBelowBars } from "./bars";
import { confirmed } from "./confirm";
import { createEditing } from "./editing";
import { createExchange } from "./exchange";
import { closeOnBackdrop, copy, dress, linkCustomers, offerCopy, showDialog, showPictures } from "./fragments";
import { createHistory } from "./history";
import { createSettings } from "./settings";
import { clickTab, moveTabs, selectTab, tabOfAddress, tellShown } from "./tabs";
import { createTokens } from "./tokens";

interface Asked {
  elt: HTMLElement;
  /** What `hx-confirm` says; null for most. */
  question: string | null;
  issueRequest(skipConfirmation: boolean): void;
}
interface Request {
  path: string;
  headers: Record<string, string>;
}
interface Answered {
  target: HTMLElement;
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
  isError: boolean;
}

const LOOK_AGAIN = 10_000;
const INVALID_FIELDS = 422;
const TOO_LARGE = 413;
const TOO_MANY = 429;

function begin(page: HTMLElement, name: string, base: URL, tokenUrl: string, lang: string, scope: string): void {
  const tokens = createTokens(() => fetchToken(tokenUrl), systemClock);
  const pages = new URL("backoffice/", base);
  const { customerUrl = "", customerExample = "" } = page.dataset;
  const frame = document.createElement("div");
  frame.dataset["oc"] = "page";
  page.append(frame);
  adopt(document, css + configuration + deskCss + historyCss);
  standBelowBars(frame);
  const settings = createSettings(frame, {
    fetchShell,
    firstname: () => readToken(tokens.current)?.name.split(" ")[0] ?? "",
    lang,
  });

  const editing = createEditing(frame, createModule(tokenUrl), lang);
  const times = createTimes(lang);
  const history = createHistory(frame, download);
  const exchange = createExchange(frame, times, () => systemClock.now());

  let jumped = false;

  // The sidecar may be on an address of its own.
  htmx.config.selfRequestsOnly = pages.origin === location.origin;

  /** Says what went wrong; before anything is shown, the module's own Help does. */
  function fail(kind: "network" | "server" | "often" | "large" | "signed_out", sentence = ""): void {
    const open = frame.querySelector("dialog[open]");
    // Behind an open pop-up nobody would see it.
    const alert = (open && maybePart(open, "alert")) ?? maybePart(frame, "alert");
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

  /** The moment before a request in which one may wait: for a person's word, and for a token. */
  frame.addEventListener("htmx:confirm", (event) => {
    event.preventDefault();
    void begun((event as CustomEvent<Asked>).detail);
  });

  async function begun({ elt, question, issueRequest }: Asked): Promise<void> {
    const dialog = maybePart<HTMLDialogElement>(frame, "confirm");
    if (question && dialog && !(await confirmed(dialog, elt, question))) return;
    const answer = await tokens.get();
    if (answer.ok) {
      issueRequest(true);
      bringRecap(answer.token);
    } else if (answer.code === UNREACHABLE) fail("network");
    else stop();
  }

  frame.addEventListener("htmx:configRequest", (event) => {
    const request = (event as CustomEvent<Request>).detail;
    request.path = new URL(request.path, pages).href;
    request.headers["Authorization"] = `Bearer ${tokens.current}`;
    if (event.target instanceof HTMLFormElement && event.target.id === "oc-settings") settings.sent();
  });
  // A form with errors comes as a refusal, and is to be shown like any other.
  frame.addEventListener("htmx:beforeSwap", (event) => {
    const answer = (event as CustomEvent<Answered>).detail;
    if (answer.xhr.status !== INVALID_FIELDS || !isHtml(answer.xhr)) return;
    answer.shouldSwap = true;
    answer.isError = false;
  });
  frame.addEventListener("htmx:afterSwap", (event) => {
    const { target } = (event as CustomEvent<Answered>).detail;
    const added = event.target as Element;
    for (const alert of frame.querySelectorAll<HTMLElement>("[data-part=alert]")) show(alert, false);
    dress(added, lang, times);
    showPictures(added, base);
    linkCustomers(added, customerUrl, customerExample);
    offerCopy(frame);
    if (target instanceof HTMLDialogElement) showDialog(target);
    history.attach(added);
    exchange.attach(added);
    if (target === frame) jumped = selectTab(frame, tabOfAddress(location.hash));
    settings.attach();
    if (target !== frame) editing.attach(target);
    frame.dataset["ready"] = "";
  });
  // What a panel does when it is shown is heard only from here on.
  frame.addEventListener("htmx:afterSettle", () => {
    if (jumped) tellShown(frame);
    jumped = false;
  });
  frame.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<Answered>).detail;
    if (xhr.status === 401) tokens.drop();
    const kind = xhr.status === TOO_MANY ? "often" : xhr.status === TOO_LARGE ? "large" : "server";
    fail(kind, refusal(xhr));
  });
  // A row that went away, or came back changed, takes the focus along.
  frame.addEventListener("htmx:afterRequest", (event) => {
    const { target } = (event as CustomEvent<Answered>).detail;
    if (!(target instanceof HTMLTableRowElement) || target.isConnected || document.activeElement !== document.body) return;
    frame.querySelector<HTMLElement>("[role=tabpanel]:not([hidden]) .oc-scroll")?.focus();
  });
  for (const lost of ["htmx:sendError", "htmx:timeout"]) frame.addEventListener(lost, () => fail("network"));
  frame.addEventListener("click", closeOnBackdrop);
  frame.addEventListener("click", (event) => {
    const clicked = event.target as Element;
    if (clicked.closest("[data-part=refresh]")) refresh();
    const copied = clicked.closest<HTMLElement>("[data-part=copy]");
    if (copied) void copy(copied);
    const tab = clicked.closest<HTMLElement>("[role=tab]");
    if (tab) clickTab(frame, tab);
    const link = clicked.closest<HTMLElement>("a[data-tab]");
    if (link) follow(event, link);
    // As in PrestaShop's own lists a click anywhere in a row opens it.
    const row = clicked.closest("tr[data-conversation], tr[data-opens]");
    if (row && !clicked.closest("a, button, input, label")) row.querySelector("button")?.click();
  });
  frame.addEventListener("keydown", moveTabs);

  addEventListener("hashchange", () => selectTab(frame, tabOfAddress(location.hash)));
  addEventListener("beforeunload", (event) => {
    if (settings.unsaved()) event.preventDefault();
  });

  function follow(event: Event, link: HTMLElement): void {
    const tab = frame.querySelector<HTMLElement>(`#oc-tab-${link.dataset["tab"] ?? ""}`);
    if (!tab) return;
    event.preventDefault();
    clickTab(frame, tab);
    if (link.dataset["open"]) settings.open(link.dataset["open"]);
    else (frame.querySelector<HTMLElement>(`#${link.dataset["focus"] ?? tab.id}`) ?? tab).focus();
  }

  /** Fetches a file with what is asked for, by a ticket: a download can't send a token. */
  async function download(kind: string, asked: FormData): Promise<boolean> {
    const answer = await tokens.get();
    if (!answer.ok) {
      if (answer.code === UNREACHABLE) fail("network");
      else stop();
      return false;
    }
    asked.set("format", kind);
    try {
      const got = await fetch(new URL("history/export", pages), {
        method: "POST",
        headers: { Authorization: `Bearer ${answer.token}` },
        body: asked,
      });
      if (!got.ok) {
        fail("server", refusal({ status: got.status, responseText: await got.text() }));
        return false;
      }
      const link = document.createElement("a");
      link.href = new URL(((await got.json()) as { data: { path: string } }).data.path, pages).href;
      link.download = "";
      link.click();
    } catch {
      fail("network");
      return false;
    }
    return true;
  }

  async function fetchShell(path: string): Promise<string | null> {
    const answer = await tokens.get();
    if (!answer.ok) return null;
    try {
      const got = await fetch(new URL(path, pages), { headers: { Authorization: `Bearer ${answer.token}` } });
      return got.ok ? await got.text() : null;
    } catch {
      return null;
    }
  }

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
    if (document.visibilityState !== "visible" || panel?.closest("[hidden]")) return;
    if (!panel?.contains(document.activeElement)) refresh();
  }
  const timer = setInterval(look, LOOK_AGAIN);

  function stop(): void {
    clearInterval(timer);
    fail("signed_out");
  }

  const path = scope ? `${name}?scope=${encodeURIComponent(scope)}` : name;
  const values = name === "history" ? history.first() : null;
  void htmx.ajax(values ? "post" : "get", path, { source: frame, target: frame, swap: "innerHTML", ...(values && { values }) });
}

function isHtml(xhr: XMLHttpRequest): boolean {
  return (xhr.getResponseHeader("Content-Type") ?? "").startsWith("text/html");
}

/** The sentence of `{ok: false, error: {message}}`, where the employee can do something about it. */
function refusal({ status, responseText }: Pick<XMLHttpRequest, "status" | "responseText">): string {
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
  const { page: name, url, tokenUrl, lang, scope } = page.dataset;
  if (name && url && tokenUrl) begin(page, name, new URL(url, location.href), tokenUrl, lang ?? "en", scope ?? "");
}
