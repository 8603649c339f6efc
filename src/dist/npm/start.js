#!/usr/bin/env node
"use strict";
// Starts jetty-mcp with the Java of the package for this platform, or with an installed one if npm left that package out. The
// program has the streams of this process, which passes on signals and ends as the program does.
const { spawn } = require("node:child_process");
const { constants } = require("node:os");
const path = require("node:path");

function command() {
  if (process.platform !== "win32") {
    // The launcher finds the package with Java next to this one.
    return ["/bin/sh", path.join(__dirname, "jetty-mcp")];
  }
  const home = bundledHome() ?? process.env.JAVA_HOME;
  return [
    home ? path.join(home, "bin", "java.exe") : "java.exe",
    `@${path.join(__dirname, "lib", "java-options")}`,
    ...(process.env.JETTY_MCP_JAVA_OPTS ?? "").split(" ").filter(Boolean),
    "-jar",
    path.join(__dirname, "lib", "jetty-mcp.jar"),
  ];
}

function bundledHome() {
  try {
    return path.join(path.dirname(require.resolve(`@npm@-windows-${process.arch}/package.json`)), "runtime");
  } catch {
    return undefined;
  }
}

const [program, ...options] = command();
const child = spawn(program, [...options, ...process.argv.slice(2)], { stdio: "inherit", windowsHide: true });
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`jetty-mcp: cannot start ${program}: ${error.message}`);
  process.exit(1);
});
// As a shell reports a program that a signal ended.
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
