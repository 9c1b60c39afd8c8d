/** What was before: conversations, messages to the customer service, pages. */

import { safe } from "../shared/links";
import type { Page, Sheet } from "../shared/protocol";
import { type Filling, type Pieces, type PieceTools, readable } from "./about-pieces";

export interface Past {
  /** `whose`: the number of the customer, or of the guest. */
  conversations(sheet: Sheet, whose: number | undefined, now: number): Filling;
  pages(pages: readonly Page[], present: boolean, now: number): Filling;
}

export function createPast(pieces: Pieces, { words, times, links }: PieceTools): Past {
  const { text, line } = pieces;

  function moment(at: string, now: number): string {
    return `${times.day(Date.parse(at), now)} ${times.time(Date.parse(at))}`;
  }

  return {
    conversations({ conversations, threads }, whose, now) {
      const all = whose === undefined ? null : links.to("history", whose);
      const chats = conversations.map(({ lastMessageAt, operator, text: said, stars }) => ({
        title: moment(lastMessageAt, now),
        amount: stars === undefined ? "" : `★ ${stars}`,
        details: [operator && text("with", { name: operator })],
        text: said,
      }));
      const service = threads.map(({ id, status, contact, at, text: said, byShop }) => ({
        title: text("thread", { id: String(id) }),
        href: links.to("thread", id),
        amount: at && words.date(Date.parse(at)),
        details: [text(`status_${status}`), contact],
        text: byShop ? text("by_shop", { text: said }) : said,
      }));
      return {
        note: chats.length > 0 ? words.number(chats.length) : "",
        nodes: [
          ...(chats.length > 0 ? pieces.items(chats) : [line(text("conversations_none"))]),
          ...(chats.length > 0 && all ? [pieces.link(text("conversations_all"), all)] : []),
          ...(service.length > 0 ? [pieces.heading("threads"), ...pieces.items(service)] : []),
        ],
      };
    },
    pages(pages, present, now) {
      if (pages.length === 0) return { note: "", nodes: [line(text("pages_none"))] };
      const items = pages.map(({ url, title, since, account }, index) => {
        const isNow = index === 0 && present;
        return {
          title: account ? text("page_account") : title || url,
          href: safe(url),
          amount: isNow ? text("page_now") : since ? moment(since, now) : "",
          text: account ? "" : pathOf(url),
          now: isNow,
        };
      });
      return { note: "", nodes: pieces.items(items) };
    },
  };
}

function pathOf(url: string): string {
  try {
    return readable(new URL(url).pathname);
  } catch {
    return "";
  }
}
