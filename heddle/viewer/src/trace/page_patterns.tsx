// SPDX-License-Identifier: BSD-3-Clause

/** What the states of pages are drawn with: each differs in pattern as well as in colour. */
export function PagePatterns() {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id="page-scavenged" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="ground-scavenged" width="5" height="5" />
          <line class="hatch-scavenged" x1="1" x2="1" y1="0" y2="5" />
        </pattern>
        <pattern
          id="page-in-use-scavenged"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect class="ground-in-use" width="5" height="5" />
          <line class="hatch-in-use" x1="1" x2="1" y1="0" y2="5" />
        </pattern>
      </defs>
    </svg>
  );
}
