/** Ids made by the browser: sortable by time, unique without asking anybody. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

export type RandomDigits = (count: number) => number[];

/** `crypto.randomUUID` needs a secure context, `getRandomValues` doesn't. */
function randomDigits(count: number): number[] {
  return Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => byte & 31);
}

/** A source of ULIDs that rise even within one millisecond and when the clock is set back. */
export function createUlid(
  now: () => number = Date.now,
  random: RandomDigits = randomDigits,
): () => string {
  let last = 0;
  let digits: number[] = [];
  return () => {
    const time = now();
    if (time > last || digits.length === 0) {
      last = Math.max(time, last);
      digits = random(RANDOM_LENGTH);
    } else if (!increment(digits)) {
      last += 1;
      digits = random(RANDOM_LENGTH);
    }
    return encodeTime(last) + digits.map((digit) => ALPHABET[digit]).join("");
  };
}

/** Adds one; false when every digit was already the highest. */
function increment(digits: number[]): boolean {
  for (let place = digits.length - 1; place >= 0; place -= 1) {
    const digit = digits[place] ?? 0;
    if (digit < 31) {
      digits[place] = digit + 1;
      return true;
    }
    digits[place] = 0;
  }
  return false;
}

function encodeTime(time: number): string {
  let text = "";
  let rest = time;
  for (let place = 0; place < TIME_LENGTH; place += 1) {
    text = (ALPHABET[rest % 32] ?? "0") + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export const ulid = createUlid();
