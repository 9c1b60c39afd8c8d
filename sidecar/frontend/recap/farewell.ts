/** The recap goes away while somebody works with it: a line says why. */

import { adopt, part, setText, type Shell } from "../shared/dom";
import { STYLES } from "./styles";

export function sayFarewell(shell: Shell, text: string): void {
  const host = document.createElement("online-chat-farewell");
  const root = host.attachShadow({ mode: "open" });
  adopt(root, STYLES);
  const desk = shell.clone("farewell");
  part(desk, "close").addEventListener("click", () => host.remove());
  root.append(desk);
  document.body.append(host);
  // Only what changes in the page is read out.
  setTimeout(() => setText(part(desk, "text"), text));
}
