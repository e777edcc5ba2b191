"""Changes one row of Open WebUI's settings: `python3 -c THIS MODEL`; prints the result as JSON.

Since 0.10 the table `config` has a row for each setting, which Open WebUI reads again at every request
(models/config.py): the change holds for the next page that is loaded. Anything that differs from that version
(another database, another table, settings that only the environment gives) is left unchanged. The value is JSON,
a text with commas between the names.
"""
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
