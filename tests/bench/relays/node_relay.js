// A Node socket.io relay that inserts each message before it acknowledges: the sidecar's fan-out, payloads and table.
// `node node_relay.js PORT`, the database in DATABASE_PORT and DATABASE_NAME, connections of the pool in POOL.
import { createServer } from "node:http";
import mysql from "mysql2/promise";
import { Server } from "socket.io";

const pool = mysql.createPool({
  host: "127.0.0.1",
  port: Number(process.env.DATABASE_PORT),
  user: "root",
  database: process.env.DATABASE_NAME,
  charset: "utf8mb4",
  connectionLimit: Number(process.env.POOL ?? 16),
});
const INSERT =
  "INSERT INTO message (id_conversation, seq, client_id, author, id_author, name, kind, body, sent_at)" +
  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

const server = createServer();
const io = new Server(server, { transports: ["websocket"], serveClient: false, cors: { origin: true } });
const visitors = io.of("/visitor");
const operators = io.of("/operator");
const conversations = new Map();

/** A conversation as the sidecar's replies have it. */
function shape(number, operator) {
  return {
    id: number,
    shop: 1,
    state: "ongoing",
    visitor: { vid: number.toString(16).padStart(32, "0"), name: "", present: true, blocked: false },
    operator: { id: operator, name: "Operator" },
    lastSeq: 0,
    seenByVisitor: 0,
    seenByOperator: 0,
    startedAt: "2026-01-05T09:00:00.000Z",
    waitingSince: "2026-01-05T09:00:00.000Z",
  };
}

/** Store the message, then tell both sides. */
async function relay(conversation, data, author, name) {
  const sentAt = new Date().toISOString();
  const message = {
    conversationId: conversation.id,
    seq: ++conversation.lastSeq,
    clientId: data.clientId,
    author,
    name,
    kind: "text",
    body: data.body,
    sentAt,
  };
  await pool.execute(INSERT, [
    message.conversationId,
    message.seq,
    message.clientId,
    author,
    author === "operator" ? conversation.operator.id : null,
    name,
    "text",
    message.body,
    sentAt.replace("T", " ").slice(0, -1),
  ]);
  operators.to(`operator:${conversation.operator.id}`).emit("message:created", { message });
  visitors.to(`visitor:${conversation.id}`).emit("message:created", { message });
  return message;
}

visitors.on("connection", (socket) => {
  const { conversation: number, operator } = socket.handshake.auth;
  const conversation = shape(number, operator);
  conversations.set(number, conversation);
  socket.join(`visitor:${number}`);
  socket.emit("session:ready", {});
  socket.on("message:send", async (data, acknowledge) => {
    const message = await relay(conversation, data, "visitor", "");
    acknowledge({ ok: true, data: { message, conversation } });
  });
});

operators.on("connection", (socket) => {
  socket.join(`operator:${socket.handshake.auth.operator}`);
  socket.emit("session:ready", {});
  socket.on("message:send", async (data, acknowledge) => {
    const conversation = conversations.get(data.conversationId);
    const message = await relay(conversation, data, "operator", conversation.operator.name);
    acknowledge({ ok: true, data: { message } });
  });
});

server.listen(Number(process.argv[2]), "127.0.0.1");
