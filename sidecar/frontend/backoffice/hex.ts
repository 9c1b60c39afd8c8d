/** Colours as the merchant writes them, and what is hard to read. */
import { contrast, parse } from "../widget/colours";

/** `#RGB` and `#RRGGBB` as `#rrggbb`; null for anything else. The server has the same rule. */
export function normal(text: string): string | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (!digits) return null;
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`;
}

const READABLE = 4.5;

/** The contrast of two colours where it is too low (WCAG AA), rounded down; null where it will do, or one is no colour. */
export function tooLow(background: string, text: string): number | null {
  const [one, other] = [normal(background), normal(text)].map((colour) => (colour ? parse(colour) : null));
  if (!one || !other) return null;
  const ratio = contrast(one, other);
  return ratio < READABLE ? Math.floor(ratio * 10) / 10 : null;
}
