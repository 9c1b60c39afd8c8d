/** A short tone, made by the browser itself: nothing to load, nothing to license. */

export interface Chime {
  /** Browsers allow sound only after the person has touched the page: call it in a click or key handler. */
  unlock(): void;
  /** Plays when it may; true when it did. */
  play(): boolean;
  /** It may. */
  ready(): boolean;
}

export interface Tone {
  /** Hertz, one after the other. */
  readonly notes: readonly number[];
  /** 0 to 1. */
  readonly volume: number;
}

const NOTE_EVERY = 0.13;
const NOTE_LASTS = 0.35;

export const MESSAGE: Tone = { notes: [659.25, 880], volume: 0.12 };
export const CALL: Tone = { notes: [523.25, 659.25, 783.99], volume: 0.18 };

export function createChime(tone: Tone = MESSAGE): Chime {
  let context: AudioContext | null = null;
  const ready = (): boolean => context?.state === "running";
  return {
    ready,
    unlock() {
      if (typeof AudioContext === "undefined") return;
      context ??= new AudioContext();
      if (context.state === "suspended") void context.resume().catch(() => undefined);
    },
    play() {
      if (!ready()) return false;
      tone.notes.forEach((pitch, index) => note(context as AudioContext, pitch, index, tone.volume));
      return true;
    },
  };
}

function note(context: AudioContext, pitch: number, index: number, volume: number): void {
  const start = context.currentTime + index * NOTE_EVERY;
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = "sine";
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(volume, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + NOTE_LASTS);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + NOTE_LASTS);
}
