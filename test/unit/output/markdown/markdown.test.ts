import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { createMarkdown } from "../../../../src/output/markdown/markdown.ts";
import { createStyle } from "../../../../src/output/style.ts";
import { measure } from "../../../../src/output/width.ts";

const coloured = await createStyle({ colour: true, unicode: true });
const plain = await createStyle({ colour: false, unicode: true });

/** What is written of a text that comes in these pieces. */
function render(pieces: readonly string[], columns = 80, style = coloured): string {
  const markdown = createMarkdown({ columns, style });
  return pieces.map((piece) => markdown.add(piece)).join("") + markdown.end();
}

/** The same without colours: what a person reads, line by line. */
function read(text: string, columns = 80): string[] {
  return stripVTControlCharacters(render([text], columns))
    .replace(/\n$/, "")
    .split("\n");
}

describe("what is inside a line", () => {
  test.each([
    ["a **bold** word", "a bold word"],
    ["an *italic* word, a ***stronger*** one", "an italic word, a stronger one"],
    ["~~wrong~~ right, but about ~5", "wrong right, but about ~5"],
    ["`ls -l` and ``a`b``", "ls -l and a`b"],
    ["**`fork()`**: copies. **Note:**more", "fork(): copies. Note:more"],
    ["*a **b** c* and **a *b***", "a b c and a b"],
    ["see [the page](https://a.b/c_(d)) now", "see the page (https://a.b/c_(d)) now"],
    ["[https://a.b](https://a.b)", "https://a.b"],
    ["这是**重点**内容", "这是重点内容"],
    ["\\*not\\* \\_this\\_", "*not* _this_"],
  ])("%s", (text, shown) => {
    expect(read(text)).toEqual([shown]);
  });

  // Answers about programs are full of signs that mean nothing in Markdown.
  test.each([
    "snake_case_name, __init__ and _exit",
    "2 * 3 * 4, a*b*c, 2**3 and x ** y",
    "char *argv[] and int *p, *q;",
    "int main(int argc, char **argv) {",
    "[1] and [a](no address here and [b] [x]",
    "a ` alone, and 5 ~ 6",
    "C:\\dir\\file, \\(x^2\\) and \\[y\\]",
    "#include is no heading, and #1 none",
    "1.5 is no list, nor is -x or 3)",
    "**",
    "*",
    "`",
  ])("%s stays as it is", (text) => {
    expect(read(text)).toEqual([text]);
  });

  test("what opens and never ends takes nothing of the text away and ends with its paragraph", () => {
    expect(read("**a long bold text without an end\nnext line\n\nother")).toEqual([
      "a long bold text without an end",
      "next line",
      "",
      "other",
    ]);
    const shown = render(["**a long bold text without an end\n\nother"]);
    expect(shown.endsWith("\u001b[1mend\u001b[22m\n\nother\n")).toBe(true);
  });
});

describe("blocks", () => {
  test("headings, paragraphs and rules, with one empty line between what the model leaves apart", () => {
    expect(read("# Title\n\n\n\nText\nnext\n***\n## Part\ntext\n")).toEqual([
      "Title",
      "",
      "Text",
      "next",
      "─".repeat(40),
      "Part",
      "text",
    ]);
  });

  test("lists in lists, their lines below their text", () => {
    const text =
      "1. one two three four\n   - inner words go on\n   more of one\n2. two\n\n- [ ] open\n* star\n10) ten\n";
    expect(read(text, 16)).toEqual([
      "1. one two three",
      "   four",
      "   • inner words",
      "     go on",
      "   more of one",
      "2. two",
      "",
      "• [ ] open",
      "• star",
      "10) ten",
    ]);
  });

  test("quotes in quotes", () => {
    expect(read("text\n\n> one two three four\n>\n> > inner\n\nafter", 16)).toEqual([
      "text",
      "",
      "│ one two three",
      "│ four",
      "│",
      "│ │ inner",
      "",
      "after",
    ]);
  });

  test("code is not touched, neither its marks nor its long lines nor its tabs", () => {
    const code = "if (*p == `x`) {  # **no**\n\treturn 1; // a line that is longer than the terminal is wide\n```";
    const shown = read(`\`\`\`c\n${code}\nafter *it*`, 30);
    expect(shown[0]).toMatch(/^── c ─+$/);
    expect(shown.slice(1, 3)).toEqual(code.split("\n").slice(0, 2));
    expect(shown.slice(3)).toEqual(["─".repeat(30), "after it"]);
  });

  test("code in an item, behind its mark and below it, and code that only a longer fence ends", () => {
    expect(
      read("1. ```sh\n   ls\n   ```\n2. text\n\n   ~~~\n   ```\n   ~~~~\nend").map((line) => line.replace(/─+$/, "─")),
    ).toEqual(["1. ── sh ─", "   ls", "   ─", "2. text", "", "   ─", "   ```", "   ─", "end"]);
  });

  test("four spaces after an empty line are code, in a list they are not", () => {
    expect(read("text\n\n    a *b* c\n\n- item\n\n    more *it*")).toEqual([
      "text",
      "",
      "    a *b* c",
      "",
      "• item",
      "",
      "  more it",
    ]);
  });

  test("a table is set in columns that fit, row by row", () => {
    const markdown = createMarkdown({ columns: 40, style: plain });
    expect(markdown.add("| Call | What it does |\n")).toBe("");
    expect(markdown.add("|---|---:|\n")).toBe(
      "Call          │            What it does\n──────────────┼────────────────────────\n",
    );
    expect(markdown.add("| fork | copies the process that calls it<br>twice |\n| a\\|b |\n")).toBe(
      [
        "fork          │ copies the process that",
        "              │                calls it",
        "              │                   twice",
        "a|b           │",
        "",
      ].join("\n"),
    );
    expect(markdown.end()).toBe("");
  });

  test("where there is no room for columns each cell has a line of its own", () => {
    expect(read("| Call | What it does |\n|---|---|\n| fork | copies |\n| exec | changes |", 18)).toEqual([
      "Call: fork",
      "What it does:",
      "copies",
      "",
      "Call: exec",
      "What it does:",
      "changes",
    ]);
  });

  test("cells without a line of dashes under them are text", () => {
    expect(read("| a | b |\nnext\n| c |")).toEqual(["| a | b |", "next", "| c |"]);
  });
});

