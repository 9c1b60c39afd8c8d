/** Files a conversation in the shop's customer service. */

import { part, setAttr, setText, show } from "../shared/dom";
import type { FileConversation, FilingOptions } from "../shared/protocol";
import type { Tool, ToolContext } from "./tools-view";

export function createFile(context: ToolContext): Tool {
  const { root, words, kit, links, say } = context;
  const said = part(root, "file-said");
  const fields = part(root, "file-fields");
  const send = part<HTMLButtonElement>(root, "file-send");
  const select = (name: string): HTMLSelectElement => part<HTMLSelectElement>(root, `file-${name}`);
  const note = part<HTMLTextAreaElement>(root, "file-note");

  /** Filed, but deleted in the shop since. */
  let gone: number | undefined;

  /** Where it is, while it is there. */
  function thread(): number | undefined {
    const known = context.conversation().thread;
    return known === gone ? undefined : known;
  }

  function render(): void {
    const number = thread();
    show(part(root, "file-there"), number !== undefined);
    if (number === undefined) return;
    show(fields, false);
    setText(said, "");
    const link = part<HTMLAnchorElement>(root, "file-link");
    setText(link, words.text("tool_file_there", { id: String(number) }));
    setAttr(link, "href", links.to("thread", number));
  }

  async function load(): Promise<void> {
    const ack = await kit.options(context.conversation().id);
    if (!ack.ok) return setText(said, context.sentence(ack.error));
    gone = ack.data.thread === undefined ? context.conversation().thread : undefined;
    render();
    if (ack.data.thread === undefined) fill(ack.data);
  }

  function fill({ contacts, orders, colleagues }: FilingOptions): void {
    const { me } = context.model();
    setText(said, contacts.length > 0 ? "" : words.text("tool_file_no_contact"));
    show(fields, contacts.length > 0);
    options("contact", contacts.map(({ id, name }) => [String(id), name]));
    options("order", [
      ["", words.text("tool_file_no_order")],
      ...orders.map(
        ({ id, reference, placedAt }) =>
          [String(id), words.text("tool_file_order", { reference, date: dayOf(placedAt) })] as [string, string],
      ),
    ]);
    show(part(root, "file-order-field"), orders.length > 0);
    options("employee", [
      ["", words.text("tool_me")],
      ...colleagues.filter(({ id }) => id !== me).map(({ id, name }) => [String(id), name] as [string, string]),
    ]);
    if (contacts.length > 0) select("contact").focus();
  }

  /** A day is the same everywhere. */
  function dayOf(placedAt: string): string {
    return words.date(Date.parse(`${placedAt}T00:00`));
  }

  function options(name: string, choices: readonly (readonly [value: string, text: string])[]): void {
    select(name).replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
  }

  root.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    send.disabled = true;
    const order = Number(select("order").value);
    const employee = Number(select("employee").value);
    const answer = await kit.file(context.conversation(), {
      contact: Number(select("contact").value),
      status: select("status").value as FileConversation["status"],
      ...(order > 0 && { order }),
      ...(employee > 0 && { employee }),
      note: note.value.trim(),
    });
    send.disabled = false;
    if ("error" in answer) {
      // Somebody changed contacts, orders or rights meanwhile: there are others to choose now.
      if (answer.error.code === "invalid_format") await load();
      return say(sentence(answer.error.code) || context.sentence(answer.error));
    }
    if (answer.told === false) return say(words.text("tool_file_untold"));
    context.done();
  });

  /** What the shop itself answered. */
  function sentence(code: string): string {
    if (code === "shop_signed_out") return words.text("tool_signed_out");
    if (code === "invalid_format") return words.text("tool_file_changed");
    if (code === "shop_contact_gone") return words.text("tool_file_contact_gone");
    if (code === "shop_not_allowed") return words.text("tool_shop_refused");
    return code === "shop_unreachable" ? words.text("tool_shop_failed") : "";
  }

  return {
    open() {
      note.value = "";
      show(fields, false);
      setText(said, words.text("tool_loading"));
      render();
      void load();
    },
    render,
  };
}
