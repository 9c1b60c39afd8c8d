/**
 * Sees that nobody reads another person's chat at the same browser: after a login or a logout in the shop (its marker
 * cookie changed) the shop is asked who is there now before anything is shown.
 */
import { UNREACHABLE, type TokenAnswer } from "../shared/connection";
import type { ShopToken } from "../shared/host";
import { claimed, isSame, type Identity } from "./identity";
import type { Memory } from "./memory";

export interface GuardOptions {
  memory: Memory;
  /** The shop's marker as the browser has it now. */
  marker(): string;
  token(fresh: boolean): Promise<ShopToken>;
  /** Somebody else: what this page still shows of the former person must go. The browser's memory is wiped already. */
  forget(): void;
  /** The former person's session is still good: the token of who is there now ends it. */
  end(session: string, token: string): void;
  /** The same visitor, signed in or seen again: the sidecar should know. */
  renew(token: string): void;
}

/** `unknown`: the shop couldn't say; nothing may be shown until it can. */
export type Verdict = "same" | "other" | "unknown";

export interface Guard {
  /** The marker isn't the one this page knows: nothing may be shown before `check` has answered. */
  doubts(): boolean;
  check(): Promise<Verdict>;
  /** For the connection: a token of the shop, after looking whose it is. */
  fetchToken(fresh: boolean): Promise<TokenAnswer>;
  /** The sidecar's word on who this is. */
  confirm(identity: Identity): void;
  /** Another tab wrote down who is there now; true when that isn't whom this page shows. */
  overruled(): boolean;
}

export function createGuard(options: GuardOptions): Guard {
  const { memory } = options;
  // Per page: another tab may have settled it for the browser while this one still shows the former person.
  let shown = memory.identity;
  let marker = shown ? memory.rev : options.marker();
  /** Who the shop says it is, until the sidecar knows: a page that goes before has the next one ask again. */
  let owed: string | null = null;
  let checking: Promise<Verdict> | null = null;

  const doubts = (): boolean => shown !== null && options.marker() !== marker;

  function settle(): void {
    marker = options.marker();
    // Nothing is kept of somebody who has no chat here.
    if (memory.identity) memory.rev = marker;
  }

  /** `now` is null when the shop has nothing for whoever is there. The session that was left behind, if any. */
  function forget(now: Identity | null): string | null {
    // Another tab may have wiped already, and the next person have begun to write.
    const stale = memory.identity !== null && !(now && isSame(memory.identity, now));
    const session = stale ? memory.sessions.load() : null;
    if (stale) memory.wipe();
    shown = owed = null;
    options.forget();
    return session;
  }

  async function verify(): Promise<Verdict> {
    const answer = await options.token(true);
    if (!answer.ok && answer.code === UNREACHABLE) return "unknown";
    const now = answer.ok ? claimed(answer.token) : null;
    if (answer.ok && now && isSame(shown, now)) {
      if (now.key === shown?.key) settle();
      else [owed, marker] = [now.key, options.marker()];
      options.renew(answer.token);
      return "same";
    }
    const session = forget(now);
    settle();
    if (answer.ok && session !== null) options.end(session, answer.token);
    return "other";
  }

  function confirm(identity: Identity): void {
    if (!(isSame(shown, identity) && isSame(memory.identity, identity))) forget(identity);
    if (memory.identity?.key !== identity.key || memory.identity.vid !== identity.vid) {
      memory.identity = identity;
    }
    shown = identity;
    if (owed === identity.key) owed = null;
    if (owed === null && memory.rev !== marker) memory.rev = marker;
  }

  return {
    doubts,
    check() {
      if (!shown) marker = options.marker();
      if (!doubts()) return Promise.resolve("same");
      checking ??= verify().finally(() => {
        checking = null;
      });
      return checking;
    },
    async fetchToken(fresh) {
      const answer = await options.token(fresh);
      if (!answer.ok) return answer;
      const now = claimed(answer.token);
      // Written down before the sidecar says so: what is typed until then must not become the next person's.
      if (now) confirm(now);
      settle();
      return answer;
    },
    confirm,
    overruled() {
      const { identity } = memory;
      return shown !== null && (identity === null || !isSame(shown, identity));
    },
  };
}
