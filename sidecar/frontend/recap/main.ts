/** Served as `recap.js`: the tag that the module prints says where to ask who is looking. */

import { socketIo } from "../shared/transport";
import { RecapElement, RECAP_ELEMENT } from "./element";
import { start } from "./start";
import { steadyClock } from "./steady";

const script = document.currentScript;

function begin({ src, dataset }: HTMLScriptElement): void {
  // A page may print the tag twice.
  if (customElements.get(RECAP_ELEMENT) || !dataset["tokenUrl"]) return;
  customElements.define(RECAP_ELEMENT, RecapElement);
  const options = {
    base: new URL(".", src).href,
    tokenUrl: dataset["tokenUrl"],
    lang: dataset["lang"] ?? "en",
    transport: socketIo,
    clock: steadyClock,
  };
  const run = (): void => void start(options);
  if (document.body) run();
  else document.addEventListener("DOMContentLoaded", run, { once: true });
}

if (script instanceof HTMLScriptElement) begin(script);
