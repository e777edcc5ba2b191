"""Lists what is in Ollama's folder, or moves prepared files into it: `python3 -c THIS FOLDER [place]`.

Prints JSON: `blobs`, their sizes by name; `manifests`, the SHA-256 of each by its path. With `place`, the content of
`.localgpt-restore` is moved into place first, blobs before manifests, and existing files are not touched. Without it,
`.localgpt-restore` is emptied: a killed run may have left something.
"""
import hashlib, json, os, shutil, sys

root, place = sys.argv[1], sys.argv[2:] == ["place"]
ready = os.path.join(root, ".localgpt-restore")
models = os.path.join(root, "models")


def files(folder):
    for path, _, names in os.walk(folder):
        for name in sorted(names):
            yield os.path.join(path, name)


def move(kind):
    for path in files(os.path.join(ready, kind)):
        target = os.path.join(models, os.path.relpath(path, ready))
        if os.path.lexists(target):
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.rename(path, target)


if place:
    os.sync()
    move("blobs")
    move("manifests")
    os.sync()
shutil.rmtree(ready, ignore_errors=True)
if not place:
    os.makedirs(ready)
blobs = os.path.join(models, "blobs")
manifests = os.path.join(models, "manifests")
print(json.dumps({
    "blobs": {os.path.relpath(path, blobs): os.path.getsize(path) for path in files(blobs)},
    "manifests": {
        os.path.relpath(path, manifests): hashlib.sha256(open(path, "rb").read()).hexdigest() for path in files(manifests)
    },
}))
