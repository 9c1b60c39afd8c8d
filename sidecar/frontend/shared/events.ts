/** A typed list of listeners. */

export type Listener<T> = (value: T) => void;

export interface Signal<T> {
  on(listener: Listener<T>): () => void;
  emit(value: T): void;
}

export function createSignal<T>(): Signal<T> {
  const listeners = new Set<Listener<T>>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(value) {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
