# From a fresh clone to a chat on Windows: checks Node and Docker, installs and builds what changed, then runs
# `localgpt up` with the arguments given here. It has sentences of its own because it speaks before Node can.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')

$leastNode = 20
$spanish = (Get-UICulture).TwoLetterISOLanguageName -eq 'es'

# One sentence in the user's language, to stderr.
function Say([string]$english, [string]$spanishText) {
  [Console]::Error.WriteLine($(if ($spanish) { $spanishText } else { $english }))
}

function Assert-Node {
  $version = if (Get-Command node -ErrorAction SilentlyContinue) { (node --version).TrimStart('v') } else { $null }
  if ($null -eq $version) {
    Say "Node.js $leastNode or newer is needed and was not found" "Hace falta Node.js $leastNode o más nuevo y no se ha encontrado"
  } elseif ([int]$version.Split('.')[0] -lt $leastNode) {
    Say "Node.js $leastNode or newer is needed; this is $version" "Hace falta Node.js $leastNode o más nuevo; este es $version"
  } else { return }
  [Console]::Error.WriteLine('  winget install OpenJS.NodeJS.LTS')
  exit 2
}

# Whether there is a trace of Docker; whether it answers is what `localgpt up` finds out and explains.
function Assert-Docker {
  $pipes = '\\.\pipe\docker_engine', '\\.\pipe\dockerDesktopLinuxEngine'
  $found = $env:DOCKER_HOST -or $env:DOCKER_CONTEXT -or (Get-Command docker -ErrorAction SilentlyContinue) -or ($pipes | Where-Object { Test-Path $_ })
  if ($found) { return }
  Say 'Docker is needed and was not found' 'Hace falta Docker y no se ha encontrado'
  [Console]::Error.WriteLine('  winget install Docker.DockerDesktop')
  exit 3
}

# Whether anything in the paths changed after the file was made, or the file is not there.
function Test-NewerThan([string]$made, [string[]]$paths) {
  if (-not (Test-Path $made)) { return $true }
  $time = (Get-Item $made).LastWriteTimeUtc
  $newer = $paths | ForEach-Object { Get-Item $_; Get-ChildItem $_ -Recurse -ErrorAction SilentlyContinue } | Where-Object { $_.LastWriteTimeUtc -gt $time }
  return $null -ne ($newer | Select-Object -First 1)
}

function Install-AndBuild {
  if (Test-NewerThan 'node_modules/.package-lock.json' @('package.json', 'package-lock.json')) {
    Say 'Installing what localgpt is built with…' 'Instalando lo necesario para compilar localgpt…'
    npm ci --no-audit --no-fund --loglevel=error
    if ($LASTEXITCODE -ne 0) { exit 1 }
    (Get-Item 'node_modules/.package-lock.json').LastWriteTimeUtc = [DateTime]::UtcNow
  }
  if (Test-NewerThan 'dist/main.js' @('package.json', 'package-lock.json', 'src', 'templates', 'scripts/build.mjs', 'scripts/bundle.mjs')) {
    Say 'Building localgpt…' 'Compilando localgpt…'
    npm run --silent build > $null
    if ($LASTEXITCODE -ne 0) { exit 1 }
    (Get-Item 'dist/main.js').LastWriteTimeUtc = [DateTime]::UtcNow
    if (-not (Get-Command localgpt -ErrorAction SilentlyContinue)) {
      Say 'To have the command localgpt everywhere, run this here once: npm install -g .' 'Para tener la orden localgpt en todas partes, ejecuta aquí una vez: npm install -g .'
    }
  }
}

Assert-Node
Assert-Docker
Install-AndBuild
node dist/main.js up @args
exit $LASTEXITCODE
