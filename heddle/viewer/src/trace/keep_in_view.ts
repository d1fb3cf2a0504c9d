// SPDX-License-Identifier: BSD-3-Clause
import { LINE_HEIGHT } from "../model/geometry";

/** Scrolls the list alone, never the page, until the row and some lines around it are to be seen. */
export function keepInView(list: HTMLElement, row: HTMLElement): void {
  const around = Math.min(3 * LINE_HEIGHT, list.clientHeight / 3);
  const shown = list.getBoundingClientRect();
  const wanted = row.getBoundingClientRect();
  const over = shown.top + around + LINE_HEIGHT - wanted.top; // the names of the lanes are on top
  const under = wanted.bottom - (shown.bottom - around);
  if (over > 0) list.scrollTop -= over;
  else if (under > 0) list.scrollTop += under;
}
