/** The form to leave a message, as plain values: what it asks, what was typed, what is wrong with that. */
import type { LeaveMessage } from "../shared/protocol";
import { BODY_LIMIT, countCharacters, tidy } from "../shared/text";

/** What stands in the form's controls, by their names; a ticked box is "1". */
export type Typed = Readonly<Record<string, string>>;
/** What is wrong, by the control's name; codes as the sidecar has them. */
export type Wrong = Readonly<Record<string, string>>;

const LINE_LIMIT = 255;
const TEXTS = ["firstname", "lastname", "email", "phone", "message", "website"] as const;
const CHOICES = ["contact", "order", "product"] as const;

/** `email* phone`: the e-mail is required, the phone may be left out. */
export function asked(fields: string): ReadonlyMap<string, boolean> {
  const names = fields.split(" ").filter(Boolean);
  return new Map(names.map((name) => [name.replace("*", ""), name.endsWith("*")]));
}

/** The same rules as the sidecar's, which has the last word. */
export function check(fields: ReadonlyMap<string, boolean>, typed: Typed): Wrong {
  const wrong: Record<string, string> = {};
  for (const [name, required] of fields) {
    const code = problemOf(name, tidy(typed[name] ?? ""), required);
    if (code) wrong[name] = code;
  }
  return wrong;
}

function problemOf(name: string, text: string, required: boolean): string | null {
  if (name === "consent") return text ? null : name;
  if (!/[^\p{C}\p{Z}]/u.test(text)) return required ? "required" : null;
  const isLine = name !== "message";
  if (countCharacters(text) > (isLine ? LINE_LIMIT : BODY_LIMIT)) return "too_long";
  if (isLine && /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return "line";
  if (name === "email" && !isEmail(text)) return name;
  return name === "phone" && !/^[+0-9 ().\/-]{3,32}$/.test(text) ? name : null;
}

/** Plain addresses only: no quotes, no comments, a domain with a dot. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  const domain = inAscii(text.slice(at + 1));
  const atoms = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
  const labels = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
  return local.length <= 64 && local.length + domain.length < 254 && atoms.test(local) && labels.test(domain);
}

function inAscii(domain: string): string {
  if (!/[^\0-\x7f]/.test(domain) || /[^\w.\-\u0080-\uffff]/.test(domain)) return domain;
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return "";
  }
}

/** What is sent: choices that were not made are left out. */
export function letterOf(clientId: string, typed: Typed, page: { url: string; title: string }): LeaveMessage {
  const letter: LeaveMessage = {
    clientId,
    values: Object.fromEntries(TEXTS.map((name) => [name, tidy(typed[name] ?? "")])),
    page: { url: page.url, title: page.title },
    consent: !!typed["consent"],
  };
  for (const name of CHOICES) if (typed[name]) letter[name] = Number(typed[name]);
  return letter;
}
