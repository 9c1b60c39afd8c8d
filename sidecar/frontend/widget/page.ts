/** The shop page the chat stands on. */
import type { PageSeen } from "../shared/protocol";
import { clip } from "../shared/text";

const LONGEST_ADDRESS = 2000;
const LONGEST_TITLE = 500;

/** Addresses without query and fragment: what people search for is nobody's business. */
export function pageNow(): PageSeen & { title: string } {
  const referrer = bare(document.referrer);
  return {
    url: bare(location.href),
    title: clip(document.title, LONGEST_TITLE),
    ...(referrer ? { referrer } : {}),
  };
}

function bare(address: string): string {
  try {
    const url = new URL(address);
    return (url.origin + url.pathname).slice(0, LONGEST_ADDRESS);
  } catch {
    return "";
  }
}
