import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { program, type Run, type Workspace } from "./workspace.ts";

/** A real terminal (tmux) in which localgpt runs as a person would run it. */
export type Terminal = {
  /** The text on the screen now, without colours. */
  screen: () => Promise<string>;
  /** The same with the escape sequences of colours. */
  coloured: () => Promise<string>;
  /** The window's title, which a text that the terminal obeys can change. */
  title: () => Promise<string>;
  /** Shows a text as a program would that prints it as it is. */
  show: (text: string) => Promise<void>;
  /** Waits until the screen shows a text; throws with what it showed instead after `timeoutMs`. */
  waitFor: (pattern: RegExp, timeoutMs?: number) => Promise<string>;
  /** Pastes a text of any number of lines, marked as pasted where the program asked for that. */
  paste: (text: string) => Promise<void>;
  /** Types keys in tmux's names: `C-c`, `Enter`, `q`. */
  press: (...keys: string[]) => Promise<void>;
  /** Sends a signal to the program, as `kill` does from elsewhere. */
  kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Waits until the program has ended and gives its exit code. */
  exitCode: (timeoutMs?: number) => Promise<number>;
  /** Whether the cursor is shown, as it must be again when a program has ended. */
  cursorIsVisible: () => Promise<boolean>;
  /** Whether the program left the terminal in another mode than it found it in; to be asked when it has ended. */
  modeIsChanged: () => Promise<boolean>;
  close: () => Promise<void>;
};

/** What a spinner shows, and leaves where it is not cleared away. */
export const spinnerFrame = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

const endMark = "localgpt ended with";
const modeMark = "and left another terminal mode";

/** Runs localgpt with these arguments in a terminal of that size. */
export async function openTerminal(
  { home, environment }: Workspace,
  args: string[],
  { columns = 80, rows = 24, ...more }: { columns?: number; rows?: number; environment?: Record<string, string> } = {},
): Promise<Terminal> {
  const tmux = createTmux();
  const judge = `code=$?; [ "$mode" = "$(stty -g)" ] || echo "${modeMark}"; echo "${endMark} $code"`;
  const line = commandLine({ ...environment, ...more.environment }, args);
  const command = `cd ${quote(home)}; mode="$(stty -g)"; ${line}; ${judge}; sleep 600`;
  await tmux("-f", "/dev/null", "new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, `bash -c ${quote(command)}`);

  const { screen, waitFor, press } = watch(tmux);
  return {
    screen,
    coloured: async () => (await tmux("capture-pane", "-p", "-e", "-S", "-200")).stdout,
    title: async () => (await tmux("display-message", "-p", "#{pane_title}")).stdout,
    show: async (text) => writeFile((await tmux("display-message", "-p", "#{pane_tty}")).stdout, text),
    waitFor,
    paste: async (text) => {
      await tmux("set-buffer", "--", text);
      await tmux("paste-buffer", "-p");
    },
    press,
    kill: async (signal) => {
      const { stdout } = await tmux("display-message", "-p", "#{pane_pid}");
      process.kill(await findProgram(Number(stdout)), signal);
    },
    exitCode: async (timeoutMs) => {
      const shown = await waitFor(new RegExp(`${endMark}\\s+\\d+`), timeoutMs);
      return Number(new RegExp(`${endMark}\\s+(\\d+)`).exec(shown)?.[1]);
    },
    cursorIsVisible: async () => (await tmux("display-message", "-p", "#{cursor_flag}")).stdout === "1",
    modeIsChanged: async () => (await screen()).includes(modeMark),
    close: async () => void (await tmux("kill-server")),
  };
}

/** A terminal that is closed under its program. */
export type ClosingTerminal = Pick<Terminal, "press" | "waitFor"> & {
  end: () => Promise<void>;
  ended: Promise<Run>;
};

/**
 * Runs localgpt in a terminal that nobody looks at and that `end` closes under it; `ended` has the exit code, and not a
 * word of what it said.
 */
export async function startInTerminal(
  { home, environment }: Workspace,
  args: string[],
  more: Record<string, string>,
): Promise<ClosingTerminal> {
  const tmux = createTmux();
  const folder = await mkdtemp(join(tmpdir(), "localgpt-terminal-"));
  const note = join(folder, "code");
  const line = commandLine({ ...environment, ...more }, args);
  // The terminal's own shell goes with it, as a person's does; the one in it stays for the exit code.
  const noting = `trap : HUP; cd ${quote(home)}; ${line}; echo $? >${quote(`${note}.new`)}; mv ${quote(`${note}.new`)} ${quote(note)}`;
  await tmux("-f", "/dev/null", "new-session", "-d", `bash -c ${quote(`bash -c ${quote(noting)}; :`)}`);
  const findCode = async (): Promise<number> => {
    for (;;) {
      const noted = await readFile(note, "utf8").catch(() => null);
      if (noted !== null) return Number(noted);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const ended = findCode().finally(() => rm(folder, { recursive: true }));
  const { waitFor, press } = watch(tmux);
  return {
    waitFor,
    press,
    end: async () => void (await tmux("kill-server")),
    ended: ended.then((code) => ({ code, stdout: "", stderr: "" })),
  };
}

/** What a terminal's shell has started, through any other shells. */
async function findProgram(shell: number): Promise<number> {
  const children = await readFile(`/proc/${shell}/task/${shell}/children`, "utf8");
  const [child] = children.split(" ").filter(Boolean);
  return child === undefined ? shell : findProgram(Number(child));
}

type Tmux = ReturnType<typeof createTmux>;

function watch(tmux: Tmux): Pick<Terminal, "screen" | "waitFor" | "press"> {
  const screen = async () => (await tmux("capture-pane", "-p", "-S", "-200")).stdout;
  return {
    screen,
    waitFor: async (pattern, timeoutMs = 30_000) => {
      const until = Date.now() + timeoutMs;
      for (;;) {
        const shown = await screen();
        if (pattern.test(shown)) return shown;
        if (Date.now() > until) throw new Error(`the terminal never showed ${pattern}, but:\n${shown}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    press: async (...keys) => void (await tmux("send-keys", ...keys)),
  };
}

function createTmux() {
  const name = `localgpt-${randomBytes(4).toString("hex")}`;
  return (...words: string[]) => execa("tmux", ["-L", name, ...words], { env: { TERM: "xterm-256color" } });
}

/** The command line of localgpt for a shell, with no more of an environment than it is given. */
function commandLine(environment: Record<string, string>, args: string[]): string {
  const assignments = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
  const words = ["env", "-i", "TERM=xterm-256color", ...assignments, process.execPath, program, ...args];
  return words.map(quote).join(" ");
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
