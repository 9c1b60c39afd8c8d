/** Times and days as the page's language writes them. */

export interface Times {
  /** Hours and minutes. */
  time(at: number): string;
  /** Today, yesterday, a weekday, or a date. */
  day(at: number, now: number): string;
}

const DAY = 86_400_000;

export function createTimes(language: string): Times {
  const lang = wellFormed(language);
  // Made when needed: the first one costs a slow phone many milliseconds.
  const formats = new Map<object, Intl.DateTimeFormat>();
  const format = (options: Intl.DateTimeFormatOptions, at: number): string => {
    let found = formats.get(options);
    if (!found) formats.set(options, (found = new Intl.DateTimeFormat(lang, options)));
    return found.format(at);
  };
  return {
    time: (at) => format(CLOCK, at),
    day(at, now) {
      const days = Math.round((midnight(now) - midnight(at)) / DAY);
      if (days === 0 || days === 1) {
        return capital(new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(-days, "day"), lang);
      }
      if (days > 1 && days < 7) return capital(format(WEEKDAY, at), lang);
      const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
      return format(thisYear ? DATE : FULL_DATE, at);
    },
  };
}

// A language without its country doesn't say whether "9:05" needs an "AM": 24 hours are plain everywhere.
const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const WEEKDAY: Intl.DateTimeFormatOptions = { weekday: "long" };
const DATE: Intl.DateTimeFormatOptions = { day: "numeric", month: "long" };
const FULL_DATE: Intl.DateTimeFormatOptions = { ...DATE, year: "numeric" };

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(text: string, lang: string | undefined): string {
  return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

/** Intl throws at what isn't a language at all; undefined is the browser's own. */
function wellFormed(language: string): string | undefined {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language : undefined;
}
