/** The operator's desk in the page: what happens is drawn, what is done goes where it belongs. */

import { part } from "../shared/dom";
import { onStored } from "../shared/storage";
import { createBackstage, type FrontOptions, pageWidth } from "./backstage";
import { createChords } from "./chords";
import { createHearing, type Hearing } from "./hearing";
import { createNewcomers } from "./newcomers";
import type { News, Office } from "./office";
import { listenForShortcuts } from "./shortcuts";
import { createStage } from "./stage";
import { settle } from "./surroundings";
import { watchWaking } from "./wake";
import { capacity, PHONE } from "./windows";

export interface Front {
  readonly office: Office;
  stop(): void;
}

const TICK = 1_000;
const MEET_LATER = 400;

export function createFront(options: FrontOptions): Front {
  const { host, root, scope, connection, clock } = options;
  let isQueued = false;

  const backstage = createBackstage(options, draw);
  const { office, arrangement, drafts, preferences, notices, bell, words } = backstage;
  const stage = createStage({ ...options, backstage, follow: (calls, offers) => hearing.follow(calls, offers) });
  const { desk, doings, windows } = stage;
  const hearing: Hearing = createHearing({
    ...backstage,
    announcer: stage.announcer,
    window: (id) => windows.get(id),
    open: (id) => doings.open(id),
  });
  const newcomers = createNewcomers({
    arrangement,
    room: () => capacity(pageWidth()),
    screenTaken: (arrived) => pageWidth() < PHONE && (arrived || isSomebodyWriting(host)),
    visible: () => document.visibilityState === "visible",
    later: (run) => clock.after(MEET_LATER, run),
    open: (id) => doings.open(id, false),
  });
  const runChord = createChords({ ...backstage, ...stage });

  /** Draws once for whatever changes together. */
  function draw(): void {
    if (isQueued) return;
    isQueued = true;
    queueMicrotask(() => {
      isQueued = false;
      stage.render();
    });
  }

  function heard(news: News): void {
    if (news.type === "entered") {
      newcomers.settle(office.desk);
      drafts.prune(new Set(Object.keys(office.desk.talks).map(Number)));
    }
    hearing.heard(news);
  }

  function tick(): void {
    office.tick();
    if (document.visibilityState === "visible") draw();
    cancelTick = clock.after(TICK, tick);
  }

  function leave(): void {
    const { focused } = arrangement.kept;
    if (focused !== null && windows.get(focused)?.hasFocus) arrangement.blur(focused);
    office.outbox.release();
  }

  const controller = new AbortController();
  const { signal } = controller;
  addEventListener("resize", draw, { signal });
  addEventListener("pagehide", leave, { signal });
  // Not "pointerdown": the button that enables sound would be gone before it is let go.
  for (const sign of ["click", "keydown"]) {
    addEventListener(sign, () => bell.touched(), { capture: true, passive: true, signal });
  }
  const stops = [
    connection.onStatus(({ code }) => code === "protocol_mismatch" && notices.say("error", words.text("problem_protocol"))),
    office.onChange(() => {
      newcomers.follow(office.desk);
      draw();
    }),
    office.onNews(heard),
    onStored(scope, (key) => backstage.refresh(key)),
    listenForShortcuts(window, {
      on: () => preferences.on("shortcuts"),
      ours: (event) => event.composedPath().includes(host),
      run: runChord,
    }),
    watchWaking({
      page: window,
      clock,
      woke() {
        backstage.refresh(null);
        office.doubt();
      },
    }),
  ];

  let cancelTick = clock.after(TICK, tick);
  root.append(desk);
  stage.render();
  stops.push(settle(host, desk, part(desk, "recap")));

  return {
    office,
    stop() {
      controller.abort();
      for (const stop of stops) stop();
      cancelTick();
      stage.stop();
      backstage.stop();
    },
  };
}

/** On a phone a window covers all: neither a page just opened, nor while somebody is writing elsewhere in it. */
function isSomebodyWriting(host: HTMLElement): boolean {
  const at = document.activeElement;
  return at !== host && at?.matches("input, textarea, select, [contenteditable]") === true;
}
