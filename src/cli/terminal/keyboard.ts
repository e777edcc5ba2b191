import { PassThrough } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Input } from "../process-io.ts";

/** What Ctrl-C sends when the terminal does not turn it into a signal. */
const interrupt = "\u0003";
const paste = { start: "\u001b[200~", end: "\u001b[201~" };
// What would end or move something in place of a text; tabs and line ends stay.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * The receiver of what is typed: keys come on `input`, pasted text through `paste`, and after a line nothing until
 * `more`.
 */
export type Editing = { input: NodeJS.ReadableStream; more: () => void };

/** A person's terminal as an input device, which is in its own mode whenever nothing reads from it. */
export type Keyboard = {
  /** From now on keys go to a line editor, beginning with those that were kept. */
  edit: (paste: (text: string) => void) => Editing;
  /** From now on keys are kept unseen, and Ctrl-C is reported at once and drops those before it. */
  watch: (onInterrupt: () => void) => void;
  /** From now on keys are kept unseen, Ctrl-C too: for moments in which nothing could respond to it. */
  hold: () => void;
  /**
   * Stops reading and gives the terminal its own mode, in which Ctrl-C is a signal, until the next `edit` or `watch`.
   */
  rest: () => void;
};

/**
 * Puts a gate between a terminal and the editor of lines: what is typed while an answer is shown neither disturbs it
 * nor is lost, and pasted text comes in one piece if the terminal marks it. The editor's input ends with the
 * terminal.
 */
export function openKeyboard(stdin: Input): Keyboard {
  let editing: { input: PassThrough; paste: (text: string) => void } | null = null;
  let onInterrupt: (() => void) | null = null;
  const decoder = new StringDecoder("utf8");
  let kept = "";
  let isJudging = false;
  let isOpen = false;
  let isEnded = false;

  const setRawMode = (raw: boolean): void => {
    stdin.setRawMode?.(raw);
  };
  const take = (length: number): string => {
    const taken = kept.slice(0, length);
    kept = kept.slice(length);
    return taken;
  };
  const handOver = (): void => {
    while (editing !== null && !isJudging && kept !== "") {
      if (kept.startsWith(paste.start)) {
        const end = kept.indexOf(paste.end);
        if (end === -1) return;
        const text = take(end + paste.end.length).slice(paste.start.length, -paste.end.length);
        editing.paste(text.replace(/\r\n?/g, "\n").replace(controls, ""));
      } else if (paste.start.startsWith(kept)) {
        // The rest of the mark, or of a key, is still to come; Escape alone means nothing to the editor.
        return;
      } else {
        // One by one: of several characters at once Node's editor would assume the cursor at the end of the line.
        const [key = ""] = /^(?:\r\n|.)/su.exec(kept) ?? [];
        isJudging = /[\r\n]/.test(key);
        editing.input.write(take(key.length));
      }
    }
    if (isEnded && kept === "") editing?.input.end();
  };
  const onData = (chunk: Buffer): void => {
    kept += decoder.write(chunk);
    if (onInterrupt !== null) findInterrupt();
    handOver();
  };
  const findInterrupt = (): void => {
    const at = kept.lastIndexOf(interrupt);
    take(at + 1);
    if (at !== -1) onInterrupt?.();
  };
  const onEnd = (): void => {
    isEnded = true;
    handOver();
  };
  // Reading a closed terminal fails, and its mode cannot be restored.
  stdin.on("error", onEnd);
  const open = (): void => {
    setRawMode(true);
    if (isOpen) return;
    isOpen = true;
    stdin.on("data", onData);
    stdin.on("end", onEnd);
    stdin.resume();
  };
  const hold = (): void => {
    editing = null;
    onInterrupt = null;
    isJudging = false;
  };
  return {
    edit: (pasted) => {
      open();
      hold();
      const input = Object.assign(new PassThrough(), {
        // The editor changes the mode around Ctrl-Z; it would also do so at its end, which is not its decision.
        setRawMode: (raw: boolean) => {
          if (editing?.input === input) setRawMode(raw);
        },
      });
      editing = { input, paste: pasted };
      isJudging = true;
      const more = (): void => {
        isJudging = false;
        handOver();
      };
      return { input, more };
    },
    watch: (told) => {
      open();
      hold();
      onInterrupt = told;
      // A quick person pressed it right after Enter.
      findInterrupt();
    },
    hold,
    rest: () => {
      hold();
      if (!isOpen) return;
      isOpen = false;
      stdin.removeListener("data", onData);
      stdin.removeListener("end", onEnd);
      stdin.pause();
      setRawMode(false);
    },
  };
}
