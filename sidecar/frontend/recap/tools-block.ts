/** Keeps a visitor out of the chat. */

import { part, setAttr, setText, show } from "../shared/dom";
import type { Tool, ToolContext } from "./tools-view";

const HOUR = 3_600_000;

export function createBlock(context: ToolContext): Tool {
  const { root, words, kit, links, clock } = context;
  const reason = part<HTMLInputElement>(root, "block-reason");
  const term = part<HTMLSelectElement>(root, "block-term");
  const send = part<HTMLButtonElement>(root, "block-send");

  function render(): void {
    const { blocked } = context.conversation().visitor;
    setText(part(root, "block-text"), words.text(blocked ? "tool_block_done" : "tool_block_text"));
    setAttr(part(root, "block-list"), "href", links.to("history", 0)?.replace(/#.*/, "#oc-blocked") ?? null);
    show(part(root, "block-fields"), !blocked);
  }

  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    const why = reason.value.trim();
    setAttr(reason, "aria-invalid", why === "" ? "true" : null);
    context.say(why === "" ? words.text("tool_block_reason") : "");
    if (why === "") return reason.focus();
    send.disabled = true;
    const hours = Number(term.value);
    const until = hours > 0 ? new Date(clock.now() + hours * HOUR) : null;
    const ack = await kit.block(context.conversation().id, why, until);
    send.disabled = false;
    if (ack.ok) context.done();
    else context.say(context.sentence(ack.error));
  });

  return {
    open() {
      reason.value = "";
      setAttr(reason, "aria-invalid", null);
      render();
      if (!context.conversation().visitor.blocked) reason.focus();
    },
    render,
  };
}
