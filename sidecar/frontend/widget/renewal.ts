/** The same visitor, signed in meanwhile: the sidecar should know, as soon as there is a connection. */
import type { Connection, VisitorWire } from "../shared/connection";
import { claimed, type Identity } from "./identity";

export interface Renewal {
  /** Tell it by this token, now or as soon as possible. */
  by(token: string): void;
  /** Is there something to tell? */
  tell(): Promise<void>;
}

export function createRenewal(connection: Connection<VisitorWire>, confirm: (known: Identity) => void): Renewal {
  let due: string | null = null;

  async function tell(): Promise<void> {
    const token = due;
    if (token === null || connection.status.state !== "ready") return;
    due = null;
    const ack = await connection.request("session:renew", { token });
    const known = ack.ok && claimed(token);
    if (known) confirm(known);
    if (!ack.ok && ack.error.code === "disconnected") due = token;
  }

  return {
    by(token) {
      due = token;
      void tell();
    },
    tell,
  };
}
