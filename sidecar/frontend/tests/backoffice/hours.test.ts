// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { createHours, type Hours } from "../../backoffice/hours";
import { shellOf } from "../../shared/dom";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const SPAN = `<div data-part="span"><input type="time" name="[from]" id="oc--from"><input type="time" name="[to]">
  <button data-part="remove-span"></button><p data-error="[from]" id="oc--from-error" hidden></p></div>`;
const ADD = `<span data-part="closed"></span><button data-part="add-span"></button>`;

let timetable: HTMLElement;
let hours: Hours;

function find<T extends HTMLElement = HTMLElement>(selector: string): T {
  const found = timetable.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}
const day = (name: string): string => `[data-day=${name}]`;
const press = (selector: string): boolean => hours.press(find(selector));
/** What would be sent. */
const sent = (): string[] =>
  [...timetable.querySelectorAll<HTMLInputElement>("[name]")].map(({ name, value }) => `${name}=${value}`);

beforeEach(() => {
  timetable = document.createElement("div");
  Object.assign(timetable.dataset, { proposal: "09:00-18:00", mostSpans: "3", mostLines: "2" });
  const week = DAYS.map(
    (name) => `<div class="oc-weekday" role="group" data-day="${name}"><div data-spans="hours[${name}]"></div>${ADD}
      ${name === "monday" ? `<button data-part="copy-week"></button><span data-part="copied" data-copied="Copied"></span>` : ""}</div>`,
  );
  const markup = `<p data-part="never-opens" hidden></p>${week.join("")}
    <div role="group"><div data-part="specials"></div><button data-part="add-special"></button></div>
    <template data-template="span">${SPAN}</template>
    <template data-template="special"><div role="group" data-part="special"><input type="date" name="[first]"><input type="date"
      name="[last]"><button data-part="remove-special"></button><div data-spans=""></div>${ADD}</div></template>`;
  timetable.append(document.createRange().createContextualFragment(markup));
  document.body.replaceChildren(timetable);
  hours = createHours(timetable, shellOf(timetable));
  hours.update();
});

describe("a line of hours", () => {
  it("is added with names of its own, and the focus goes there", () => {
    press(`${day("friday")} [data-part=add-span]`);
    press(`${day("friday")} [data-part=add-span]`);
    expect(sent()).toEqual(["hours[friday][0][from]=", "hours[friday][0][to]=", "hours[friday][1][from]=", "hours[friday][1][to]="]);
    expect(document.activeElement).toBe(find("#oc-hours-friday-1-from"));
    expect(find("[data-error='hours[friday][1][from]']").id).toBe("oc-hours-friday-1-from-error");
  });

  it("leaves the names of the others when it goes, and hands the focus on", () => {
    for (let at = 0; at < 3; at++) press(`${day("monday")} [data-part=add-span]`);
    press(`${day("monday")} [data-part=span]:nth-child(2) [data-part=remove-span]`);
    expect(document.activeElement).toBe(find("#oc-hours-monday-2-from"));
    press(`${day("monday")} [data-part=add-span]`);
    expect(sent().filter((one) => one.includes("from"))).toEqual([
      "hours[monday][0][from]=",
      "hours[monday][2][from]=",
      "hours[monday][3][from]=",
    ]);
  });

  it("was the last one: the button that adds another has the focus", () => {
    press(`${day("monday")} [data-part=add-span]`);
    press(`${day("monday")} [data-part=remove-span]`);
    expect(document.activeElement).toBe(find(`${day("monday")} [data-part=add-span]`));
  });

  it("is one of as many as a day can have", () => {
    for (let at = 0; at < 3; at++) press(`${day("monday")} [data-part=add-span]`);
    hours.update();
    expect(find<HTMLButtonElement>(`${day("monday")} [data-part=add-span]`).disabled).toBe(true);
    expect(find<HTMLButtonElement>(`${day("tuesday")} [data-part=add-span]`).disabled).toBe(false);
  });
});

describe("the week", () => {
  it("copies Monday to the other workdays, in place of what they had", () => {
    for (const name of ["tuesday", "saturday"]) press(`${day(name)} [data-part=add-span]`);
    press(`${day("monday")} [data-part=add-span]`);
    find<HTMLInputElement>("#oc-hours-monday-0-from").value = "08:00";
    find<HTMLInputElement>(`${day("monday")} [name$="[to]"]`).value = "12:00";
    press("[data-part=copy-week]");
    const copied = DAYS.slice(0, 5).flatMap((name) => [`hours[${name}][0][from]=08:00`, `hours[${name}][0][to]=12:00`]);
    expect(sent()).toEqual([...copied, "hours[saturday][0][from]=", "hours[saturday][0][to]="]);
    expect(find("[data-part=copied]").textContent).toBe("Copied");
  });

  it("begins with the usual hours, and only where there are none", () => {
    hours.propose();
    expect(sent()).toHaveLength(10);
    expect(sent()).toContain("hours[friday][0][to]=18:00");
    hours.propose();
    expect(sent()).toHaveLength(10);
  });

  it("says which days are closed, and when all are", () => {
    expect(find("[data-part=never-opens]").hidden).toBe(false);
    expect(find(`${day("monday")} [data-part=closed]`).hidden).toBe(false);
    hours.propose();
    hours.update();
    expect(find("[data-part=never-opens]").hidden).toBe(true);
    expect(find(`${day("monday")} [data-part=closed]`).hidden).toBe(true);
    expect(find(`${day("sunday")} [data-part=closed]`).hidden).toBe(false);
  });
});

describe("a special day", () => {
  it("has hours of its own", () => {
    press("[data-part=add-special]");
    expect(document.activeElement).toBe(find("#oc-special-0-first"));
    press("[data-part=special] [data-part=add-span]");
    expect(sent()).toEqual(["special[0][first]=", "special[0][last]=", "special[0][0][from]=", "special[0][0][to]="]);
    hours.update();
    expect(find("[data-part=never-opens]").hidden).toBe(true);
  });

  it("goes, and another gets a name that no other has", () => {
    press("[data-part=add-special]");
    press("[data-part=add-special]");
    hours.update();
    expect(find<HTMLButtonElement>("[data-part=add-special]").disabled).toBe(true);
    press("[data-part=special] [data-part=remove-special]");
    hours.update();
    press("[data-part=add-special]");
    expect(sent()).toEqual(["special[1][first]=", "special[1][last]=", "special[2][first]=", "special[2][last]="]);
  });
});

it("leaves other buttons alone", () => {
  const other = document.createElement("button");
  other.dataset["part"] = "speak";
  expect(hours.press(other)).toBe(false);
});
