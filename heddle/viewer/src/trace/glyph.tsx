// SPDX-License-Identifier: BSD-3-Clause
import type { Sign } from "../model/signs";

/** The sign of an event: filled where it writes, hollow where it reads or lets go, struck out where it fails. */
export function Glyph({ sign, x, y }: { sign: Sign; x: number; y: number }) {
  const square = <rect class={sign === "lock" ? "filled" : "hollow"} x={x - 4} y={y - 4} width="8" height="8" />;
  const diamond = `M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`;
  const strike = <path class="strike" d={`M${x - 6} ${y + 6}l12 -12`} />;
  switch (sign) {
    case "lock":
    case "unlock":
      return square;
    case "failed try-lock":
      return (
        <>
          {square}
          {strike}
        </>
      );
    case "store":
      return <circle class="filled" cx={x} cy={y} r="4.5" />;
    case "load":
      return <circle class="hollow" cx={x} cy={y} r="4" />;
    case "older load":
      return <circle class="hollow older" cx={x} cy={y} r="4.5" />;
    case "update":
      return <path class="filled" d={diamond} />;
    case "compare-exchange":
      return (
        <>
          <path class="filled" d={diamond} />
          <circle class="core" cx={x} cy={y} r="1.8" />
        </>
      );
    case "failed compare-exchange":
      return (
        <>
          <path class="hollow" d={diamond} />
          {strike}
        </>
      );
    case "fence":
      return <path class="hollow" d={`M${x - 6} ${y - 2}h12m0 4h-12`} />;
    case "park":
      return <path class="hollow" d={`M${x - 5} ${y - 3.5}h10l-5 8z`} />;
    case "wake":
      return <path class="filled" d={`M${x - 5} ${y + 3.5}h10l-5 -8z`} />;
    case "write":
      return <circle class="filled" cx={x} cy={y} r="2" />;
    case "read":
      return <circle class="hollow" cx={x} cy={y} r="2" />;
    case "note":
      return <path class="hollow" d={`M${x - 3} ${y}h6`} />;
  }
}
