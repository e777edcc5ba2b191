import { randomBytes } from "node:crypto";
import { execa } from "execa";
import { program, type Workspace } from "./workspace.ts";

/** A real terminal (tmux) in which localgpt runs as a person would run it. */
export type Terminal = {
  /** The text on the screen now, without colours. */
  screen: () => Promise<string>;
  /** The same with the escape sequences of colours. */
  coloured: () => Promise<string>;
  /** Waits until the screen shows a text; throws with what it showed instead after `timeoutMs`. */
  waitFor: (pattern: RegExp, timeoutMs?: number) => Promise<string>;
  /** Pastes a text of any number of lines, marked as pasted where the program asked for that. */
  paste: (text: string) => Promise<void>;
  /** Types keys in tmux's names: `C-c`, `Enter`, `q`. */
  press: (...keys: string[]) => Promise<void>;
  /** Waits until the program has ended and gives its exit code. */
  exitCode: (timeoutMs?: number) => Promise<number>;
  /** Whether the cursor is shown, as it must be again when a program has ended. */
  cursorIsVisible: () => Promise<boolean>;
  /** Whether the program left the terminal in another mode than it found it in; to be asked when it has ended. */
  modeIsChanged: () => Promise<boolean>;
  close: () => Promise<void>;
};

const endMark = "localgpt ended with";
const modeMark = "and left another terminal mode";

/** Runs localgpt with these arguments in a terminal of that size. */
export async function openTerminal(
  { home, environment }: Workspace,
  args: string[],
  { columns = 80, rows = 24, ...more }: { columns?: number; rows?: number; environment?: Record<string, string> } = {},
): Promise<Terminal> {
  const name = `localgpt-${randomBytes(4).toString("hex")}`;
  const tmux = (...words: string[]) => execa("tmux", ["-L", name, ...words], { env: { TERM: "xterm-256color" } });
  const assignments = Object.entries({ ...environment, ...more.environment }).map(([key, value]) => `${key}=${value}`);
  const words = ["env", "-i", "TERM=xterm-256color", ...assignments, process.execPath, program, ...args];
  const judge = `code=$?; [ "$mode" = "$(stty -g)" ] || echo "${modeMark}"; echo "${endMark} $code"`;
  const command = `cd ${quote(home)}; mode="$(stty -g)"; ${words.map(quote).join(" ")}; ${judge}; sleep 600`;
  await tmux("-f", "/dev/null", "new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, `bash -c ${quote(command)}`);

  const screen = async () => (await tmux("capture-pane", "-p", "-S", "-200")).stdout;
  const waitFor = async (pattern: RegExp, timeoutMs = 30_000) => {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const shown = await screen();
      if (pattern.test(shown)) return shown;
      if (Date.now() > until) throw new Error(`the terminal never showed ${pattern}, but:\n${shown}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    screen,
    coloured: async () => (await tmux("capture-pane", "-p", "-e", "-S", "-200")).stdout,
    waitFor,
    paste: async (text) => {
      await tmux("set-buffer", "--", text);
      await tmux("paste-buffer", "-p");
    },
    press: async (...keys) => void (await tmux("send-keys", ...keys)),
    exitCode: async (timeoutMs) => {
      const shown = await waitFor(new RegExp(`${endMark} \\d+`), timeoutMs);
      return Number(new RegExp(`${endMark} (\\d+)`).exec(shown)?.[1]);
    },
    cursorIsVisible: async () => (await tmux("display-message", "-p", "#{cursor_flag}")).stdout === "1",
    modeIsChanged: async () => (await screen()).includes(modeMark),
    close: async () => void (await tmux("kill-server")),
  };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
