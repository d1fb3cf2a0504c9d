// SPDX-License-Identifier: BSD-3-Clause
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const tests = fileURLToPath(new URL("..", import.meta.url));
const built = join(tests, "../../heddle/viewer/built");
const folder = mkdtempSync(join(tmpdir(), "heddle-viewer-"));

export function sampleOf(name) {
  return JSON.parse(readFileSync(join(tests, "samples", `${name}.json`), "utf8"));
}

/** Writes a report as the program does: into its place in the page, with no "<" in it. */
export function reportFile(page, name, report) {
  const html = readFileSync(join(built, `${page}.html`), "utf8");
  const json = JSON.stringify(report).replaceAll("<", "\\u003c");
  const file = join(folder, `${name}.html`);
  writeFileSync(
    file,
    html.replace("@HEDDLE_REPORT@", () => json),
  );
  return file;
}

export { folder };
