import { isError } from "../core/errors.ts";
import { formatModelName, parseModelName } from "../core/model-name.ts";
import type { PageDefault } from "../core/page-default.ts";
import { pickContainer } from "../core/pick-container.ts";
import type { Engine } from "../engine/engine.ts";
import { runInContainer } from "../engine/exec.ts";
import { listProjectContainers } from "../engine/observe.ts";
import { fieldsOf, textOf } from "./answers.ts";

const timeoutMs = 30_000;

/**
 * Changes one row of Open WebUI's settings, with the Python that its own image has. Since 0.10 the table `config` has a row
 * for each setting, which Open WebUI reads anew at every request (models/config.py): the change holds for the next page that
 * is loaded. Whatever is not as that version has it (another database, another table, settings that only the environment
 * gives) is left as it is. The value is JSON, a text with commas between the names.
 */
export const pageDefaultScript = `
import json, os, sqlite3, sys, time, urllib.parse

def end(**facts):
    print(json.dumps(facts))
    sys.exit()

model = sys.argv[1]
key = "ui.default_models"
env = os.environ.get
url = env("DATABASE_URL", "")
if env("ENABLE_PERSISTENT_CONFIG", "true").lower() != "true":
    end(state="by-hand", detail="ENABLE_PERSISTENT_CONFIG=false")
if env("DATABASE_TYPE") or (url and not url.startswith("sqlite:///")):
    end(state="by-hand", detail="its database is not the SQLite file")
path = url[len("sqlite:///"):] if url else os.path.join(env("DATA_DIR") or "/app/backend/data", "webui.db")
try:
    place = "file:" + urllib.parse.quote(path) + "?mode=rw"
    database = sqlite3.connect(place, uri=True, timeout=10, isolation_level=None)
    columns = {row[1] for row in database.execute("PRAGMA table_info(config)")}
    if not {"key", "value", "updated_at"} <= columns:
        end(state="by-hand", detail="its table config is another one")
    database.execute("BEGIN IMMEDIATE")
    row = database.execute("SELECT value FROM config WHERE key = ?", (key,)).fetchone()
    before = json.loads(row[0]) if row else None
    if before != model:
        database.execute(
            "INSERT INTO config (key, value, updated_at) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
            (key, json.dumps(model), int(time.time())),
        )
    database.execute("COMMIT")
    database.close()
except (sqlite3.Error, ValueError) as error:
    end(state="by-hand", detail=str(error))
end(state="same" if before == model else "set", before=before if isinstance(before, str) else None)
`;

/**
 * Makes a model the one that new chats on the page start with, also where the page has run before: there its own settings
 * count, not the container's environment. An account that chose a model of its own keeps it. Throws the Engine's failures.
 */
export async function setPageDefault(
  engine: Engine,
  { project, model }: { project: string; model: string },
  signal: AbortSignal,
): Promise<PageDefault> {
  const page = pickContainer(await listProjectContainers(engine, project, signal), "open-webui");
  if (page?.state !== "running") return { state: "later", before: null, detail: null };
  // Open WebUI knows models by the names that Ollama lists them by.
  const name = formatModelName(parseModelName(model, { name: "MODEL" }));
  try {
    const bounds = { action: "set-page-default", signal, timeoutMs };
    const { exitCode, stdout, stderr } = await runInContainer(
      engine,
      page.id,
      ["python3", "-c", pageDefaultScript, name],
      bounds,
    );
    return readOutcome(exitCode, stdout, stderr);
  } catch (error) {
    // An image without Python, or one that stopped just now: what the settings say of the model holds all the same.
    if (!isError(error, "docker-failed")) throw error;
    return byHand(error.facts.detail);
  }
}

function readOutcome(exitCode: number | null, stdout: string, stderr: string): PageDefault {
  if (exitCode !== 0) return byHand(lastLine(stderr) || lastLine(stdout) || `exit code ${exitCode}`);
  try {
    const { state, before, detail } = fieldsOf(JSON.parse(stdout));
    if (state === "set" || state === "same") return { state, before: textOf(before), detail: null };
    return byHand(textOf(detail) ?? "");
  } catch {
    return byHand(lastLine(stdout));
  }
}

function byHand(detail: string): PageDefault {
  return { state: "by-hand", before: null, detail };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
