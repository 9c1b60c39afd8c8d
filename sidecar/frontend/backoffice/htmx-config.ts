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
  // What has just come listens at once: until then a quick hand's click or key would be lost.
  defaultSettleDelay: 0,
  timeout: 15_000,
});
document.head.append(meta);
