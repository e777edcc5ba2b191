import type { EventEmitter } from "node:events";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { askLine } from "../../../../src/cli/terminal/ask-line.ts";
import { openKeyboard } from "../../../../src/cli/terminal/keyboard.ts";
import { editText } from "../../../../src/cli/terminal/line-editor.ts";
import { openPlainPrompt } from "../../../../src/cli/terminal/plain-prompt.ts";

/** A terminal's two ends: what is typed, and what is shown. */
function createTerminal() {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => modes.push(raw) });
  let shown = "";
  const output = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        shown += chunk;
        done();
      },
    }),
    { isTTY: true, columns: 80, rows: 24 },
  );
  const keyboard = openKeyboard(stdin);
  const controller = new AbortController();
  const edit = (history: string[] = []) =>
    editText({
      keyboard,
      output,
      marks: { first: ">>> ", next: "... " },
      history,
      complete: async () => ({ word: "", candidates: [] }),
      leaveHint: "again",
      signal: controller.signal,
    });
  return { stdin, output, keyboard, modes, controller, edit, shown: () => shown };
}

const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;
const keys = { up: "\u001b[A", left: "\u001b[D", interrupt: "\u0003", end: "\u0004" };

test.each([
  ["a line", "hola\r", "hola"],
  ["a corrected line", `hila${keys.left}${keys.left}${keys.left}\u001b[3~o\r`, "hola"],
  ["several lines between quotes", '"""uno\rdos\rtres"""\r', '"""uno\ndos\ntres"""'],
  ["pasted lines, which wait for Enter", `${paste("uno\rdos")} más\r`, "uno\ndos más"],
  ["a paste with a line end after it", `${paste("uno\r  dos\r")}\r`, "uno\n  dos\n"],
  ["a paste that looks like an order and its end", `${paste('"""\rx')}\r"""\r`, '"""\nx\n"""'],
  ["a paste in the middle of a line", `ab${keys.left}${paste("X\rY")}\r`, "aX\nYb"],
  ["a paste with escape sequences", `${paste("\u001b[2Ja\u0003b\u0004")}\r`, "[2Jab"],
  ["a tab in a paste", `${paste("a\tb")}\r`, "a\tb"],
  ["a line after Ctrl-C cleared another", `nada${keys.interrupt}hola\r`, "hola"],
  ["a line after Ctrl-C cleared pasted lines", `${paste("uno\rdos")}${keys.interrupt}hola\r`, "hola"],
])("%s", async (_, typed, text) => {
  const { stdin, edit } = createTerminal();
  const edited = edit();
  stdin.write(typed);
  expect(await edited).toBe(text);
});

test("bytes may come in any pieces", async () => {
  const typed = Buffer.from(`año ${paste("ñ\rü")}${keys.left}é\r`);
  for (let at = 1; at < typed.length; at += 1) {
    const { stdin, edit } = createTerminal();
    stdin.write(typed.subarray(0, at));
    const edited = edit();
    await new Promise((resolve) => setImmediate(resolve));
    stdin.write(typed.subarray(at));
    expect([at, await edited]).toEqual([at, "año ñ\néü"]);
  }
});

test("each of several lines that come at once is a message of its own", async () => {
  const { stdin, edit } = createTerminal();
  stdin.write("uno\rdos\rtr");
  expect([await edit(), await edit()]).toEqual(["uno", "dos"]);
  stdin.write("es\r");
  expect(await edit()).toBe("tres");
});

test("a message of several lines comes back from the history as one", async () => {
  const { stdin, edit } = createTerminal();
  const edited = edit(["uno\ndos", "antes"]);
  stdin.write(`${keys.up}\r`);
  expect(await edited).toBe("uno\ndos");
});

test("Ctrl-D at an empty line ends, and so does the end of the terminal", async () => {
  for (const end of [
    (stdin: PassThrough) => stdin.write(keys.end),
    (stdin: PassThrough) => stdin.end(),
    (stdin: PassThrough) => stdin.emit("error", Object.assign(new Error("EIO"), { code: "EIO" })),
  ]) {
    const { stdin, edit } = createTerminal();
    const edited = edit();
    end(stdin);
    expect(await edited).toBe(null);
  }
});

test("Ctrl-C at an empty line says how to leave; only a second one right after it does", async () => {
  const { stdin, edit, shown } = createTerminal();
  const edited = edit();
  stdin.write(keys.interrupt);
  await expect.poll(shown).toContain("again");
  stdin.write(`x${keys.interrupt}`);
  stdin.write(keys.interrupt);
  await expect.poll(() => shown().split("again").length).toBe(3);
  stdin.write(keys.interrupt);
  expect(await edited).toBe(null);
});

test("an aborted signal ends the editing", async () => {
  const { controller, edit } = createTerminal();
  const edited = edit();
  controller.abort();
  expect(await edited).toBe(null);
  expect(await edit()).toBe(null);
});

