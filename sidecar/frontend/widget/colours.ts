/** The merchant chooses six colours; what else the widget needs is derived from them with enough contrast. */

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];

export function parse(colour: string): Rgb | null {
  const digits = /^#([0-9a-f]{6})$/i.exec(colour.trim())?.[1];
  if (!digits) return null;
  const value = parseInt(digits, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** WCAG 2 contrast, 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself, or as much darker as it takes to be seen on white. */
export function onWhite(colour: string, least: number): string {
  let rgb = parse(colour);
  if (!rgb) return "#363a41";
  while (contrast(rgb, WHITE) < least) rgb = rgb.map((part) => Math.floor(part * 0.94)) as unknown as Rgb;
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** A button in the merchant's colours has to be seen on white; dark otherwise. */
export function isVisible(background: string): boolean {
  const rgb = parse(background);
  return rgb !== null && contrast(rgb, WHITE) >= 1.6;
}

/** A surface that can't be told from the white behind it gets a line around it. */
export function needsLine(background: string): boolean {
  const rgb = parse(background);
  return rgb !== null && contrast(rgb, WHITE) < 1.08;
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
