/** Brought by the loader when the chat is opened; finds what it needs on the loader's element. */
import { adopt, parseShell } from "../shared/dom";
import { ELEMENT, type ChatElement } from "../shared/host";
import messages from "../shared/messages.css";
import { createApp } from "./app";
import css from "./widget.css";

// The address says which version of the shell came along.
const script = document.currentScript;
const version = script instanceof HTMLScriptElement ? (new URL(script.src).searchParams.get("v") ?? "") : "";

async function begin(): Promise<void> {
  const host = document.querySelector<ChatElement>(ELEMENT)?.chat;
  if (!host) return;
  const shell = parseShell(await host.shell);
  adopt(host.root, messages + css);
  createApp(host, shell, version);
}

void begin();
