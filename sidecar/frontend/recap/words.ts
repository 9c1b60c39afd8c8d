/** Puts values into the shell's sentences: names, counts and durations as the page's language writes them. */

import { systemText } from "../shared/messages";
import type { Shell } from "../shared/dom";
import type { Conversation, DeskSettings, Message, Money } from "../shared/protocol";
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
  /** `Rated 4 of 5`. */
  rated(stars: number): string;
  /** What business hours mean for visitors now; nothing while the chat is open. */
  closed(settings: DeskSettings, now: number): string;
  number(value: number): string;
  /** `12.5%` for 12.5. */
  percent(value: number): string;
  money(money: Money): string;
  /** `French` for `fr`. */
  language(code: string): string;
  /** A day long ago or ahead: `4 May 1990`. */
  date(at: number): string;
  /** A moment to come: `09:00`, `tomorrow 09:00`, `Monday 09:00`, `4 May 09:00`. */
  moment(at: number, now: number): string;
}

const STEPS: readonly [limit: number, size: number, unit: "second" | "minute" | "hour" | "day"][] = [
  [60, 1, "second"],
  [3600, 60, "minute"],
  [86_400, 3600, "hour"],
  [Infinity, 86_400, "day"],
];

const DAY = 86_400_000;

export function createWords(shell: Shell, language: string): Words {
  const lang = Intl.PluralRules.supportedLocalesOf([language])[0];
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  const dates = new Intl.DateTimeFormat(lang, { dateStyle: "medium" });
  const units = new Map(
    STEPS.map(([, , unit]) => [unit, new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "short" })]),
  );

  function duration(milliseconds: number): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const [, size, unit] = STEPS.find(([limit]) => seconds < limit) ?? [0, 86_400, "day" as const];
    return units.get(unit)?.format(Math.floor(seconds / size)) ?? "";
  }

  function moment(at: number, now: number): string {
    const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / DAY);
    const time = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
    if (days <= 0) return time;
    const options: Intl.DateTimeFormatOptions = days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
    const day =
      days === 1
        ? new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(1, "day")
        : new Intl.DateTimeFormat(lang, options).format(at);
    return `${day} ${time}`;
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
    closed({ open, opensAt }, now) {
      if (open) return "";
      return opensAt ? shell.text("closed", { when: moment(Date.parse(opensAt), now) }) : shell.text("closed_for_good");
    },
    moment,
    number: (value) => number.format(value),
    percent: (value) => new Intl.NumberFormat(lang, { style: "percent", maximumFractionDigits: 2 }).format(value / 100),
    date: (at) => dates.format(at),
    language(code) {
      try {
        return new Intl.DisplayNames(lang ? [lang] : [], { type: "language" }).of(code) ?? code;
      } catch {
        // What a browser says it speaks may be anything.
        return code;
      }
    },
    money({ amount, currency }) {
      // A shop may have made up a currency.
      if (!/^[A-Z]{3}$/.test(currency)) return `${number.format(amount)} ${currency}`;
      return new Intl.NumberFormat(lang, { style: "currency", currency }).format(amount);
    },
    rated: (stars) => shell.text("rated", { count: number.format(stars) }),
  };
}
