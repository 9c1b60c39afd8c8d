/** Who answers, with what load and which conversations, in the order a supervisor reads it: plain values. */

import type { Conversation, Operator, OverviewReply } from "../shared/protocol";

export interface Member {
  /** Null: whom nobody has yet. */
  readonly operator: Operator | null;
  readonly me: boolean;
  /** The longest wait first. */
  readonly charges: readonly Charge[];
}

export interface Charge {
  readonly conversation: Conversation;
  readonly takeable: boolean;
}

export interface Team {
  readonly members: readonly Member[];
  readonly now: number;
}

export function teamOf(
  { operators, conversations }: OverviewReply,
  { me, mayTake, now }: { me: number; mayTake: boolean; now: number },
): Team {
  const ofOperator = (id: number | null): Charge[] =>
    conversations
      .filter((conversation) => chargedTo(conversation) === id)
      .sort((one, other) => waitingFrom(one) - waitingFrom(other) || one.id - other.id)
      .map((conversation) => ({ conversation, takeable: mayTake && id !== me }));
  const members = [...operators]
    .sort((one, other) => Number(other.online) - Number(one.online) || one.name.localeCompare(other.name))
    .map((operator) => ({ operator, me: operator.id === me, charges: ofOperator(operator.id) }));
  const waiting = ofOperator(null);
  return { members: waiting.length > 0 ? [{ operator: null, me: false, charges: waiting }, ...members] : members, now };
}

function chargedTo({ operator, state }: Conversation): number | null {
  return state === "waiting" ? null : (operator?.id ?? null);
}

/** Whoever waits for nothing comes last. */
function waitingFrom({ waitingSince }: Conversation): number {
  return waitingSince === undefined ? Infinity : Date.parse(waitingSince);
}
