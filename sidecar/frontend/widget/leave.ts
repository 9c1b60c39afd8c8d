/** A message left for later: kept until the sidecar has it, and stored once however often it has to be sent. */
import { patientDelay, resendDelay } from "../shared/backoff";
import type { Clock } from "../shared/clock";
import { UNREACHABLE, type TokenAnswer } from "../shared/connection";
import type { Failure, LeaveMessage, OfflineStart } from "../shared/protocol";
import { ulid } from "../shared/ulid";
import { letterOf, type Typed, type Wrong } from "./form";
import type { FormModel, Outcome } from "./form-view";
import type { Kept, Memory } from "./memory";
import { pageNow } from "./page";

export interface LeaveOptions {
  memory: Memory;
  /** Where the sidecar takes messages. */
  url: string;
  /** The shop's word on who this is; the one known already unless it was refused. */
  token(fresh: boolean): Promise<TokenAnswer>;
  clock: Clock;
  changed(): void;
  /** It is out: what was typed is needed no more. */
  sent(): void;
  /** Neither the chat nor the form is for this visitor. */
  unwelcome(code: string): void;
  newId?: () => string;
  page?: typeof pageNow;
}

export interface Leave {
  readonly model: Omit<FormModel, "offer">;
  /** As this browser keeps it; the message itself is the draft of the chat, too. */
  readonly typed: Typed;
  filled(typed: Typed): void;
  submit(typed: Typed): void;
  /** Gives up what is on its way, and begins anew. */
  another(): void;
  /** The network is back. */
  nudge(): void;
  /** Another page of this browser wrote down how far it is. */
  refresh(): void;
  /** What the shop knows of a signed-in customer; null when it doesn't say. */
  start(): Promise<Typed | null>;
  forget(): void;
}

type Answer<T> = { ok: true; data: T } | { ok: false; error: Failure & { fields?: Wrong } };

const NONE: Wrong = {};
const FRESH: Omit<FormModel, "offer"> = { outcome: null, wrong: NONE, orders: [] };
/** Another page of this browser may be sending it just now. */
const LEFT_TO_OTHERS = 5_000;

export function createLeave(options: LeaveOptions): Leave {
  const { memory, clock } = options;
  let model = FRESH;
  let era = 0; // rises when it is given up: later answers are nobody's
  let tries = 0;
  let sending = false;
  let cancel = (): void => undefined;

  function become(outcome: Outcome | null, wrong: Wrong = NONE): void {
    model = { ...model, outcome, wrong };
    options.changed();
  }

  function stop(): void {
    era += 1;
    tries = 0;
    sending = false;
    cancel();
  }

  function later(delay: number, outcome: Outcome): void {
    tries += 1;
    cancel();
    cancel = clock.after(delay, () => void post());
    become(outcome);
  }

  /** It won't be sent by itself any more. */
  function settle(outcome: Outcome | null, wrong?: Wrong): void {
    stop();
    const { typed } = memory.form;
    memory.form = { typed };
    become(outcome, wrong);
  }

  async function call<T>(method: string, body: LeaveMessage | null): Promise<Answer<T> | TokenAnswer> {
    for (const fresh of [false, true]) {
      const token = await options.token(fresh);
      if (!token.ok) return token;
      const response = await fetch(options.url, {
        method,
        credentials: "omit",
        // The visitor may go on to another page meanwhile.
        keepalive: body !== null,
        headers: { Authorization: `Bearer ${token.token}`, "Content-Type": "application/json" },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (response.status !== 401 || fresh) return (await response.json()) as Answer<T>;
    }
    return { ok: false, code: UNREACHABLE };
  }

  async function post(): Promise<void> {
    const { letter } = memory.form;
    if (!letter || sending) return;
    sending = true;
    cancel();
    const mine = era;
    become("sending");
    const answer = await call("POST", letter).catch(() => null);
    if (mine !== era) return;
    sending = false;
    judge(answer);
  }

  function judge(answer: Answer<unknown> | TokenAnswer | null): void {
    const delay = resendDelay(tries, clock.random());
    if (!answer) return later(delay, "kept");
    if (answer.ok) {
      stop();
      memory.form = { typed: {} };
      options.sent();
      return become("sent");
    }
    if (!("error" in answer)) {
      if (answer.code !== UNREACHABLE) return options.unwelcome(answer.code);
      return later(patientDelay(tries, clock.random()), "kept");
    }
    const { code, fields, retry } = answer.error;
    if (fields) settle(null, fields);
    else if (code === "too_many") later(retry ? retry * 1000 + 50 : delay, "limit");
    else if (code === "storage_unavailable" || code === "internal_error") later(delay, "kept");
    else if (code === "blocked" || code === "not_allowed") options.unwelcome(code);
    else settle("failed");
  }

  function refresh(): void {
    if (sending) return;
    if (memory.form.letter) later(LEFT_TO_OTHERS, "kept");
    else if (model.outcome === "kept" || model.outcome === "limit") {
      stop();
      become(null);
    }
  }

  return {
    get model() {
      return model;
    },
    get typed() {
      return memory.form.typed;
    },
    filled(typed) {
      memory.form = { ...memory.form, typed };
    },
    submit(typed) {
      stop();
      const known: Kept = memory.form;
      // Pressed while it waits: the same one, now.
      const letter = known.letter ?? letterOf((options.newId ?? ulid)(), typed, (options.page ?? pageNow)());
      memory.form = { typed, letter };
      void post();
    },
    another: () => settle(null),
    nudge: () => void post(),
    refresh,
    async start() {
      const mine = era;
      const answer = await call<OfflineStart>("GET", null).catch(() => null);
      if (mine !== era || !answer?.ok || !("data" in answer)) return null;
      model = { ...model, orders: answer.data.orders };
      options.changed();
      return answer.data.values as Typed;
    },
    forget() {
      stop();
      model = FRESH;
    },
  };
}
