// Bundles every entry point that exists into static/, which the sidecar serves and the wheel carries.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
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

/** Never asked for, and a good part of what Engine.IO's client weighs. */
const withoutWebTransport = {
  name: "without-webtransport",
  setup(setup) {
    setup.onLoad({ filter: /engine\.io-client[\\/].*[\\/]webtransport\.js$/ }, () => ({
      contents: "export const WT = undefined;",
      loader: "js",
    }));
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
  plugins: [cssText, withoutWebTransport],
};

/** What the widget brings later, if at all. */
const later = { ...options, entryPoints: [{ in: "widget/cart.ts", out: "cart" }], format: "esm" };

if (process.argv.includes("--watch")) {
  for (const one of [options, later]) await (await context(one)).watch();
} else {
  for (const one of [options, later]) await build(one);
  for (const name of [...names, "cart"]) {
    const bytes = await readFile(`static/${name}.js`);
    console.log(`${name}.js: ${bytes.length} B, ${gzipSync(bytes, { level: 9 }).length} B gzipped`);
  }
}
