/** Keeps a list of views in step with a list of models; elements that stay are not moved without need. */

interface View<M> {
  readonly element: HTMLElement;
  render(model: M): void;
  destroy?(): void;
}

export interface Keyed<M, V extends View<M>> {
  render(models: readonly M[]): void;
  get(key: number): V | undefined;
  all(): IterableIterator<[number, V]>;
}

export function createKeyed<M, V extends View<M>>(
  parent: HTMLElement,
  keyOf: (model: M) => number,
  create: (key: number, model: M) => V,
): Keyed<M, V> {
  const views = new Map<number, V>();
  return {
    render(models) {
      const keys = new Set(models.map(keyOf));
      for (const [key, view] of views) {
        if (keys.has(key)) continue;
        views.delete(key);
        if (view.destroy) view.destroy();
        else view.element.remove();
      }
      models.forEach((model, index) => {
        const key = keyOf(model);
        let view = views.get(key);
        if (!view) views.set(key, (view = create(key, model)));
        // Moving an element takes the focus and the scroll position from it.
        if (parent.children[index] !== view.element) {
          parent.insertBefore(view.element, parent.children[index] ?? null);
        }
        view.render(model);
      });
    },
    get: (key) => views.get(key),
    all: () => views.entries(),
  };
}
