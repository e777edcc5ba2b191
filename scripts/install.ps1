# Installs or updates localgpt for this user on Windows: one file in %LOCALAPPDATA%\Programs\localgpt, without an
# administrator. -Remove removes it again. It has ASCII alone, because PowerShell decodes a download in more than one
# way: the letters of Spanish are written as \u00e1. Nothing runs before the last line is here, so a download of this
# script that was cut off does no harm.

# Where the files of a release are; written here when a release is made.
$downloads = ''

# One sentence in the user's language; {0} stands for the first of the values that follow it.
function Format-Sentence([string]$english, [string]$spanish, [object[]]$values) {
  $isSpanish = (Get-UICulture).TwoLetterISOLanguageName -eq 'es'
  return ([regex]::Unescape($(if ($isSpanish) { $spanish } else { $english })) -f $values)
}
function Say([string]$english, [string]$spanish) {
  Write-Host (Format-Sentence $english $spanish $args)
}
# Ends with a code and a sentence of that kind.
function Stop-With([int]$code, [string]$english, [string]$spanish) {
  $failure = New-Object System.Exception (Format-Sentence $english $spanish $args)
  $failure.Data['code'] = $code
  throw $failure
}

# The address from package.json where this script lies in a clone; empty where it does not, or no owner is named yet.
function Read-Clone {
  if (-not $PSCommandPath) { return '' }
  $package = Join-Path (Split-Path $PSCommandPath) '..\package.json'
  if (-not (Test-Path -LiteralPath $package)) { return '' }
  $repository = (Get-Content -LiteralPath $package -Raw | ConvertFrom-Json).repository
  $written = [string]$(if ($repository -is [string]) { $repository } else { $repository.url })
  $repository = $written -replace '^git\+', '' -replace '\.git$', ''
  if ($repository -notmatch '^https:' -or $repository -match '/OWNER/') { return '' }
  return "$repository/releases/latest/download"
}

function Find-Address {
  $address = $env:LOCALGPT_DOWNLOAD_URL
  if (-not $address) { $address = $downloads }
  if (-not $address) { $address = Read-Clone }
  if (-not $address) {
    Stop-With 2 'The address of the releases is not known: give it in the variable LOCALGPT_DOWNLOAD_URL' 'No se conoce la direcci\u00f3n de las versiones: ind\u00edcala en la variable LOCALGPT_DOWNLOAD_URL'
  }
  if ($address -notmatch '^https?://.') {
    Stop-With 2 'LOCALGPT_DOWNLOAD_URL must be an address such as https://example.org/localgpt, not {0}' 'LOCALGPT_DOWNLOAD_URL debe ser una direcci\u00f3n como https://example.org/localgpt, no {0}' $address
  }
  return $address.TrimEnd('/')
}

# Windows on ARM runs programs for amd64 too.
function Find-File {
  $processor = if ($env:PROCESSOR_ARCHITEW6432) { $env:PROCESSOR_ARCHITEW6432 } else { $env:PROCESSOR_ARCHITECTURE }
  if ($processor -in 'AMD64', 'ARM64') { return 'localgpt-windows-amd64.exe' }
  Stop-With 1 'There is no executable for {0} on {1}; with Node.js the package works: npm install -g localgpt' 'No hay un ejecutable para {0} en {1}; con Node.js funciona el paquete: npm install -g localgpt' 'Windows' $processor
}

function Receive-File([string]$url, [string]$path) {
  try {
    Invoke-WebRequest -Uri $url -OutFile $path -UseBasicParsing -TimeoutSec 600
  } catch {
    Write-Host $_.Exception.Message
    Stop-With 1 '{0} could not be downloaded; nothing has changed' 'No se ha podido descargar {0}; no ha cambiado nada' $url
  }
}

