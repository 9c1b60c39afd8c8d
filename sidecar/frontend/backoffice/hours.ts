/** The business hours of the form: lines that are added, removed and copied. What they say is judged when it is saved. */
import { maybePart, setText, show, type Shell } from "../shared/dom";

const WORKDAYS = 5;

export interface Hours {
  /** Does what a button among the lines is for; false for any other. */
  press(button: HTMLElement): boolean;
  /** Hours were switched on where there are none: the usual ones, to begin with. */
  propose(): void;
  /** Shows what follows from the lines. */
  update(): void;
}

/** Whether it is the name of a field in a line. */
export function inTimetable(name: string): boolean {
  return /^(hours|special)\[/.test(name);
}

export function createHours(timetable: HTMLElement, texts: Shell): Hours {
  const spansOf = (day: HTMLElement): HTMLElement[] => [...day.querySelectorAll<HTMLElement>("[data-part=span]")];
  const week = (): HTMLElement[] => [...timetable.querySelectorAll<HTMLElement>(".oc-weekday")];

  /** A line of its own name in a list of lines; the numbers may have gaps. */
  function add(template: string, list: HTMLElement, prefix: string): HTMLElement {
    const names = [...list.querySelectorAll<HTMLInputElement>("[name]")].map(({ name }) => name.slice(prefix.length));
    const next = Math.max(-1, ...names.map((name) => Number(/\d+/.exec(name)?.[0]))) + 1;
    const line = texts.clone(template);
    christen(line, `${prefix}[${next}]`);
    list.append(line);
    return line;
  }

  function addSpan(day: HTMLElement, from = "", to = ""): HTMLElement | null {
    const list = day.querySelector<HTMLElement>("[data-spans]");
    if (!list) return null;
    const line = add("span", list, list.dataset["spans"] ?? "");
    const [start, end] = line.querySelectorAll("input");
    if (start) start.value = from;
    if (end) end.value = to;
    return start ?? null;
  }

  function hoursOf(day: HTMLElement): string[][] {
    return spansOf(day).map((line) => [...line.querySelectorAll("input")].map(({ value }) => value));
  }

  function copyFrom(first: HTMLElement): void {
    const hours = hoursOf(first);
    for (const day of week().slice(1, WORKDAYS)) {
      for (const line of spansOf(day)) line.remove();
      for (const [from, to] of hours) addSpan(day, from, to);
    }
    const told = maybePart(first, "copied");
    if (told) setText(told, told.dataset["copied"] ?? "");
  }

  /** The focus goes to what comes next, or to the button that adds another. */
  function remove(line: HTMLElement | null, around: HTMLElement | null, adding: string): void {
    const next = line?.nextElementSibling ?? line?.previousElementSibling;
    line?.remove();
    const there = next?.querySelector("input") ?? (around && maybePart(around, adding));
    there?.focus();
  }

  return {
    press(button) {
      const day = button.closest<HTMLElement>("[role=group]");
      switch (day && button.dataset["part"]) {
        case "add-span":
          if (day) addSpan(day)?.focus();
          return true;
        case "remove-span":
          remove(button.closest<HTMLElement>("[data-part=span]"), day, "add-span");
          return true;
        case "copy-week":
          if (day) copyFrom(day);
          return true;
        case "add-special": {
          const list = day && maybePart(day, "specials");
          if (list) add("special", list, "special").querySelector("input")?.focus();
          return true;
        }
        case "remove-special":
          remove(day, timetable, "add-special");
          return true;
        default:
          return false;
      }
    },
    propose() {
      if (timetable.querySelector("[data-part=span]")) return;
      const [from, to] = (timetable.dataset["proposal"] ?? "").split("-");
      for (const day of week().slice(0, WORKDAYS)) addSpan(day, from, to);
    },
    update() {
      for (const list of timetable.querySelectorAll<HTMLElement>("[data-spans]")) {
        const day = list.closest<HTMLElement>("[role=group]");
        const count = list.childElementCount;
        const closed = day && maybePart(day, "closed");
        if (closed) show(closed, count === 0);
        const adding = day && maybePart<HTMLButtonElement>(day, "add-span");
        if (adding) adding.disabled = count >= Number(timetable.dataset["mostSpans"]);
      }
      const adding = maybePart<HTMLButtonElement>(timetable, "add-special");
      const lines = timetable.querySelectorAll("[data-part=special]").length;
      if (adding) adding.disabled = lines >= Number(timetable.dataset["mostLines"]);
      const warning = maybePart(timetable, "never-opens");
      if (warning) show(warning, !timetable.querySelector("[data-part=span]"));
    },
  };
}

/** What is named in a template without its line is named with it. */
function christen(line: HTMLElement, prefix: string): void {
  for (const field of line.querySelectorAll<HTMLInputElement>("[name]")) {
    field.name = prefix + field.name;
    field.id = idOf(field.name);
  }
  for (const error of line.querySelectorAll<HTMLElement>("[data-error]")) {
    const name = prefix + (error.dataset["error"] ?? "");
    error.dataset["error"] = name;
    error.id = `${idOf(name)}-error`;
  }
  for (const list of line.querySelectorAll<HTMLElement>("[data-spans]")) list.dataset["spans"] = prefix;
}

/** As the templates name it. */
function idOf(name: string): string {
  return `oc-${name.replaceAll("[", "-").replaceAll("]", "")}`;
}
