"""Gives an account in Open WebUI's database a new password: `python3 -c THIS FOLDER`, with JSON on stdin.

stdin: {"id", "password"}. stdout: {"changed": true}, or {"problem"}: why nothing was changed. The hash comes from the
library that the page itself checks passwords with (models/auths.py, utils/auth.py); the row is changed in one
transaction beside the running page, and read back through a new connection.
"""
import json, os, sqlite3, sys, urllib.parse


def end(**outcome):
    print(json.dumps(outcome))
    sys.exit()


def connect():
    return sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=rw", uri=True, timeout=30, isolation_level=None)


path = os.path.join(sys.argv[1], "webui.db")
request = json.load(sys.stdin)
account, secret = request["id"], request["password"].encode()
try:
    import bcrypt

    # Made before the transaction: it takes a good part of a second, and the page does not have to wait for it.
    made = bcrypt.hashpw(secret, bcrypt.gensalt()).decode()
    database = connect()
    database.execute("BEGIN IMMEDIATE")
    user = database.execute('SELECT email FROM "user" WHERE id = ?', (account,)).fetchone()
    if user is None:
        end(problem="the account is gone")
    changed = database.execute("UPDATE auth SET password = ?, active = 1 WHERE id = ?", (made, account)).rowcount
    if changed == 0:
        database.execute(
            "INSERT INTO auth (id, email, password, active) VALUES (?, ?, ?, 1)", (account, user[0], made)
        )
    database.execute("COMMIT")
    database.close()
    database = connect()
    kept = database.execute("SELECT password FROM auth WHERE id = ? AND active", (account,)).fetchall()
    database.close()
    if len(kept) != 1 or not bcrypt.checkpw(secret, kept[0][0].encode()):
        end(problem="the new password was not kept")
    end(changed=True)
except (sqlite3.Error, ImportError, ValueError) as error:
    end(problem="%s: %s" % (type(error).__name__, error))
