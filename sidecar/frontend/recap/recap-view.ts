/** The recap: its top, who is online, notices, and below them the shelf or the team that was chosen. */

import { part, setAttr, setText, show, type Shell } from "../shared/dom";
import type { Operator } from "../shared/protocol";
import type { Times } from "../shared/times";
import type { FoundCustomers } from "./customers";
import { createKeyed } from "./keyed";
import type { Shelf } from "./kept";
import { createList } from "./list-view";
import { createNotice, type NoticeView } from "./notice-view";
import type { Notice } from "./notices";
import type { OfficeLinks } from "./office-links";
import type { RowModel } from "./row-view";
import { createTabBar } from "./tabs-view";
import type { Team } from "./team";
import { createTeamView } from "./team-view";
import type { Words } from "./words";

export type Line = "connecting" | "ready" | "lost";

export interface RecapModel {
  readonly line: Line;
  readonly minimised: boolean;
  readonly shelf: Shelf;
  readonly supervises: boolean;
  /** Null until the desk was entered. */
  readonly me: Operator | null;
  readonly others: readonly Operator[];
  /** Conversations that count against the operator's limit. */
  readonly busy: number;
  readonly rows: readonly RowModel[];
  /** Customers of the shop, by what was typed into the search. */
  readonly found: FoundCustomers | null;
  /** Null until it was asked for. */
  readonly team: Team | null;
  /** Unread messages and offers on the whole desk. */
  readonly unread: number;
  readonly notices: readonly Notice[];
  /** Outside business hours: what that means. */
  readonly closed: string;
  readonly soundBlocked: boolean;
  /** Nothing came within a moment. */
  readonly loading: boolean;
}

export interface RecapActions {
  minimise(on: boolean): void;
  choose(shelf: Shelf): void;
  switchOnline(online: boolean): Promise<unknown>;
  open(id: number): void;
  searched(typed: string): void;
  take(id: number): Promise<boolean>;
  enableSound(): void;
  closeNotice(key: number): void;
}

export interface RecapView {
  render(model: RecapModel): void;
  /** Gives the focus to a conversation's row, or else to what is nearest. */
  focusRow(id: number): void;
  focusSearch(): void;
  /** As a click on the switch. */
  flip(): Promise<void>;
}

export function createRecap(
  desk: HTMLElement,
  tools: { shell: Shell; words: Words; times: Times; links: OfficeLinks },
  actions: RecapActions,
): RecapView {
  const { shell, words } = tools;
  const root = part(desk, "recap");
  const top = part(root, "top");
  const toggle = part<HTMLButtonElement>(root, "switch");
  let model: RecapModel | null = null;

  const renderTabs = createTabBar(root, (shelf) => {
    list.endSearch();
    actions.choose(shelf);
  });
  const list = createList(root, tools, actions);
  const team = createTeamView(root, tools, actions.take);
  const notices = createKeyed<Notice, NoticeView>(
    part(root, "notices"),
    ({ key }) => key,
    (key) => createNotice(shell, () => actions.closeNotice(key)),
  );

  top.addEventListener("click", () => actions.minimise(!model?.minimised));
  toggle.addEventListener("click", () => void flip());
  part(root, "sound").addEventListener("click", actions.enableSound);

  async function flip(): Promise<void> {
    if (!model?.me || toggle.getAttribute("aria-busy") === "true") return;
    setAttr(toggle, "aria-busy", "true");
    await actions.switchOnline(!model.me.online);
    setAttr(toggle, "aria-busy", null);
  }

  function render(next: RecapModel): void {
    model = next;
    const { shelf, supervises, unread, me } = next;
    renderTop(next);
    renderStatus(next);
    notices.render(next.notices);
    renderTabs({ shelf, supervises, unread, named: (name) => named(name, unread) });
    const onTeam = shelf === "team";
    show(part(root, "search-bar"), !onTeam);
    show(part(root, "rows"), !onTeam);
    show(part(root, "loading"), next.loading || (onTeam && next.team === null && next.line === "ready"));
    if (onTeam) team.render(next.team);
    else list.render({ rows: next.rows, shelf, online: me?.online === true, unknown: me === null, found: next.found });
    show(part(root, "team"), onTeam);
  }

  function renderTop({ line, minimised, me, unread }: RecapModel): void {
    const state = line === "lost" ? "lost" : me?.online ? "online" : "offline";
    setAttr(root, "data-minimised", minimised);
    setAttr(root, "data-state", state);
    setAttr(top, "aria-expanded", String(!minimised));
    setAttr(part(root, "top-state"), "data-says", me || line === "lost" ? words.text(`state_${state}`) : null);
    show(part(root, "body"), !minimised);
    show(part(root, "line"), line === "lost" && !minimised);
    setText(part(root, "line-text"), words.text("line_lost"));
    const count = part(root, "top-count");
    show(count, unread > 0);
    setText(count, String(unread));
    setAttr(top, "aria-label", named(root.getAttribute("aria-label") ?? "", unread));
  }

  function renderStatus(next: RecapModel): void {
    const { me, soundBlocked, closed } = next;
    toggle.disabled = me === null;
    setAttr(toggle, "aria-checked", String(me?.online === true));
    setText(part(root, "me"), me ? words.text(me.online ? "online" : "offline") : "");
    const around = me ? company({ ...next, me }) : "";
    setText(part(root, "others"), around);
    setAttr(part(root, "others"), "title", around || null);
    show(part(root, "sound"), soundBlocked);
    show(part(root, "closed"), closed !== "");
    setText(part(root, "closed-text"), closed);
  }

  function company({ me, others, busy }: RecapModel & { me: Operator }): string {
    const load = words.text("load", { count: String(busy), limit: String(me.limit) });
    const names = others.slice(0, 2).map((one) => one.name);
    if (others.length > 2) names.push(words.text("more_operators", { count: String(others.length - 2) }));
    const with_ = others.length > 0 ? words.count("others", others.length, { names: names.join(", ") }) : "";
    if (me.online) return [load, with_].filter(Boolean).join(" · ");
    return with_ || words.text("others_none");
  }

  /** Counts come after the name: `Online Chat, 2 unread`. */
  function named(name: string, unread: number): string {
    return unread > 0 ? `${name}, ${words.count("unread", unread)}` : name;
  }

  return {
    render,
    flip,
    focusRow(id) {
      const row = model?.minimised ? undefined : list.row(id);
      (row ?? top).focus();
    },
    focusSearch: () => part(root, "search").focus(),
  };
}
