/** The few DOM moves the views are made of. Markup comes from Jinja's templates, text goes in by `textContent` only. */

/** Templates and texts of one shell, parsed without running or loading anything. */
export interface Shell {
  /** A fresh copy of `<template data-template="name">`'s first element. */
  clone(name: string): HTMLElement;
  has(name: string): boolean;
  /** The text of `<… data-text="name">`, with `{key}` replaced; empty when there is none. */
  text(name: string, values?: Readonly<Record<string, string>>): string;
  /** An attribute `data-<name>` of the element marked `data-settings`; empty when there is none. */
  setting(name: string): string;
}

export function parseShell(html: string): Shell {
  return shellOf(new DOMParser().parseFromString(html, "text/html"));
}

export function shellOf(page: ParentNode): Shell {
  const templates = new Map<string, HTMLTemplateElement>();
  const texts = new Map<string, string>();
  for (const template of page.querySelectorAll<HTMLTemplateElement>("template[data-template]")) {
    templates.set(template.dataset.template ?? "", template);
  }
  for (const element of page.querySelectorAll<HTMLElement>("[data-text]")) {
    texts.set(element.dataset.text ?? "", element.textContent?.trim() ?? "");
  }
  const settings = page.querySelector<HTMLElement>("[data-settings]")?.dataset ?? {};
  return {
    setting: (name) => settings[name] ?? "",
    has: (name) => templates.has(name),
    clone(name) {
      const first = templates.get(name)?.content.firstElementChild;
      if (!first) throw new Error(`no template ${name}`);
      return document.importNode(first, true) as HTMLElement;
    },
    text: (name, values = {}) => fill(texts.get(name) ?? "", values),
  };
}

/** Puts values into `{key}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** The element marked `data-part="name"` in `root`, which the templates promise. */
export function part<T extends HTMLElement = HTMLElement>(root: ParentNode, name: string): T {
  const found = maybePart<T>(root, name);
  if (!found) throw new Error(`no part ${name}`);
  return found;
}

export function maybePart<T extends HTMLElement = HTMLElement>(
  root: ParentNode,
  name: string,
): T | null {
  if (root instanceof HTMLElement && root.dataset.part === name) return root as T;
  return root.querySelector<T>(`[data-part="${name}"]`);
}

/** Writes only what differs, so that screen readers and layout hear nothing of the rest. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** `null` and `false` take the attribute away, `true` sets it empty. */
export function setAttr(element: Element, name: string, value: string | boolean | null): void {
  if (value === null || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
    return;
  }
  const text = value === true ? "" : value;
  if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}

export function show(element: HTMLElement, visible: boolean): void {
  if (element.hidden === visible) element.hidden = !visible;
}

/** Listens until the function returned is called. */
export function listen<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  name: K,
  handler: (event: HTMLElementEventMap[K]) => void,
  options?: AddEventListenerOptions,
): () => void {
  target.addEventListener(name, handler as EventListener, options);
  return () => target.removeEventListener(name, handler as EventListener, options);
}

/** A style sheet for a shadow root or the page: strict content policies block `<style>` there, old Safaris know nothing else. */
export function adopt(root: ShadowRoot | Document, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = css;
    (root instanceof Document ? root.head : root).append(style);
  }
}
