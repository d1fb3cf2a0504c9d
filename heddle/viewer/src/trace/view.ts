// SPDX-License-Identifier: BSD-3-Clause
import type { Heap, Report } from "../data/report";
import type { Arrow } from "../model/arrows";
import type { LockSpan } from "../model/lock_spans";
import type { Move } from "../model/navigation";
import type { Timeline } from "../model/timeline";

/** What all parts of the page are shown: the report, and the stop that is selected. */
export interface View {
  report: Report;
  timeline: Timeline;
  arrows: readonly Arrow[];
  spans: readonly LockSpan[];
  conflicts: readonly number[];
  stop: number;
  before: Heap | null; // at the stop before
  after: Heap | null;
  all_arrows: boolean;
  select: (stop: number) => void;
  selectEvent: (event: number) => void;
  move: (how: Move) => void;
}
