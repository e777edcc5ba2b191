import { appendFileSync } from "node:fs";
import type { Row } from "./pairs.ts";

/** The variable that names the file in which the rows of all files of a run come together. */
export const rowsVariable = "LOCALGPT_BENCH_ROWS";

/** Shows a row as soon as it is there and keeps it for the table at the end of the run. */
export function report(row: Row): Row {
  console.log(describe(row));
  const file = process.env[rowsVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
  return row;
}

function describe({ what, against, ours, theirs, unit, ratio, goal }: Row): string {
  const verdict = goal === null ? "" : ` (goal ${goal}${ratio <= goal ? "" : ", missed"})`;
  return `${what} | ${against}: ${ours.toFixed(1)} | ${theirs.toFixed(1)} ${unit}, ${ratio.toFixed(2)}${verdict}`;
}

/** The rows as a table in Markdown. */
export function renderTable(rows: readonly Row[]): string {
  const head = ["localgpt", "against", "median", "its median", "ratio", "goal", "calls", "peak memory"];
  const lines = rows.map((row) => [
    row.what,
    row.against,
    quantity(row.ours, row.unit),
    quantity(row.theirs, row.unit),
    row.ratio.toFixed(2),
    row.goal === null ? "" : `≤ ${row.goal}${row.ratio <= row.goal ? "" : " **missed**"}`,
    row.calls === null ? "" : `${row.calls.ours} / ${row.calls.theirs}`,
    row.unit === "MB"
      ? ""
      : `${megabytes(row.peakBytes.ours)} / ${megabytes(row.peakBytes.theirs)}`.replace("– / –", ""),
  ]);
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function quantity(value: number, unit: Row["unit"]): string {
  return `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

function megabytes(bytes: number | null): string {
  return bytes === null ? "–" : `${(bytes / 1e6).toFixed(0)} MB`;
}
