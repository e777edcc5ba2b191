import type { Stage } from "./reporter.ts";

/** What comes at once needs no sign that it is awaited. */
const patienceMs = 300;

/** Shows after a moment that something is awaited, on one line of a terminal, until the function that it gives is called. */
export function showWaiting({ stream, style }: Pick<Stage, "stream" | "style">, text: string): () => void {
  let stop = (): void => {};
  const start = async (): Promise<void> => {
    let isOver = false;
    stop = () => {
      isOver = true;
    };
    const { default: ora } = await import("ora");
    if (isOver) return;
    const frames = style.symbols.spinner.map((frame) => style.accent(frame));
    const spinner = { interval: 80, frames };
    const shown = ora({ text, stream, spinner, color: false, discardStdin: false, isEnabled: true }).start();
    stop = () => void shown.stop();
  };
  const timer = setTimeout(start, patienceMs);
  return () => {
    clearTimeout(timer);
    stop();
  };
}
