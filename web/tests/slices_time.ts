/** How long the slices take that read strangers' texts: for benchmarks/slices.py. */

import { searchable } from "../desk/inbox/listing.ts";
import { lint } from "../desk/warnings/linter/linter.ts";
import { indexReport } from "../desk/warnings/linter/report-index.ts";
import { SLICE, type Steps } from "../ui/slices.ts";
import { nasty } from "./nasty.ts";
import { writtenFor } from "./places.ts";

interface Measured {
  work: string;
  shape: string;
  steps: number;
  slices: number;
  milliseconds: number;
  /** The milliseconds of the longest slice. */
  longest: number;
}

/** Milliseconds of CPU time of this process, so that other work on the machine does not count. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function measured<T>(work: string, shape: string, doing: Steps<T>): T {
  const measured: Measured = { work, shape, steps: 0, slices: 0, milliseconds: 0, longest: 0 };
  for (let steps = 0, began = computed(); ; ) {
    const next = doing.next();
    steps += next.done ? 0 : next.value;
    if (!next.done && steps < SLICE) continue;
    const took = computed() - began;
    measured.steps += steps;
    measured.slices += 1;
    measured.milliseconds += took;
    measured.longest = Math.max(measured.longest, took);
    if (next.done) {
      process.stdout.write(`${JSON.stringify(measured)}\n`);
      return next.value;
    }
    steps = 0;
    began = computed();
  }
}

for (const [shape, text] of nasty()) {
  const index = measured(
    "index a report",
    shape,
    indexReport({ texts: [text], places: ["Hackney"] }),
  );
  measured("lint a text against it", shape, lint(text, index, writtenFor("london")));
  measured("make it searchable", shape, searchable([text]));
}
