// SPDX-License-Identifier: BSD-3-Clause
import type { Event } from "../data/report";

/** What each kind of event is drawn with, in the order of the legend. */
export const SIGNS = [
  { sign: "lock", name: "lock" },
  { sign: "failed try-lock", name: "failed try-lock" },
  { sign: "unlock", name: "unlock" },
  { sign: "store", name: "store" },
  { sign: "load", name: "load" },
  { sign: "older load", name: "load of an older value" },
  { sign: "update", name: "update" },
  { sign: "compare-exchange", name: "compare-exchange" },
  { sign: "failed compare-exchange", name: "failed compare-exchange" },
  { sign: "fence", name: "fence" },
  { sign: "park", name: "park" },
  { sign: "wake", name: "wake" },
  { sign: "write", name: "plain write" },
  { sign: "read", name: "plain read" },
  { sign: "note", name: "note" },
] as const;

export type Sign = (typeof SIGNS)[number]["sign"];

export function signOf(event: Event): Sign {
  if (event.kind === "load" && event.newer !== undefined) return "older load";
  if (event.succeeded === false) return "failed compare-exchange";
  return SIGNS.find(({ sign }) => sign === event.kind)?.sign ?? "note";
}
