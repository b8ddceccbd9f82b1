@echo off
rem Runs Plumb from a checkout; builds it first where the sources have changed.
setlocal
set "root=%~dp0"
set "log=%TEMP%\plumb-build-%RANDOM%.log"
where dotnet >nul 2>nul
if errorlevel 1 (
  echo plumb: 'dotnet' is not on PATH; install the .NET SDK 10.0 from https://dotnet.microsoft.com/download 1>&2
  exit /b 2
)
dotnet build "%root%src\Plumb.Cli\Plumb.Cli.csproj" -c Release -v quiet --nologo >"%log%" 2>&1
if errorlevel 1 (
  type "%log%" 1>&2
  del "%log%" >nul 2>nul
  echo plumb: the program could not be built; the messages above say why. 1>&2
  exit /b 1
)
del "%log%" >nul 2>nul
dotnet "%root%src\Plumb.Cli\bin\Release\net10.0\Plumb.Cli.dll" %*
exit /b %errorlevel%
