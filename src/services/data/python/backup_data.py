"""Writes what a backup keeps of the volumes to stdout, as a tar: `python3 -c THIS REQUEST`.

The request is JSON: `data`, the path of Open WebUI's volume; `baked`, what the image itself has in that place;
`ollama`, the path of Ollama's volume, or null; `models`, whether its models are wanted. The first entry, `plan.json`,
announces the content and its size in bytes; the last one, `end.json`, reports the result. SQLite itself copies the
databases before anything else is read, so the copies are whole even while others write to them. All other files,
including databases that people uploaded, are read as they are: if one shrinks, the rest is filled with zeros, if one
grows, the rest is left out, and both are reported.
"""
import errno, fcntl, hashlib, json, os, sqlite3, stat, sys, tarfile, tempfile, time, urllib.parse

request = json.loads(sys.argv[1])
DATA, BAKED, OLLAMA = request["data"], request["baked"], request["ollama"]
HOME = "/app/backend/data"
UPLOADS = "open-webui/uploads/"
MAGIC = b"SQLite format 3\0"
SMALL = 4 << 20
CHUNK = 1 << 20
omitted, changed, damaged = [], [], []
pending = bytearray()


def fail(problem, path, detail):
    print(json.dumps({"problem": problem, "path": path, "detail": str(detail)}), file=sys.stderr)
    sys.exit(1)


def omit(path, size, reason):
    omitted.append({"path": path, "bytes": size, "reason": reason})


def write(data):
    """Gathers what is small: each separate write wakes four programs on its way."""
    pending.extend(data)
    if len(pending) >= CHUNK:
        flush()


def flush():
    with memoryview(pending) as view:
        at = 0
        while at < len(view):
            at += os.write(1, view[at:])
    pending.clear()


