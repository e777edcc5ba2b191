import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, test } from "vitest";
import { program, type Workspace } from "../../support/program/workspace.ts";
import { contest } from "../pairs.ts";
import { startQuickModel } from "./quick-model.ts";

const rounds = 50;
const thinkingMs = 4000;

let stack: Workspace;
let ollama: string;
const told: string[] = [];

beforeAll(async () => {
  ({ stack, ollama } = await startQuickModel("bench-chat"));
});

afterAll(async () => {
  console.log(told.join("\n"));
  await stack?.remove();
});

/**
 * A client that runs already, inside the network: for each line it asks and prints the milliseconds to the first byte.
 */
const insideProgram = `
  const { Agent, request } = require("node:http");
  const agent = new Agent({ keepAlive: true });
  const messages = [];
  require("node:readline").createInterface({ input: process.stdin }).on("line", (content) => {
    messages.push({ role: "user", content });
    const body = JSON.stringify({ model: "tiny", messages, options: { num_predict: 2 } });
    const started = performance.now();
    const sent = request({ agent, port: 11434, path: "/api/chat", method: "POST" }, (response) => {
      response.once("data", () => {
        console.log(performance.now() - started);
        response.resume().once("end", () => console.log("end"));
      });
    });
    sent.end(body);
  });`;

/** A conversation under way: `ask` types a question and gives the milliseconds to the first of the answer. */
type Talk = { ask: () => Promise<number>; end: () => void };

/** Reads what a program prints until it shows a text, from now on. */
function waitFor({ stdout }: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = "";
    const fail = (): void => reject(new Error(`it ended without ${text}:\n${seen}`));
    const look = (chunk: Buffer): void => {
      seen += chunk;
      if (!seen.includes(text)) return;
      stdout?.off("data", look);
      stdout?.off("end", fail);
      resolve(seen);
    };
    stdout?.on("data", look);
    stdout?.once("end", fail);
  });
}

/** A program on whose standard input a line is a question. */
function talk(child: ChildProcess, line: string, first: string, end: string): Talk {
  return {
    ask: async () => {
      const ended = waitFor(child, end);
      const begun = waitFor(child, first);
      const started = performance.now();
      child.stdin?.write(line);
      await begun;
      const tookMs = performance.now() - started;
      await ended;
      return tookMs;
    },
    end: () => void child.kill(),
  };
}

function openInside(): { ask: () => Promise<number>; end: () => void } {
  const environment = { DOCKER_HOST: stack.environment.DOCKER_HOST, PATH: process.env.PATH };
  const child = spawn("docker", ["exec", "-i", ollama, "node", "-e", insideProgram], { env: environment });
  return {
    ask: async () => {
      const ended = waitFor(child, "end");
      child.stdin.write("hola\n");
      return Number.parseFloat(await ended);
    },
    end: () => void child.kill(),
  };
}

const openPipe = async (): Promise<Talk> => {
  const args = [program, "chat", "--json", "--max-tokens", "2"];
  const child = spawn(process.execPath, args, { env: { ...stack.environment, PATH: process.env.PATH } });
  return talk(child, "hola\n", '"answer"', '"doneReason"');
};

const openTerminal = async (): Promise<Talk> => {
  const command = `${process.execPath} ${program} chat --max-tokens 2`;
  const environment = { ...stack.environment, PATH: process.env.PATH, TERM: "xterm-256color" };
  const child = spawn("script", ["-qfc", command, "/dev/null"], { env: environment });
  await waitFor(child, ">>> ");
  return talk(child, "hola\r", "You", ">>> ");
};

test.each([
  ["in a pipe", openPipe],
  ["on a terminal", openTerminal],
])("an open conversation %s, from Enter to the first token", async (where, open) => {
  const [ours, theirs] = [await open(), openInside()];
  try {
    const row = await contest({
      what: `chat ${where}`,
      against: `the API, inside`,
      ours: ours.ask,
      theirs: theirs.ask,
      pairs: rounds,
    });
    told.push(`a question ${where} takes ${(row.ours - row.theirs).toFixed(1)} ms more (goal: at most 5)`);
    // Longer than Open WebUI's connections may be unused.
    await new Promise((resolve) => setTimeout(resolve, thinkingMs));
    told.push(`after ${thinkingMs / 1000} s in which nothing was asked: ${(await ours.ask()).toFixed(1)} ms`);
  } finally {
    ours.end();
    theirs.end();
  }
});
