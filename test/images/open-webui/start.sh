#!/bin/bash
# Finds or makes the secret key that signs the sessions, then becomes the server, as Open WebUI's own start script does.
cd /app/backend || exit 1

key_file=${WEBUI_SECRET_KEY_FILE:-.webui_secret_key}
if [[ -z ${WEBUI_SECRET_KEY:-} ]]; then
  echo "Loading WEBUI_SECRET_KEY from file, not provided as an environment variable."
  if [[ ! -e $key_file ]]; then
    echo "Generating WEBUI_SECRET_KEY"
    head -c 12 /dev/urandom | base64 >"$key_file"
  fi
  echo "Loading WEBUI_SECRET_KEY from $key_file"
  WEBUI_SECRET_KEY=$(cat "$key_file")
fi
export WEBUI_SECRET_KEY
exec node /opt/standin/open-webui/main.mjs
