/** Where an answer reaches a guest who has left. */
import type { QuestionsHost } from "../shared/questions";
import { listen, part, setText, show } from "../shared/dom";
import { addressIn, complain, send } from "./send";

export interface EmailView {
  readonly element: HTMLElement;
  render(asks: boolean): void;
  forget(): void;
}

export function createEmail(host: QuestionsHost, dismissed: () => void): EmailView {
  const { shell } = host;
  const element = shell.clone("email");
  const form = part<HTMLFormElement>(element, "form");
  const field = part<HTMLInputElement>(form, "email");
  const said = part(element, "said");
  let era = 0; // rises when all is forgotten: later answers are nobody's

  function render(asks: boolean): void {
    show(form, asks);
    show(element, asks || said.textContent !== "");
    if (asks) return;
    field.value = "";
    complain(form, "");
  }

  listen(form, "submit", (event) => {
    event.preventDefault();
    const email = addressIn(form, shell);
    if (email === null) return;
    const mine = era;
    void send(form, shell, () => host.request("visitor:email", { email })).then((done) => {
      if (!done || mine !== era) return;
      setText(said, shell.text("reachable"));
      dismissed();
      host.focus();
    });
  });
  listen(part(form, "dismiss"), "click", () => {
    dismissed();
    host.focus();
  });

  return {
    element,
    render,
    forget() {
      era += 1;
      setText(said, "");
      render(false);
    },
  };
}
