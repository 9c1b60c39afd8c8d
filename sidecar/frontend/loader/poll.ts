/** Asks the sidecar now and then whether somebody is there; knows when to leave it, and the shop, alone. */
import type { Clock } from "../shared/clock";
import type { Launcher, ShopState } from "../shared/host";

export interface State extends ShopState {
  oc: 1;
  launcher: Launcher;
}

/**
 * `foreign`: something answered that isn't the sidecar, at the price of a page of the shop. `down`: the web server did,
 * in its place. `lost`: no answer came, as when the network is away, or the visitor is: on the way to the next page.
 */
export type Answer = State | "foreign" | "down" | "lost";

export interface PollOptions {
  ask(): Promise<Answer>;
  /** Null: not to be reached. */
  tell(state: State | null): void;
  visible(): boolean;
  /** A chat is open in this browser: worth asking a sidecar that restarts more often. */
  eager(): boolean;
  /** `until tries`, kept for the tab's other pages while the sidecar is out of reach. */
  remembered(): string | null;
  remember(note: string | null): void;
  clock: Clock;
}

export interface Poll {
  /** The page was opened, shown, focused. */
  look(): void;
}

const EVERY = 30_000;
const MINUTE = 60_000;
/** A page that is shown and focused at the same moment asks once. */
const SAME_MOMENT = 2_000;

export function createPoll(options: PollOptions): Poll {
  const { clock } = options;
  let [quietUntil = 0, tries = 0] = (options.remembered() ?? "").split(" ").map(Number);
  let asking = false;
  let askedAt = -SAME_MOMENT;
  let known = false;
  let cancel = (): void => undefined;

  function look(): void {
    const now = clock.now();
    if (asking || !options.visible() || now - askedAt < SAME_MOMENT) return;
    cancel();
    if (now < quietUntil && !options.eager()) return later(quietUntil - now);
    asking = true;
    askedAt = now;
    void options.ask().then(hear);
  }

  function later(ms: number): void {
    cancel = clock.after(ms, look);
  }

  function hear(answer: Answer): void {
    asking = false;
    if (typeof answer === "object") {
      if (tries > 0) options.remember(null);
      tries = quietUntil = 0;
      known = true;
      options.tell(answer);
      return later(EVERY);
    }
    tries += 1;
    // A restart takes a moment: what was known stays for one more round.
    if (answer !== "foreign" && known && tries === 1) return later(EVERY);
    known = false;
    if (answer !== "foreign" && options.eager()) {
      options.tell(null);
      return later(Math.min(EVERY, SAME_MOMENT * tries));
    }
    if (answer === "lost") {
      // Nothing that the next page should know: it may have what this one was left without.
      options.tell(null);
      return later(EVERY);
    }
    const first = answer === "down" ? MINUTE : 5 * MINUTE;
    const pause = Math.min(60 * MINUTE, first * 2 ** (tries - 1)) * (0.8 + clock.random() * 0.4);
    quietUntil = clock.now() + pause;
    options.remember(`${Math.round(quietUntil)} ${tries}`);
    options.tell(null);
    later(pause);
  }

  return { look };
}
