/** How long a text has become, said only when it gets tight. */
import { fill, setText, show } from "../shared/dom";

const TIGHT = 0.8;

/** `sentence` has `{count}` and `{limit}`; the line knows its limit by `data-limit`. */
export function showCount(line: HTMLElement, text: string, sentence: string): void {
  const [limit, count] = [Number(line.dataset["limit"]), [...text].length];
  show(line, count > limit * TIGHT);
  line.classList.toggle("oc-over", count > limit);
  setText(line, fill(sentence, { count: String(count), limit: String(limit) }));
}
