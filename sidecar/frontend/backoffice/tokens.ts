/** A token in hand for every request, asked for again shortly before it expires. */

import type { Clock } from "../shared/clock";
import type { TokenAnswer } from "../shared/connection";

export interface Tokens {
  /** A token that is good for a while, or why there is none. */
  get(): Promise<TokenAnswer>;
  /** The one in hand, for a header that can't wait. */
  readonly current: string;
  /** The sidecar didn't like it. */
  drop(): void;
}

const SPARE = 30_000;

export function createTokens(fetchToken: () => Promise<TokenAnswer>, clock: Clock): Tokens {
  let token = "";
  let until = 0;
  let asking: Promise<TokenAnswer> | null = null;

  async function ask(): Promise<TokenAnswer> {
    const answer = await fetchToken();
    asking = null;
    if (answer.ok) {
      token = answer.token;
      until = expiry(token);
    }
    return answer;
  }

  return {
    get() {
      if (token && until - SPARE > clock.now()) return Promise.resolve({ ok: true, token });
      return (asking ??= ask());
    },
    get current() {
      return token;
    },
    drop() {
      until = 0;
    },
  };
}

/** When a token ends, in milliseconds; 0 when it doesn't say. */
function expiry(token: string): number {
  const [, middle = ""] = token.split(".");
  try {
    const claims = JSON.parse(atob(middle.replace(/-/g, "+").replace(/_/g, "/"))) as { exp?: unknown };
    return typeof claims.exp === "number" ? claims.exp * 1000 : 0;
  } catch {
    return 0;
  }
}
