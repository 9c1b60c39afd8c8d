/** Times and days as the page's language writes them. */

export interface Times {
  /** Hours and minutes. */
  time(at: number): string;
  /** Today, yesterday, a weekday, or a date. */
  day(at: number, now: number): string;
}

const DAY = 86_400_000;

export function createTimes(language: string): Times {
  const lang = supported(language);
  // A language without its country doesn't say whether "9:05" needs an "AM": 24 hours are plain everywhere.
  const clock = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const weekday = new Intl.DateTimeFormat(lang, { weekday: "long" });
  const date = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long" });
  const full = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long", year: "numeric" });
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  return {
    time: (at) => clock.format(at),
    day(at, now) {
      const days = Math.round((midnight(now) - midnight(at)) / DAY);
      if (days === 0 || days === 1) return capital(relative.format(-days, "day"), lang);
      if (days > 1 && days < 7) return capital(weekday.format(at), lang);
      const thisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
      return (thisYear ? date : full).format(at);
    },
  };
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function capital(text: string, lang: string | undefined): string {
  return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

/** A language that the browser's Intl knows; undefined is the browser's own. */
function supported(language: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)[0];
  } catch {
    return undefined;
  }
}
