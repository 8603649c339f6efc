// Starts a program as a person and as a host do, and checks its answers, on any system: node .ci/smoke.mjs COMMAND...
// The workflow runs it where .ci/run does not: on macOS and Windows.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const [program, ...options] = process.argv.slice(2);
const env = { ...process.env, JETTY_API_URL: "simulator", JETTY_MCP_ARCHIVE: "off" };

// Windows starts batch files through its shell only, to which each argument is quoted.
function run(args, input = "") {
  const settings = { env, input, encoding: "utf8" };
  if (!program.endsWith(".cmd")) {
    return spawnSync(program, [...options, ...args], settings);
  }
  const line = [resolve(program), ...args].map((each) => `"${each}"`).join(" ");
  return spawnSync(line, { ...settings, shell: true });
}

const version = run(["--version"]);
assert.equal(version.status, 0, version.stderr);
assert.match(version.stdout, /^jetty-mcp \d+\.\d+\.\d+/);

for (const argument of ["a  b", "x&y|z", "(100%)", "it's", "!a!"]) {
  const refused = run([argument]);
  assert.equal(refused.status, 2, refused.stderr);
  assert.ok(refused.stderr.includes(argument), `${argument} arrived as: ${refused.stderr}`);
}

const call = run(["call", "list-tasks", "-"], '{"collection": "acme"}');
assert.equal(call.status, 0, call.stderr);
assert.ok(JSON.parse(call.stdout).tasks.length > 0);

const requests = [
  {
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "smoke", version: "1" } },
  },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/list" },
].map((request) => JSON.stringify({ jsonrpc: "2.0", ...request }) + "\n");
const served = run([], requests.join(""));
assert.equal(served.status, 0, served.stderr);
const answers = served.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
assert.equal(answers.find((each) => each.id === 1).result.serverInfo.name, "jetty-mcp");
assert.ok(answers.find((each) => each.id === 2).result.tools.length > 40);
console.log(`smoke: ${program}: ok`);
