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

/** Text for a terminal that takes ASCII alone: without accents, signs as their likes, `?` for what has none. */
function toAscii(text: string): string {
  const letters = text.normalize("NFD").replace(/\p{M}/gu, "");
  return letters.replace(/\P{ASCII}/gu, (sign) => likes[sign] ?? "?");
}

/**
 * The stream as it is or, of a terminal whose locale has no UTF-8, one that writes ASCII to it: else each accent is two
 * wrong signs.
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
