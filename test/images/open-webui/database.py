"""Open WebUI's database: brought to this version's revision as its migrations do it, then at the server's service.

The server sends a line of JSON for each thing to do and gets one back. What is answered is committed.
"""

import json
import os
import sqlite3
import sys
import time

DATA = os.environ.get("DATA_DIR") or "/app/backend/data"
FAULT = os.environ.get("STANDIN_FAULT", "")

# Of Open WebUI 0.11.4's 43 tables those that are of use without it, with its own columns and indexes.
TABLES = """
CREATE TABLE auth (id VARCHAR NOT NULL, email VARCHAR, password TEXT, active BOOLEAN, PRIMARY KEY (id));
CREATE TABLE "user" (id VARCHAR NOT NULL, name VARCHAR, email VARCHAR, role VARCHAR, profile_image_url TEXT,
  last_active_at BIGINT, updated_at BIGINT, created_at BIGINT, username VARCHAR(50), bio TEXT, gender TEXT, date_of_birth DATE,
  profile_banner_image_url TEXT, timezone VARCHAR, presence_state VARCHAR, status_emoji VARCHAR, status_message TEXT,
  status_expires_at BIGINT, oauth JSON, info JSON, settings JSON, scim JSON, variables JSON, PRIMARY KEY (id));
CREATE UNIQUE INDEX uq_user_email_lower ON user (lower(email)) WHERE email IS NOT NULL;
CREATE TABLE chat (id VARCHAR NOT NULL, user_id VARCHAR, title TEXT, created_at BIGINT, updated_at BIGINT, share_id TEXT,
  archived BOOLEAN, chat JSON, pinned BOOLEAN, meta JSON DEFAULT '{}' NOT NULL, folder_id TEXT, tasks JSON, summary TEXT,
  last_read_at BIGINT, current_message_id TEXT, variables JSON, timer_at BIGINT, PRIMARY KEY (id), UNIQUE (share_id));
CREATE INDEX user_id_updated_at_id_idx ON chat (user_id, updated_at DESC, id);
CREATE TABLE chat_message (id TEXT NOT NULL, chat_id TEXT NOT NULL, user_id TEXT, role TEXT NOT NULL, parent_id TEXT,
  content JSON, output JSON, model_id TEXT, files JSON, sources JSON, embeds JSON, done BOOLEAN, status_history JSON, error JSON,
  usage JSON, created_at BIGINT, updated_at BIGINT, context_summary TEXT, meta JSON, PRIMARY KEY (id),
  FOREIGN KEY(chat_id) REFERENCES chat (id) ON DELETE CASCADE);
CREATE TABLE "file" (id VARCHAR NOT NULL, user_id VARCHAR, filename TEXT, meta JSON, created_at BIGINT, hash TEXT, data JSON,
  updated_at BIGINT, path TEXT, PRIMARY KEY (id));
CREATE TABLE config ("key" TEXT NOT NULL, value JSON NOT NULL, updated_at BIGINT, PRIMARY KEY ("key"))
"""
HALF_OF_THE_CHATS = "DELETE FROM chat WHERE id IN (SELECT id FROM chat ORDER BY created_at, id LIMIT (SELECT (count(*) + 1) / 2 FROM chat))"


def revisions():
    """The revisions that this version knows, oldest first: identifier, name, statements."""
    yield "d4c1a8e37b62", "add chat timer_at and chat list, unread and timer indexes", TABLES.split(";")
    if version() >= (0, 11, 5):
        lost = [HALF_OF_THE_CHATS] if FAULT == "2-loses" else []
        yield "b8e20f7c5a19", "add chat accent", ["ALTER TABLE chat ADD COLUMN accent TEXT", *lost]
    if FAULT in ("migration", "2-migration", "2-crash"):
        yield "0c6d3f91e2b7", "add user info", ["ALTER TABLE user ADD COLUMN info JSON"]


def version():
    try:
        with open("/app/package.json", encoding="utf-8") as file:
            return tuple(int(part) for part in json.load(file)["version"].split("."))
    except OSError:
        return (0, 0, 0)


