// SPDX-License-Identifier: BSD-3-Clause
//
// Runs the cases of one page, each in a page of its own, in one browser.
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Chromium } from "./chromium.mjs";
import { Page } from "./page.mjs";
import { folder } from "./report_file.mjs";

const cases = [];

/** A page with the file is opened for `body`, which must leave it without complaints. */
export function onPage(name, file, options, body) {
  cases.push({ name, file, options, body });
}

export async function run() {
  const screenshots = process.argv[2];
  if (screenshots === undefined) throw new Error("usage: node PAGE_test.mjs SCREENSHOTS");
  mkdirSync(screenshots, { recursive: true });
  const chromium = new Chromium();
  let failures = 0;
  try {
    for (const { name, file, options, body } of cases) {
      let page;
      try {
        page = await Page.open(chromium, file, options);
        await body(page, (picture) => page.screenshot(join(screenshots, `${picture}.png`)), screenshots);
        assert.deepEqual(page.complaints, [], "the console is not empty");
        assert.deepEqual(page.requests, [], "something was requested");
        console.log(`ok      ${name}`);
      } catch (error) {
        failures++;
        console.log(`FAILED  ${name}\n${error.stack}`);
        await page?.screenshot(join(screenshots, `failed-${failures}.png`)).catch(() => {});
      }
      await page?.close();
    }
  } finally {
    await chromium.close();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${cases.length - failures} of ${cases.length} passed`);
  process.exitCode = failures === 0 && cases.length > 0 ? 0 : 1;
}
