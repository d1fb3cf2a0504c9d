// SPDX-License-Identifier: BSD-3-Clause

/** How real threads were looked at (heddle-stress/1), in the order of the columns. */
export const STRESS_WAYS: readonly (readonly [string, string])[] = [
  ["tsan", "ThreadSanitizer"],
  ["tsan-delays", "ThreadSanitizer, delays"],
  ["oracles", "stress oracles, delays"],
];
