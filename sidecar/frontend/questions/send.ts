/** Sends what a question asks for, and says beside it what went wrong. */
import { part, setAttr, setText, type Shell } from "../shared/dom";
import type { Ack } from "../shared/protocol";
import { isEmail } from "../widget/form";

/** Whether it was taken. One that is on its way is not sent again. */
export async function send(form: HTMLElement, shell: Shell, ask: () => Promise<Ack<unknown>>): Promise<boolean> {
  const button = part(form, "send");
  if (button.getAttribute("aria-disabled")) return false;
  setAttr(button, "aria-disabled", "true");
  complain(form, "");
  const ack = await ask();
  setAttr(button, "aria-disabled", null);
  if (!ack.ok) complain(form, shell.text(`error_${ack.error.code}`) || shell.text("error"));
  return ack.ok;
}

/** The address in a form; null when it is none, and the form says so. */
export function addressIn(form: HTMLElement, shell: Shell): string | null {
  const field = part<HTMLInputElement>(form, "email");
  const email = field.value.trim();
  if (isEmail(email)) return email;
  complain(form, shell.text("error_invalid_format"));
  field.focus();
  return null;
}

/** The field it is about, if the form has one, is marked as well. */
export function complain(form: HTMLElement, text: string): void {
  setText(part(form, "error"), text);
  const field = form.querySelector("input[type=email]");
  if (field) setAttr(field, "aria-invalid", text ? "true" : null);
}
