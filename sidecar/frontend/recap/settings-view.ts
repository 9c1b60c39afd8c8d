/** The recap's own settings: what may sound, what may be shown, whether keys do something. */

import { part, setAttr, show } from "../shared/dom";
import type { Preference } from "./preferences";

export interface SettingsModel {
  on(preference: Preference): boolean;
  /** The merchant's switch stands above the employee's. */
  readonly soundsAllowed: boolean;
  readonly notifications: "none" | "ask" | "granted" | "denied";
}

export interface SettingsActions {
  set(preference: Preference, on: boolean): void;
  sample(): void;
  help(): void;
}

export interface SettingsView {
  render(model: SettingsModel): void;
  close(): void;
}

const CHOICES: readonly Preference[] = ["calls", "chimes", "notifications", "texts", "shortcuts"];

export function createSettings(recap: HTMLElement, actions: SettingsActions): SettingsView {
  const root = part(recap, "settings");
  const opener = part(recap, "settings-open");
  const choices = new Map(CHOICES.map((name) => [name, part<HTMLButtonElement>(root, `choice-${name}`)]));

  function open(on: boolean): void {
    if (root.hidden !== on) return;
    show(root, on);
    setAttr(opener, "aria-expanded", String(on));
    setAttr(recap, "data-settings", on);
    (on ? root : opener).focus();
  }

  opener.addEventListener("click", () => open(root.hidden));
  part(root, "settings-close").addEventListener("click", () => open(false));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
  });
  part(root, "sample").addEventListener("click", actions.sample);
  part(root, "help-open").addEventListener("click", actions.help);
  for (const [name, button] of choices) {
    button.addEventListener("click", () => actions.set(name, button.getAttribute("aria-checked") !== "true"));
  }

  return {
    render({ on, soundsAllowed, notifications }) {
      const granted = notifications === "granted";
      const counts: Record<Preference, boolean> = {
        calls: soundsAllowed && on("calls"),
        chimes: soundsAllowed && on("chimes"),
        notifications: granted && on("notifications"),
        texts: on("texts"),
        shortcuts: on("shortcuts"),
      };
      for (const [name, button] of choices) setAttr(button, "aria-checked", String(counts[name]));
      for (const name of ["calls", "chimes"] as const) disable(choices.get(name), !soundsAllowed);
      disable(choices.get("notifications"), notifications === "denied");
      disable(choices.get("texts"), !counts.notifications);
      show(part(root, "sounds-off"), !soundsAllowed);
      show(part(root, "sample"), soundsAllowed);
      show(part(root, "notifications"), notifications !== "none");
      show(part(root, "notifications-denied"), notifications === "denied");
    },
    close: () => open(false),
  };
}

function disable(button: HTMLButtonElement | undefined, disabled: boolean): void {
  if (button && button.disabled !== disabled) button.disabled = disabled;
}
