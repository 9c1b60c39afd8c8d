/** The shop page the chat stands on. */
import type { PageSeen } from "../shared/protocol";
import { clip } from "../shared/text";

const LONGEST_ADDRESS = 2000;
const LONGEST_TITLE = 500;
const LONGEST_NAME = 64;

/** Addresses without query and fragment: what people search for is nobody's business. */
export function pageNow(): PageSeen & { title: string } {
  const referrer = bare(document.referrer);
  const { id, className } = document.body;
  // What PrestaShop's themes write there: the page's own name, and on a product's page its number.
  const product = Number(/\bproduct-id-(\d{1,9})\b/.exec(className)?.[1]);
  return {
    url: bare(location.href),
    title: clip(document.title, LONGEST_TITLE),
    kind: id.slice(0, LONGEST_NAME),
    ...(product ? { product } : {}),
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
