/** Text as it may go over the wire: the sidecar refuses half characters, and counts by code points. */

export const BODY_LIMIT = 4000;

/** No half characters, no blanks around it. */
export function tidy(text: string): string {
  // Walks by code points instead of a look-behind, which Safari before 16.4 can't parse.
  let whole = "";
  for (const character of text) whole += /^[\uD800-\uDFFF]$/.test(character) ? "\uFFFD" : character;
  return whole.replace(/\r\n?/g, "\n").trim();
}

/** What keeps a text from being sent; null when nothing does. */
export function problem(text: string): "empty" | "too_long" | null {
  const body = tidy(text);
  if (!/[^\p{C}\p{Z}]/u.test(body)) return "empty";
  return countCharacters(body) > BODY_LIMIT ? "too_long" : null;
}

/** Characters as the sidecar counts them: an emoji of one code point is one. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The beginning of a text, whole characters only. */
export function clip(text: string, limit: number): string {
  return tidy(text).slice(0, limit).replace(/[\uD800-\uDBFF]$/, "");
}
