import { expect, test } from "vitest";
import { findCommentLines, findComments, listCommented, readCommented } from "./comments.ts";
import { findTurns } from "./turns.ts";

/** How many columns a line with nothing but a comment may take. */
const mostColumns = 120;

/** Comments in which a turn is right, by the file and a part of the comment. */
const exceptions: readonly { file: string; part: string }[] = [
  // The name of a field.
  { file: "test/faults/at-once.test.ts", part: "until `meanwhile` is done" },
];

test.each(["src", "test", "scripts", "templates"])("no comment in %s has a turn that nobody would say", (folder) => {
  const comments = listCommented([folder]).flatMap((file) =>
    findComments(file, readCommented(file)).map((comment) => ({ file, ...comment })),
  );
  expect(comments.length).toBeGreaterThan(10);
  const found = comments
    .filter(({ file, text }) => !exceptions.some((known) => known.file === file && text.includes(known.part)))
    .flatMap(({ file, line, text }) =>
      [...findTurns(text, "en"), ...findTurns(text, "es", "comments")].map((turn) => `${file}:${line} ${turn}`),
    );
  expect(found).toEqual([]);
});

test("no comment is longer than a line of code may be", () => {
  const long = listCommented(["src", "test", "scripts", "templates"]).flatMap((file) =>
    findCommentLines(file, readCommented(file))
      .filter(([, line]) => /^\s*(?:\/\/|\/?\*|#)/.test(line) && [...line].length > mostColumns)
      .map(([index]) => `${file}:${index + 1}`),
  );
  expect(long).toEqual([]);
});

test("a comment is found however it is written, and code is not", () => {
  const script = [
    "/**",
    " * One that goes on",
    " * here.",
    " */",
    'const a = "// none";',
    "/** Another. */",
    "a(); // Behind.",
  ];
  expect(findComments("a.ts", script.join("\n"))).toEqual([
    { line: 1, text: "One that goes on here." },
    { line: 6, text: "Another. Behind." },
  ]);
  const program = [
    '"""What it does.',
    "",
    'More."""',
    "a = 1",
    "# Why",
    "# so.",
    'b = """',
    "text",
    '"""',
    "c()  # Behind.",
  ];
  expect(findComments("a.py", program.join("\n"))).toEqual([
    { line: 1, text: "What it does.  More." },
    { line: 5, text: "Why so." },
    { line: 10, text: "Behind." },
  ]);
  expect(findComments("a.yaml", 'a: "#b"\n# Said.\n')).toEqual([{ line: 2, text: "Said." }]);
});

test("every exception is there", () => {
  const unused = exceptions.filter(
    ({ file, part }) => !findComments(file, readCommented(file)).some(({ text }) => text.includes(part)),
  );
  expect(unused).toEqual([]);
});
