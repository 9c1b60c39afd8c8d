/** Brings the recap into a back-office page: token, rights, shell, connection. Without one of them it stays away. */

import { patientDelay } from "../shared/backoff";
import type { Clock } from "../shared/clock";
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
import { fetchToken, may, readToken, type Employee } from "../shared/employee";
import { RecapElement, RECAP_ELEMENT } from "./element";
import { createFront } from "./front";

export interface StartOptions {
  /** The sidecar's address, ending with a slash. */
  base: string;
  tokenUrl: string;
  lang: string;
  transport: Transport;
  clock: Clock;
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
  let askedAt = clock.now();
  const connection = createConnection<OperatorWire>({
    url: base,
    namespace: "/operator",
    clock,
    transport,
    sessions: pageSession(),
    async fetchToken(fresh) {
      const known = fresh ? null : inHand;
      inHand = null;
      askedAt = clock.now();
      return known ?? fetchToken(tokenUrl, get);
    },
  });
  // Two shops under one address share the browser's storage.
  const scope = `recap:${new URL(base, location.href).pathname}:${employee.id}:`;
  const element = document.createElement(RECAP_ELEMENT) as RecapElement;
  document.body.append(element);
  element.begin((root) =>
    createFront({ host: element, root, shell, lang, store: localStore(scope), scope, connection, clock }),
  );

  const end = (): void => {
    stopStatus();
    document.removeEventListener("visibilitychange", look);
    connection.stop();
    element.end();
  };
  async function look(): Promise<void> {
    if (document.visibilityState !== "visible") return;
    connection.nudge();
    if (clock.now() - askedAt < ASK_AGAIN_AFTER) return;
    askedAt = clock.now();
    const answer = await fetchToken(tokenUrl, get);
    if (!answer.ok && answer.code !== UNREACHABLE) end();
  }
  const stopStatus = connection.onStatus(({ state, code }) => {
    // Signed out, or without the right any more. A page older than the sidecar stays, and says that it is.
    if (state === "stopped" && code !== "protocol_mismatch") end();
  });
  document.addEventListener("visibilitychange", look);
  connection.start();
}

/** The resume token of this page only: the next page may be somebody else's. */
function pageSession(): SessionKeeper {
  let kept: string | null = null;
  return { load: () => kept, save: (session) => void (kept = session) };
}
