// Browsers have it everywhere, Node.js among its globals only since 20.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
