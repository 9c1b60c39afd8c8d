/** Ends the session of the person who was here before, with the token of who is here now. */
import { createConnection, type VisitorWire } from "../shared/connection";
import { socketIo } from "../shared/transport";

const LONG_ENOUGH = 15_000;

export function sayGoodbye(url: string, session: string, token: string): void {
  let kept: string | null = session;
  const connection = createConnection<VisitorWire>({
    url,
    namespace: "/visitor",
    fetchToken: () => Promise.resolve({ ok: false, code: "over" }),
    // What the sidecar answers with belongs to nobody in this browser.
    sessions: { load: () => kept, save: (next) => void (kept = next === null ? null : kept) },
    transport: socketIo,
  });
  connection.on("session:ready", () => {
    void connection.request("session:renew", { token }).then(() => connection.stop());
  });
  connection.start();
  setTimeout(() => connection.stop(), LONG_ENOUGH);
}
