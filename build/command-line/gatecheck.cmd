@echo off
rem Gatecheck as it was installed: without arguments its window, with a command the command line on plain Node.
setlocal
if "%~1"=="" (
  start "" "%~dp0..\..\Gatecheck.exe"
  exit /b 0
)
if "%GATECHECK_NODE%"=="" set "GATECHECK_NODE=node"
where "%GATECHECK_NODE%" >nul 2>nul
if errorlevel 1 if not exist "%GATECHECK_NODE%" (
  echo gatecheck: the command line needs Node 18.15 or later. Install it, or name it in GATECHECK_NODE. 1>&2
  exit /b 3
)
"%GATECHECK_NODE%" "%~dp0start.cjs" %*
exit /b %errorlevel%
