"""Lists the accounts in Open WebUI's database: `python3 -c THIS FOLDER`, as one line of JSON.

{"accounts"}: a list, null if there is no database yet; {"problem"}: why it could not be read. Only reads.
"""
import json, os, sqlite3, sys, urllib.parse

path = os.path.join(sys.argv[1], "webui.db")


def sign_in(row):
    secret = row["password"] or ""
    if row["oauth"] not in (None, "", "null", "{}"):
        return "oauth"
    if secret.startswith(("$2", "$argon2")):
        return "password"
    # An account that came by LDAP has a random text there instead of a hash (routers/auths.py, ldap_auth).
    return "ldap" if secret else "none"


def read():
    if not os.path.exists(path):
        return None
    database = sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=ro", uri=True, timeout=10)
    database.row_factory = sqlite3.Row
    known = {row["name"] for row in database.execute('PRAGMA table_info("user")')}
    if not known:
        return None
    # Before 0.6.32 that column had another name.
    oauth = next(("u." + name for name in ("oauth", "oauth_sub") if name in known), "NULL")
    rows = database.execute(
        "SELECT u.id, u.name, u.email, u.role, u.last_active_at, u.created_at, " + oauth + " AS oauth, "
        'a.password, a.active FROM "user" u LEFT JOIN auth a ON a.id = u.id'
    )
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "email": row["email"],
            "role": row["role"],
            "active": row["active"] is None or bool(row["active"]),
            "signIn": sign_in(row),
            "lastSeen": row["last_active_at"],
            "created": row["created_at"],
        }
        for row in rows
    ]


try:
    print(json.dumps({"accounts": read()}))
except sqlite3.Error as error:
    print(json.dumps({"problem": str(error)}))
