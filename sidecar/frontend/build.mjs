// Bundles every entry point that exists into static/, which the sidecar serves and the wheel carries.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build, context, transform } from "esbuild";

const names = ["loader", "widget", "recap", "backoffice"].filter((name) =>
  existsSync(`${name}/main.ts`),
);

/** Style sheets become minified text for adoptedStyleSheets: a strict content policy allows no other kind. */
const cssText = {
  name: "css-text",
  setup(setup) {
    setup.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "css",
        minify: true,
        sourcefile: path,
        target: "es2020",
      });
      return { contents: code.trim(), loader: "text", watchFiles: [path] };
    });
  },
};

/**
 * Never asked for, and a good part of what Engine.IO's client weighs: a third way to connect, addresses taken apart
 * (they are handed in as parts), and binary data: what is sent and what comes is text.
 */
const INSTEAD = {
  webtransport: "export const WT = undefined;",
  parseuri: "export const parse = undefined;",
  "encodePacket.browser": `import { PACKET_TYPES } from "./commons.js";
    export const encodePacket = ({ type, data }, _, done) => done(PACKET_TYPES[type] + (data || ""));
    export const encodePacketToBinary = undefined;`,
  "decodePacket.browser": `import { ERROR_PACKET, PACKET_TYPES_REVERSE } from "./commons.js";
    export const decodePacket = (text) =>
      PACKET_TYPES_REVERSE[text[0]] ? { type: PACKET_TYPES_REVERSE[text[0]], data: text.slice(1) } : ERROR_PACKET;`,
};
const textOnly = {
  name: "text-only",
  setup(setup) {
    for (const [file, contents] of Object.entries(INSTEAD)) {
      const filter = new RegExp(`engine\\.io-[a-z]+[\\\\/].*[\\\\/]${file.replace(".", "\\.")}\\.js$`);
      setup.onLoad({ filter }, ({ path }) => ({ contents, loader: "js", resolveDir: dirname(path) }));
    }
  },
};

const options = {
  entryPoints: names.map((name) => ({ in: `${name}/main.ts`, out: name })),
  outdir: "static",
  bundle: true,
  format: "iife",
  target: "es2020",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  plugins: [cssText, textOnly],
};

/** What the widget brings later, if at all. */
const later = {
  ...options,
  entryPoints: [
    { in: "widget/cart.ts", out: "cart" },
    { in: "questions/main.ts", out: "questions" },
  ],
  format: "esm",
};

/** What strangers' browsers fetch is packed once with patience: 3 % smaller than by any server's gzip. */
const FOR_VISITORS = new Set(["loader", "widget", "cart", "questions"]);

async function squeezed(bytes) {
  // Not before everything is built: it prints all of itself when anything fails.
  const { default: zopfli } = await import("@gfx/zopfli");
  return promisify(zopfli.gzip)(bytes, { numiterations: 15 });
}

if (process.argv.includes("--watch")) {
  for (const one of [options, later]) await (await context(one)).watch();
} else {
  for (const one of [options, later]) await build(one);
  for (const name of [...names, ...later.entryPoints.map(({ out }) => out)]) {
    const bytes = await readFile(`static/${name}.js`);
    const packed = FOR_VISITORS.has(name) ? await squeezed(bytes) : gzipSync(bytes, { level: 9 });
    await writeFile(`static/${name}.js.gz`, packed);
    console.log(`${name}.js: ${bytes.length} B, ${packed.length} B gzipped`);
  }
}
