/** Socket.IO as the connection sees it: one attempt, one socket; when to try again is not its business. */
import { Manager } from "socket.io-client";
import type { Transport } from "./connection";

const HANDSHAKE_WITHIN = 8_000;

interface Refusal extends Error {
  data?: { code?: unknown };
}

export const socketIo: Transport = ({ url, namespace, auth, via }, handlers) => {
  const base = new URL(url, location.href);
  const manager = new Manager(base.origin, {
    path: `${base.pathname}socket.io`,
    transports: via === "websocket" ? ["websocket"] : ["polling", "websocket"],
    reconnection: false,
    autoConnect: false,
    timeout: HANDSHAKE_WITHIN,
  });
  const socket = manager.socket(namespace, { auth });
  socket.on("connect_error", (error: Refusal) => {
    const code = error.data?.code;
    if (typeof code === "string") handlers.refused(code);
    else handlers.closed();
  });
  socket.on("disconnect", () => handlers.closed());
  socket.onAny((name: string, data: unknown) => handlers.event(name, data));
  socket.connect();
  return {
    emit(name, data, acknowledged) {
      if (acknowledged) socket.emit(name, data, acknowledged);
      else socket.emit(name, data);
    },
    close() {
      socket.offAny();
      socket.removeAllListeners();
      socket.disconnect();
      manager.engine?.close();
    },
  };
};
