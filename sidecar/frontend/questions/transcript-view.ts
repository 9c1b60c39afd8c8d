/** The chat by e-mail: to where it is known to go, or to an address that is asked for first. */
import type { QuestionsHost } from "../shared/questions";
import { listen, part, setText, show } from "../shared/dom";
import type { Model } from "./model";
import { addressIn, complain, send } from "./send";

export interface TranscriptView {
  readonly element: HTMLElement;
  render(to: Model["transcript"]): void;
  forget(): void;
}

export function createTranscript(host: QuestionsHost, asked: () => void): TranscriptView {
  const { shell } = host;
  const element = shell.clone("transcript");
  const form = part<HTMLFormElement>(element, "form");
  const line = part(form, "line");
  const field = part<HTMLInputElement>(form, "email");
  const said = part(element, "said");
  let shown: Model["transcript"] = null;
  /** On its way: said until another chat is over. */
  let isOut = false;
  let era = 0; // rises when all is forgotten: later answers are nobody's

  show(line, false);

  function render(to: Model["transcript"]): void {
    if (to !== shown && to !== null) isOut = false;
    shown = to;
    if (to === null && !isOut) {
      field.value = "";
      show(line, false);
      complain(form, "");
    }
    show(form, to !== null && !isOut);
    show(element, to !== null || isOut);
  }

  listen(form, "submit", (event) => {
    event.preventDefault();
    if (shown === "ask" && line.hidden) {
      show(line, true);
      field.focus();
      return;
    }
    const email = shown === "ask" ? addressIn(form, shell) : "";
    if (email === null) return;
    const words = shell.text(shown === "account" ? "mailed_account" : "mailed");
    const request = email ? { email } : {};
    const mine = era;
    void send(form, shell, () => host.request("transcript:request", request)).then((done) => {
      if (!done || mine !== era) return;
      isOut = true;
      asked();
      setText(said, words);
      render(shown);
      host.focus();
    });
  });

  return {
    element,
    render,
    forget() {
      era += 1;
      isOut = false;
      setText(said, "");
      render(null);
    },
  };
}
