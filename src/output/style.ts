import type { ServiceName } from "../core/services/services.ts";
import { mapServices, services } from "../core/services/services.ts";

type Paint = (text: string) => string;

/** How a result marks its words; without colour every function returns its text unchanged. */
export type Style = {
  /** Whether anything is marked at all: if not, symbols have to suffice. */
  colour: boolean;
  bold: Paint;
  dim: Paint;
  italic: Paint;
  underline: Paint;
  strikethrough: Paint;
  ok: Paint;
  warn: Paint;
  bad: Paint;
  accent: Paint;
  /** One colour for each service, the same in `logs`, `status` and progress. */
  service: Record<ServiceName, Paint>;
  symbols: Symbols;
};

/** The marks of lines, of progress bars and of tables, and the frames of a spinner. */
export type Symbols = Record<
  "ok" | "note" | "warning" | "failure" | "bullet" | "full" | "empty" | "bar" | "rule" | "cross",
  string
> & {
  spinner: string[];
};

const unicode: Symbols = {
  ok: "✔",
  note: "ℹ",
  warning: "⚠",
  failure: "✖",
  bullet: "•",
  full: "█",
  empty: "░",
  bar: "│",
  rule: "─",
  cross: "┼",
  spinner: [..."⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"],
};
const ascii: Symbols = {
  ok: "+",
  note: "i",
  warning: "!",
  failure: "x",
  bullet: "*",
  full: "#",
  empty: ".",
  bar: "|",
  rule: "-",
  cross: "+",
  spinner: [..."-\\|/"],
};

const asItIs: Paint = (text) => text;

/** A style with or without colour; `symbols` are plain ASCII if the terminal has no others. */
export async function createStyle(options: { colour: boolean; unicode: boolean }): Promise<Style> {
  const symbols = options.unicode ? unicode : ascii;
  if (!options.colour) {
    const letters = { bold: asItIs, dim: asItIs, italic: asItIs, underline: asItIs, strikethrough: asItIs };
    const meanings = { ok: asItIs, warn: asItIs, bad: asItIs, accent: asItIs };
    return { colour: false, ...letters, ...meanings, service: mapServices(() => asItIs), symbols };
  }
  // Loaded only if something is coloured: in a pipe every millisecond of the start counts.
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  const { bold, dim, italic, underline, strikethrough, green, yellow, red, cyan } = chalk;
  return {
    colour: true,
    bold,
    dim,
    italic,
    underline,
    strikethrough,
    ok: green,
    warn: yellow,
    bad: red,
    accent: cyan,
    service: mapServices((service) => chalk[services[service].colour]),
    symbols,
  };
}
