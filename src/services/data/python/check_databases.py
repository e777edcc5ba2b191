"""Checks SQLite databases and flushes everything to the disk: `python3 -c THIS FOLDER` with a JSON list of paths on
stdin.

Prints a JSON object: the finding of SQLite's own check for each damaged database.
"""
import json, os, sqlite3, sys, urllib.parse

folder = sys.argv[1]
faults = {}
for name in json.load(sys.stdin):
    path = os.path.join(folder, name)
    try:
        database = sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=rw", uri=True, timeout=30)
        try:
            found = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            if found != ["ok"]:
                faults[name] = "; ".join(found)
        finally:
            database.close()
    except sqlite3.Error as error:
        faults[name] = str(error)
os.sync()
print(json.dumps(faults))
