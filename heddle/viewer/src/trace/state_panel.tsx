// SPDX-License-Identifier: BSD-3-Clause
import { HeapState } from "./heap_state";
import { LocksHeld } from "./locks_held";
import { SelectedStep } from "./selected_step";
import type { View } from "./view";

/** What is true after the selected step. */
export function StatePanel({ view }: { view: View }) {
  return (
    <section class="panel" aria-label="State after this step">
      <SelectedStep view={view} />
      {view.after !== null && view.before !== null && <HeapState heap={view.after} before={view.before} />}
      <LocksHeld view={view} />
    </section>
  );
}
