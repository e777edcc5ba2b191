import { readsUtf8, type Stream } from "../process-io.ts";

const likes: Record<string, string> = {
  "…": "...",
  "→": "->",
  "↑": "^",
  "↓": "v",
  "×": "x",
  "•": "*",
  "·": "-",
  "–": "-",
  "—": "-",
  "‘": "'",
  "’": "'",
  "“": '"',
  "”": '"',
  "«": '"',
  "»": '"',
  "¿": "",
  "¡": "",
};

/** Text for a terminal with only ASCII: without accents, with similar symbols, and `?` for the rest. */
function toAscii(text: string): string {
  const letters = text.normalize("NFD").replace(/\p{M}/gu, "");
  return letters.replace(/\P{ASCII}/gu, (sign) => likes[sign] ?? "?");
}

/**
 * The stream unchanged or, for a terminal whose locale is not UTF-8, one that writes ASCII to it: otherwise each accent
 * would be two wrong characters.
 */
export function readable(stream: Stream, platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): Stream {
  if (stream.isTTY !== true || platform === "win32" || readsUtf8(environment)) return stream;
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  const writeAscii = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === "string" ? toAscii(chunk) : chunk, ...rest);
  return new Proxy(stream, {
    get: (target, key) => {
      if (key === "write") return writeAscii;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
