import { expect, test } from "vitest";
import { readContent } from "../../../../src/core/text/file-kind.ts";

const bytes = (text: string, encoding: BufferEncoding = "latin1") => Buffer.from(text, encoding);

test.each([
  ["png", bytes("\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR")],
  ["jpeg", bytes("\u00ff\u00d8\u00ff\u00e0\u0000\u0010JFIF")],
  ["gif", bytes("GIF89a\u0001\u0000")],
  ["gif", bytes("GIF87a\u0001\u0000")],
  ["webp", bytes("RIFF\u0024\u0000\u0000\u0000WEBPVP8 ")],
] as const)("a %s is known by how it begins", (format, content) => {
  expect(readContent(content)).toEqual({ kind: "image", format });
});

test.each([
  ["UTF-8", bytes("niño 中 😀\r\n\tfin", "utf8"), "niño 中 😀\r\n\tfin"],
  ["UTF-8 with a mark", bytes("\ufeffniño", "utf8"), "niño"],
  ["UTF-16, as PowerShell writes it", bytes("\ufeffniño", "utf16le"), "niño"],
  ["UTF-16 the other way round", bytes("\ufeffniño", "utf16le").swap16(), "niño"],
  ["what Windows writes in Spain", bytes("ni\u00f1o \u0080 5"), "niño € 5"],
  ["an escape sequence", bytes("\u001b[1mbold\u001b[0m"), "\u001b[1mbold\u001b[0m"],
  ["nothing", bytes(""), ""],
])("text: %s", (_, content, text) => {
  expect(readContent(content)).toEqual({ kind: "text", text });
});

test.each([
  ["a ZIP file", bytes("PK\u0003\u0004\u0014\u0000\u0000")],
  ["a program", bytes("\u007fELF\u0002\u0001\u0001\u0000")],
  ["a PDF", bytes("%PDF-1.7\n%\u00e2\u00e3\n\u0000\u0001")],
  ["a sound that begins like an image", bytes("RIFF\u0024\u0000\u0000\u0000WAVEfmt \u0010")],
  ["text with a zero in it", bytes("abc\u0000def")],
])("neither: %s", (_, content) => {
  expect(readContent(content)).toBeNull();
});
