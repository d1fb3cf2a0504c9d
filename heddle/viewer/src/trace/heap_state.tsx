// SPDX-License-Identifier: BSD-3-Clause
import type { ComponentChildren } from "preact";
import type { Heap } from "../data/report";
import { areasOf } from "../model/pages";
import { ChunkPages } from "./chunk_pages";
import { HeapLegend } from "./heap_legend";
import { HoleInHeap } from "./hole";
import { PagePatterns } from "./page_patterns";

interface Props {
  heap: Heap;
  before: Heap;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The heap after a step: pages, ranges, generation and numbers; what the step has changed stands out. */
export function HeapState({ heap, before }: Props) {
  return (
    <section class="heap">
      <h2>
        Heap
        {heap.generation !== null && (
          <span class={heap.generation === before.generation ? "generation" : "generation changed"}>
            generation {heap.generation}
            <Changed when={heap.generation !== before.generation} was={String(before.generation)} />
          </span>
        )}
      </h2>
      <PagePatterns />
      {areasOf(heap).map((area) =>
        "letters" in area ? (
          <ChunkPages key={area.base} chunk={area} heap={heap} before={before.chunks[String(area.index)]} />
        ) : (
          <HoleInHeap key={area.base} hole={area} heap={heap} />
        ),
      )}
      <HeapLegend heap={heap} />
      <dl class="facts-of-heap">
        {heap.ranges !== undefined && (
          <Fact name="left to reserve" changed={!same(heap.ranges, before.ranges)}>
            {heap.ranges.map(([base, limit]) => `[${base}, ${limit})`).join(" ") || "nothing"}
          </Fact>
        )}
        {heap.reservations !== undefined && (
          <Fact name="reserved" changed={!same(heap.reservations, before.reservations)}>
            {heap.reservations
              .map((each) => `[${each.base}, ${each.limit}) by T${each.thread}, generation ${each.generation}`)
              .join("; ") || "nothing"}
          </Fact>
        )}
        {Object.entries(heap.numbers).map(([name, value]) => (
          <Fact key={name} name={name} changed={before.numbers[name] !== value}>
            {value}
            <Changed when={before.numbers[name] !== value} was={before.numbers[name]} />
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, changed, children }: { name: string; changed: boolean; children: ComponentChildren }) {
  return (
    <div class={changed ? "fact changed" : "fact"}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Changed({ when, was }: { when: boolean; was: string | undefined }) {
  return when && was !== undefined ? <span class="was"> was {was}</span> : null;
}
