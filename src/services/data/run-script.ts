import { LocalgptError } from "../../core/errors/errors.ts";
import { type Fields, isObject, parseJson, textOf } from "../../core/text/json-text.ts";
import { runInContainer } from "../../engine/containers/exec.ts";
import type { ProgramEnd } from "../../engine/programs/program.ts";
import type { Bounds } from "../../engine/wire/call.ts";
import type { Engine } from "../../engine/wire/engine.ts";

/** A program for the Python of Open WebUI's image: its source, its arguments and what it reads on stdin. */
export type Script = {
  source: string;
  args: string[];
  input?: string;
  /** Fields of what it prints: every answer has one of them, so nothing else is mistaken for one. */
  answers: string[];
};

const longestDetail = 200;

/** The command that runs a Python program with its arguments. */
export function pythonCommand(source: string, ...args: string[]): string[] {
  return ["python3", "-c", source, ...args];
}

/**
 * Runs a Python program in a running container to its end and returns the JSON object it printed. Throws `data-failed`
 * if the program fails, or if its output is cut off or not an answer, and the Engine's failures.
 */
export async function runScript(engine: Engine, container: string, script: Script, bounds: Bounds): Promise<Fields> {
  const { source, args, input = "", answers } = script;
  const end = await runInContainer(engine, container, pythonCommand(source, ...args), bounds, input);
  // An image without Python reports that on stdout.
  const complaints = { ...end, stderr: end.stderr || (end.exitCode === null ? "" : end.stdout) };
  if (end.exitCode !== 0) throw scriptFailed(complaints, bounds.action);
  const answer = readAnswer(end.stdout);
  if (answers.length === 0 || answers.some((key) => key in answer)) return answer;
  throw notAnswered(end.stdout);
}

/** A JSON object that such a program printed; throws `data-failed` with the output if it is something else. */
export function readAnswer(text: string): Fields {
  const answer = parseJson(text);
  if (!isObject(answer)) throw notAnswered(text);
  return answer;
}

function notAnswered(text: string): LocalgptError<"data-failed"> {
  const detail = `the program printed ${JSON.stringify(text.slice(0, longestDetail))}`;
  return new LocalgptError("data-failed", { problem: "other", path: null, detail });
}

/** Why a program that works on the data failed: from the JSON at the end of its stderr, else from its last words. */
export function scriptFailed({ exitCode, stderr }: ProgramEnd, action: string, cause?: unknown): LocalgptError {
  // The Engine itself went away, or the connection to it.
  if (exitCode === null && stderr === "") return new LocalgptError("docker-lost", { action }, { cause });
  const last = lastLine(stderr);
  const told = parseJson(last);
  if (!isObject(told)) {
    const detail = last || (cause instanceof Error ? cause.message : `exit code ${exitCode}`);
    return new LocalgptError("data-failed", { problem: "other", path: null, detail }, { cause });
  }
  const problem = told.problem === "no-space" || told.problem === "locked" ? told.problem : "other";
  const facts = { problem, path: textOf(told.path), detail: textOf(told.detail) ?? "" } as const;
  return new LocalgptError("data-failed", facts, { cause });
}

/** The last line of a program's output; an empty text if it printed nothing. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