test("without colour the marks stay, and nothing but text is written", () => {
  const text = "## Part\n\n**bold**, *it*, `code`, ~~no~~\n\n```c\nx = 1;\n```\n- item\n";
  expect(render([text], 80, plain)).toBe(text.replace("- item", "• item"));
});

test("lines are as wide as the terminal at most, wide characters and emoji counted as they show", () => {
  const text = "短い言葉と**とても長い**文章。 👨‍👩‍👧‍👦 family 🇪🇸 Spain é mañana ünïcödé words";
  for (const columns of [8, 13, 20]) {
    const lines = read(text, columns);
    for (const line of lines) expect(measure(line), line).toBeLessThanOrEqual(columns);
    expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(/[ *]/g, ""));
  }
});

test("a word longer than a line is left whole, and what follows goes on where the terminal wrapped it", () => {
  expect(read("see https://a.example/long/path/x now more", 12)).toEqual([
    "see",
    "https://a.example/long/path/x now",
    "more",
  ]);
});

test("a word is written as soon as it is whole, not when its line or paragraph is", () => {
  const markdown = createMarkdown({ columns: 80, style: plain });
  expect(markdown.add("The")).toBe("");
  expect(markdown.add(" first")).toBe("The");
  expect(markdown.add(" words")).toBe(" first");
  expect(markdown.add(". ")).toBe(" words.");
  expect(markdown.end()).toBe("\n");
});

test("code is written word by word too", () => {
  const markdown = createMarkdown({ columns: 80, style: plain });
  markdown.add("```\n");
  expect(markdown.add("let x")).toBe("let ");
  expect(markdown.add(" = 1;")).toBe("x = ");
});

describe("in any pieces", () => {
  const sample = [
    "# Título *uno*\n\nUn **proceso** con `PID` y [enlace](https://a.b/c), ~~no~~ sí. 👨‍👩‍👧‍👦🇪🇸\n",
    "1. uno\n   - dos **tres**\n   ```c\n   *p = `x`;\n   ```\n> cita\n> > otra\n\n",
    "| a | b |\n|---|:-:|\n| **1** | `2` |\n\n    código\n\n---\n中文**重点**内容 \u001b[31mrojo\u001b]0;t\u0007 *sin fin\n",
  ].join("");
  // A generator of its own, so that a failure comes again.
  let state = 7;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
  const signs = "*`[]()>-#|_~\\\n \t1.aé中\u001b\u009b\u202e😀";
  const texts = Array.from({ length: 150 }, () =>
    Array.from({ length: 20 }, () => {
      if (random(2) === 0) return signs.charAt(random(signs.length));
      const from = random(sample.length);
      return sample.slice(from, from + random(50));
    }).join(""),
  );

  test.each([
    ["with colour", coloured],
    ["without", plain],
  ])("the same comes out, and nothing that acts on a terminal, %s", (_, style) => {
    for (const text of [sample, ...texts]) {
      const columns = 5 + random(90);
      const whole = render([text], columns, style);
      expect(render(text.split(""), columns, style), JSON.stringify(text)).toBe(whole);
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${1 + random(7)}}`, "g")) ?? [];
      expect(render(pieces, columns, style), JSON.stringify(text)).toBe(whole);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      const rest = whole.replace(/\u001b\[\d+m/g, "");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the same
      expect(rest, JSON.stringify(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
      if (style === plain) expect(rest).toBe(whole);
    }
  });
});
