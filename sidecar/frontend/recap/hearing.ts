/** What is new goes to eyes and ears: lines, sounds, desktop notifications, a word for screen readers. */

import type { Announcer } from "../shared/announcer";
import type { Conversation } from "../shared/protocol";
import type { Attention } from "./attention";
import type { Drafts } from "./drafts";
import type { Notices } from "./notices";
import type { Note, Notifier } from "./notifications";
import type { OfferModel } from "./offer-view";
import type { News, Office } from "./office";
import type { Preferences } from "./preferences";
import type { Bell } from "./ring";
import { offerKey, unreadOf } from "./shelves";
import type { Words } from "./words";

export interface Hearing {
  heard(news: News): void;
  /** These ring; some of them are on offer. */
  follow(ringing: ReadonlySet<number>, offers: readonly OfferModel[]): void;
}

export interface HearingOptions {
  office: Office;
  words: Words;
  announcer: Announcer;
  notices: Notices;
  bell: Bell;
  notifier: Notifier;
  preferences: Preferences;
  attention: Attention;
  drafts: Drafts;
  /** The window of a conversation, if it is on this page, and whether it has the focus. */
  window(id: number): { readonly hasFocus: boolean } | undefined;
  open(id: number): void;
}

export function createHearing(options: HearingOptions): Hearing {
  const { office, words, notices, notifier, preferences } = options;
  const told = new Set<string>();

  function notify(key: string, { id }: Conversation, title: string, text: string): void {
    if (!preferences.on("notifications") || !office.desk.me?.online) return;
    const note: Note = {
      conversation: id,
      title,
      text,
      clicked() {
        window.focus();
        options.open(id);
      },
    };
    notifier.show(key, note);
  }

  function arrived(conversation: Conversation, text: string, seq: number): void {
    const name = words.name(conversation);
    options.announcer.say(words.text("said", { name, text }));
    // A new conversation rings already.
    if (conversation.seenByOperator === 0) return;
    const key = `message:${conversation.id}:${seq}`;
    const reading = options.attention.here && options.window(conversation.id)?.hasFocus;
    if (!reading) options.bell.message(key);
    notify(`note:${key}`, conversation, name, preferences.on("texts") ? text : words.text("note_message"));
  }

  /** What can't be sent as it is stands where it was written again, unless something else does. */
  function giveBack(id: number, { clientId, body }: { clientId: string; body: string }): void {
    if (options.drafts.has(id)) return;
    office.outbox.discard(clientId);
    options.drafts.write(id, body);
  }

  return {
    heard(news) {
      if (news.type === "taken") {
        const { operator } = news.conversation;
        const values = { operator: operator?.name ?? "", name: words.name(news.conversation) };
        notices.say("info", words.text("taken", values));
      } else if (news.type === "problem") {
        const id = news.conversation;
        if (news.returned && id !== null) giveBack(id, news.returned);
        const text = news.returned ? news.error.message : notices.sentence(news.command, news.error);
        if (id !== null && options.window(id)) notices.problem(id, text);
        else notices.say("error", text);
      } else if (news.type === "message") {
        const talk = office.desk.talks[news.message.conversationId];
        if (talk) arrived(talk.conversation, words.line(news.message), news.message.seq);
      }
    },
    follow(ringing, offers) {
      options.bell.ring(ringing);
      const offered = new Set(offers.map(({ talk }) => talk.conversation.id));
      const keys = new Set<string>();
      for (const id of ringing) {
        const conversation = office.desk.talks[id]?.conversation;
        if (!conversation) continue;
        const key = `call:${id}:${offered.has(id) ? offerKey(conversation) : ""}`;
        keys.add(key);
        if (told.has(key)) continue;
        told.add(key);
        const title = words.text(offered.has(id) ? "note_offer" : "note_new", { name: words.name(conversation) });
        notify(key, conversation, title, preferences.on("texts") ? words.line(conversation.lastMessage) : "");
      }
      for (const key of told) if (!keys.has(key)) told.delete(key);
      notifier.clear((id) => {
        const talk = office.desk.talks[id];
        return ringing.has(id) || (talk !== undefined && unreadOf(talk) > 0);
      });
    },
  };
}
