// SPDX-License-Identifier: BSD-3-Clause
import type { Report } from "../data/report";
import { count, foundInWords, placeOf, programInWords } from "../model/words";
import { ThemeButton } from "../common/theme";

/** What went wrong, where, of what, and how to see it again. */
export function Header({ report, steps }: { report: Report; steps: number }) {
  const { verdict, message, location, preemptions } = report.violation;
  const found = foundInWords(report);
  const seed = report.found_by.seed === null ? "" : ` with seed ${report.found_by.seed}`;
  return (
    <header class="top">
      <div class="top-line">
        <span class="brand">Heddle</span>
        <span class="program">{programInWords(report)}</span>
        <ThemeButton />
      </div>
      <h1>
        <span class="verdict">{verdict}</span> <span class="message">{message}</span>
      </h1>
      {report.about.length > 0 && (
        <p class="about">
          {report.program.fault !== null && <b>{report.program.fault}: </b>}
          {report.about.join(" ")}
        </p>
      )}
      <p class="facts">
        {count(report.threads, "thread")}, {count(preemptions, "preemption")}, {count(steps, "step")}, found by{" "}
        {report.found_by.strategy}
        {seed}
        {found && ` ${found}`}
        {location !== null && (
          <>
            , seen at <code>{placeOf(location)}</code> in {location.function}
          </>
        )}
        {report.again && (
          <span class="again">
            again: <code>{report.again}</code>
          </span>
        )}
      </p>
    </header>
  );
}
