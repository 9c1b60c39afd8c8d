/**
 * Socket.IO as the connection sees it: one attempt, one socket; when to try again is not its business.
 *
 * On top of Engine.IO's client Socket.IO is a digit, the namespace, maybe a number, and JSON. Its own client brings
 * reconnects, many namespaces over one socket and binary data along, a sixth of what an opened chat may weigh.
 */
import { Socket } from "engine.io-client";
import type { Transport } from "./connection";

const HANDSHAKE_WITHIN = 8_000;
const enum Kind {
  CONNECT,
  DISCONNECT,
  EVENT,
  ACK,
  CONNECT_ERROR,
}

export const socketIo: Transport = ({ url, namespace, auth, via }, handlers) => {
  const { protocol, hostname, port, pathname } = new URL(url, location.href);
  const engine = new Socket({
    secure: protocol === "https:",
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port,
    path: `${pathname}socket.io`,
    transports: via === "websocket" ? ["websocket"] : ["polling", "websocket"],
  });
  const waiting = new Map<number, (ack: unknown) => void>();
  /** Events may overtake the word that the namespace is joined; what answers them must not. */
  let early: string[] | null = [];
  let count = 0;
  let over = false;

  function close(): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    if (!early) write(Kind.DISCONNECT);
    engine.close();
  }

  function lost(): void {
    if (over) return;
    close();
    handlers.closed();
  }

  function write(kind: Kind, id = "", data?: unknown): void {
    engine.send(`${kind}${namespace},${id}${data === undefined ? "" : JSON.stringify(data)}`);
  }

  function receive(packet: string): void {
    const kind: Kind = Number(packet[0]);
    const rest = packet.slice(namespace.length + 2);
    const id = /^\d*/.exec(rest)?.[0] ?? "";
    const data = rest === "" ? null : (JSON.parse(rest.slice(id.length)) as unknown);
    if (kind === Kind.CONNECT) {
      const events = early ?? [];
      early = null;
      events.forEach(receive);
    } else if (kind === Kind.DISCONNECT) lost();
    else if (kind === Kind.EVENT && early) early.push(packet);
    else if (kind === Kind.EVENT) handlers.event(...(data as [string, unknown]));
    else if (kind === Kind.ACK) {
      waiting.get(Number(id))?.((data as unknown[])[0]);
      waiting.delete(Number(id));
    } else if (kind === Kind.CONNECT_ERROR) {
      const code = (data as { data?: { code?: unknown } | null }).data?.code;
      if (typeof code === "string") handlers.refused(code);
      else lost();
    }
  }

  const timer = setTimeout(lost, HANDSHAKE_WITHIN);
  engine.on("open", () => {
    clearTimeout(timer);
    write(Kind.CONNECT, "", auth);
  });
  engine.on("message", (packet: string) => {
    if (!over) receive(packet);
  });
  engine.on("close", lost);
  return {
    emit(name, data, acknowledged) {
      // A laptop that slept finds out here, before its timers do.
      engine._hasPingExpired();
      if (acknowledged) waiting.set(count, acknowledged);
      write(Kind.EVENT, acknowledged ? String(count++) : "", [name, data]);
    },
    close,
  };
};
