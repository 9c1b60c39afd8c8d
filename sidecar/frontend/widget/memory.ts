/** What this browser keeps of the chat, all of it under one prefix, so that all of it can be wiped. */
import type { SessionKeeper } from "../shared/connection";
import { ACTIVE } from "../shared/host";
import { keepSession } from "../shared/sessions";
import { readJson, writeJson, type Store } from "../shared/storage";
import type { LeaveMessage } from "../shared/protocol";
import type { Typed } from "./form";
import { isIdentity, type Identity } from "./identity";

export interface Memory {
  readonly store: Store;
  readonly sessions: SessionKeeper;
  identity: Identity | null;
  /** `oc_rev` as it was when the identity was confirmed. */
  rev: string;
  open: boolean;
  draft: string;
  /** What was written in the chat, while the form asks for a message instead: the draft begins with it. */
  said: string | null;
  form: Kept;
  /** The loader brings the widget on the next page. */
  active: boolean;
  wipe(): void;
}

/** The form to leave a message: what was typed, and the message while it is on its way. */
export interface Kept {
  readonly typed: Typed;
  readonly letter?: LeaveMessage;
}

export const IDENTITY = "identity";
export const DRAFT = "draft";
export const FORM = "form";

export function createMemory(store: Store): Memory {
  const text = (key: string): string => store.get(key) ?? "";
  const keep = (key: string, value: string): void =>
    value === "" ? store.remove(key) : store.set(key, value);
  return {
    store,
    sessions: keepSession(store),
    get identity() {
      const value = readJson(store, IDENTITY);
      return isIdentity(value) ? value : null;
    },
    set identity(value) {
      if (value) writeJson(store, IDENTITY, value);
      else store.remove(IDENTITY);
    },
    get rev() {
      return text("rev");
    },
    set rev(value) {
      keep("rev", value);
    },
    get open() {
      return text("open") !== "";
    },
    set open(value) {
      keep("open", value ? "1" : "");
    },
    get draft() {
      return text(DRAFT);
    },
    set draft(value) {
      if (value !== text(DRAFT)) keep(DRAFT, value);
    },
    get said() {
      return store.get("said");
    },
    set said(value) {
      if (value === null) store.remove("said");
      else store.set("said", value);
    },
    get form() {
      const kept = readJson(store, FORM) as Partial<Kept> | null;
      return { typed: {}, ...kept };
    },
    set form(value) {
      if (value.letter || Object.values(value.typed).some(Boolean)) writeJson(store, FORM, value);
      else store.remove(FORM);
    },
    get active() {
      return text(ACTIVE) !== "";
    },
    set active(value) {
      if (value !== (text(ACTIVE) !== "")) keep(ACTIVE, value ? "1" : "");
    },
    wipe() {
      for (const key of store.keys("")) store.remove(key);
    },
  };
}
