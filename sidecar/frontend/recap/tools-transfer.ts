/** Hands a conversation to a colleague, with a word about it. */

import { part, setText } from "../shared/dom";
import type { Tool, ToolContext } from "./tools-view";

const ANYBODY = "";

export function createTransfer(context: ToolContext): Tool {
  const { root, shell, words } = context;
  const list = part(root, "transfer-list");
  const note = part<HTMLTextAreaElement>(root, "transfer-note");
  const send = part<HTMLButtonElement>(root, "transfer-send");
  const group = `to-${context.conversation().id}`;
  let to = ANYBODY;
  let drawn = "";
  let isBusy = false;

  /** Who goes offline meanwhile can't be chosen any more. */
  function render(): void {
    const { others } = context.model();
    const next = JSON.stringify(others.map(({ id, name }) => [id, name]));
    send.disabled = isBusy || others.length === 0;
    setText(part(root, "transfer-said"), others.length > 0 ? "" : words.text("tool_transfer_none"));
    if (next === drawn) return;
    drawn = next;
    if (!others.some(({ id }) => String(id) === to)) to = others.length === 1 ? String(others[0]?.id) : ANYBODY;
    const choices = others.map(({ id, name }) => [String(id), name] as const);
    if (others.length > 1) choices.unshift([ANYBODY, words.text("tool_everybody")]);
    list.replaceChildren(...choices.map(([value, name]) => radio(value, name)));
  }

  function radio(value: string, name: string): HTMLElement {
    const element = shell.clone("tool-radio");
    const input = part<HTMLInputElement>(element, "radio");
    input.name = group;
    input.value = value;
    input.checked = value === to;
    input.addEventListener("change", () => void (to = value));
    setText(part(element, "name"), name);
    return element;
  }

  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    isBusy = send.disabled = true;
    // What went wrong stands above the pane, as with everything else that is done to a conversation.
    const done = await context.offer(to === ANYBODY ? undefined : Number(to), note.value.trim());
    isBusy = false;
    render();
    if (done) context.done();
  });

  return {
    open() {
      note.value = "";
      to = ANYBODY;
      drawn = "";
      render();
      list.querySelector<HTMLInputElement>("input:checked")?.focus();
    },
    render,
  };
}
