
"use strict";
const byId = (id) => document.getElementById(id);
const dark = matchMedia("(prefers-color-scheme: dark)");
const theme = () => ({ theme: dark.matches ? "dark" : "light" });

function element(name, attributes, text) {
  const node = Object.assign(document.createElement(name), attributes);
  node.textContent = text;
  return node;
}

function say(text, bad) {
  byId("note").textContent = text;
  byId("note").className = bad ? "bad" : "";
}

/** Calls a tool of jetty-mcp; returns its result, or throws what the server says. */
async function call(name, args) {
  const reply = await fetch("ui/call", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name, arguments: args }),
  });
  const answer = await reply.json();
  if (answer.result) return answer.result;
  throw Object.assign(new Error(answer.error?.message ?? answer.detail ?? "status " + reply.status), { code: answer.error?.code ?? -32603 });
}

/** The host's half of the dialogue with the view that is shown (MCP Apps, revision 2026-01-26). */
let shown = null;

function show(tool, args, result) {
  const frame = element("iframe", { title: "View of " + tool, sandbox: "allow-scripts", src: "ui/view/" + tool });
  shown = { frame, tool, args, result };
  byId("place").replaceChildren(frame);
}

const post = (message) => shown.frame.contentWindow.postMessage({ jsonrpc: "2.0", ...message }, "*");

const answers = {
  "ui/initialize": () => ({
    protocolVersion: "2026-01-26", hostInfo: { name: "jetty-simulator", version: "1" },
    hostCapabilities: { serverTools: {}, message: {} },
    hostContext: { ...theme(), displayMode: "inline", toolInfo: { tool: { name: shown.tool, inputSchema: { type: "object" } } } },
  }),
  "tools/call": (params) => call(params.name, params.arguments ?? {}),
  "ui/message": (params) => {
    say("In a conversation, your agent would now read: " + String(params.content?.[0]?.text).slice(0, 500));
    return {};
  },
  ping: () => ({}),
};

const noted = {
  "ui/notifications/initialized": () => {
    post({ method: "ui/notifications/tool-input", params: { arguments: shown.args } });
    post({ method: "ui/notifications/tool-result", params: shown.result });
  },
  "ui/notifications/size-changed": (params) => {
    if (params.height > 0) shown.frame.style.height = Math.min(Math.ceil(params.height) + 2, 6000) + "px";
  },
};

addEventListener("message", async (event) => {
  const { data, source } = event;
  if (!shown || source !== shown.frame.contentWindow || data?.jsonrpc !== "2.0") return;
  if (data.id === undefined) {
    if (Object.hasOwn(noted, data.method)) noted[data.method](data.params ?? {});
    return;
  }
  let reply;
  try {
    if (!Object.hasOwn(answers, data.method)) throw Object.assign(new Error("This host does not know " + data.method), { code: -32601 });
    reply = { result: await answers[data.method](data.params ?? {}) };
  } catch (e) {
    reply = { error: { code: e.code ?? -32603, message: e.message } };
  }
  if (source === shown.frame.contentWindow) post({ id: data.id, ...reply });
});
dark.addEventListener("change", () => shown && post({ method: "ui/notifications/host-context-changed", params: theme() }));

/** The tasks, and what can be shown of the chosen one. */
let current = null;

async function look(button, tool, args) {
  for (const other of byId("choices").children) other.setAttribute("aria-pressed", String(other === button));
  say("Working…");
  try {
    const task = current, result = await call(tool, args);
    if (task !== current) return;
    say(result.isError ? result.content[0].text : "", result.isError);
    if (!result.isError) show(tool, args, result);
  } catch (e) {
    say(e.message, true);
  }
}

function choose(task, button) {
  current = task;
  for (const other of byId("tasks").querySelectorAll("button")) other.setAttribute("aria-current", String(other === button));
  byId("task").hidden = false;
  byId("name").textContent = task.name;
  byId("description").textContent = task.description ?? "";
  const args = { task: task.name };
  const views = [["Workflow", "get-task", args], ["Runs", "list-trajectories", { ...args, limit: 100 }], ["Newest run", "get-trajectory", { ...args, trajectory_id: "latest" }],
    ["Compare", "analyze-runs", { ...args, last: 100 }], ["Start a run", "run-task", args]];
  byId("choices").replaceChildren(...views.map(([text, tool, input]) => {
    const choice = element("button", { type: "button", className: tool === "run-task" ? "start" : "" }, text);
    choice.addEventListener("click", () => look(choice, tool, input));
    return choice;
  }));
  history.replaceState(null, "", "#" + encodeURIComponent(task.name));
  byId("choices").firstChild.click();
}

async function start() {
  const { structuredContent } = await call("list-tasks", { limit: 100 });
  const named = decodeURIComponent(location.hash.slice(1));
  const tasks = structuredContent.tasks.map((task) => {
    const button = element("button", { type: "button" }, task.name);
    button.addEventListener("click", () => choose(task, button));
    const item = document.createElement("li");
    item.append(button);
    byId("tasks").append(item);
    return { task, button };
  });
  const first = tasks.find(({ task }) => task.name === named) ?? tasks.find(({ task }) => task.name === "improve-slogan") ?? tasks[0];
  choose(first.task, first.button);
}

byId("address").textContent = location.origin;
start().catch((e) => {
  byId("task").hidden = false;
  say("The tasks could not be read: " + e.message, true);
});
