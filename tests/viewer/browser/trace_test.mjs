// SPDX-License-Identifier: BSD-3-Clause
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { reportFile, sampleOf } from "./report_file.mjs";
import { onPage, run } from "./suite.mjs";

const counterexample = sampleOf("counterexample");
const file = reportFile("trace", "counterexample", counterexample);
const FULL = "#".repeat(63) + ".";

const current = (page) => page.text("[aria-current] .text");
const pagesOf = (page) => page.attributes(".chunk svg", "data-pages");
const spoken = (page) => page.text("#spoken");
const pressTo = async (page, key, text) => {
  for (let i = 0; i < 200 && (await current(page)) !== text; i++) await page.press(key);
  assert.equal(await current(page), text);
};

onPage("says what went wrong, and where it starts", file, {}, async (page, screenshot) => {
  assert.equal(await page.text("h1 .message"), counterexample.violation.message);
  assert.equal(await page.text("h1 .verdict"), "invariant");
  assert.match(await page.text(".about"), /without comparing its generation/);
  assert.match(await page.text(".again"), /heddle replay heddle-traces\//);
  assert.equal(await current(page), "the threads start");
  assert.deepEqual(await pagesOf(page), [FULL, FULL]);
  assert.match(await page.text(".generation"), /^generation 1$/);
  await screenshot("trace-start");
});

onPage("j and k step", file, {}, async (page) => {
  await page.press("j");
  assert.equal(await current(page), "lock heap lock");
  await page.press("j");
  assert.equal(await current(page), "lock scavenger lock");
  assert.equal(await page.text(".selected .reason"), "T1 is preempted");
  assert.equal(await page.text(".selected h2"), "Step 2 of 23T0T1 is preempted");
  assert.match(await page.text(".source"), /locked_range_scavenger\.inl\.h:71 Reserve/);
  assert.match(await page.text(".source pre"), /^71\S/);
  await page.press("k", "k");
  assert.equal(await current(page), "the threads start");
  await page.press("k");
  assert.equal(await current(page), "the threads start");
  await page.press("End");
  assert.match(await current(page), /^gives back/);
  await page.press("j");
  assert.match(await current(page), /^gives back/);
});

onPage("the heap is that of the step", file, {}, async (page, screenshot) => {
  await pressTo(page, "j", "takes pages [0x17e000, 0x180000)");
  assert.deepEqual(await pagesOf(page), [FULL, "#".repeat(64)]);
  assert.equal(await page.text(".generation"), "generation 2");
  await pressTo(page, "j", "lock scavenger lock");
  const lowered = "low watermark0x17e000 was 0x7fffff";
  assert((await page.texts(".fact.changed")).includes(lowered));
  assert.equal((await page.attributes(".chunk .mark", "d")).length, 1);
  await pressTo(page, "j", "store scavenged pages of chunk 2 := 0x8000000000000000 (relaxed)");
  assert.deepEqual(await pagesOf(page), [FULL, "#".repeat(63) + "~"]);
  assert.equal((await page.attributes(".chunk .page-changed", "x")).length, 1);
  assert.equal((await page.attributes(".chunk .page.scavenged", "x")).length, 1);
  assert.match(
    (await page.attributes(".chunk svg", "aria-label"))[1],
    /page 63 scavenged; low watermark 0x17e000, at page 63$/,
  );
  await screenshot("trace-heap");
});

onPage("address ranges and reservations", file, {}, async (page) => {
  const facts = () => page.texts(".fact");
  assert((await facts()).includes("left to reserve[0x80000, 0x180000)"));
  await pressTo(page, "j", "reserves [0x100000, 0x180000) in generation 1");
  assert((await facts()).includes("left to reserve[0x80000, 0x100000)"));
  assert((await facts()).includes("reserved[0x100000, 0x180000) by T0, generation 1"));
  assert.equal((await page.attributes(".chunk line.left", "x1")).length, 1);
  assert.equal((await page.attributes(".chunk line.reserved", "x1")).length, 1);
});

onPage("n, p and t go where threads meet and take turns", file, {}, async (page) => {
  const steps = [];
  for (let i = 0; i < 4; i++) {
    await page.press("n");
    steps.push(`${await page.text("[aria-current] .badge")} ${await current(page)}`);
  }
  assert.deepEqual(steps, [
    "T0 unlock scavenger lock",
    "T1 lock scavenger lock",
    "T1 unlock scavenger lock",
    "T1 unlock heap lock",
  ]);
  await page.press("p", "p");
  assert.equal(await current(page), "lock scavenger lock");
  await page.press("Home", "j", "t");
  assert.equal(await page.text("[aria-current] .badge"), "T0");
  await page.press("t");
  assert.equal(await page.text("[aria-current] .badge"), "T1");
  await page.press("T");
  assert.equal(await current(page), "unlock scavenger lock");
});

onPage("switches stand in the list and on the slider", file, {}, async (page) => {
  assert.deepEqual(await page.texts(".lines .switch"), ["T1 is preempted", "T0 waits for heap lock", "T0 goes on"]);
  assert.equal((await page.attributes(".marks .mark-switch", "x")).length, 3);
  assert.equal(await page.text(".lines .end"), `invariant ${counterexample.violation.message}`);
});

onPage("arrows of the selected step, or all", file, {}, async (page, screenshot) => {
  const drawn = () => page.attributes(".gutter path.arrow", "class");
  assert.deepEqual(await drawn(), []);
  await page.press("n", "n");
  assert.deepEqual(await drawn(), ["arrow happens-before"]);
  assert.deepEqual(await page.texts(".relations li"), ["happens after T0's 3: unlock scavenger lock"]);
  await page.click(".relations .link");
  assert.equal(await current(page), "unlock scavenger lock");
  assert.deepEqual(await page.texts(".relations li"), ["happens before T1's 4: lock scavenger lock"]);
  await page.press("a");
  const others = "arrow happens-before faint";
  assert.deepEqual(await drawn(), ["arrow happens-before", others, others]);
  await screenshot("trace-all-arrows");
});

onPage("plain reads and writes are hidden until asked for", file, {}, async (page) => {
  const lines = () => page.evaluate("document.querySelectorAll('.line').length");
  const hidden = await lines();
  assert.equal((await page.texts(".line.plain")).length, 0);
  await page.press("n");
  const selected = await current(page);
  await page.press("r");
  assert((await lines()) > hidden + 80);
  assert.equal(await current(page), selected);
  await page.press("r");
  assert.equal(await lines(), hidden);
  await page.click(".switches input");
  assert((await lines()) > hidden + 80);
});

onPage("the slider, the buttons and a click select, and the selected line is in view", file, {}, async (page) => {
  await page.click('[aria-label="Next step"]');
  assert.equal(await current(page), "lock heap lock");
  await page.click(".lines li:nth-child(6) .line");
  assert.equal(await current(page), "unlock scavenger lock");
  await page.evaluate(`(() => {
    const slider = document.querySelector("input[type=range]");
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  })()`);
  await page.drawn();
  assert.match(await current(page), /^gives back/);
  const is_in_view = await page.evaluate(`(() => {
    const line = document.querySelector("[aria-current]").getBoundingClientRect();
    const list = document.querySelector(".scroller").getBoundingClientRect();
    return line.top >= list.top && line.bottom <= list.bottom;
  })()`);
  assert(is_in_view);
});

onPage("by keyboard alone, with focus that shows", file, { reduced_motion: true }, async (page) => {
  const focused = () => page.evaluate("document.activeElement.className || document.activeElement.tagName");
  const seen = [];
  for (let i = 0; i < 8; i++) {
    await page.press("Tab");
    seen.push(await focused());
  }
  assert.equal(seen.filter((each) => each.startsWith("line")).length, 1, seen.join(", "));
  await page.evaluate("document.querySelector('[aria-current]').focus()");
  await page.press("ArrowDown", "ArrowDown");
  assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-current')"), "step");
  assert.equal(await current(page), "lock scavenger lock");
  const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
  assert.equal(outline, "solid");
});

onPage("said to who does not see it", file, {}, async (page) => {
  assert.equal(await spoken(page), "The threads start.");
  await page.press("j", "j");
  assert.match(
    await spoken(page),
    /^T1 is preempted\. Step 2 of 23, thread 0: lock scavenger lock\. .*Reserve\. Holds scavenger lock\.$/,
  );
  await pressTo(page, "j", "generation 2 starts");
  await page.press("k"); // which hides the write
  assert.match(await spoken(page), /Generation 2/);
  await page.press("End");
  assert.match(await spoken(page), /Invariant: I24: .*generation 2\.$/);
  const nodes = await page.accessible();
  const has = (role, name) => nodes.some((node) => node.role === role && name.test(node.name));
  assert(has("heading", /^invariant I24/));
  assert(has("main", /.*/));
  assert(has("region", /^State after this step$/));
  assert(has("navigation", /^Steps in time$/));
  assert(has("slider", /^Step$/));
  assert(has("image", /^chunk 2: /));
  assert(has("button", /gives back/));
  assert(has("status", /.*/));
  assert.deepEqual(
    nodes.filter((node) => node.role === "button" && node.name === ""),
    [],
  );
});

onPage("dark, by the system and by the button", file, { dark: true }, async (page, screenshot) => {
  const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
  assert.equal(await ground(), "rgb(21, 23, 26)");
  await page.press("n", "n");
  await screenshot("trace-dark");
  await page.click(".theme");
  assert.equal(await ground(), "rgb(251, 250, 248)");
  await page.click(".theme");
  assert.equal(await ground(), "rgb(21, 23, 26)");
});

onPage("700 pixels wide", file, { width: 700, height: 900 }, async (page, screenshot) => {
  await page.press("n", "n");
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(overflow, 0);
  await screenshot("trace-narrow");
});

onPage("printed, a table of all steps", file, {}, async (page, _, folder) => {
  await page.press("End");
  await page.send("Emulation.setEmulatedMedia", { media: "print" });
  const shown = (selector) => page.evaluate(`getComputedStyle(document.querySelector("${selector}")).display`);
  assert.equal(await shown(".printed"), "table");
  assert.equal(await shown(".scrubber"), "none");
  assert.equal((await page.texts(".printed .step")).length, 23);
  assert.deepEqual(await page.texts(".printed .switch"), ["T1 is preempted", "T0 waits for heap lock", "T0 goes on"]);
  assert.match(
    (await page.texts(".printed .step")).join("\n"),
    /store pages in use of chunk 2.*chunk 2: page 63 in use/,
  );
  const [first, , , fourth] = await page.texts(".printed .step");
  assert.match(first, /^1T1lock heap lockheap lockmodels/);
  assert.match(fourth, /^4T1lock scavenger lockhappens after T0's 3heap lock, scavenger lock/);
  assert.equal(await page.text(".printed tfoot td"), `invariant: ${counterexample.violation.message}`);
  await page.print(join(folder, "trace.pdf"));
  assert(statSync(join(folder, "trace.pdf")).size > 10_000);
});

onPage("the address names the step", file, {}, async (page) => {
  await page.press("n", "n");
  assert.equal(await page.evaluate("location.hash"), "#event-23");
});

onPage("a deadlock", reportFile("trace", "deadlock", sampleOf("deadlock")), {}, async (page, screenshot) => {
  assert.match(await page.text("h1 .message"), /^T0 waits for heap lock, held by T1/);
  await page.press("End");
  assert.deepEqual(await page.texts(".locks > ul:not(.waits) li"), ["T0 holds scavenger lock", "T1 holds heap lock"]);
  assert.match(
    (await page.texts(".waits li"))[1],
    /^T1 waits for scavenger lock, held by T0, at .* in StartGeneration$/,
  );
  await screenshot("trace-deadlock");
});

onPage("a race", reportFile("trace", "race", sampleOf("race")), {}, async (page, screenshot) => {
  assert.equal((await page.texts(".line.conflict")).length, 2); // plain, and shown all the same
  await page.press("n");
  assert.equal(await page.text("[aria-current].conflict .badge"), "T0");
  assert.equal(await page.text(".selected h2"), "Before the first stepT0");
  assert.deepEqual(await page.texts(".relations li"), ["races with T1: read data"]);
  await page.press("n");
  assert.equal(await page.text("[aria-current].conflict .badge"), "T1");
  assert.equal(await page.text(".heap"), null);
  await page.press("k");
  assert.deepEqual(await page.attributes(".gutter path.arrow", "class"), ["arrow race", "arrow reads-from"]);
  await screenshot("trace-race");
});

const eight = reportFile("trace", "no-heap", sampleOf("no-heap"));
onPage("eight threads and no heap", eight, { dark: true }, async (page, screenshot) => {
  assert.equal((await page.texts(".lane-names span")).length, 8);
  assert.equal(await page.text(".heap"), null);
  await page.press("a", "End", "k", "k");
  await screenshot("trace-eight-threads");
});

const older = sampleOf("older-value");
const stale = reportFile("trace", "older-value", older);
onPage("a load of an older value is marked, and says whose", stale, {}, async (page, screenshot) => {
  assert.deepEqual(await page.texts(".line .older"), ["older than T1's 4"]);
  await page.press("End");
  assert.deepEqual(await page.texts(".relations li"), [
    "reads what was there before the threads, older than T1's 4: store pointer to chunk block 2 := set (release)",
  ]);
  assert.deepEqual(await page.attributes(".gutter path.arrow", "class"), ["arrow not-seen"]);
  assert.match(await spoken(page), /Reads what was there before the threads, older than T1's 4\./);
  assert((await page.texts(".signs li")).includes("load of an older value"));
  assert((await page.texts(".signs li")).includes("does not see"));
  await screenshot("trace-older-value");
  await page.click(".relations .link");
  assert.deepEqual(await page.texts(".relations li"), [
    "is not seen by T0's 12, which reads an older value: load pointer to chunk block 2 = null (acquire)",
  ]);
  assert.match((await page.texts(".printed .step")).pop(), /before the threads, older than T1's 4/);
});

onPage("and has room on 600 pixels", stale, { width: 600, height: 900 }, async (page, screenshot) => {
  await page.press("End");
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(overflow, 0);
  const right = await page.evaluate("document.querySelector('.line .older').getBoundingClientRect().right");
  assert(right < 600);
  await screenshot("trace-older-value-narrow");
});

const hiding = structuredClone(older);
const [write, read] = [6, 30].map((from) => hiding.events.findIndex((each, i) => i > from && !each.is_step));
hiding.events[read].reads_from = write;
hiding.events[read].after = [write];
onPage("no arrow of a hidden access", reportFile("trace", "hiding", hiding), {}, async (page) => {
  const drawn = async () => (await page.attributes(".gutter path.arrow", "class")).length;
  await page.press("a");
  const of_steps = hiding.events.flatMap((each) => (each.is_step ? [each.reads_from, each.newer] : []));
  const locks = hiding.events.flatMap((each) => (each.is_step ? (each.after ?? []) : []));
  assert.equal(await drawn(), [...of_steps, ...locks].filter((each) => each !== undefined).length);
  const before = await drawn();
  await page.press("r");
  assert((await drawn()) > before + 2);
});

const hole = reportFile("trace", "hole", sampleOf("hole"));
onPage("a chunk that was never grown, and a design without reservations", hole, {}, async (page, screenshot) => {
  assert.deepEqual(await page.texts(".chunk figcaption"), [
    "chunk 1, from 0x80000",
    "chunk 2, not grown, from 0x100000",
    "chunk 3, from 0x180000",
  ]);
  assert.equal((await page.attributes(".chunk .hole", "x")).length, 1);
  const names = async (selector) => (await page.texts(selector)).map((each) => each.trim());
  assert.deepEqual(await names(".heap-legend li"), [
    ". free",
    "# in use",
    "~ scavenged",
    "% in use and scavenged",
    "changed by this step",
    "search: search address",
    "cursor",
  ]);
  const facts = (await page.texts(".fact")).join("\n");
  assert.doesNotMatch(facts, /reserve/);
  // Words that are there to be seen, not in a title alone.
  const words = () => page.texts(".chunk .mark text");
  assert.deepEqual(await words(), ["search", "cursor"]);
  await pressTo(page, "j", "searches start at 0x17ffff");
  assert.match((await page.attributes(".chunk svg", "aria-label"))[1], /not grown; cursor 0x17ffff, at page 63$/);
  await screenshot("trace-hole");
});

onPage("marks on paper, too", hole, {}, async (page) => {
  await page.send("Emulation.setEmulatedMedia", { media: "print" });
  const width = await page.evaluate(`document.querySelector(".chunk .mark text").getBoundingClientRect().width`);
  assert(width > 15);
});

const exchange = reportFile("trace", "failed-exchange", sampleOf("failed-exchange"));
onPage("a compare-exchange that fails is not drawn as one that writes", exchange, {}, async (page, screenshot) => {
  const signs = await page.texts(".signs li");
  assert(signs.includes("failed compare-exchange") && signs.includes("compare-exchange"));
  const lines = (await page.texts(".lines .line:not(.start) .text")).map((each) => each.replace(/ \(.*/, ""));
  const filled = await page.evaluate(
    `[...document.querySelectorAll(".gutter .sign")].map((each) => each.querySelectorAll(".filled").length)`,
  );
  assert.equal(filled.length, lines.length);
  assert.equal(filled[lines.indexOf("compare-exchange start fails, is 0x20000001fe000")], 0);
  assert.equal(filled[lines.indexOf("compare-exchange start from 0x2000000000000 to 0x2000000000000")], 1);
  await screenshot("trace-failed-exchange");
});

onPage("the legend has what is in the list", file, {}, async (page) => {
  const signs = () => page.texts(".signs li");
  const shown = ["lock", "unlock", "store", "load", "update", "note", "happens before"];
  assert.deepEqual(await signs(), shown);
  await page.press("r");
  const with_plain = ["lock", "unlock", "store", "load", "update", "plain write", "plain read", "note"];
  assert.deepEqual((await signs()).slice(0, with_plain.length), with_plain);
});

const looks = async (page) => [await page.texts(".lock-names b"), await page.attributes(".lock-names line", "class")];
onPage("the heap lock looks the same", file, {}, async (page) => {
  assert.deepEqual(await looks(page), [
    ["heap lock", "scavenger lock"],
    ["span span-0", "span span-1"],
  ]);
});
onPage("whatever is taken first", reportFile("trace", "deadlock-looks", sampleOf("deadlock")), {}, async (page) => {
  assert.deepEqual(await looks(page), [
    ["heap lock", "scavenger lock"],
    ["span span-0", "span span-1"],
  ]);
});

const set_up = { ...counterexample, where: "set-up", events: [], violation: { ...counterexample.violation, steps: 0 } };
onPage("found in the set-up", reportFile("trace", "set-up", set_up), {}, async (page, screenshot) => {
  assert.deepEqual(await page.texts(".line .text"), ["in the set-up, before the threads start"]);
  assert.equal(await page.text(".selected .what"), "in the set-up, before the threads start");
  assert.equal(await page.text(".lines .end"), `invariant in the set-up: ${counterexample.violation.message}`);
  assert.match(await page.text(".facts"), /0 steps, found by bounded:1 in the set-up, seen at/);
  assert.match(await spoken(page), /^In the set-up, before the threads start\. Invariant, in the set-up: I24/);
  assert.deepEqual(await pagesOf(page), [FULL, FULL]);
  assert.doesNotMatch(await page.evaluate("document.body.innerText"), /^the threads start/im);
  await page.press("j", "n", "End", "k", "a", "r");
  await screenshot("trace-set-up");
});

const at_end = { ...counterexample, where: "end", violation: { ...counterexample.violation, steps: 25 } };
onPage("found after the threads have ended", reportFile("trace", "at-end", at_end), {}, async (page) => {
  const message = `after the threads have ended: ${counterexample.violation.message}`;
  assert.equal(await page.text(".lines .end"), `invariant ${message}`);
  await page.press("End");
  assert.match(await spoken(page), /Invariant, after the threads have ended: I24/);
  assert.equal(await page.text(".printed tfoot td"), `invariant, ${message}`);
  // Steps are counted by the events.
  assert.match(await page.text(".position"), /^step 23 \/ 23$/);
  assert.match(await page.text(".facts"), /23 steps/);
});

const nasty = structuredClone(counterexample);
nasty.violation.message = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
onPage("what a report says is text, whatever it says", reportFile("trace", "nasty", nasty), {}, async (page) => {
  assert.equal(await page.text("h1 .message"), nasty.violation.message);
  assert.equal(await page.evaluate("document.images.length"), 0);
});

const other = reportFile("trace", "other", { ...counterexample, format: "heddle-report/2" });
onPage("another format is refused in words", other, {}, async (page) => {
  assert.match(await page.text("[role=alert]"), /heddle-report\/1, and what is in it is heddle-report\/2/);
});

assert(statSync(file).size < 200_000, "a typical report is too large");
await run();
