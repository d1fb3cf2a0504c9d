// SPDX-License-Identifier: BSD-3-Clause
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { Report } from "../data/report";
import { arrowsOf } from "../model/arrows";
import { conflictsOf } from "../model/conflicts";
import { HeapHistory } from "../model/heap_history";
import { lockSpansOf } from "../model/lock_spans";
import { moved, moveOf, type Move } from "../model/navigation";
import { Timeline } from "../model/timeline";
import { stopInWords } from "../model/words";
import { isTyping } from "../common/keys";
import { remembered, remember } from "./address_bar";
import { Header } from "./header";
import { Legend } from "./legend";
import { PrintedSteps } from "./printed_steps";
import { Scrubber } from "./scrubber";
import { StatePanel } from "./state_panel";
import { Steps } from "./steps";
import type { View } from "./view";

export function App({ report }: { report: Report }) {
  const [event, setEvent] = useState(() => remembered(report));
  const [plain_shown, setPlainShown] = useState(false);
  const [all_arrows, setAllArrows] = useState(false);

  const timeline = useMemo(() => new Timeline(report, plain_shown), [report, plain_shown]);
  const history = useMemo(() => new HeapHistory(report), [report]);
  const conflicts = useMemo(() => conflictsOf(report, (i) => timeline.isShown(i)), [report, timeline]);
  const arrows = useMemo(() => arrowsOf(report, (i) => timeline.isShown(i)), [report, timeline]);
  const spans = useMemo(() => lockSpansOf(report), [report]);

  const stop = timeline.stopAt(event);
  const select = useCallback((to: number) => setEvent(timeline.eventAt(to)), [timeline]);
  // From where it is by then: keys may come faster than the page is drawn.
  const move = useCallback(
    (how: Move) => setEvent((at) => timeline.eventAt(moved(report, timeline, conflicts, timeline.stopAt(at), how))),
    [report, timeline, conflicts],
  );
  const selectEvent = useCallback((of: number) => select(timeline.stopOnLine(timeline.lineOf(of))), [timeline, select]);

  useEffect(() => {
    const onKey = (key: KeyboardEvent) => {
      if (key.ctrlKey || key.altKey || key.metaKey || isTyping(key)) return;
      const how = moveOf(key.key);
      if (how !== null) move(how);
      else if (key.key === "a") setAllArrows((on) => !on);
      else if (key.key === "r") setPlainShown((on) => !on);
      else return;
      key.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [move]);
  useEffect(() => remember(event), [event]);
  useEffect(() => {
    const follow = () => setEvent(remembered(report));
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [report]);

  // As long as a part is the same node, it is not looked through again at each step.
  const printed = useMemo(
    () => <PrintedSteps report={report} timeline={timeline} history={history} />,
    [report, timeline, history],
  );

  const view: View = {
    report,
    timeline,
    arrows,
    spans,
    conflicts,
    stop,
    before: stop === 0 ? history.after(-1) : history.after(timeline.throughAt(stop - 1)),
    after: history.after(timeline.throughAt(stop)),
    all_arrows,
    select,
    selectEvent,
    move,
  };
  return (
    <>
      <Header report={report} steps={timeline.steps} />
      <main class="trace">
        <section class="steps" aria-label="Steps">
          <Legend
            view={view}
            plain_shown={plain_shown}
            setPlainShown={setPlainShown}
            all_arrows={all_arrows}
            setAllArrows={setAllArrows}
          />
          <Steps view={view} />
        </section>
        <StatePanel view={view} />
        <Scrubber view={view} />
      </main>
      <p class="spoken" role="status" aria-live="polite" id="spoken">
        {stopInWords(report, timeline, stop, view.before, view.after)}
      </p>
      {printed}
    </>
  );
}
