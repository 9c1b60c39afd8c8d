/**
 * Messages on their way: kept in localStorage until acknowledged, sent one at a time and in order per lane.
 *
 * A lane is a conversation (the visitor has one). Several tabs share the letters: whoever wrote one sends it, and
 * another tab takes it over when the writer is gone. Sending twice is harmless, since the sidecar knows the id; losing
 * or reordering is not, so a letter never overtakes an earlier one of its lane, whoever's that is.
 */
import { resendDelay } from "./backoff";
import type { Clock } from "./clock";
import { systemClock } from "./clock";
import { DISCONNECTED, TIMEOUT } from "./connection";
import { createSignal } from "./events";
import type { Ack, Failure } from "./protocol";
import { readJson, writeJson, type Store } from "./storage";
import { tidy } from "./text";
import { ulid } from "./ulid";

export { BODY_LIMIT, countCharacters, problem, tidy } from "./text";

export interface Letter {
  readonly clientId: string;
  readonly lane: string;
  readonly body: string;
  readonly queuedAt: number;
  /** Letters of a lane go out by rising places: ids follow a clock, which may be set back. */
  readonly place?: number;
  /** The tab that sends it; empty when its page went away. */
  readonly owner: string;
  /** How often the socket closed right after it was sent. */
  readonly closes: number;
  /** Tries that the sidecar answered with `internal_error`. */
  readonly errors: number;
  /** Why it will not be sent again by itself. */
  readonly failed: string | null;
}

export interface OutboxOptions {
  store: Store;
  send(letter: Letter): Promise<Ack<unknown>>;
  delivered(letter: Letter, reply: unknown): void;
  /** The letter stays in the list, marked failed. */
  refused?(letter: Letter, failure: Failure): void;
  /** No answer within the time: the line is probably dead. */
  silent?(): void;
  clock?: Clock;
  tab?: string;
  newId?: () => string;
}

export interface Outbox {
  /** Oldest first, failed ones included. */
  letters(lane?: string): readonly Letter[];
  /** With an id that was given to the draft, so that two tabs that send it send one message. */
  add(lane: string, body: string, clientId?: string): Letter;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** The sidecar has it: an event or a list showed it before the acknowledgement came. */
  confirm(clientId: string): void;
  /** Sends only while online: between `session:ready` and the loss of the connection. */
  online(on: boolean): void;
  /** Another tab changed the store. */
  refresh(): void;
  /** This page goes away: other pages may send what is left. */
  release(): void;
  /** Wipes every letter, of all tabs. */
  clear(): void;
  /** Forgets what this page is doing; the store is somebody else's by now. */
  abandon(): void;
  onChange(listener: () => void): () => void;
}

const LETTER = "out:";
const BEAT = "beat:";
const BEAT_EVERY = 4_000;
const GONE_AFTER = 12_000;
const BLAMED_WITHIN = 2_000;
const MOST_CLOSES = 3;
const MOST_ERRORS = 5;
const TAKEN = "conflict";
const RETRIED = new Set(["storage_unavailable", "too_many", "internal_error", DISCONNECTED, TIMEOUT]);

