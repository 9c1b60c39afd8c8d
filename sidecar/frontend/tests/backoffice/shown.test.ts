import { describe, expect, it } from "vitest";
import { shown } from "../../backoffice/shown";

function typed(values: Record<string, string | boolean>): Parameters<typeof shown>[0] {
  return { text: (name) => String(values[name] ?? ""), on: (name) => values[name] === true };
}

describe("what the preview shows", () => {
  it("has the texts of its language, else the default one's", () => {
    const form = typed({
      "header_text[en]": "Hello",
      "header_text[fr]": " Bonjour ",
      "welcome_text[en]": "How can we help?",
      "welcome_text[fr]": "  ",
    });
    expect(shown(form, "fr", "en", "Sara")).toMatchObject({ header: "Bonjour", welcome: "How can we help?" });
    expect(shown(form, "en", "en", "Sara")).toMatchObject({ header: "Hello", welcome: "How can we help?" });
  });

  it("leaves out what isn't there or is no colour, so that the saved value stands", () => {
    const settings = shown(typed({ header_background: "#abc", header_color: "white" }), "en", "en", "");
    expect(settings).toMatchObject({ headerBackground: "#aabbcc" });
    expect(settings).not.toHaveProperty("headerColor");
    expect(settings).not.toHaveProperty("header");
    expect(settings).not.toHaveProperty("operatorName");
  });

  it("calls the customer's colours as the widget does", () => {
    const form = typed({ customer_background: "#000000", customer_color: "#ffffff" });
    expect(shown(form, "en", "en", "")).toMatchObject({ visitorBackground: "#000000", visitorColor: "#ffffff" });
  });

  it("puts the first name in, wherever it is meant", () => {
    const form = typed({ operator_name: "{firstname} ({firstname} of $& Co)" });
    expect(shown(form, "en", "en", "Sara")["operatorName"]).toBe("Sara (Sara of $& Co)");
  });

  it("lists the fields asked in their order, with a star where required", () => {
    const form = typed({
      message_asked: true,
      message_required: true,
      email_asked: true,
      firstname_asked: true,
      phone_required: true,
    });
    expect(shown(form, "en", "en", "")["fields"]).toBe("firstname email message*");
  });

  it("offers the contacts only when switched on", () => {
    expect(shown(typed({}), "en", "en", "")["contactChoice"]).toBe("");
    expect(shown(typed({ contact_choice: true }), "en", "en", "")["contactChoice"]).toBe("yes");
  });

  it("says that what is typed is seen, only while it is", () => {
    expect(shown(typed({}), "en", "en", "")["typingPreview"]).toBe("");
    expect(shown(typed({ typing_preview: true }), "en", "en", "")["typingPreview"]).toBe("yes");
  });
});
