/** What the operator wants of the sidecar, one command each; what it answers goes to the desk. */

import type { CommandName, Connection, OperatorWire } from "../shared/connection";
import { lastOf, seenByUs } from "../shared/conversation";
import type { Ack, ConversationReply, Failure } from "../shared/protocol";
import { isMine, type Desk, type DeskEvent } from "./desk";
import type { SteadyClock } from "./steady";

export type ConversationCommand =
  | "conversation:end"
  | "conversation:reopen"
  | "conversation:accept"
  | "conversation:decline";

export interface Errands {
  switchOnline(online: boolean): Promise<boolean>;
  act(command: ConversationCommand, id: number): Promise<boolean>;
  offer(id: number, to?: number, note?: string): Promise<boolean>;
  /** All of it was in sight. */
  see(id: number): void;
  typing(id: number): void;
  /** A new connection: what was said on the one before may be lost. */
  forget(): void;
}

export interface ErrandOptions {
  connection: Connection<OperatorWire>;
  clock: SteadyClock;
  desk(): Desk;
  dispatch(event: DeskEvent): void;
  problem(command: CommandName<OperatorWire>, conversation: number | null, error: Failure): void;
  /** Offers appear and finished ones go: what belongs on the desk is the sidecar's to say. */
  switched(): void;
}

const TYPING_EVERY = 3_000;

export function createErrands({ connection, clock, desk, dispatch, problem, switched }: ErrandOptions): Errands {
  const seen = new Map<number, number>();
  const typed = new Map<number, number>();

  async function command(
    name: ConversationCommand | "conversation:offer",
    id: number,
    question: Promise<Ack<ConversationReply>>,
  ): Promise<boolean> {
    const ack = await question;
    if (ack.ok) dispatch({ type: "conversation", conversation: ack.data.conversation });
    else problem(name, id, ack.error);
    return ack.ok;
  }

  return {
    async switchOnline(online) {
      const ack = await connection.request("operator:switch", { online });
      if (ack.ok) {
        dispatch({ type: "me", me: ack.data.me });
        switched();
      } else {
        problem("operator:switch", null, ack.error);
      }
      return ack.ok;
    },
    act: (name, id) => command(name, id, connection.request(name, { conversationId: id })),
    offer(id, to, note) {
      const details = { ...(to === undefined ? {} : { to }), ...(note ? { note } : {}) };
      const question = connection.request("conversation:offer", { conversationId: id, ...details });
      return command("conversation:offer", id, question);
    },
    see(id) {
      const { talks, me } = desk();
      const talk = talks[id];
      if (!talk || !me || !isMine(talk.conversation, me.id)) return;
      const seq = lastOf(talk);
      if (seq <= seenByUs(talk) || seq <= (seen.get(id) ?? 0) || connection.status.state !== "ready") return;
      seen.set(id, seq);
      void connection.request("message:seen", { conversationId: id, seq }).then((ack) => {
        if (ack.ok) dispatch({ type: "seen", seen: { conversationId: id, by: "operator", seq } });
        else if (seen.get(id) === seq) seen.delete(id);
      });
    },
    typing(id) {
      const now = clock.steady();
      if (now - (typed.get(id) ?? -Infinity) < TYPING_EVERY) return;
      typed.set(id, now);
      connection.tell("typing:on", { conversationId: id });
    },
    forget: () => seen.clear(),
  };
}
