/** What of a form was changed, by what would be sent of it. */

/** Names with their values; a checkbox that is off isn't among them. */
export type Entries = ReadonlyMap<string, string>;

/** Sent along, but nothing that a person typed. */
const OWN = ["revision", "languages"];

export function entriesOf(form: HTMLFormElement): Entries {
  const entries = new Map<string, string>();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !OWN.includes(name)) entries.set(name, value);
  }
  return entries;
}

/** Names whose value isn't the same in both. */
export function differing(before: Entries, now: Entries): string[] {
  return [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
}

/** Puts values into a form; a name without a value is switched off. */
export function put(form: HTMLFormElement, names: readonly string[], values: Entries): void {
  for (const name of names) {
    const control = form.elements.namedItem(name);
    const value = values.get(name);
    if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = value !== undefined;
    else if (isText(control)) control.value = value ?? "";
  }
}

export function isText(control: unknown): control is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  return (
    control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement
  );
}
