/** Puts values into the shell's sentences: names, counts and durations as the page's language writes them. */

import { systemText } from "../shared/messages";
import type { Shell } from "../shared/dom";
import type { Conversation, Message } from "../shared/protocol";
import type { Standing } from "./shelves";

export interface Words {
  /** `John DOE (#2)` or `Guest #7`. */
  name(conversation: Conversation): string;
  /** `JD`, or nothing for a guest. */
  initials(conversation: Conversation): string;
  /** One line of a message, without line breaks. */
  line(message: Message | undefined): string;
  /** The sentence `name_one`, `name_other` … that fits the number. */
  count(name: string, count: number, values?: Readonly<Record<string, string>>): string;
  text(name: string, values?: Readonly<Record<string, string>>): string;
  /** `Waiting for you · 2 min`. */
  standing(standing: Standing, now: number): string;
  /** `45 sec`, `2 min`, `3 hr`. */
  duration(milliseconds: number): string;
}

const STEPS: readonly [limit: number, size: number, unit: "second" | "minute" | "hour" | "day"][] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [Infinity, 86_400, "day"],
];

export function createWords(shell: Shell, language: string): Words {
  const lang = Intl.PluralRules.supportedLocalesOf([language])[0];
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  const units = new Map(
    STEPS.map(([, , unit]) => [unit, new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short" })]),
  );

  function duration(milliseconds: number): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const [, size, unit] = STEPS.find(([limit]) => seconds < limit) ?? [0, 86_400, "day" as const];
    return units.get(unit)?.format(Math.floor(seconds / size)) ?? "";
  }

  return {
    name({ visitor }) {
      if (visitor.customerId !== undefined) {
        return shell.text("customer", { name: visitor.name, id: String(visitor.customerId) });
      }
      if (visitor.guestId !== undefined) return shell.text("guest", { id: String(visitor.guestId) });
      return shell.text("guest_unknown");
    },
    initials({ visitor }) {
      if (visitor.customerId === undefined) return "";
      const parts = visitor.name.split(/\s+/).filter((part) => /^[\p{L}\p{N}]/u.test(part));
      const chosen = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : parts;
      return chosen.map((part) => [...(part ?? "")][0] ?? "").join("").toLocaleUpperCase(lang);
    },
    line(message) {
      if (!message) return "";
      const text = message.author === "system" ? systemText(shell, message) : message.body;
      return text.replace(/\s+/g, " ").trim();
    },
    count(name, count, values = {}) {
      const all = { ...values, count: number.format(count) };
      return shell.text(`${name}_${plural.select(count)}`, all) || shell.text(`${name}_other`, all);
    },
    text: (name, values) => shell.text(name, values),
    standing(standing, now) {
      return shell.text(`waits_${standing.who}`, { time: duration(now - standing.since) });
    },
    duration,
  };
}
