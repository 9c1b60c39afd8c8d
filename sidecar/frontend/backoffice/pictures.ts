/** The picture of an offer: a file, made small before it is sent and kept while the form is corrected, or a product's. */
import { part, show } from "../shared/dom";
import type { Module } from "../shared/module";
import { createProducts } from "./products";

/** What the server takes without a word. */
const LIMIT = 900_000;
/** Twice as wide as a card, for screens with many dots. */
const WIDE = 800;
const QUALITY = 0.85;

export interface Pictures {
  /** A form was put into the page; one that came back with errors has lost the file that was chosen. */
  attach(form: HTMLFormElement): void;
}

export function createPictures(frame: HTMLElement, module: Module, lang: string): Pictures {
  let chosen: File | null = null;
  const products = createProducts(frame, module, lang, (box, address) => {
    chosen = null;
    fileOf(box).value = keptOf(box).value = "";
    const image = part<HTMLImageElement>(box, "kept-picture");
    image.src = address;
    show(image, true);
    draw(box, null);
  });

  async function choose(box: HTMLElement): Promise<void> {
    const input = fileOf(box);
    const file = input.files?.[0] ?? null;
    chosen = file;
    if (!file) return draw(box, null);
    products.forget(box);
    const bitmap = await createImageBitmap(file).catch(() => null);
    // No picture at all: the server says so beside the field.
    if (bitmap) {
      chosen = await small(file, bitmap);
      if (chosen !== file) put(input, chosen);
    }
    draw(box, bitmap);
  }

  function draw(box: HTMLElement, bitmap: ImageBitmap | null): void {
    const canvas = part<HTMLCanvasElement>(box, "shown-picture");
    show(canvas, bitmap !== null);
    if (bitmap) {
      show(part(box, "kept-picture"), false);
      paint(canvas, bitmap, 260);
    }
    show(part(box, "no-picture"), bitmap !== null || !part(box, "kept-picture").hidden);
  }

  function remove(box: HTMLElement): void {
    chosen = null;
    fileOf(box).value = keptOf(box).value = "";
    products.forget(box);
    show(part(box, "kept-picture"), false);
    draw(box, null);
    fileOf(box).focus();
  }

  frame.addEventListener("change", ({ target }) => {
    const box = boxOf(target);
    if (box && target === fileOf(box)) void choose(box);
  });
  frame.addEventListener("click", ({ target }) => {
    const box = target instanceof Element && target.closest("[data-part=no-picture]") ? boxOf(target) : null;
    if (box) remove(box);
  });

  return {
    attach(form) {
      const box = form.querySelector<HTMLElement>("[data-part=picture]");
      if (!box) return;
      const input = fileOf(box);
      const refused = input.getAttribute("aria-invalid") === "true";
      if (!chosen || refused || !form.querySelector("[aria-invalid=true]")) {
        chosen = null;
        return;
      }
      put(input, chosen);
      void choose(box);
    },
  };
}

/** Whatever the camera made of it: no larger than it is shown, upright, without the place it was taken at. */
async function small(file: File, bitmap: ImageBitmap): Promise<File> {
  const fits = file.size <= LIMIT && bitmap.width <= WIDE && file.type !== "image/jpeg";
  if (fits) return file;
  const canvas = document.createElement("canvas");
  paint(canvas, bitmap, WIDE);
  const type = file.type === "image/jpeg" ? file.type : "image/webp";
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY));
  // A browser that can't write the type writes a PNG.
  return blob && blob.size <= Math.max(LIMIT, file.size) ? new File([blob], file.name, { type: blob.type }) : file;
}

function paint(canvas: HTMLCanvasElement, bitmap: ImageBitmap, wide: number): void {
  const scale = Math.min(1, wide / bitmap.width);
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

function put(input: HTMLInputElement, file: File): void {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
}

function boxOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-part=picture]") : null;
}

function fileOf(box: HTMLElement): HTMLInputElement {
  return box.querySelector("input[type=file]") as HTMLInputElement;
}

function keptOf(box: HTMLElement): HTMLInputElement {
  return box.querySelector("input[type=hidden]") as HTMLInputElement;
}
