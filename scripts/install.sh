#!/bin/sh
# Installs or updates localgpt for this user: one file in ~/.local/bin, without root. `--remove` removes it again.
# Nothing runs before the last line is here, so a download of this script that was cut off does no harm.
set -eu

# Where the files of a release are; written here when a release is made.
downloads=''

# say ENGLISH SPANISH: one sentence in the user's language.
say() {
  case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    es*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# fail CODE ENGLISH SPANISH
fail() {
  code=$1
  shift
  say "$@" >&2
  exit "$code"
}

clean_up() {
  # Waited for, so that it makes no file after this.
  [ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null || :
  [ -z "$fresh" ] || rm -f "$fresh" "$sums"
}

find_folder() {
  [ -n "${HOME:-}" ] || fail 1 "There is no home folder to install localgpt in: set the variable HOME" \
    "No hay una carpeta personal donde instalar localgpt: indícala en la variable HOME"
  folder=$HOME/.local/bin
  program=$folder/localgpt
}

# The address from package.json where this script lies in a clone; empty where it does not, or no owner is named yet.
read_clone() {
  case "$0" in */install.sh | install.sh) ;; *) return 0 ;; esac
  package=$(dirname -- "$0")/../package.json
  [ -f "$package" ] || return 0
  repository=$(sed -n -e 's/.*"repository": *"\(https:[^"]*\)".*/\1/p' -e 's/.*"git+\(https:[^"]*\)".*/\1/p' "$package")
  case "$repository" in "" | */OWNER/*) ;; *) printf '%s' "${repository%.git}/releases/latest/download" ;; esac
}

find_address() {
  address=${LOCALGPT_DOWNLOAD_URL:-$downloads}
  [ -n "$address" ] || address=$(read_clone)
  [ -n "$address" ] || fail 2 "The address of the releases is not known: give it in the variable LOCALGPT_DOWNLOAD_URL" \
    "No se conoce la dirección de las versiones: indícala en la variable LOCALGPT_DOWNLOAD_URL"
  case "$address" in
    http://?* | https://?*) address=${address%/} ;;
    *) fail 2 "LOCALGPT_DOWNLOAD_URL must be an address such as https://example.org/localgpt, not $address" \
      "LOCALGPT_DOWNLOAD_URL debe ser una dirección como https://example.org/localgpt, no $address" ;;
  esac
}

find_file() {
  system=$(uname -s) processor=$(uname -m)
  # A shell that Rosetta translates takes an Apple processor for one of Intel's.
  [ "$system" != Darwin ] || [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || :)" != 1 ] || processor=arm64
  case "$system" in Linux) file=linux ;; Darwin) file=macos ;; *) file= ;; esac
  case "$processor" in x86_64 | amd64) file=${file:+localgpt-$file-amd64} ;; aarch64 | arm64) file=${file:+localgpt-$file-arm64} ;; *) file= ;; esac
  [ -n "$file" ] || fail 1 "There is no executable for $system on $processor; with Node.js the package works: npm install -g localgpt" \
    "No hay un ejecutable para $system en $processor; con Node.js funciona el paquete: npm install -g localgpt"
}

# fetch URL FILE: whole, or the script ends; nothing that stalls is waited for longer than 30 seconds.
fetch() {
  if command -v curl >/dev/null 2>&1; then
    [ -t 2 ] && bar=--progress-bar || bar=--silent
    # What begins encrypted is not sent on to where anybody on the way can change it.
    case "$1" in https:*) next='=https' ;; *) next='=http,https' ;; esac
    curl --fail --location --proto-redir "$next" "$bar" --show-error --connect-timeout 30 --speed-limit 1 --speed-time 30 --output "$2" "$1" &
  elif command -v wget >/dev/null 2>&1; then
    wget -q -T 30 -t 2 -O "$2" "$1" &
  else
    fail 1 "curl or wget is needed to download localgpt: install one of them" \
      "Hace falta curl o wget para descargar localgpt: instala uno de los dos"
  fi
  # With `wait`, this shell handles a signal at once.
  child=$!
  wait "$child" && code=0 || code=$?
  child=
  [ "$code" -eq 0 ] || fail 1 "$1 could not be downloaded; nothing has changed" \
    "No se ha podido descargar $1; no ha cambiado nada"
}

checksum() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1"
  elif command -v shasum >/dev/null 2>&1; then shasum -a 256 <"$1"
  elif command -v openssl >/dev/null 2>&1; then openssl dgst -sha256 -r <"$1"
  else
    fail 1 "sha256sum, shasum or openssl is needed to check the download: install one of them" \
      "Hace falta sha256sum, shasum u openssl para comprobar la descarga: instala uno de los tres"
  fi
}

# Something in localgpt's place that was not installed by this script.
refuse_others() {
  [ -e "$program" ] || [ -L "$program" ] || return 0
  # Every executable that Node makes of a program has this word in it.
  if [ -L "$program" ] || [ ! -f "$program" ] || ! LC_ALL=C grep -q NODE_SEA_FUSE "$program"; then
    fail 1 "$program is not a file that this script put there (npm makes a link): remove it first" \
      "$program no es un archivo que haya puesto este programa (npm crea un enlace): quítalo antes"
  fi
}

# What a run left that was killed: its number is in the name, and nobody has that number now.
remove_forgotten() {
  for left in "$folder"/.localgpt.*.new "$folder"/.localgpt.*.sums; do
    number=${left##*/.localgpt.}
    number=${number%.*}
    # self-update has names of its own, with twelve digits and letters.
    case "$number" in *[!0-9]* | ????????????) continue ;; esac
    kill -0 "$number" 2>/dev/null || rm -f -- "$left"
  done
}

