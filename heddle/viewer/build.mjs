// SPDX-License-Identifier: BSD-3-Clause
//
// node build.mjs OUT: bundles each page and writes it as one file, complete but for its report.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const PLACE = "@HEDDLE_REPORT@";
const PAGES = {
  trace: ["base", "threads", "trace"],
  matrix: ["base", "matrix"],
  verify: ["base", "verify"],
};

const out = process.argv[2];
if (out === undefined) throw new Error("usage: node build.mjs OUT");
mkdirSync(out, { recursive: true });

const preact = JSON.parse(readFileSync("node_modules/preact/package.json", "utf8"));
const licence = readFileSync("node_modules/preact/LICENSE", "utf8").trim();
const banner = `/*! preact ${preact.version}\n\n${licence} */`;
const template = readFileSync("src/page.html", "utf8");

const bundled = async (options) => {
  const result = await build({ bundle: true, minify: true, write: false, logLevel: "warning", ...options });
  return result.outputFiles[0].text.trim();
};
// A page that is a file has no other protection against what is in a report.
const hashOf = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

for (const [page, styles] of Object.entries(PAGES)) {
  const script = await bundled({
    entryPoints: [`src/${page}/main.tsx`],
    format: "iife",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "inline",
    banner: { js: banner },
  });
  const style = await bundled({
    stdin: {
      contents: styles.map((name) => `@import "./${name}.css";`).join("\n"),
      loader: "css",
      resolveDir: "src/style",
    },
    charset: "utf8",
    // light-dark() is left to the browser: what esbuild makes of it for older ones does not follow a switch.
    target: ["chrome123", "firefox120", "safari17.5"],
  });
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
    throw new Error(`${page}: what is bundled would end its own element`);
  }
  const parts = { SCRIPT: script, STYLE: style, SCRIPT_HASH: hashOf(script), STYLE_HASH: hashOf(style) };
  const html = template.replace(/@(SCRIPT|STYLE|SCRIPT_HASH|STYLE_HASH)@/g, (_, name) => parts[name]);
  if (html.split(PLACE).length !== 2) throw new Error(`${page}: there is not one place for a report`);
  writeFileSync(`${out}/${page}.html`, html);
  console.log(`${page}.html: ${Buffer.byteLength(html)} bytes`);
}
