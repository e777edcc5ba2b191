import { Writable } from "node:stream";
import { expect, test } from "vitest";
import type { Stream } from "../../../../src/cli/process-io.ts";
import { readable } from "../../../../src/cli/terminal/ascii.ts";

function open(isTTY: boolean): { stream: Stream; written: () => string } {
  let text = "";
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 40 }), written: () => text };
}

test("a terminal without UTF-8 gets ASCII, and all else of the stream is as it was", () => {
  const { stream, written } = open(true);
  const ascii = readable(stream, "linux", { LC_ALL: "C" });
  ascii.write("¿Qué es un ñandú…? a → b, 日本\n");
  ascii.write(new TextEncoder().encode("raw\n"));
  expect(written()).toBe("Que es un nandu...? a -> b, ??\nraw\n");
  expect(ascii.columns).toBe(40);
});

test("what has UTF-8, is no terminal or is on Windows stays as it is", () => {
  const terminal = open(true).stream;
  expect(readable(terminal, "linux", { LANG: "es_ES.UTF-8" })).toBe(terminal);
  expect(readable(terminal, "win32", { LANG: "C" })).toBe(terminal);
  const pipe = open(false).stream;
  expect(readable(pipe, "linux", { LC_ALL: "C" })).toBe(pipe);
});
