// SPDX-License-Identifier: BSD-3-Clause
//
// Text has a contrast of 4.5 to 1 with what it stands on, in both schemes (WCAG 2, AA).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const colours = new Map<string, [string, string]>();
for (const file of ["base", "threads"]) {
  const css = readFileSync(`src/style/${file}.css`, "utf8");
  for (const [, name, light, dark] of css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
    colours.set(name!, [light!, dark!]);
  }
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const TEXT_ON: [string, string[]][] = [
  ["ground", ["ink", "muted", "accent", "bad", "good", "warn", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"]],
  ["raised", ["ink", "muted", "accent", "bad", "good", "warn"]],
  ["accent-ground", ["ink", "muted", "accent", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"]],
  ["bad-ground", ["ink", "muted", "bad"]],
  ["good-ground", ["ink", "good"]],
  ["warn-ground", ["ink", "muted", "warn"]],
];

for (const [ground, texts] of TEXT_ON) {
  for (const text of texts) {
    test(`${text} on ${ground}`, () => {
      for (const scheme of [0, 1] as const) {
        const ratio = contrast(colours.get(text)![scheme], colours.get(ground)![scheme]);
        assert(ratio >= 4.5, `${ratio.toFixed(2)} in the ${scheme === 0 ? "light" : "dark"} scheme`);
      }
    });
  }
}
