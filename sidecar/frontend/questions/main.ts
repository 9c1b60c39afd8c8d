/** Brought by the widget when a chat is over, or a guest may leave an address. */
import { isRunning, type ConversationState } from "../shared/conversation";
import { adopt } from "../shared/dom";
import type { Questions, QuestionsHost } from "../shared/questions";
import { readJson, writeJson } from "../shared/storage";
import { createEmail } from "./email-view";
import { mark, present, type Kept } from "./model";
import css from "./questions.css";
import { createRating } from "./rating-view";
import { createTranscript } from "./transcript-view";

const KEPT = "questions";

export function createQuestions(host: QuestionsHost): Questions {
  let last: [ConversationState, string] | null = null;

  const kept = (): Kept => (readJson(host.store, KEPT) as Kept | null) ?? {};

  function keep(more: Kept): void {
    writeJson(host.store, KEPT, { ...kept(), ...more });
    if (last) render(...last);
  }

  const current = (): number => last?.[0].conversation?.id ?? 0;
  const rating = createRating(host, () => keep({ unrated: current() }));
  const transcript = createTranscript(host, () => last && keep({ transcript: mark(last[0]) }));
  const email = createEmail(host, () => keep({ unreachable: current() }));
  adopt(host.root, css);
  host.slot.append(email.element, rating.element, transcript.element);

  function render(talk: ConversationState, wanted: string): void {
    const before = last?.[0];
    last = [talk, wanted];
    // What was said of a chat goes when it goes on, or another begins.
    if (before && isRunning(before) !== isRunning(talk)) forgetSaid();
    const model = present(talk, wanted, kept(), Date.now());
    rating.render(model.rating);
    transcript.render(model.transcript);
    email.render(model.email);
  }

  function forgetSaid(): void {
    transcript.forget();
    email.forget();
  }

  return {
    render,
    forget() {
      last = null;
      rating.forget();
      forgetSaid();
    },
  };
}
