// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { createSettings, type Settings } from "../../backoffice/settings";
import { formOf, type Filled } from "./forms";

let frame: HTMLElement;
let settings: Settings;

function field<T extends HTMLElement = HTMLInputElement>(selector: string): T {
  const found = frame.querySelector<T>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
}
const named = (name: string): HTMLInputElement => field(`[name="${name}"]`);

function type(name: string, value: string): void {
  named(name).value = value;
  named(name).dispatchEvent(new Event("input", { bubbles: true }));
}
function tick(name: string): void {
  named(name).checked = !named(name).checked;
  named(name).dispatchEvent(new Event("input", { bubbles: true }));
}
/** The form is sent; `meanwhile` happens before the answer is there. */
function answer(filled: Filled, meanwhile: () => void = () => undefined): void {
  settings.sent();
  meanwhile();
  field("#oc-settings").replaceWith(formOf(filled));
  settings.attach();
}

beforeEach(() => {
  frame = document.createElement("div");
  document.body.replaceChildren(frame);
  frame.append(formOf());
  settings = createSettings(frame, { fetchShell: () => Promise.resolve(null), firstname: () => "Sara", lang: "en" });
  settings.attach();
});

describe("changes that aren't saved", () => {
  it("are noticed, and gone when taken back", () => {
    expect(settings.unsaved()).toBe(false);
    type("operator_name", "Other");
    expect(settings.unsaved()).toBe(true);
    expect(field("[data-part=unsaved]").hidden).toBe(false);
    type("operator_name", "Shop");
    expect(settings.unsaved()).toBe(false);
    expect(field("[data-part=unsaved]").hidden).toBe(true);
  });

  it("are also switches turned off, and texts in a language that isn't shown", () => {
    tick("sounds");
    expect(settings.unsaved()).toBe(true);
    tick("sounds");
    type("header_text[fr]", "Bonjour");
    expect(settings.unsaved()).toBe(true);
  });

  it("are still there when the form comes back refused", () => {
    type("operator_name", "");
    answer({ name: "", error: "operator_name" });
    expect(settings.unsaved()).toBe(true);
  });

  it("are none any more once they are saved", () => {
    type("operator_name", "Other");
    answer({ name: "Other", saved: true });
    expect(settings.unsaved()).toBe(false);
  });
});

describe("while the form is on its way", () => {
  it("what is typed goes into the answer, and isn't taken for saved", () => {
    type("operator_name", "One");
    answer({ name: "One", saved: true }, () => {
      type("operator_name", "One and more");
      tick("sounds");
    });
    expect(named("operator_name").value).toBe("One and more");
    expect(named("sounds").checked).toBe(false);
    expect(settings.unsaved()).toBe(true);
  });

  it("what was not touched is as the server says", () => {
    type("header_background", "#FFF");
    answer({ colour: "#ffffff", saved: true });
    expect(named("header_background").value).toBe("#ffffff");
  });

  it("hours that are added meanwhile are still there, and aren't taken for saved", () => {
    answer({ saved: true }, () => {
      field("[data-part=add-span]").click();
      type("hours[monday][0][from]", "09:00");
    });
    expect(named("hours[monday][0][from]").value).toBe("09:00");
    expect(settings.unsaved()).toBe(true);
    field("[data-part=add-span]").click();
    expect(named("hours[monday][1][from]").value).toBe("");
  });

  it("a password survives a refusal, and is gone once saved", () => {
    type("mail_password", "secret");
    answer({ error: "operator_name" });
    expect(named("mail_password").value).toBe("secret");
    answer({ saved: true });
    expect(named("mail_password").value).toBe("");
  });
});

describe("errors", () => {
  it("get the focus, whatever hides them", () => {
    answer({ error: "mail_host" });
    expect(field<HTMLDetailsElement>("details").open).toBe(true);
    expect(document.activeElement).toBe(named("mail_host"));
  });

  it("show their language", () => {
    answer({ error: "header_text[fr]" });
    expect(field<HTMLElement>("[data-lang=fr]").hidden).toBe(false);
    expect(field<HTMLElement>("[data-lang=en]").hidden).toBe(true);
    expect(field<HTMLSelectElement>("[data-part=language]").value).toBe("fr");
  });

  it("go when the field is changed", () => {
    answer({ error: "operator_name" });
    type("operator_name", "Better");
    expect(field<HTMLElement>("[data-error=operator_name]").hidden).toBe(true);
    expect(named("operator_name").hasAttribute("aria-invalid")).toBe(false);
  });

  it("of a colour are said at once", () => {
    type("header_background", "blue");
    expect(field("[data-error=header_background]").textContent).toBe("No colour");
    expect(named("header_background").getAttribute("aria-describedby")).toBe("wrong");
    type("header_background", "#00f");
    expect(field<HTMLElement>("[data-error=header_background]").hidden).toBe(true);
    expect(field(".oc-picker").value).toBe("#0000ff");
  });
});

describe("fields that belong together", () => {
  it("the picker writes the colour", () => {
    field(".oc-picker").value = "#ffffff";
    field(".oc-picker").dispatchEvent(new Event("input", { bubbles: true }));
    expect(named("header_background").value).toBe("#ffffff");
    expect(settings.unsaved()).toBe(true);
  });

  it("a pair that is hard to read says how hard", () => {
    type("header_color", "#ffffff");
    expect(field("[data-contrast]").textContent).toBe("Only 2.3");
    type("header_color", "#000");
    expect(field<HTMLElement>("[data-contrast]").hidden).toBe(true);
  });

  it("what is required is asked, and what isn't asked isn't required", () => {
    tick("phone_asked");
    tick("phone_required");
    expect(named("phone_asked").checked).toBe(true);
    tick("phone_asked");
    expect(named("phone_required").checked).toBe(false);
  });

  it("the offline step goes with its switch and keeps its values", () => {
    tick("phone_required");
    tick("offline_mode");
    expect(field<HTMLElement>("[data-step=offline]").hidden).toBe(true);
    tick("offline_mode");
    expect(field<HTMLElement>("[data-step=offline]").hidden).toBe(false);
    expect(named("phone_required").checked).toBe(true);
  });

  it("characters are counted where it gets tight", () => {
    type("header_text[fr]", "12345678");
    expect(field<HTMLElement>("[data-count]").hidden).toBe(true);
    type("header_text[fr]", "12345678😀");
    expect(field("[data-count]").textContent).toBe("9 of 10");
  });
});