function Read-Checksum([string]$path) {
  return (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash.ToLowerInvariant()
}

# Something in localgpt's place that was not installed by this script.
function Assert-Own([string]$program) {
  $found = Get-Item -LiteralPath $program -Force -ErrorAction SilentlyContinue
  if (-not $found) { return }
  # Every executable that Node makes of a program has this word in it.
  if ($found.PSIsContainer -or $found.LinkType -or -not (Select-String -LiteralPath $program -Pattern 'NODE_SEA_FUSE' -SimpleMatch -Quiet)) {
    Stop-With 1 '{0} is not a file that this script put there (npm makes a link): remove it first' '{0} no es un archivo que haya puesto este programa (npm crea un enlace): qu\u00edtalo antes' $program
  }
}

# The user's PATH as it is written, variables in it as they are.
function Read-UserPath {
  return [string](Get-Item 'HKCU:\Environment').GetValue('Path', '', 'DoNotExpandEnvironmentNames')
}
function Write-UserPath([string]$path) {
  Set-ItemProperty 'HKCU:\Environment' -Name Path -Value $path -Type ExpandString
  # Setting a variable by .NET tells the programs that run of the new PATH, which writing to the registry does not.
  [Environment]::SetEnvironmentVariable('LOCALGPT_INSTALLING', $null, 'User')
}
function Add-ToPath([string]$folder) {
  $entries = @((Read-UserPath).Split(';') | Where-Object { $_ })
  if ($entries -contains $folder) { return }
  Write-UserPath (($entries + $folder) -join ';')
  $env:Path = "$env:Path;$folder"
  Say '{0} is on your PATH now; terminals that are open find localgpt once they are opened anew' '{0} ya est\u00e1 en tu PATH; las terminales abiertas encontrar\u00e1n localgpt cuando las abras de nuevo' $folder
}
function Remove-FromPath([string]$folder) {
  $entries = @((Read-UserPath).Split(';') | Where-Object { $_ })
  if ($entries -contains $folder) { Write-UserPath (($entries | Where-Object { $_ -ne $folder }) -join ';') }
}

# Puts a file in the place of another; a program that runs lets itself be renamed, not overwritten.
function Move-IntoPlace([string]$fresh, [string]$program, [string]$old) {
  if (Test-Path -LiteralPath $program) { Move-Item -LiteralPath $program -Destination $old -Force }
  try {
    Move-Item -LiteralPath $fresh -Destination $program
  } catch {
    if (Test-Path -LiteralPath $old) { Move-Item -LiteralPath $old -Destination $program }
    throw
  }
  Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
}

function Install-Program([string]$folder, [string]$program) {
  $address = Find-Address
  $file = Find-File
  Assert-Own $program
  try { New-Item -ItemType Directory -Path $folder -Force | Out-Null } catch {
    Stop-With 1 'You may not write to {0}; nothing has changed' 'No tienes permiso para escribir en {0}; no ha cambiado nada' $folder
  }
  $sums = Join-Path $folder ".localgpt.$PID.sums"
  $fresh = Join-Path $folder ".localgpt.$PID.new.exe"
  $old = Join-Path $folder ".localgpt.$PID.old"
  try {
    # The program that was running during the last replacement.
    Remove-Item (Join-Path $folder '.localgpt.*.old') -Force -ErrorAction SilentlyContinue
    Receive-File "$address/SHA256SUMS" $sums
    $expected = Get-Content -LiteralPath $sums | Where-Object { $_ -match "^([0-9a-f]{64}) [ *]$([regex]::Escape($file))`$" } | ForEach-Object { $_.Substring(0, 64) }
    if (-not $expected) {
      Stop-With 1 'SHA256SUMS of the release has no line for {0}; nothing has changed' 'El archivo SHA256SUMS de la versi\u00f3n no tiene ninguna l\u00ednea para {0}; no ha cambiado nada' $file
    }
    if ((Test-Path -LiteralPath $program) -and (Read-Checksum $program) -eq $expected) {
      Say 'The newest localgpt is already here: {0}' 'El localgpt m\u00e1s nuevo ya est\u00e1 aqu\u00ed: {0}' $program
      Add-ToPath $folder
      return
    }
    Say 'Downloading {0}' 'Descargando {0}' "$address/$file"
    Receive-File "$address/$file" $fresh
    if ((Read-Checksum $fresh) -ne $expected) {
      Stop-With 1 '{0} is not the file that SHA256SUMS describes; nothing has changed' '{0} no es el archivo que describe SHA256SUMS; no ha cambiado nada' $file
    }
    $version = try { & $fresh --version } catch { $null }
    if (-not $version -or $LASTEXITCODE -ne 0) {
      Stop-With 1 'The new localgpt does not start on this system; nothing has changed. With Node.js the package works: npm install -g localgpt' 'El nuevo localgpt no arranca en este sistema; no ha cambiado nada. Con Node.js funciona el paquete: npm install -g localgpt'
    }
    Move-IntoPlace $fresh $program $old
    Say 'localgpt {0} is installed: {1}' 'localgpt {0} est\u00e1 instalado: {1}' $version $program
    Add-ToPath $folder
    Say 'Start it: localgpt up' 'Ponlo en marcha: localgpt up'
  } finally {
    Remove-Item -LiteralPath $sums, $fresh -Force -ErrorAction SilentlyContinue
  }
}

function Remove-Program([string]$folder, [string]$program) {
  Assert-Own $program
  if (Test-Path -LiteralPath $program) {
    try { Remove-Item -LiteralPath $program -Force } catch {
      Stop-With 1 '{0} could not be removed' 'No se ha podido quitar {0}' $program
    }
    Say 'Removed {0}' '{0} se ha quitado' $program
  } else {
    Say 'There is no localgpt in {0}' 'No hay ning\u00fan localgpt en {0}' $folder
  }
  Remove-FromPath $folder
  Say 'Containers, models, conversations and settings are all still there' 'Los contenedores, los modelos, las conversaciones y los ajustes siguen ah\u00ed'
}

function Install-Localgpt([object[]]$given) {
  $ErrorActionPreference = 'Stop'
  # Its bar makes downloads many times slower.
  $ProgressPreference = 'SilentlyContinue'
  # Windows PowerShell does not enable it by default.
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
  $folder = Join-Path $env:LOCALAPPDATA 'Programs\localgpt'
  $program = Join-Path $folder 'localgpt.exe'
  $code = 0
  try {
    $unknown = @($given | Where-Object { $_ -notin '-Remove', '--remove' })
    if ($unknown.Count -gt 0) {
      Stop-With 2 'There is no option {0}: install.ps1 [-Remove]' 'No existe la opci\u00f3n {0}: install.ps1 [-Remove]' $unknown[0]
    }
    if ($given.Count -gt 0) { Remove-Program $folder $program } else { Install-Program $folder $program }
  } catch {
    $code = if ($_.Exception.Data['code']) { $_.Exception.Data['code'] } else { 1 }
    [Console]::Error.WriteLine($_.Exception.Message)
  }
  # Where it was piped into a session, ending would close that.
  if ($PSCommandPath) { exit $code }
}

$given = $args; & { Install-Localgpt $given }
