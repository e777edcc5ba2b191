"""Copies models from one Ollama's store into another: `python3 -c THIS FROM TO [plan]`, both folders with `manifests`
and `blobs`.

Prints lines of JSON: {"completed", "total"} in bytes as progress and, at the end, {"models"}: a `state` for each model.
`new`: not there yet (with `plan`, which writes nothing); `added`; `same`: there already; `other`: another model of
that name exists and is kept; `incomplete`: a file of it is missing; `damaged`: a file is not what its name says. Or
{"needed", "free"}: there is not enough space, and nothing was written. Files are written under a name that Ollama does
not know, checked by their digest, flushed to the disk and renamed; a model's manifest follows after all of its files.
"""
import hashlib, json, os, shutil, sys, time

source, target = sys.argv[1], sys.argv[2]
plan = sys.argv[3:] == ["plan"]
spare = 64 * 1024 * 1024
# Ollama does not use such names; a file left by a killed process is useless.
unfinished = "adopting-"


def say(**what):
    print(json.dumps(what), flush=True)


def blob_name(digest):
    return digest.replace(":", "-", 1)


def find_blob(store, digest):
    # Until 0.1.33 the names of files had a colon.
    for name in (blob_name(digest), digest):
        path = os.path.join(store, "blobs", name)
        if os.path.isfile(path):
            return path
    return None


def read(path):
    with open(path, "rb") as file:
        return file.read()


def files_of(manifest):
    parts = json.loads(manifest)
    return {part["digest"]: int(part["size"]) for part in [parts["config"], *parts["layers"]]}


def write_whole(path, pieces):
    place, name = os.path.split(path)
    os.makedirs(place, exist_ok=True)
    fresh = os.path.join(place, unfinished + name)
    with open(fresh, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def judge(path):
    """What to do with a model, and which of its files to copy."""
    manifest = read(os.path.join(source, "manifests", path))
    there = os.path.join(target, "manifests", path)
    if os.path.exists(there):
        return ("same" if read(there) == manifest else "other"), {}, 0
    try:
        files = files_of(manifest)
    except (ValueError, KeyError, TypeError):
        return "damaged", {}, 0
    missing = {}
    for digest, size in files.items():
        here, known = find_blob(source, digest), os.path.join(target, "blobs", blob_name(digest))
        if os.path.exists(known) and os.path.getsize(known) == size:
            continue
        if here is None or os.path.getsize(here) != size:
            return "incomplete", {}, sum(files.values())
        missing[digest] = size
    return "new", missing, sum(files.values())


def copy(digest):
    """Whether the file is now in the target's store, and matches its digest."""
    global completed, told
    measured = hashlib.sha256()

    def pieces():
        global completed, told
        with open(find_blob(source, digest), "rb") as file:
            while piece := file.read(4 * 1024 * 1024):
                measured.update(piece)
                yield piece
                completed += len(piece)
                if time.monotonic() - told > 0.25:
                    told = time.monotonic()
                    say(completed=completed, total=total)

    path = os.path.join(target, "blobs", blob_name(digest))
    fresh = write_whole(path, pieces())
    if "sha256:" + measured.hexdigest() != digest:
        os.remove(fresh)
        return False
    os.replace(fresh, path)
    return True


def names_in(store):
    found = []
    manifests = os.path.join(store, "manifests")
    for parent, _, names in os.walk(manifests):
        found += [os.path.relpath(os.path.join(parent, name), manifests) for name in names]
    return sorted(path for path in found if path.count("/") == 3 and not os.path.basename(path).startswith("."))


def add(path, files):
    if not all(copy(digest) for digest in files if not os.path.exists(os.path.join(target, "blobs", blob_name(digest)))):
        return "damaged"
    there = os.path.join(target, "manifests", path)
    os.replace(write_whole(there, [read(os.path.join(source, "manifests", path))]), there)
    return "added"


completed, told = 0, 0.0
models = {path: judge(path) for path in names_in(source)}
wanted = {}
for _, files, _ in models.values():
    wanted.update(files)
total = sum(wanted.values())
if not plan:
    for parent, _, names in os.walk(target):
        for name in names:
            if name.startswith(unfinished):
                os.remove(os.path.join(parent, name))
    os.makedirs(target, exist_ok=True)
free = shutil.disk_usage(target).free if os.path.isdir(target) else None
if free is not None and total > 0 and free < total + spare:
    say(needed=total + spare, free=free)
    sys.exit()
outcome = []
for path, (state, files, size) in models.items():
    if state == "new" and not plan:
        state = add(path, files)
    outcome.append({"path": path, "state": state, "bytes": size})
say(models=outcome, copied=total)
