"""Reports what a volume holds: `python3 -c THIS FOLDER MIGRATIONS`, as one line of JSON.

{"kind": "open-webui", "accounts", "chats", "unknown", "damage"}: data of a page; `unknown` are the revisions of its
database that the migrations in the folder MIGRATIONS do not know, so that a newer program must have written them.
{"kind": "ollama", "root"}: models, in that folder of it. {"kind": null}: neither. Reads only: what is
looked into is a copy, because a database in WAL mode cannot be opened read-only.
"""
import errno, json, os, re, shutil, sqlite3, sys, tempfile

folder, migrations = sys.argv[1], sys.argv[2]


def end(**found):
    print(json.dumps(found))
    sys.exit()


def known_revisions():
    known = set()
    for name in os.listdir(migrations) if os.path.isdir(migrations) else []:
        if name.endswith(".py"):
            with open(os.path.join(migrations, name), encoding="utf-8") as file:
                known.update(re.findall(r"^revision(?:\s*:\s*str)?\s*=\s*['\"](\w+)['\"]", file.read(), re.MULTILINE))
    return known


def page():
    with tempfile.TemporaryDirectory() as place:
        for part in ("", "-wal", "-shm"):
            source = os.path.join(folder, "webui.db" + part)
            if os.path.exists(source):
                shutil.copyfile(source, os.path.join(place, "webui.db" + part))
        try:
            database = sqlite3.connect(os.path.join(place, "webui.db"))
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"user", "auth", "chat"} <= tables:
                end(kind="open-webui", damage=None, unknown=[], tables=False)
            check = [row[0] for row in database.execute("PRAGMA integrity_check(5)")]
            count = lambda table: database.execute('SELECT count(*) FROM "%s"' % table).fetchone()[0]
            held = []
            if "alembic_version" in tables:
                held = [row[0] for row in database.execute("SELECT version_num FROM alembic_version")]
            known = known_revisions()
            end(
                kind="open-webui",
                tables=True,
                accounts=count("user"),
                chats=count("chat"),
                damage=None if check == ["ok"] else "; ".join(check),
                # Without the migrations nothing can be told; the start of the page will.
                unknown=[name for name in held if known and name not in known],
            )
        except sqlite3.DatabaseError as error:
            end(kind="open-webui", damage=str(error), unknown=[], tables=True)


if os.path.exists(os.path.join(folder, "webui.db")):
    try:
        page()
    except OSError as error:
        problem = "no-space" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "other"
        told = {"problem": problem, "path": error.filename, "detail": error.strerror}
        sys.exit(json.dumps(told))
for root in ("models", "."):
    if os.path.isdir(os.path.join(folder, root, "manifests")) and os.path.isdir(os.path.join(folder, root, "blobs")):
        end(kind="ollama", root=root)
end(kind=None)
