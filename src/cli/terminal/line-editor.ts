import { createInterface } from "node:readline";
import type { ChatCompletion } from "../../core/chat/complete-chat-line.ts";
import { isWholeMessage } from "../../core/text/whole-message.ts";
import type { Keyboard } from "./keyboard.ts";

// With bracketed paste a terminal marks the beginning and end of pasted text, so that its lines are one message.
const bracketedPaste = { on: "\u001b[?2004h", off: "\u001b[?2004l" };

/** Where a text is edited, and the prompts of its first line and of the others. */
export type EditRequest = {
  keyboard: Keyboard;
  output: NodeJS.WritableStream;
  marks: { first: string; next: string };
  /** The newest first. */
  history: readonly string[];
  complete: (line: string) => Promise<ChatCompletion>;
  /** What Ctrl-C at an empty line says before a second one ends the editing; without it the first one ends it. */
  leaveHint: string | null;
  signal: AbortSignal;
};

/**
 * Lets a person edit a text on a terminal, of several lines if they are pasted or between `"""`. Returns null
 * when the person stops (Ctrl-D, Ctrl-C twice), when the terminal ends and when the signal is aborted.
 */
export async function editText(request: EditRequest): Promise<string | null> {
  const { keyboard, output, marks, signal, leaveHint } = request;
  const { input, more } = keyboard.edit((text) => {
    isPasting = true;
    // Each pasted line would take along what stands after the cursor.
    const after = editor.line.slice(editor.cursor);
    if (after !== "") editor.write(null, { ctrl: true, name: "k" });
    editor.write(text + after);
    for (const _ of after) editor.write(null, { name: "left" });
    isPasting = false;
  });
  const editor = createInterface({
    input,
    output,
    terminal: true,
    history: [...request.history],
    historySize: Math.max(1, request.history.length),
    completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
      request.complete(line).then(
        ({ candidates, word }) => done(null, [candidates, word]),
        // Names that cannot be fetched are not offered.
        () => done(null, [[], line]),
      );
    },
  });
  let begun: string[] = [];
  let isPasting = false;
  let isWhole = false;
  let isLeaving = false;
  const ask = (): void => {
    editor.setPrompt(begun.length === 0 ? marks.first : marks.next);
    editor.prompt();
  };
  const stop = (): void => editor.close();
  signal.addEventListener("abort", stop, { once: true });
  output.write(bracketedPaste.on);
  try {
    return await new Promise<string | null>((resolve) => {
      // The lines of a message are not entries of their own; the caller adds the whole.
      editor.on("history", (history) => history.splice(0, history.length, ...request.history));
      editor.on("line", (line) => {
        isLeaving = false;
        begun.push(line.replace(/\r\n?/g, "\n"));
        const text = begun.join("\n");
        isWhole = !isPasting && isWholeMessage(text);
        if (isWhole) return resolve(text);
        ask();
        if (!isPasting) more();
      });
      editor.on("SIGINT", () => {
        const isEmpty = begun.length === 0 && editor.line === "";
        if (isEmpty && (isLeaving || leaveHint === null)) return editor.close();
        // To the end of the line and then all of it away: what is typed is gone wherever the cursor was.
        editor.write(null, { ctrl: true, name: "e" });
        editor.write(null, { ctrl: true, name: "u" });
        output.write(isEmpty ? `\n${leaveHint}\n` : "\n");
        isLeaving = isEmpty;
        begun = [];
        ask();
      });
      // After Ctrl-Z and `fg`: the shell switched it off, and the editor waits to be resumed.
      editor.on("SIGCONT", () => {
        output.write(bracketedPaste.on);
        editor.resume();
      });
      editor.on("close", () => {
        if (!isWhole) output.write("\n");
        resolve(null);
      });
      if (signal.aborted) return editor.close();
      ask();
      more();
    });
  } finally {
    signal.removeEventListener("abort", stop);
    keyboard.hold();
    editor.close();
    output.write(bracketedPaste.off);
  }
}
