@echo off
rem Starts jetty-mcp on Windows: finds Java 17 or newer, and passes on every argument as it is. Must
rem neither write to stdout, where a host reads JSON-RPC, nor read stdin, which belongs to Java.
rem Labels instead of blocks, as a bracket in a path would end a block.
setlocal disabledelayedexpansion
set "root=%~dp0"
set "jar=%root%lib\jetty-mcp.jar"
set "options=%root%lib\java-options"
if exist "%jar%" goto find_java
set "jar=%root%target\jetty-mcp.jar"
set "options=%root%src\launch\java-options"
if exist "%jar%" goto find_java
echo jetty-mcp: cannot find the program; build it with: mvn -q -Dmaven.test.skip package>&2
exit /b 1

:find_java
set "java=%root%runtime\bin\java.exe"
if exist "%java%" goto start
if not defined JAVA_HOME goto find_on_path
set "java=%JAVA_HOME:"=%\bin\java.exe"
call :is_java
if not errorlevel 1 goto start
:find_on_path
set "java="
for %%j in (java.exe) do set "java=%%~$PATH:j"
call :is_java
if not errorlevel 1 goto start
echo jetty-mcp: cannot find Java 17 or newer: install one, or set JAVA_HOME>&2
exit /b 1

:start
rem An HTTP server runs for weeks; there Java chooses by the machine.
set "server="
if "%~1"=="http" set "server=-XX:-UseSerialGC -XX:TieredStopAtLevel=4"
"%java%" "@%options%" %server% %JETTY_MCP_JAVA_OPTS% -jar "%jar%" %*
exit /b %errorlevel%

rem Checks that %java% is Java 17 or newer; 8 and older call themselves 1.8.
:is_java
if not exist "%java%" exit /b 1
set "release="
for /f tokens^=2^ delims^=^" %%v in ('""%java%" -version 2^>^&1" ^<nul') do if not defined release set "release=%%v"
for /f "delims=.+-" %%v in ("%release%") do set "release=%%v"
if not defined release exit /b 1
if %release% lss 17 exit /b 1
exit /b 0