export function createOutbox(options: OutboxOptions): Outbox {
  const { store } = options;
  const clock = options.clock ?? systemClock;
  const newId = options.newId ?? ulid;
  const tab = options.tab ?? newId();
  const changes = createSignal<void>();
  const inFlight = new Map<string, string>();
  const pauses = new Map<string, { tries: number; over: boolean; cancel: () => void }>();
  let era = 0; // rises when everything is wiped: later answers belong to nobody
  let isOnline = false;
  let cancelBeat: (() => void) | null = null;

  function letters(lane?: string): Letter[] {
    const found: Letter[] = [];
    for (const key of store.keys(LETTER)) {
      const value = readJson(store, key);
      if (!isLetter(value)) store.remove(key);
      else if (lane === undefined || value.lane === lane) found.push(value);
    }
    return found.sort((one, other) => placeOf(one) - placeOf(other));
  }

  function find(clientId: string): Letter | null {
    const value = readJson(store, LETTER + clientId);
    return isLetter(value) ? value : null;
  }

  function write(letter: Letter): void {
    writeJson(store, LETTER + letter.clientId, letter);
  }

  function remove(clientId: string): boolean {
    if (!find(clientId)) return false;
    store.remove(LETTER + clientId);
    return true;
  }

  /** Shows other tabs that this one is able to send; looks after letters whose page went away. */
  function beat(): void {
    cancelBeat?.();
    cancelBeat = null;
    const waiting = letters().filter((letter) => letter.failed === null);
    if (!isOnline || waiting.length === 0) return store.remove(BEAT + tab);
    store.set(BEAT + tab, String(clock.now()));
    cancelBeat = clock.after(BEAT_EVERY, pump);
  }

  function isAlive(owner: string): boolean {
    const age = clock.now() - Number(store.get(BEAT + owner));
    // A beat from the future: the clock was set back since then.
    return owner !== "" && age > -BEAT_EVERY && age < GONE_AFTER;
  }

  function pump(): void {
    beat();
    if (!isOnline) return;
    const heads = new Map<string, Letter>();
    for (const letter of letters()) {
      if (letter.failed === null && !heads.has(letter.lane)) heads.set(letter.lane, letter);
    }
    for (const letter of heads.values()) {
      if (inFlight.has(letter.lane) || pauses.get(letter.lane)?.over === false) continue;
      if (letter.owner !== tab && isAlive(letter.owner)) continue;
      void post(letter.owner === tab ? letter : { ...letter, owner: tab });
    }
  }

  async function post(letter: Letter): Promise<void> {
    inFlight.set(letter.lane, letter.clientId);
    write(letter);
    const sentAt = clock.now();
    const mine = era;
    const ack = await options.send(letter).catch(() => lineFailure());
    if (mine !== era) return;
    inFlight.delete(letter.lane);
    const still = find(letter.clientId);
    if (ack.ok) {
      resume(letter.lane);
      remove(letter.clientId);
      options.delivered(letter, ack.data);
      changes.emit();
    } else if (still && ack.error.code === TAKEN) {
      // Another tab has sent an earlier text of the same draft: this one is a message of its own.
      remove(letter.clientId);
      write({ ...still, clientId: newId() });
      changes.emit();
    } else if (still) {
      judge(still, ack.error, clock.now() - sentAt);
    }
    pump();
  }

  function judge(letter: Letter, error: Failure, after: number): void {
    const blamed = error.code === DISCONNECTED && isOnline === false && after < BLAMED_WITHIN;
    const next: Letter = {
      ...letter,
      closes: letter.closes + (blamed ? 1 : 0),
      errors: letter.errors + (error.code === "internal_error" ? 1 : 0),
    };
    const hopeless =
      !RETRIED.has(error.code) || next.closes >= MOST_CLOSES || next.errors >= MOST_ERRORS;
    if (hopeless) {
      const marked = { ...next, failed: error.code };
      resume(letter.lane);
      write(marked);
      options.refused?.(marked, error);
      changes.emit();
      return;
    }
    write(next);
    pause(letter.lane, error.retry);
    if (error.code === TIMEOUT) options.silent?.();
  }

  function pause(lane: string, seconds: number | undefined): void {
    const tries = pauses.get(lane)?.tries ?? 0;
    const delay = seconds === undefined ? resendDelay(tries, clock.random()) : seconds * 1000 + 50;
    const paused = { tries: tries + 1, over: false, cancel: noCancel };
    paused.cancel = clock.after(delay, () => {
      paused.over = true;
      pump();
    });
    pauses.set(lane, paused);
  }

  function resume(lane: string): void {
    pauses.get(lane)?.cancel();
    pauses.delete(lane);
  }

  function abandon(): void {
    era += 1;
    inFlight.clear();
    for (const lane of [...pauses.keys()]) resume(lane);
    changes.emit();
  }

  return {
    letters,
    add(lane, body, clientId = newId()) {
      const text = tidy(body);
      const known = find(clientId);
      if (known?.body === text) return known;
      const letter: Letter = {
        clientId: known ? newId() : clientId,
        lane,
        body: text,
        queuedAt: clock.now(),
        place: 1 + Math.max(0, ...letters(lane).map(placeOf)),
        owner: tab,
        closes: 0,
        errors: 0,
        failed: null,
      };
      write(letter);
      changes.emit();
      pump();
      return letter;
    },
    retry(clientId) {
      const letter = find(clientId);
      if (!letter) return;
      write({ ...letter, owner: tab, closes: 0, errors: 0, failed: null });
      changes.emit();
      pump();
    },
    discard(clientId) {
      if (remove(clientId)) changes.emit();
      pump();
    },
    confirm(clientId) {
      if (remove(clientId)) changes.emit();
    },
    online(on) {
      isOnline = on;
      if (on) for (const lane of [...pauses.keys()]) resume(lane);
      pump();
    },
    refresh() {
      changes.emit();
      pump();
    },
    release() {
      for (const letter of letters()) {
        if (letter.owner === tab) write({ ...letter, owner: "" });
      }
      store.remove(BEAT + tab);
      cancelBeat?.();
      cancelBeat = null;
    },
    clear() {
      for (const prefix of [LETTER, BEAT]) for (const key of store.keys(prefix)) store.remove(key);
      abandon();
    },
    abandon,
    onChange: (listener) => changes.on(listener),
  };
}

const placeOf = ({ place = 0 }: Letter): number => place;
const noCancel = (): void => undefined;

function lineFailure(): Ack<never> {
  return { ok: false, error: { code: DISCONNECTED, message: DISCONNECTED } };
}

function isLetter(value: unknown): value is Letter {
  if (typeof value !== "object" || value === null) return false;
  const letter = value as Partial<Letter>;
  return (
    typeof letter.clientId === "string" &&
    typeof letter.lane === "string" &&
    typeof letter.body === "string"
  );
}
