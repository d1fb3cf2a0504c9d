// SPDX-License-Identifier: BSD-3-Clause
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

const GLYPHS: [string, string][] = [
  ["lock", "lock"],
  ["unlock", "unlock"],
  ["store", "store, wake"],
  ["load", "load"],
  ["update", "update"],
  ["note", "note"],
];

/** The switches over the list, and what its signs mean. */
export function Legend({ view, plain_shown, setPlainShown, all_arrows, setAllArrows }: Props) {
  const plain = view.report.events.filter(isPlain).length;
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
      <ul class="signs">
        {GLYPHS.map(([kind, name]) => (
          <li key={kind}>
            <svg width="12" height="12" aria-hidden="true" class="sign">
              <Glyph kind={kind} x={6} y={6} />
            </svg>
            {name}
          </li>
        ))}
        <li>
          <svg width="22" height="12" aria-hidden="true">
            <path class="arrow happens-before" d="M1 6H21" />
          </svg>
          happens before
        </li>
        <li>
          <svg width="22" height="12" aria-hidden="true">
            <path class="arrow reads-from" d="M1 6H21" />
          </svg>
          reads from
        </li>
        {view.report.conflict !== null && (
          <li>
            <svg width="22" height="12" aria-hidden="true">
              <path class="arrow race" d="M1 6H21" />
            </svg>
            race
          </li>
        )}
      </ul>
    </div>
  );
}
