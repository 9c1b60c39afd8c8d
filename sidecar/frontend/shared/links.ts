/** Web addresses found in plain text. */

export type Piece = { text: string; href: null } | { text: string; href: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^\u00AB\u00BB\u201C\u201D\u2066-\u2069\u202A-\u202E]+/giu;

export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    const href = safe(address);
    if (href === null) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), href: null });
    pieces.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null });
  return pieces;
}

/** A sentence's own punctuation after an address isn't part of it; a closing bracket is when it was opened in it. */
function withoutTail(address: string): string {
  let end = address.length;
  for (;;) {
    const last = address[end - 1] ?? "";
    if (/[.,;:!?…]/.test(last)) end -= 1;
    else if (last === ")" && !balanced(address.slice(0, end))) end -= 1;
    else if (last === "]" || last === "*" || last === "_") end -= 1;
    else return address.slice(0, end);
  }
}

function balanced(text: string): boolean {
  return text.split("(").length >= text.split(")").length;
}

/** The normal form of a web address, null for anything else. */
export function safe(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