def head(name, info, kind, size=0, target=""):
    entry = tarfile.TarInfo(name)
    entry.type, entry.size, entry.linkname = kind, size, target
    entry.mode, entry.uid, entry.gid = stat.S_IMODE(info.st_mode), info.st_uid, info.st_gid
    entry.mtime = int(info.st_mtime)
    write(entry.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict"))


def pad(size):
    write(b"\0" * (-size % 512))


def send_text(name, text):
    data = json.dumps(text).encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(data)
    write(entry.tobuf(tarfile.PAX_FORMAT))
    write(data)
    pad(len(data))


def mark(info):
    return info.st_size, info.st_mtime_ns


def read_small(file):
    """A small file as it was at one moment, if it does not keep changing."""
    for attempt in range(5):
        before = os.fstat(file)
        # One byte more than there should be, so that one that has grown is seen.
        data = os.pread(file, before.st_size + 1, 0)
        after = os.fstat(file)
        if mark(before) == mark(after) and len(data) == after.st_size:
            return data, True
        time.sleep(0.02 * attempt)
    return data, False


def send_bytes(file, size):
    flush()
    at = 0
    while at < size:
        try:
            sent = os.sendfile(1, file, at, min(CHUNK, size - at))
        except BrokenPipeError:
            raise
        except OSError:
            # Some file systems do not support sendfile.
            part = os.pread(file, min(CHUNK, size - at), at)
            write(part)
            flush()
            sent = len(part)
        if sent == 0:
            break
        at += sent
    for _ in range(0, size - at, CHUNK):
        write(b"\0" * min(CHUNK, size - at))
        at = min(at + CHUNK, size)


def send_file(name, path, info, source=None):
    """Sends a file under a name, with the owner and times of `info`; `source` if its bytes are in another place."""
    try:
        file = os.open(source or path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        omit(name, info.st_size, "vanished")
        return
    except OSError as error:
        # A symbolic link, or something else, has taken its place.
        if error.errno != errno.ELOOP:
            raise
        omit(name, info.st_size, "vanished")
        return
    try:
        before = os.fstat(file)
        if before.st_size <= SMALL:
            data, quiet = read_small(file)
            head(name, info, tarfile.REGTYPE, len(data))
            write(data)
            pad(len(data))
        else:
            head(name, info, tarfile.REGTYPE, before.st_size)
            send_bytes(file, before.st_size)
            pad(before.st_size)
            quiet = mark(os.fstat(file)) == mark(before)
        if not quiet:
            changed.append(name)
    finally:
        os.close(file)


def is_in_image(path, info):
    """Whether the image has the same file, judging by its place, size and time: a new volume gets it from there."""
    inside = os.path.relpath(path, DATA)
    if not inside.startswith("cache" + os.sep):
        return False
    try:
        baked = os.lstat(os.path.join(BAKED, inside))
        if stat.S_ISLNK(info.st_mode):
            return stat.S_ISLNK(baked.st_mode) and os.readlink(path) == os.readlink(os.path.join(BAKED, inside))
    except OSError:
        return False
    return stat.S_ISREG(baked.st_mode) and baked.st_size == info.st_size and int(baked.st_mtime) == int(info.st_mtime)


def leads_out(path, target):
    """Whether a symbolic link leaves the folder, seen from where Open WebUI has it."""
    inside = os.path.join(HOME, os.path.relpath(os.path.dirname(path), DATA))
    place = os.path.normpath(os.path.join(inside, target))
    return place != HOME and not place.startswith(HOME + "/")


def is_database(name, path):
    """Whether it is a database of the page's own: databases that people uploaded must not be written to."""
    if name.startswith(UPLOADS):
        return False
    try:
        with open(path, "rb") as file:
            return file.read(16) == MAGIC
    except OSError:
        return False


def find_files(root, name):
    """The entries below a folder, each after its folder: (name in the archive, path, lstat), in a fixed order."""
    try:
        info = os.lstat(root)
    except FileNotFoundError:
        return
    yield name, root, info
    if not stat.S_ISDIR(info.st_mode):
        return
    try:
        inner = sorted(os.listdir(root))
    except FileNotFoundError:
        return
    for each in inner:
        try:
            each.encode()
        except UnicodeEncodeError:
            omit(name + "/" + each.encode(errors="replace").decode(), 0, "name")
            continue
        yield from find_files(os.path.join(root, each), name + "/" + each)


def copy_database(path, folder, number):
    """SQLite's own copy, as of one moment; None if it turns out not to be a database."""
    copy = os.path.join(folder, str(number))
    until = time.monotonic() + 60

    def watch(status, remaining, total):
        if status not in (0, 101) and time.monotonic() > until:
            raise TimeoutError("another program keeps it locked")

    try:
        source = sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=rw", uri=True, timeout=60)
        target = sqlite3.connect(copy)
        try:
            source.backup(target, progress=watch)
            if target.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return copy, False
        finally:
            target.close()
            source.close()
        return copy, True
    except TimeoutError as error:
        fail("locked", path, error)
    except sqlite3.OperationalError as error:
        if not os.path.exists(path):
            return None
        fail("no-space" if "full" in str(error) else "database", path, error)
    except sqlite3.DatabaseError:
        # Damaged beyond what SQLite can copy.
        return path, False


def count_rows(copy):
    try:
        database = sqlite3.connect("file:" + urllib.parse.quote(copy) + "?mode=ro", uri=True)
        try:
            accounts = database.execute('SELECT count(*) FROM "user"').fetchone()[0]
            chats = database.execute('SELECT count(*) FROM "chat"').fetchone()[0]
            return {"accounts": accounts, "chats": chats}
        finally:
            database.close()
    except sqlite3.Error:
        return None


def read_version():
    try:
        with open("/app/package.json") as file:
            version = json.load(file).get("version")
            return version if isinstance(version, str) else None
    except (OSError, ValueError):
        return None


def short_name(parts):
    host, space, model, tag = parts
    if host != "registry.ollama.ai":
        return "/".join((host, space, model)) + ":" + tag
    return (model if space == "library" else space + "/" + model) + ":" + tag


def find_models():
    """Each model: its name in Ollama, its manifest (path in the archive, bytes, lstat) and the names of its blobs."""
    root = os.path.join(OLLAMA, "models", "manifests")
    for name, path, info in find_files(root, "ollama/manifests"):
        parts = name.split("/")[2:]
        if not stat.S_ISREG(info.st_mode) or len(parts) != 4:
            continue
        try:
            with open(path, "rb") as file:
                data = file.read(SMALL)
            layers = json.loads(data)
            layers = [layers["config"], *(layers.get("layers") or [])]
            blobs = {layer["digest"].replace(":", "-"): int(layer["size"]) for layer in layers}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            omit(name, info.st_size, "incomplete")
            continue
        places = [os.path.join(OLLAMA, "models", "blobs", blob) for blob in blobs]
        if not all("/" not in blob and os.path.isfile(place) for blob, place in zip(blobs, places)):
            omit(name, info.st_size, "incomplete")
            continue
        digest = hashlib.sha256(data).hexdigest()
        yield {"name": short_name(parts), "sizeBytes": sum(blobs.values()), "digest": digest}, (name, data, info), blobs


def find_databases(folder):
    """The copies of all databases, by their path in the archive: (path, lstat, copy)."""
    found = {}
    for name, path, info in find_files(DATA, "open-webui"):
        if stat.S_ISREG(info.st_mode) and not is_in_image(path, info) and is_database(name, path):
            copied = copy_database(path, folder, len(found))
            if copied is None:
                continue
            copy, good = copied
            if not good:
                damaged.append(name)
            found[name] = (path, info, copy)
    return found


def find_others(databases):
    """Folders and links (name, lstat, target), then files (name, path, lstat), without databases and their journals."""
    journals = {name + end for name in databases for end in ("-wal", "-shm", "-journal")}
    frame, files = [], []
    for name, path, info in find_files(DATA, "open-webui"):
        if name in databases or name in journals:
            continue
        if stat.S_ISDIR(info.st_mode):
            frame.append((name, info, None))
        elif is_in_image(path, info):
            omit(name, info.st_size if stat.S_ISREG(info.st_mode) else 0, "in-image")
        elif stat.S_ISREG(info.st_mode):
            files.append((name, path, info))
        elif stat.S_ISLNK(info.st_mode):
            target = os.readlink(path)
            if leads_out(path, target):
                omit(name, 0, "link-out")
            else:
                frame.append((name, info, target))
        else:
            omit(name, 0, "special")
    return frame, files


def main():
    try:
        fcntl.fcntl(1, 1031, CHUNK)  # F_SETPIPE_SZ: fewer turns between the two ends
    except OSError:
        pass
    with tempfile.TemporaryDirectory(prefix="localgpt-") as folder:
        # Before the files are looked for, so that the files that a copy refers to are included.
        databases = find_databases(folder)
        frame, files = find_others(databases)
        page = databases.get("open-webui/webui.db")
        models = list(find_models()) if OLLAMA else []
        blobs, manifests = [], []
        if request["models"]:
            for blob in sorted({blob for _, _, inner in models for blob in inner}):
                path = os.path.join(OLLAMA, "models", "blobs", blob)
                blobs.append(("ollama/blobs/" + blob, path, os.stat(path)))
            manifests = [manifest for _, manifest, _ in models]
        total = sum(os.stat(copy).st_size for _, _, copy in databases.values())
        total += sum(info.st_size for _, _, info in files + blobs) + sum(len(data) for _, data, _ in manifests)
        send_text("plan.json", {
            "version": read_version(),
            "counts": count_rows(page[2]) if page else None,
            "dataBytes": total,
            "entries": len(frame) + len(databases) + len(files) + len(blobs) + len(manifests),
            "models": [model for model, _, _ in models],
            "databases": list(databases),
        })
        flush()
        for name, info, target in frame:
            head(name, info, tarfile.DIRTYPE if target is None else tarfile.SYMTYPE, target=target or "")
        for name, (path, info, copy) in databases.items():
            send_file(name, path, info, copy)
            if copy != path:
                os.unlink(copy)
        for name, path, info in files + blobs:
            send_file(name, path, info)
        for name, data, info in manifests:
            head(name, info, tarfile.REGTYPE, len(data))
            write(data)
            pad(len(data))
    send_text("end.json", {"omitted": omitted, "changed": changed, "damaged": damaged})
    write(b"\0" * 1024)
    flush()

try:
    main()
except BrokenPipeError:
    sys.exit(1)
except OSError as error:
    fail("no-space" if error.errno == errno.ENOSPC else "file", error.filename, error.strerror)
