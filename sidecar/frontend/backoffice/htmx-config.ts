/**
 * What htmx may not do: eval, scripts in answers, a style element (a strict content policy forbids them), history.
 *
 * A module of its own, imported before htmx: it reads this element while it is evaluated, and adds its styles at once.
 */

const meta = document.createElement("meta");
meta.name = "htmx-config";
meta.content = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  historyEnabled: false,
  timeout: 15_000,
});
document.head.append(meta);
