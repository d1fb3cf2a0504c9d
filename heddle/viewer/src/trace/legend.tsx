// SPDX-License-Identifier: BSD-3-Clause
import type { Relation } from "../model/arrows";
import { signOf, SIGNS } from "../model/signs";
import { isPlain } from "../model/timeline";
import { Glyph } from "./glyph";
import type { View } from "./view";

interface Props {
  view: View;
  plain_shown: boolean;
  setPlainShown: (on: boolean) => void;
  all_arrows: boolean;
  setAllArrows: (on: boolean) => void;
}

const ARROWS: readonly (readonly [Relation | "race", string])[] = [
  ["happens-before", "happens before"],
  ["reads-from", "reads from"],
  ["not-seen", "does not see"],
  ["race", "race"],
];

/** The switches over the list, and what the signs in it mean. */
export function Legend({ view, plain_shown, setPlainShown, all_arrows, setAllArrows }: Props) {
  const { report, timeline, arrows } = view;
  const plain = report.events.filter(isPlain).length;
  const signs = new Set(report.events.filter((_, i) => timeline.isShown(i)).map(signOf));
  const relations = new Set<Relation | "race">(arrows.map(({ relation }) => relation));
  if (report.conflict !== null) relations.add("race");
  return (
    <div class="legend">
      <div class="switches">
        <label>
          <input type="checkbox" checked={plain_shown} onChange={(e) => setPlainShown(e.currentTarget.checked)} />
          plain reads and writes ({plain}) <kbd>r</kbd>
        </label>
        <label>
          <input type="checkbox" checked={all_arrows} onChange={(e) => setAllArrows(e.currentTarget.checked)} />
          all arrows <kbd>a</kbd>
        </label>
      </div>
      <ul class="signs" aria-label="What events are drawn with">
        {SIGNS.filter(({ sign }) => signs.has(sign)).map(({ sign, name }) => (
          <li key={sign}>
            <svg width="14" height="14" aria-hidden="true" class="sign">
              <Glyph sign={sign} x={7} y={7} />
            </svg>
            {name}
          </li>
        ))}
        {ARROWS.filter(([relation]) => relations.has(relation)).map(([relation, name]) => (
          <li key={relation}>
            <svg width="22" height="12" aria-hidden="true">
              <path class={`arrow ${relation}`} d="M1 6H21" />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
}
