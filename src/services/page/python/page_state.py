"""Reports the content of Open WebUI's database: `python3 -c THIS FOLDER [check]`, as one line of JSON.

{"accounts", "chats"}: how many rows those tables have, null without a database; {"signUp"}: whether anybody can create
an account, null if the settings do not say (before 0.10 they had another form); {"damage"}: with `check`, what
SQLite's own check of the file found, null if it is sound. Does not change the data.
"""
import json, os, sqlite3, sys, urllib.parse

folder, check = sys.argv[1], sys.argv[2:] == ["check"]
path = os.path.join(folder, "webui.db")
state = {"accounts": None, "chats": None, "signUp": None, "damage": None}


def count(database, table):
    known = database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return database.execute('SELECT count(*) FROM "%s"' % table).fetchone()[0] if known else 0


def read_sign_up(database):
    columns = {row[1] for row in database.execute("PRAGMA table_info(config)")}
    if not {"key", "value"} <= columns:
        return None
    row = database.execute("SELECT value FROM config WHERE key = 'ui.enable_signup'").fetchone()
    try:
        value = json.loads(row[0]) if row else None
    except (TypeError, ValueError):
        return None
    return value if isinstance(value, bool) else None


if os.path.exists(path):
    # Not read-only: a database that was not closed cleanly is first repaired from its write-ahead log.
    database = sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=rw", uri=True, timeout=30)
    try:
        if check:
            found = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
            state["damage"] = None if found == ["ok"] else "; ".join(found)
        if state["damage"] is None:
            state["accounts"] = count(database, "user")
            state["chats"] = count(database, "chat")
            state["signUp"] = read_sign_up(database)
    except sqlite3.DatabaseError as error:
        state["damage"] = str(error)
    finally:
        database.close()
print(json.dumps(state))
