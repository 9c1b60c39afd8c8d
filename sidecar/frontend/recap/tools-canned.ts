/** Finds a reply that is kept ready, and puts it into the reply that is being written. */

import { part } from "../shared/dom";
import { createQuestion, createToolList } from "./tool-list";
import type { Tool, ToolContext } from "./tools-view";

const ASKS_AFTER = 150;

export function createCanned(context: ToolContext): Tool {
  const { root, words, kit } = context;
  const query = part<HTMLInputElement>(root, "canned-query");
  const list = createToolList(root, "canned", context);
  const later = createQuestion(ASKS_AFTER);

  async function ask(isLatest: () => boolean): Promise<void> {
    const q = query.value.trim().replace(/^\//, "");
    const ack = await kit.canned(context.conversation().id, q);
    if (!isLatest()) return;
    if (!ack.ok) return list.show([], context.sentence(ack.error));
    const rows = ack.data.replies.map(({ shortcut, title, group, text }) => ({
      name: `/${shortcut} · ${title}`,
      more: group ? `${group}: ${text}` : text,
      choose() {
        context.insert(text);
        context.done();
      },
    }));
    const none = words.text(q ? "tool_canned_none" : "tool_canned_empty");
    list.show(rows, rows.length === 0 ? none : ack.data.more ? words.text("tool_canned_more") : "");
  }

  query.addEventListener("input", () => later(ask));
  query.addEventListener("keydown", list.enter);

  return {
    open() {
      query.value = "";
      list.wait();
      later(ask, "now");
      query.focus();
    },
  };
}