tell_path() {
  case ":${PATH:-}:" in
    *":$folder:"*) ;;
    *)
      case "${SHELL:-}" in
        */fish) line="fish_add_path \"$folder\"" start=.config/fish/config.fish ;;
        */zsh) line="export PATH=\"$folder:\$PATH\"" start=.zshrc ;;
        */bash)
          line="export PATH=\"$folder:\$PATH\"" start=.bashrc
          # A terminal of a Mac is a login shell, which reads another file.
          [ "$(uname -s)" != Darwin ] || start=.bash_profile
          ;;
        *) line="export PATH=\"$folder:\$PATH\"" start=.profile ;;
      esac
      say "$folder is not on your PATH. Add this line to $HOME/$start and open a new terminal:" \
        "$folder no está en tu PATH. Añade esta línea a $HOME/$start y abre otra terminal:"
      printf '  %s\n' "$line"
      return
      ;;
  esac
  first=$(command -v localgpt || :)
  [ "$first" = "$program" ] || say "Another localgpt comes first on your PATH: $first" \
    "Otro localgpt va antes en tu PATH: $first"
}

install_program() {
  find_address
  find_file
  checksum /dev/null >/dev/null
  refuse_others
  mkdir -p -- "$folder" 2>/dev/null || :
  [ -w "$folder" ] || fail 1 "You may not write to $folder; nothing has changed" \
    "No tienes permiso para escribir en $folder; no ha cambiado nada"
  remove_forgotten
  sums=$folder/.localgpt.$$.sums
  fresh=$folder/.localgpt.$$.new
  fetch "$address/SHA256SUMS" "$sums"
  expected=$(sed -n "s/^\([0-9a-f]\{64\}\) [ *]$file\$/\1/p" "$sums")
  [ -n "$expected" ] || fail 1 "SHA256SUMS of the release has no line for $file; nothing has changed" \
    "El archivo SHA256SUMS de la versión no tiene ninguna línea para $file; no ha cambiado nada"
  if [ -f "$program" ] && found=$(checksum "$program") && [ "${found%% *}" = "$expected" ]; then
    say "The newest localgpt is already here: $program" "El localgpt más nuevo ya está aquí: $program"
    tell_path
    return
  fi
  say "Downloading $address/$file" "Descargando $address/$file"
  fetch "$address/$file" "$fresh"
  found=$(checksum "$fresh")
  [ "${found%% *}" = "$expected" ] || fail 1 "$file is not the file that SHA256SUMS describes; nothing has changed" \
    "$file no es el archivo que describe SHA256SUMS; no ha cambiado nada"
  chmod 755 "$fresh"
  # One that was made for another C library is whole and yet does not start.
  version=$("$fresh" --version) || fail 1 "The new localgpt does not start on this system; nothing has changed. With Node.js the package works: npm install -g localgpt" \
    "El nuevo localgpt no arranca en este sistema; no ha cambiado nada. Con Node.js funciona el paquete: npm install -g localgpt"
  mv -f -- "$fresh" "$program"
  say "localgpt $version is installed: $program" "localgpt $version está instalado: $program"
  tell_path
  say "Start it: localgpt up" "Ponlo en marcha: localgpt up"
}

remove_program() {
  refuse_others
  if [ -f "$program" ]; then
    rm -f -- "$program" || fail 1 "$program could not be removed" "No se ha podido quitar $program"
    say "Removed $program" "$program se ha quitado"
  else
    say "There is no localgpt in $folder" "No hay ningún localgpt en $folder"
  fi
  say "Containers, models, conversations and settings are all still there" \
    "Los contenedores, los modelos, las conversaciones y los ajustes siguen ahí"
}

main() {
  child='' fresh='' sums=''
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  find_folder
  case "$#:${1:-}" in
    0:) install_program ;;
    1:--remove) remove_program ;;
    1:-h | 1:--help)
      say "Usage: install.sh [--remove]" "Uso: install.sh [--remove]"
      say "Puts localgpt into $folder, or the newest one in the place of an older one" \
        "Pone localgpt en $folder, o el más nuevo en el lugar de uno anterior"
      ;;
    *)
      [ "$1" != --remove ] || shift
      fail 2 "There is no option $1: install.sh [--remove]" "No existe la opción $1: install.sh [--remove]"
      ;;
  esac
}

{ main "$@"; }
