/** What the widget would show with the form as it is filled in, by the names of the widget's own settings. */
import { normal } from "./hex";

export interface Typed {
  text(name: string): string;
  on(name: string): boolean;
}

const TEXTS = {
  header: "header_text",
  welcome: "welcome_text",
  offlineHeader: "offline_header_text",
  offlineWelcome: "offline_welcome_text",
} as const;

const COLOURS = {
  headerBackground: "header_background",
  headerColor: "header_color",
  operatorBackground: "operator_background",
  operatorColor: "operator_color",
  visitorBackground: "customer_background",
  visitorColor: "customer_color",
  offlineHeaderBackground: "offline_header_background",
  offlineHeaderColor: "offline_header_color",
} as const;

const FIELDS = ["firstname", "lastname", "email", "phone", "message"];

/** What isn't filled in, or is no colour yet, is left out: the saved value shows then. */
export function shown(typed: Typed, lang: string, fallback: string, firstname: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, field] of Object.entries(TEXTS)) {
    const text = typed.text(`${field}[${lang}]`).trim() || typed.text(`${field}[${fallback}]`).trim();
    if (text) settings[name] = text;
  }
  for (const [name, field] of Object.entries(COLOURS)) {
    const colour = normal(typed.text(field));
    if (colour) settings[name] = colour;
  }
  const operator = typed.text("operator_name").trim();
  if (operator) settings["operatorName"] = operator.split("{firstname}").join(firstname);
  settings["fields"] = FIELDS.filter((field) => typed.on(`${field}_asked`))
    .map((field) => (typed.on(`${field}_required`) ? `${field}*` : field))
    .join(" ");
  settings["contactChoice"] = typed.on("contact_choice") ? "yes" : "";
  settings["typingPreview"] = typed.on("typing_preview") ? "yes" : "";
  return settings;
}
