/** Stars and words; what was given can be changed. */
import type { QuestionsHost } from "../shared/questions";
import { listen, part, setAttr, setText, show } from "../shared/dom";
import type { Rating } from "../shared/protocol";
import { tidy } from "../shared/text";
import { complain, send } from "./send";

export interface RatingView {
  readonly element: HTMLElement;
  render(rating: "ask" | Rating | null): void;
  forget(): void;
}

export function createRating(host: QuestionsHost, skipped: () => void): RatingView {
  const { shell } = host;
  const element = shell.clone("rating");
  const form = part<HTMLFormElement>(element, "form");
  const given = part(element, "given");
  const words = part<HTMLTextAreaElement>(form, "comment");
  const stars = [...form.querySelectorAll<HTMLInputElement>("[name=stars]")];
  let shown: "ask" | Rating | null = null;
  /** Counts until the sidecar tells the same. */
  let sent: Rating | null = null;
  let changing = false;

  const chosen = (): number => Number(stars.find((one) => one.checked)?.value ?? 0);

  function choose(count: number): void {
    for (const one of stars) {
      one.checked = Number(one.value) === count;
      setAttr(one, "data-lit", Number(one.value) <= count);
    }
    show(part(form, "words"), count > 0);
    show(part(form, "send"), count > 0);
  }

  function paint(): void {
    const asks = shown === "ask" || changing;
    show(element, shown !== null);
    show(form, asks);
    show(given, !asks);
    // What was given already needs no skipping, only leaving as it is.
    setText(part(form, "skip"), shell.text(changing ? "cancel" : "skip"));
    if (shown && shown !== "ask") setText(part(given, "given-text"), shell.text(`given_${shown.stars}`));
  }

  function fill(rating: Rating | null): void {
    words.value = rating?.comment ?? "";
    choose(rating?.stars ?? 0);
    complain(form, "");
  }

  listen(form, "change", () => choose(chosen()));
  listen(form, "submit", (event) => {
    event.preventDefault();
    const rating = { stars: chosen(), comment: tidy(words.value) };
    if (!rating.stars) return;
    void send(form, shell, () => host.request("conversation:rate", rating)).then((done) => {
      if (!done || shown === null) return;
      changing = false;
      shown = sent = rating;
      paint();
      part(given, "change").focus();
    });
  });
  listen(part(form, "skip"), "click", () => {
    if (changing) {
      changing = false;
      paint();
      part(given, "change").focus();
      return;
    }
    skipped();
    host.focus();
  });
  listen(part(given, "change"), "click", () => {
    changing = true;
    fill(shown === "ask" ? null : shown);
    paint();
    stars.find((one) => one.checked)?.focus();
  });

  return {
    element,
    render,
    forget: () => render(null),
  };

  function render(rating: "ask" | Rating | null): void {
    if (rating === null) {
      changing = false;
      sent = null;
      fill(null);
    }
    shown = rating === "ask" ? (sent ?? rating) : rating;
    paint();
  }
}
