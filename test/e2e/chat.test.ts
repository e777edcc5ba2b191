import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { containerOf } from "../support/engines/containers.ts";
import { docker } from "../support/engines/docker.ts";
import { waitUntil } from "../support/program/progress.ts";
import { openTerminal, type Terminal } from "../support/program/terminal.ts";
import { createWorkspace, type Workspace } from "../support/program/workspace.ts";
import { setSwitches } from "../support/services/images.ts";

let stack: Workspace;
let terminal: Terminal | undefined;
let ollama: string;

beforeAll(async () => {
  stack = await createWorkspace("chat");
  const up = await stack.localgpt(["up"]);
  expect(up.code, up.stderr).toBe(0);
  const pull = await stack.localgpt(["pull", "qwen2.5:0.5b"]);
  expect(pull.code, pull.stderr).toBe(0);
  ollama = containerOf(stack, "ollama");
});
afterEach(async () => {
  await terminal?.close();
  terminal = undefined;
  await setSwitches(ollama, {});
});
afterAll(() => stack?.remove());

const openChat = async (...args: string[]): Promise<Terminal> => {
  terminal = await openTerminal(stack, ["chat", ...args], {
    columns: 120,
    rows: 50,
    environment: { LANG: "es_ES.UTF-8" },
  });
  await terminal.waitFor(/>>>$/m);
  return terminal;
};

/** Types a line and waits for what it brings about and for the next prompt. */
const say = async (chat: Terminal, line: string, expected: RegExp): Promise<string> => {
  const prompts = (await chat.screen()).split(">>>").length;
  await chat.press(line, "Enter");
  await chat.waitFor(expected);
  await waitUntil("the next prompt", async () => (await chat.screen()).split(">>>").length > prompts);
  return chat.screen();
};

test("a conversation: questions, Ctrl-C in an answer, several lines, settings, saving and loading, leaving", async () => {
  const chat = await openChat();
  expect(await chat.screen()).toMatch(/Hablas con tiny\. \/help muestra .*, \/bye sale/);
  await say(chat, "/set verbose", /Verás las cifras/);
  await say(chat, "hola", /Respuesta: 22 tokens a .* pregunta: 11 tokens/s);
  // Question, answer and the new question: the model gets all of them.
  await say(chat, "adiós", /pregunta: 34 tokens/);
  await say(chat, "/set quiet", /Ya no verás/);

  await setSwitches(ollama, { tokensPerSecond: 8 });
  await chat.press("cuenta un cuento", "Enter");
  await chat.waitFor(/You said: cuenta un cuento\. Here/);
  await chat.press("C-c");
  await chat.waitFor(/Respuesta parada\. Lo respondido hasta ahora queda en la conversación/);
  await setSwitches(ollama, {});
  await waitUntil("Ollama notes that the client went", async () =>
    /\| 499 \|.*"\/api\/chat"/.test((await stack.localgpt(["logs", "ollama"])).stdout),
  );

  await chat.press('"""primera línea', "Enter", "segunda", "Enter", 'y fin"""', "Enter");
  await chat.waitFor(/You said: primera línea\nsegunda\ny fin\. Here .* it\.$/ms);
  await chat.paste("pegada uno\n  pegada dos");
  await chat.waitFor(/\.\.\. {3}pegada dos/);
  await chat.press("Enter");
  await chat.waitFor(/You said: pegada uno\n {2}pegada dos\. Here .* it\.\s*>>>$/ms);

  await say(chat, "/set parameter temperature 0.7", /Desde ahora, temperature es 0\.7/);
  await say(chat, "/set parameter temperature 9", /`temperature` debe ser un número de 0 a 2/);
  await say(chat, "/sabe charla", /No existe la orden `\/sabe`\. ¿Querías decir `\/save`\?/);
  await say(chat, "/save mi charla", /Guardada\. `\/load mi charla` la recupera/);
  await say(chat, "/clear", /Conversación nueva/);
  await say(chat, "/model qwen", /El modelo `qwen` no está instalado/);
  await say(chat, "/model qwen2.5:0.5b", /Ahora hablas con qwen2\.5:0\.5b/);
  await chat.press("/load mi", "Tab");
  await chat.waitFor(/\/load mi charla/);
  await chat.press("Enter");
  await chat.waitFor(/Continúas mi charla con tiny: 10 mensajes hasta ahora/);

  await chat.press("a medias", "C-c");
  await chat.press("C-c");
  await chat.waitFor(/pulsa otra vez Ctrl-C/);
  await chat.press("/bye", "Enter");
  expect(await chat.exitCode()).toBe(0);
  expect(await chat.modeIsChanged()).toBe(false);
  expect(await chat.cursorIsVisible()).toBe(true);

  const path = join(stack.home, "conversations", "mi charla.yaml");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const saved = await readFile(path, "utf8");
  expect(saved).toContain("temperature: 0.7\nmessages:\n  - user: hola\n");
  expect(saved).toMatch(/- user: cuenta un cuento\n {2}- assistant: \|-\n {6}You said: cuenta un cuento\. Here/);
  expect(saved).toContain("  - user: |-\n      primera línea\n      segunda\n      y fin\n");
});

test("Ollama may be gone between two questions, and what was said last is there the next time", async () => {
  const chat = await openChat("--system", "Responde en verso");
  await say(chat, "uno", /You said: uno\. .* it\.$/ms);
  await docker("stop", "--time", "0", ollama);
  await say(chat, "dos", /Ollama ha dejado de responder.*You said: dos\. .* it\.$/ms);
  await chat.press("C-d");
  expect(await chat.exitCode()).toBe(0);
  await chat.close();

  const next = await openChat("--continue");
  expect(await next.screen()).toMatch(/Continúas con tiny: 4 mensajes hasta ahora/);
  await say(next, "/show system", /Instrucciones del sistema +Responde en verso/);
  await next.press("Up");
  await next.waitFor(/>>> \/show system/);
  await next.press("Up");
  await next.waitFor(/>>> dos/);
  await next.press("C-c", "C-c");
  await next.waitFor(/pulsa otra vez Ctrl-C/);
  await next.press("C-c");
  expect(await next.exitCode()).toBe(0);
  expect(await next.modeIsChanged()).toBe(false);
});

test("a conversation that outgrows the context is reported once", async () => {
  const chat = await openChat();
  await say(chat, "/set parameter num_ctx 256", /num_ctx es 256/);
  for (const told of [/it\.\s*>>>$/ms, /La conversación ya no cabe en los 256 tokens que ve el modelo/]) {
    expect(await chat.screen()).not.toMatch(/ya no cabe/);
    await chat.paste("palabra ".repeat(60));
    await chat.press("Enter");
    await chat.waitFor(told);
  }
  await say(chat, "y una más", /You said: y una más\. .* it\.$/ms);
  expect((await chat.screen()).match(/ya no cabe/g)).toHaveLength(1);
});
