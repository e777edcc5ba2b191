"""Makes a page's data look for Ollama at this stack's address: `python3 -c THIS FOLDER ADDRESS`.

Settings saved on the page override its environment: data of another installation names Ollama's address there, usually
one of the old machine. That one is replaced (or ours is added); addresses of other machines stay. Prints {"changed"}:
the replaced address, null for none. Before 0.10 the settings were a single JSON (models/config.py).
"""
import json, os, re, sqlite3, sys, time, urllib.parse

path, address = os.path.join(sys.argv[1], "webui.db"), sys.argv[2]
key = "ollama.base_urls"
# Names that mean the machine itself, or a service beside the page: none has a dot, except Docker's own name for the
# host.
local = re.compile(r"^(?:/ollama.*|https?://(?:[^./:]+|127\.[\d.]+|172\.17\.0\.1|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?::\d+)?/?.*)$")


def change(urls):
    """The new list and the address that is no longer in it; None if the list needs no change."""
    if not isinstance(urls, list) or not urls:
        return None
    if any(isinstance(url, str) and url.rstrip("/") == address for url in urls):
        return None
    for place, url in enumerate(urls):
        if isinstance(url, str) and local.match(url):
            return urls[:place] + [address] + urls[place + 1 :], url
    return urls + [address], None


database = sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=rw", uri=True, timeout=30, isolation_level=None)
columns = {row[1] for row in database.execute("PRAGMA table_info(config)")}
replaced = None
database.execute("BEGIN IMMEDIATE")
if {"key", "value"} <= columns:
    row = database.execute("SELECT value FROM config WHERE key = ?", (key,)).fetchone()
    changed = change(json.loads(row[0])) if row else None
    if changed:
        replaced = changed[1]
        database.execute(
            "UPDATE config SET value = ?, updated_at = ? WHERE key = ?", (json.dumps(changed[0]), int(time.time()), key)
        )
elif {"id", "data"} <= columns:
    for number, text in database.execute("SELECT id, data FROM config").fetchall():
        data = json.loads(text)
        changed = change(data.get("ollama", {}).get("base_urls"))
        if changed:
            data["ollama"]["base_urls"], replaced = changed
            database.execute("UPDATE config SET data = ? WHERE id = ?", (json.dumps(data), number))
database.execute("COMMIT")
database.close()
print(json.dumps({"changed": replaced}))