test("what is typed during an answer is neither seen nor lost; Ctrl-C is reported at once and drops it", async () => {
  const { stdin, keyboard, edit, shown } = createTerminal();
  const told: string[] = [];
  keyboard.watch(() => told.push("interrupt"));
  stdin.write("descartado");
  stdin.write(`${keys.interrupt}gua`);
  stdin.write("rdado\r");
  await expect.poll(() => told).toEqual(["interrupt"]);
  expect(shown()).toBe("");
  keyboard.hold();
  expect(await edit()).toBe("guardado");
});

test("Ctrl-C between a line and its answer stops the answer", async () => {
  const { stdin, keyboard, edit } = createTerminal();
  stdin.write(`pregunta\r${keys.interrupt}otra\r`);
  expect(await edit()).toBe("pregunta");
  let isStopped = false;
  keyboard.watch(() => {
    isStopped = true;
  });
  expect(isStopped).toBe(true);
  expect(await edit()).toBe("otra");
});

test("the terminal has its own mode whenever nobody reads, and pastes are marked only meanwhile", async () => {
  const { stdin, output, keyboard, modes, edit, shown } = createTerminal();
  stdin.write("hola\r");
  await edit();
  expect(modes.at(-1)).toBe(true);
  keyboard.rest();
  expect(modes.at(-1)).toBe(false);
  expect(shown().lastIndexOf("\u001b[?2004l")).toBeGreaterThan(shown().lastIndexOf("\u001b[?2004h"));
  // A window that changes its size during an answer must not draw the prompt into it.
  expect((output as EventEmitter).listenerCount("resize")).toBe(0);
  expect(stdin.listenerCount("data")).toBe(0);
});

test("from a pipe each line is a message, those between quotes one, and empty ones none", async () => {
  const stdin = new PassThrough();
  const { signal } = new AbortController();
  const io = { stdin, signal } as unknown as Parameters<typeof openPlainPrompt>[0];
  const prompt = openPlainPrompt(io);
  stdin.end('hola\r\n\n  \n"""uno\n\ndos"""\nadiós\n"""sin cerrar\nfin');
  const messages: (string | null)[] = [];
  for (let message = await prompt.read(); message !== null; message = await prompt.read()) messages.push(message);
  expect(messages).toEqual(["hola", '"""uno\n\ndos"""', "adiós", '"""sin cerrar\nfin']);
});

test("a pipe that carries no text is refused", async () => {
  const stdin = new PassThrough();
  const { signal } = new AbortController();
  const prompt = openPlainPrompt({ stdin, signal } as unknown as Parameters<typeof openPlainPrompt>[0]);
  stdin.end(Buffer.from([0x89, 0x50, 0x00, 0x0a]));
  await expect(prompt.read()).rejects.toMatchObject({ code: "invalid-value", facts: { name: "stdin" } });
});

describe("a question on the terminal", () => {
  const askOn = ({ keyboard, output, controller }: ReturnType<typeof createTerminal>, hidden: boolean) =>
    askLine({ keyboard, output, question: "Password: ", hidden, signal: controller.signal });

  test("shows nothing of a hidden answer, however it is typed, and all of another", async () => {
    const terminal = createTerminal();
    const asked = askOn(terminal, true);
    terminal.stdin.write(`secrat${keys.left}\u007fe${keys.up}${paste("ñ!")}\r`);
    expect(await asked).toBe("secreñ!t");
    expect(terminal.shown()).toBe("Password: \n");
    const open = askOn(terminal, false);
    terminal.stdin.write("ana\r");
    expect(await open).toBe("ana");
    expect(terminal.shown()).toContain("ana");
  });

  test("what was typed ahead answers the next question", async () => {
    const terminal = createTerminal();
    terminal.stdin.write("one two three\rone two three\r");
    expect([await askOn(terminal, true), await askOn(terminal, true)]).toEqual(["one two three", "one two three"]);
  });

  test("Ctrl-C at once, Ctrl-D, the end of the terminal and a signal break off, and the terminal gets its mode back", async () => {
    for (const end of [
      ({ stdin }: ReturnType<typeof createTerminal>) => stdin.write(`half${keys.interrupt}`),
      ({ stdin }: ReturnType<typeof createTerminal>) => stdin.write(keys.end),
      ({ stdin }: ReturnType<typeof createTerminal>) => stdin.end(),
      ({ controller }: ReturnType<typeof createTerminal>) => controller.abort(),
    ]) {
      const terminal = createTerminal();
      const asked = askOn(terminal, true);
      end(terminal);
      await expect(asked).rejects.toMatchObject({ code: "interrupted" });
      terminal.keyboard.rest();
      expect(terminal.modes.at(-1)).toBe(false);
      expect(terminal.shown()).toBe("Password: \n");
    }
  });
});
