/** Brings the recap into a back-office page: token, rights, shell, connection. Without one of them it stays away. */

import { patientDelay } from "../shared/backoff";
import {
  createConnection,
  UNREACHABLE,
  type OperatorWire,
  type SessionKeeper,
  type TokenAnswer,
  type Transport,
} from "../shared/connection";
import { parseShell, type Shell } from "../shared/dom";
import { localStore } from "../shared/storage";
import { createModule } from "../shared/module";
import { fetchToken, may, readToken, SIGNED_OUT, type Employee } from "../shared/employee";
import { RecapElement, RECAP_ELEMENT } from "./element";
import { sayFarewell } from "./farewell";
import { createFront } from "./front";
import { createKit } from "./kit";
import { createOfficeLinks } from "./office-links";
import type { SteadyClock } from "./steady";

export interface StartOptions {
  /** The sidecar's address, ending with a slash. */
  base: string;
  tokenUrl: string;
  lang: string;
  transport: Transport;
  clock: SteadyClock;
  get?: typeof fetch;
}

/** After this long out of sight, the shop is asked whether this employee is still signed in. */
const ASK_AGAIN_AFTER = 10 * 60_000;

export async function start(options: StartOptions): Promise<void> {
  const { clock } = options;
  const get = options.get ?? fetch.bind(globalThis);
  const pause = (attempt: number): Promise<void> =>
    new Promise((resolve) => clock.after(patientDelay(attempt, clock.random()), resolve));

  for (let attempt = 0; ; attempt += 1) {
    const [answer, shell] = await Promise.all([fetchToken(options.tokenUrl, get), fetchShell(options, get)]);
    if (answer.ok && shell) {
      const employee = readToken(answer.token);
      if (employee && may(employee, "history", "view")) mount(options, shell, employee, answer, get);
      return;
    }
    if (!answer.ok && answer.code !== UNREACHABLE) return;
    await pause(attempt);
  }
}

/** The templates in the employee's language; null while there is no sidecar. */
async function fetchShell({ base, lang }: StartOptions, get: typeof fetch): Promise<Shell | null> {
  try {
    const answer = await get(`${base}recap?lang=${encodeURIComponent(lang)}`, { credentials: "omit" });
    if (!answer.ok) return null;
    const shell = parseShell(await answer.text());
    // A shop whose proxy doesn't know the sidecar answers with a page of its own.
    return shell.has("desk") ? shell : null;
  } catch {
    return null;
  }
}

function mount(
  { base, tokenUrl, lang, transport, clock }: StartOptions,
  shell: Shell,
  employee: Employee,
  first: TokenAnswer,
  get: typeof fetch,
): void {
  let inHand: TokenAnswer | null = first;
  let askedAt = clock.steady();
  /** The browser keeps the page as it was, to show it again when somebody goes back to it. */
  let isPutAway = false;
  let wasReady = false;

  /** Somebody else may have signed in since this page came. */
  async function ask(): Promise<TokenAnswer> {
    askedAt = clock.steady();
    const answer = await fetchToken(tokenUrl, get);
    const same = !answer.ok || readToken(answer.token)?.id === employee.id;
    return same ? answer : { ok: false, code: SIGNED_OUT };
  }

  const connection = createConnection<OperatorWire>({
    url: base,
    namespace: "/operator",
    clock,
    transport,
    sessions: pageSession(),
    async fetchToken(fresh) {
      const known = fresh ? null : inHand;
      inHand = null;
      return known ?? ask();
    },
  });
  // Two shops under one address share the browser's storage.
  const scope = `recap:${new URL(base, location.href).pathname}:${employee.id}:`;
  const rights = {
    supervise: may(employee, "configuration", "view") || may(employee, "history", "edit"),
    takeOver: may(employee, "history", "edit"),
  };
  const links = createOfficeLinks(tokenUrl, get);
  const kit = createKit(connection, createModule(tokenUrl, get), new URL(".", new URL(tokenUrl, location.href)).href);
  const images = new URL(base, location.href).href;
  const element = document.createElement(RECAP_ELEMENT) as RecapElement;
  document.body.append(element);
  element.begin((root) =>
    createFront({ host: element, root, shell, lang, store: localStore(scope), scope, connection, clock, rights, links, kit, images }),
  );

  const controller = new AbortController();
  const { signal } = controller;
  function end(code: string | null): void {
    stopStatus();
    controller.abort();
    connection.stop();
    element.end();
    if (wasReady && (code === "rights" || code === "not_allowed")) sayFarewell(shell, shell.text("farewell_rights"));
  }
  async function look(): Promise<void> {
    if (document.visibilityState !== "visible" || isPutAway) return;
    connection.nudge();
    if (clock.steady() - askedAt < ASK_AGAIN_AFTER) return;
    const answer = await ask();
    if (!answer.ok && answer.code !== UNREACHABLE) end(answer.code);
  }
  async function takeOut(): Promise<void> {
    const answer = await ask();
    isPutAway = false;
    if (!answer.ok && answer.code !== UNREACHABLE) return end(answer.code);
    inHand = answer.ok ? answer : null;
    connection.start();
  }
  const stopStatus = connection.onStatus(({ state, code }) => {
    wasReady ||= state === "ready";
    // Signed out, or without the right any more. A page older than the sidecar stays, and says that it is.
    if (state === "stopped" && !isPutAway && code !== "protocol_mismatch") end(code);
  });
  document.addEventListener("visibilitychange", look, { signal });
  addEventListener(
    "pagehide",
    ({ persisted }) => {
      if (!persisted) return;
      isPutAway = true;
      connection.stop();
    },
    { signal },
  );
  addEventListener("pageshow", ({ persisted }) => void (persisted && isPutAway && takeOut()), { signal });
  connection.start();
}

/** The resume token of this page only: the next page may be somebody else's. */
function pageSession(): SessionKeeper {
  let kept: string | null = null;
  return { load: () => kept, save: (session) => void (kept = session) };
}
