/** The team as a supervisor sees it: each operator with load and state, each conversation with who waits. */

import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { Operator } from "../shared/protocol";
import { createKeyed } from "./keyed";
import { standing } from "./shelves";
import type { Charge, Member, Team } from "./team";
import type { Words } from "./words";

type Take = (id: number) => Promise<boolean>;

interface ViewOf<M> {
  readonly element: HTMLElement;
  render(model: M): void;
}

interface Tools {
  readonly shell: Shell;
  readonly words: Words;
}

export function createTeamView(root: HTMLElement, tools: Tools, take: Take): { render(team: Team | null): void } {
  const list = part(root, "team");
  let now = 0;
  const members = createKeyed<Member, ViewOf<Member>>(
    list,
    ({ operator }) => operator?.id ?? 0,
    () => createMember(tools, take, () => now),
  );
  return {
    render(team) {
      now = team?.now ?? 0;
      members.render(team?.members ?? []);
      show(part(root, "empty"), team?.members.length === 0);
      setText(part(root, "empty-title"), tools.words.text("empty_team"));
      setText(part(root, "empty-text"), tools.words.text("empty_team_text"));
    },
  };
}

function createMember({ shell, words }: Tools, take: Take, now: () => number): ViewOf<Member> {
  const element = shell.clone("member");
  const charges = createKeyed<Charge, ViewOf<Charge>>(
    part(element, "charges"),
    ({ conversation }) => conversation.id,
    (id) => createCharge({ shell, words }, () => take(id), now),
  );
  return {
    element,
    render({ operator, me, charges: all }) {
      setAttr(element, "data-online", operator?.online === true);
      setAttr(element, "data-waiting", operator === null);
      if (operator) renderOperator(element, words, operator, me);
      else setText(part(element, "name"), words.text("team_waiting"));
      charges.render(all);
      show(part(element, "charges"), all.length > 0);
    },
  };
}

function renderOperator(element: HTMLElement, words: Words, operator: Operator, me: boolean): void {
  const { name, online, load, limit, reason } = operator;
  setText(part(element, "initials"), [...name][0] ?? "");
  setAttr(part(element, "presence"), "data-present", online);
  setText(part(element, "name"), me ? words.text("team_me", { name }) : name);
  setText(part(element, "state"), words.text(`team_${online ? "online" : (reason ?? "offline")}`));
  setText(part(element, "load"), online ? words.text("team_load", { count: String(load), limit: String(limit) }) : "");
  const part_ = limit > 0 ? Math.min(1, load / limit) : 0;
  part(element, "meter").style.setProperty("inline-size", `${Math.round(part_ * 100)}%`);
  setAttr(element, "data-full", online && load >= limit);
}

function createCharge({ shell, words }: Tools, take: () => Promise<boolean>, now: () => number): ViewOf<Charge> {
  const element = shell.clone("charge");
  const button = part<HTMLButtonElement>(element, "take");
  button.addEventListener("click", () => {
    button.disabled = true;
    void take().then(() => (button.disabled = false));
  });
  return {
    element,
    render({ conversation, takeable }) {
      const name = words.name(conversation);
      const { who, since, long } = standing(conversation, now());
      setText(part(element, "name"), name);
      setText(part(element, "waits"), words.text(`team_waits_${who}`, { time: words.duration(now() - since) }));
      setAttr(element, "data-waits", who);
      setAttr(element, "data-long", long);
      show(button, takeable);
      setAttr(button, "aria-label", words.text("team_take", { name }));
    },
  };
}
