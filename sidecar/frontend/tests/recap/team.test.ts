import { expect, it } from "vitest";

import { teamOf } from "../../recap/team";
import { conversation, ME, moment, SARA } from "./shop";

const INES = { id: 4, name: "Ines", online: false, load: 0, limit: 10, reason: "silent" as const };
const AROUND = { me: ME.id, mayTake: true, now: 0 };
const of = (id: number, operator: { id: number; name: string } | null, waitingSince?: string): ReturnType<typeof conversation> =>
  conversation({ id, operator, waitingSince, state: operator ? "ongoing" : "waiting" });

it("puts whoever waits for an operator first, then who is online, then the others", () => {
  const team = teamOf({ operators: [INES, SARA, ME], conversations: [of(1, null, moment(1))] }, AROUND);
  expect(team.members.map(({ operator }) => operator?.name ?? null)).toEqual([null, "Marc", "Sara", "Ines"]);
  expect(team.members.map(({ me }) => me)).toEqual([false, true, false, false]);
});

it("lists with each operator the longest wait first, and lets take over what is not one's own", () => {
  const conversations = [of(1, SARA), of(2, SARA, moment(9)), of(3, SARA, moment(5)), of(4, ME, moment(1))];
  const { members } = teamOf({ operators: [ME, SARA], conversations }, AROUND);
  expect(members.map(({ charges }) => charges.map((charge) => charge.conversation.id))).toEqual([[4], [3, 2, 1]]);
  expect(members.map(({ charges }) => charges.map(({ takeable }) => takeable))).toEqual([[false], [true, true, true]]);
});

it("lets nobody take over without the right", () => {
  const reply = { operators: [SARA], conversations: [of(1, SARA), of(2, null)] };
  const { members } = teamOf(reply, { ...AROUND, mayTake: false });
  expect(members.flatMap(({ charges }) => charges).some(({ takeable }) => takeable)).toBe(false);
});
