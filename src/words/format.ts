import type { Language } from "../core/facts/names.ts";

/**
 * Quantities as a language writes them. Downloads and disks are given in powers of 1000 (`2.0 GB`, as registries and
 * disk makers do), memory in powers of 1024 (`7.7 GiB`, as Docker, Ollama and the kernel count it): never one for the
 * other.
 */
export type Format = {
  /** A size on disk or on the wire: `2.0 GB`, in Spanish `2,0 GB`. */
  bytes: (bytes: number) => string;
  /** An amount of memory: `7.7 GiB`. */
  memory: (bytes: number) => string;
  /** `12.3 MB/s`. */
  speed: (bytesPerSecond: number) => string;
  /** A duration, its two largest units: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
  duration: (ms: number) => string;
  /**
   * How long ago something was: `5 minutes ago`, `hace 5 minutos`; `in 5 minutes` for what a wrong clock put in the
   * future.
   */
  ago: (ms: number) => string;
  /** A number with at most that many decimals. */
  number: (value: number, decimals?: number) => string;
  /** A share of 1: `42%`, in Spanish `42 %`. */
  percent: (share: number) => string;
  /** A list as part of a sentence: `a, b and c`. */
  list: (items: readonly string[]) => string;
};

const decimalUnits = ["B", "kB", "MB", "GB", "TB"] as const;
const binaryUnits = ["B", "KiB", "MiB", "GiB", "TiB"] as const;
const unitsMs = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

const texts = {
  en: {
    decimalMark: ".",
    percentMark: "%",
    and: "and",
    now: "just now",
    ago: (amount: string) => `${amount} ago`,
    ahead: (amount: string) => `in ${amount}`,
    units: { d: ["day", "days"], h: ["hour", "hours"], min: ["minute", "minutes"], s: ["second", "seconds"] },
  },
  es: {
    decimalMark: ",",
    percentMark: " %",
    and: "y",
    now: "ahora mismo",
    ago: (amount: string) => `hace ${amount}`,
    ahead: (amount: string) => `dentro de ${amount}`,
    units: { d: ["día", "días"], h: ["hora", "horas"], min: ["minuto", "minutos"], s: ["segundo", "segundos"] },
  },
} as const;

/** The quantities of a language. */
export function createFormat(language: Language): Format {
  const text = texts[language];
  const number = (value: number, decimals = 1): string =>
    value.toFixed(Number.isInteger(value) ? 0 : decimals).replace(".", text.decimalMark);
  const scaled = (bytes: number, base: number, units: readonly string[]): string => {
    let index = 0;
    let value = bytes;
    // Megabytes and less have no decimals worth reading. What is rounded up to 1000 belongs to the next unit.
    const decimals = (): number => (index < 3 ? 0 : 1);
    while (index < units.length - 1 && Number(value.toFixed(decimals())) >= base) {
      value /= base;
      index += 1;
    }
    return `${value.toFixed(decimals()).replace(".", text.decimalMark)} ${units[index]}`;
  };
  const bytes = (value: number): string => scaled(value, 1000, decimalUnits);
  return {
    bytes,
    memory: (value) => scaled(value, 1024, binaryUnits),
    // Unlike a size, a speed of a few megabytes has a decimal: people watch it change.
    speed: (value) => {
      const inMegabytes = value >= 999_500 && value < 999_950_000;
      return `${inMegabytes ? `${(value / 1e6).toFixed(1).replace(".", text.decimalMark)} MB` : bytes(value)}/s`;
    },
    duration: (ms) => formatDuration(ms, number),
    ago: (ms) => {
      const unit = unitsMs.find(([, unitMs]) => Math.abs(ms) >= unitMs);
      if (unit === undefined) return text.now;
      const count = Math.floor(Math.abs(ms) / unit[1]);
      return (ms < 0 ? text.ahead : text.ago)(`${count} ${text.units[unit[0]][count === 1 ? 0 : 1]}`);
    },
    number,
    percent: (share) => `${Math.round(share * 100)}${text.percentMark}`,
    list: (items) => joinList(items, language, text.and),
  };
}

function formatDuration(ms: number, number: (value: number, decimals?: number) => string): string {
  if (ms < 9950) return `${number(Math.round(ms / 100) / 10)} s`;
  // Rounded to whole seconds first, so that 59.9 s is shown as 1 min and not as 60 s.
  let restMs = Math.round(ms / 1000) * 1000;
  const parts: string[] = [];
  for (const [unit, unitMs] of unitsMs) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

function joinList(items: readonly string[], language: Language, and: string): string {
  const last = items.at(-1);
  if (last === undefined) return "";
  if (items.length === 1) return last;
  // Spanish turns `y` into `e` before the sound i (`Ollama e Internet`), though not before `hie-`.
  const word = language === "es" && /^`?h?i(?!e)/i.test(last) ? "e" : and;
  return `${items.slice(0, -1).join(", ")} ${word} ${last}`;
}
