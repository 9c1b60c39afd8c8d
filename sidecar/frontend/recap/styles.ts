/** All that the operators' side looks like: the log's style sheet is the visitors' too. */

import messages from "../shared/messages.css";
import about from "./about.css";
import base from "./base.css";
import narrow from "./narrow.css";
import offers from "./offers.css";
import panels from "./panels.css";
import recap from "./recap.css";
import rows from "./rows.css";
import tools from "./tools.css";
import windows from "./windows.css";

export const STYLES = [messages, base, recap, rows, offers, windows, about, tools, panels, narrow].join("");
