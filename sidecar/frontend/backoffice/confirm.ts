/** Asks before something that can't be undone. */
import { part, setText } from "../shared/dom";

/** Whether the person means it; Escape and a click beside it say no. */
export function confirmed(dialog: HTMLDialogElement, asking: HTMLElement, question: string): Promise<boolean> {
  setText(part(dialog, "confirm-title"), asking.dataset["confirmTitle"] ?? "");
  setText(part(dialog, "confirm-text"), question);
  setText(part(dialog, "confirm-yes"), asking.dataset["confirmYes"] ?? "");
  dialog.returnValue = "";
  dialog.showModal();
  part(dialog, "confirm-no").focus();
  return new Promise((resolve) => {
    const [yes, no] = [part(dialog, "confirm-yes"), part(dialog, "confirm-no")];
    yes.onclick = () => dialog.close("yes");
    no.onclick = () => dialog.close();
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