def connect(name, journal):
    """A connection that commits each statement by itself."""
    connection = sqlite3.connect(os.path.join(DATA, name), isolation_level=None)
    connection.row_factory = sqlite3.Row
    for pragma in (f"journal_mode={journal}", "synchronous=NORMAL", "busy_timeout=5000", "journal_size_limit=67108864"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def migrate(database):
    """Takes the steps that are missing. As in the real one each is kept, also when a later one fails."""
    database.execute(
        "CREATE TABLE IF NOT EXISTS alembic_version "
        "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    row = database.execute("SELECT version_num FROM alembic_version").fetchone()
    before = row["version_num"] if row else ""
    known = list(revisions())
    names = ["", *(name for name, _, _ in known)]
    if before not in names:
        raise LookupError(f"Can't locate revision identified by '{before}'")
    for name, title, statements in known[names.index(before) :]:
        log("INFO ", "alembic.runtime.migration", f"Running upgrade {before} -> {name}, {title}")
        for statement in statements:
            try:
                database.execute(statement)
            except sqlite3.Error as error:
                raise LookupError(f"(sqlite3.{type(error).__name__}) {error}\n[SQL: {statement}]") from error
        database.execute("DELETE FROM alembic_version")
        database.execute("INSERT INTO alembic_version VALUES (?)", (name,))
        before = name


def seed(database):
    """Settings that are not there yet get what the environment says; those that are there stay."""
    defaults = {
        "ollama.base_urls": [os.environ.get("OLLAMA_BASE_URL", "")],
        "ui.default_locale": "",
        "ui.default_models": os.environ.get("DEFAULT_MODELS") or None,
        "ui.default_pinned_models": None,
        "ui.default_user_role": "pending",
        "ui.enable_login_form": True,
        "ui.enable_signup": os.environ.get("ENABLE_SIGNUP", "true").lower() == "true",
    }
    for key, value in defaults.items():
        database.execute("INSERT OR IGNORE INTO config VALUES (?, ?, ?)", (key, json.dumps(value), int(time.time())))


def make_vectors():
    """The second database, of the documents' vectors, which Chroma makes at the start."""
    os.makedirs(os.path.join(DATA, "vector_db"), exist_ok=True)
    vectors = connect("vector_db/chroma.sqlite3", "DELETE")
    vectors.execute("CREATE TABLE IF NOT EXISTS collections (id TEXT PRIMARY KEY, name TEXT NOT NULL, dimension INTEGER)")
    vectors.execute("CREATE TABLE IF NOT EXISTS embeddings (id INTEGER PRIMARY KEY, segment_id TEXT, embedding_id TEXT)")
    vectors.close()


def run(database, statements):
    """The rows of the last of these statements, which all count or none."""
    database.execute("BEGIN IMMEDIATE" if len(statements) > 1 else "BEGIN")
    try:
        for statement, values in statements:
            rows = [dict(row) for row in database.execute(statement, values)]
        database.execute("COMMIT")
        return rows
    except BaseException:
        database.execute("ROLLBACK")
        raise


def serve(database):
    for line in sys.stdin:
        request = json.loads(line)
        answer = {}
        try:
            if "statements" in request:
                answer["value"] = run(database, request["statements"])
            else:
                answer["value"] = use_bcrypt(request["password"].encode(), request.get("hash"))
        except (sqlite3.Error, ValueError) as error:
            answer["error"] = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


def use_bcrypt(password, known):
    """The password's hash, or whether it is the one of the known hash."""
    import bcrypt

    return bcrypt.checkpw(password, known.encode()) if known else bcrypt.hashpw(password, bcrypt.gensalt()).decode()


def log(level, source, message):
    print(f"{level} [{source}] {message}", file=sys.stderr, flush=True)


def main():
    for folder in ("uploads", "cache"):
        os.makedirs(os.path.join(DATA, folder), exist_ok=True)
    database = connect("webui.db", "WAL")
    try:
        migrate(database)
    except LookupError as error:
        log("ERROR", "open_webui.env", f"Error running migrations: {error}")
        # Up to 0.11.2 that was all; since then the program ends.
        if FAULT not in ("migration", "2-migration"):
            sys.exit(f"alembic.util.exc.CommandError: {error}")
    seed(database)
    make_vectors()
    print(json.dumps({"value": "ready"}), flush=True)
    serve(database)


main()
