// SPDX-License-Identifier: BSD-3-Clause

/** The sign of an event: filled where it writes, hollow where it reads or lets go. */
export function Glyph({ kind, x, y }: { kind: string; x: number; y: number }) {
  switch (kind) {
    case "lock":
      return <rect class="filled" x={x - 4} y={y - 4} width="8" height="8" />;
    case "unlock":
    case "failed try-lock":
      return <rect class="hollow" x={x - 4} y={y - 4} width="8" height="8" />;
    case "store":
    case "wake":
      return <circle class="filled" cx={x} cy={y} r="4.5" />;
    case "load":
    case "park":
      return <circle class="hollow" cx={x} cy={y} r="4" />;
    case "update":
    case "compare-exchange":
      return <path class="filled" d={`M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`} />;
    case "fence":
      return <path class="hollow" d={`M${x - 6} ${y}h12`} />;
    case "write":
      return <circle class="filled" cx={x} cy={y} r="2.5" />;
    case "read":
      return <circle class="hollow" cx={x} cy={y} r="2.5" />;
    default:
      return <path class="hollow" d={`M${x - 3} ${y}h6`} />;
  }
}
