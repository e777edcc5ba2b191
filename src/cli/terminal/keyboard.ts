import { PassThrough } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Input } from "../process-io.ts";

/** What Ctrl-C sends where the terminal does not make a signal of it. */
const interrupt = "\u0003";
const paste = { start: "\u001b[200~", end: "\u001b[201~" };
// What would end or move something where a text is meant; tabs and line ends stay.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * Who gets what is typed: keys come on `input`, what is pasted through `paste`, and after a line nothing until `more`.
 */
export type Editing = { input: NodeJS.ReadableStream; more: () => void };

/** A person's terminal as something to type on, which is in its own mode whenever nobody reads from it. */
export type Keyboard = {
  /** From now on keys go to an editor of lines, those first that were kept. */
  edit: (paste: (text: string) => void) => Editing;
  /** From now on keys are kept unseen, and Ctrl-C is told at once and drops those before it. */
  watch: (onInterrupt: () => void) => void;
  /** From now on keys are kept unseen, Ctrl-C too: for moments in which nobody could answer to it. */
  hold: () => void;
  /**
   * Stops reading and gives the terminal its own mode, in which Ctrl-C is a signal, until the next `edit` or `watch`.
   */
  rest: () => void;
};

/**
 * Puts a gate between a terminal and the editor of lines: what is typed while an answer is shown neither disturbs it
 * nor is lost, and what is pasted comes in one piece where the terminal marks it. The editor's input ends with the
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
        // One by one: of several characters at once Node's editor takes the cursor to be at the end of the line.
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
  // A terminal that was closed is read with an error, and cannot be given its mode back.
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
        // The editor changes the mode around Ctrl-Z; when it ends it would too, which is not for it to decide.
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
      // Whoever was quick pressed it right after Enter.
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
