import type { Ora } from "ora";
import type { Event, Transfer } from "../../core/run/events.ts";
import { sanitise } from "../../core/text/sanitise.ts";
import { tellOperation, tellWait } from "../../words/tell.ts";
import type { Words } from "../../words/words.ts";
import { describeEvent, describeTransfer } from "../describe.ts";
import { clip, drawBar, measure } from "../width.ts";
import { wrapLines } from "../wrap.ts";
import { formatTold, type Reporter, type Stage } from "./reporter.ts";

type Step = { title: string; startedAt: number; transfer: Transfer | null };

/** How long a step runs before its time is shown: a number that jumps at once only disturbs. */
const timeAfterMs = 3000;
const barColumns = 12;

/**
 * Reports on a terminal: one spinner with a line for each step under way, and one line that stays for each finished
 * step.
 */
export function createTerminalReporter(stage: Stage, now = () => performance.now()): Reporter {
  const { stream, words, style, verbose } = stage;
  const steps = new Map<string, Step>();
  let spinner: Ora | null = null;
  let stopped = false;

  const hide = (): void => {
    if (spinner?.isSpinning) spinner.stop();
  };
  const refresh = (): void => {
    if (spinner === null) return;
    const lines = [...steps.values()].map((step) => describeStep(step, stage, now()));
    spinner.text = lines.join("\n  ");
    // A spinner that is not running must not touch the line on which an answer may be growing.
    if (lines.length === 0) hide();
    else if (!spinner.isSpinning) spinner.start();
  };
  const ticker = setInterval(refresh, 500);
  ticker.unref();
  const ready = { asked: false };
  const ensureSpinner = (): void => {
    if (ready.asked) return;
    ready.asked = true;
    // Loaded with the first step: a command that only answers needs no spinner.
    void import("ora").then(({ default: ora }) => {
      if (stopped) return;
      const frames = style.symbols.spinner.map((frame) => style.accent(frame));
      // Coloured by our own style, which knows what the person asked for.
      spinner = ora({ stream, spinner: { interval: 80, frames }, color: false, discardStdin: false, isEnabled: true });
      refresh();
    });
  };
  const keep = (line: string): void => {
    // The spinner's lines are removed, the line is written permanently, and the spinner draws itself below.
    hide();
    stream.write(wrapLines(line, stage.columns));
    refresh();
  };

  const sayStopping = (): void => {
    if (steps.size > 0) keep(formatTold({ tone: "note", text: words.general.stopping }, style));
  };
  stage.signal.addEventListener("abort", sayStopping, { once: true });

  return {
    emit: (event) => {
      follow(steps, event, words, now());
      if (steps.size > 0) ensureSpinner();
      const told = describeEvent(event, words);
      if (told !== null && (verbose || told.tone !== "detail")) keep(formatTold(told, style));
      else if (event.type !== "transfer") refresh();
    },
    stop: () => {
      stopped = true;
      clearInterval(ticker);
      stage.signal.removeEventListener("abort", sayStopping);
      hide();
    },
  };
}

function follow(steps: Map<string, Step>, event: Event, words: Words, at: number): void {
  if (event.type === "operation-started") {
    const title = tellOperation(event.operation, "doing", words);
    steps.set(event.operation.id, { title, startedAt: at, transfer: null });
  } else if (event.type === "wait-started") {
    steps.set("wait", { title: tellWait(event.wait, words), startedAt: at, transfer: null });
  } else if (event.type === "wait-over") steps.delete("wait");
  else if (event.type === "transfer") {
    const step = steps.get(event.operationId);
    if (step !== undefined) step.transfer = event.transfer;
  } else if ("operation" in event) {
    steps.delete(event.operation.id);
  }
}

function describeStep({ title: told, startedAt, transfer }: Step, stage: Stage, at: number): string {
  const { words, style } = stage;
  // The spinner takes two columns and the last one stays free, or some terminals wrap; `^C` needs two when it is typed.
  const room = stage.columns - 5;
  const title = sanitise(told);
  if (transfer !== null) return describeDownload(title, transfer, stage, room);
  const tookMs = at - startedAt;
  const time = tookMs < timeAfterMs ? "" : ` ${words.general.took(Math.floor(tookMs / 1000) * 1000)}`;
  return `${clip(title, room - time.length)}${style.dim(time)}`;
}

/**
 * As much of a download as fits: its figures before its name, its name before the words around it and the
 * bar.
 */
function describeDownload(title: string, transfer: Transfer, { words, style }: Stage, room: number): string {
  const figures = clip(describeTransfer(transfer, words), Math.max(0, room - 16));
  const name = sanitise(transfer.name);
  const bar = transfer.totalBytes
    ? `${drawBar(transfer.completedBytes / transfer.totalBytes, barColumns, style)} `
    : "";
  const left = room - figures.length - 2;
  const chosen = [`${title}  ${bar}`, `${title}  `, `${name}  ${bar}`].find((text) => measure(text) <= left + 2);
  return `${chosen ?? `${clip(name, left)}  `}${style.dim(figures)}`;
}
