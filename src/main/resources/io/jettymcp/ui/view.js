// The half of a view in the dialogue with its host (MCP Apps, revision 2026-01-26), and what all views have in common. Data from
// Jetty is untrusted: it becomes text nodes, never markup.

const SVG = new Set(["svg", "g", "path", "line", "rect", "circle", "ellipse", "polyline", "polygon", "text", "tspan", "title", "defs",
  "marker"]);
const ATTRIBUTE = new RegExp("^(class|id|role|tabindex|type|title|lang|dir|hidden|disabled|value|for|scope|colspan|open|alt|name|datetime|"
  + "aria-[a-z]+|data-[a-z]+|viewBox|preserveAspectRatio|width|height|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|d|points|dx|dy|transform|"
  + "text-anchor|dominant-baseline|marker-end|orient|refX|refY|markerWidth|markerHeight|markerUnits)$");
// Control characters, and those that change the direction of what follows or cannot be seen.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

// Returns text of at most max characters that is safe to lay out.
function clip(value, max = 500) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : typeof value === "object" ? json(value, max) : String(value);
  return (text.length > max ? text.slice(0, max) + "…" : text).replace(UNSAFE, "\ufffd");
}

// Returns JSON of about max characters; what does not fit is never written.
function json(value, max = 500) {
  let room = max;
  const write = (v, depth) => {
    if (room <= 0) return "…";
    if (v === null || typeof v !== "object") {
      const text = typeof v === "string" ? JSON.stringify(v.slice(0, room)) : String(v);
      room -= text.length;
      return text;
    }
    if (depth > 20) return "…";
    const parts = [];
    for (const key in v) {
      if (room <= 0) { parts.push("…"); break; }
      if (!Object.hasOwn(v, key)) continue;
      const name = Array.isArray(v) ? "" : JSON.stringify(key.slice(0, 100)) + ": ";
      room -= name.length + 2;
      parts.push(name + write(v[key], depth + 1));
    }
    return Array.isArray(v) ? "[" + parts.join(", ") + "]" : "{" + parts.join(", ") + "}";
  };
  return write(value, 0);
}

// Makes an element. A key of attributes is an allowed attribute, an event such as onclick with a function, or style with custom
// properties that are numbers or percentages. Children are elements or text; null and false are left out.
function el(name, attributes, ...children) {
  const node = SVG.has(name) ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (/^on[a-z]+$/.test(key) && typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "style") {
      for (const [property, size] of Object.entries(value)) {
        if (/^--[a-z-]+$/.test(property) && /^-?[\d.]+%?$/.test(size)) node.style.setProperty(property, size);
      }
    } else if (ATTRIBUTE.test(key)) node.setAttribute(key, value === true ? "" : clip(value, 20_000));
    else throw new Error("attribute " + key);
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : document.createTextNode(clip(child, 20_000)));
    }
  }
  return node;
}

// Returns data as text of its own direction.
function bdi(value, max) {
  return el("bdi", null, clip(value, max));
}

// Returns a picture, or null unless the data is base64 of at most 1 MB that begins as its type does.
function picture(type, base64, alt) {
  const starts = { "image/png": /^iVBORw0KGgo/, "image/jpeg": /^\/9j\//, "image/gif": /^R0lGOD/, "image/webp": /^UklGR/ };
  const start = Object.hasOwn(starts, type) ? starts[type] : null;
  if (!start || typeof base64 !== "string" || base64.length > 1_400_000 || !start.test(base64)
    || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const image = el("img", { alt: clip(alt, 200) });
  image.src = "data:" + type + ";base64," + base64;
  return image;
}

// Returns the text of a tool's result, which is the message of an error.
function textOf(result) {
  const texts = list(result?.content).filter(part => part?.type === "text").map(part => clip(part.text, 2000));
  return clip(texts.join("\n"), 4000) || "No text.";
}

// Returns the data of a tool's result, or null if it has none. Hosts that pass on only the text have the same in it.
function dataOf(result) {
  if (Object.keys(object(result?.structuredContent)).length > 0) return result.structuredContent;
  try {
    const data = JSON.parse(list(result?.content).find(part => part?.type === "text").text);
    return Object.keys(object(data)).length > 0 ? data : null;
  } catch {
    return null;
  }
}

// Returns a list, empty if the value is none.
function list(value) {
  return Array.isArray(value) ? value : [];
}

// Returns an object, empty if the value is none.
function object(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

// Formats by the host's locale and time zone. The marks of direction that some locales add are left out, because clip replaces them.
const unmarked = text => text.replace(/[\u061c\u200e\u200f]/g, "");
const format = {
  locale: undefined, timeZone: undefined,
  using(context) {
    try {
      if (context.locale) this.locale = Intl.getCanonicalLocales(context.locale)[0];
    } catch { /* What the host sent is unknown: that of the browser remains. */ }
    try {
      if (context.timeZone) this.timeZone = new Intl.DateTimeFormat("en", { timeZone: context.timeZone }).resolvedOptions().timeZone;
    } catch { /* As above. */ }
  },
  number(value, digits = 2) {
    return typeof value === "number" ? unmarked(new Intl.NumberFormat(this.locale, { maximumFractionDigits: digits }).format(value)) : clip(value, 40);
  },
  duration(seconds) {
    if (typeof seconds !== "number" || !(seconds >= 0) || !isFinite(seconds)) return "";
    if (seconds < 60) return this.number(seconds, seconds < 10 ? 1 : 0) + " s";
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return minutes + " min " + Math.floor(seconds % 60) + " s";
    return this.number(Math.floor(minutes / 60)) + " h " + minutes % 60 + " min";
  },
  time(text) {
    const date = new Date(typeof text === "string" ? text.slice(0, 40) : NaN);
    return isNaN(date) ? "" : unmarked(new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeStyle: "short", timeZone: this.timeZone }).format(date));
  },
  bytes(count) {
    if (typeof count !== "number") return "";
    return count < 1000 ? this.number(count) + " B" : count < 1e6 ? this.number(count / 1e3, 1) + " KB" : this.number(count / 1e6, 1) + " MB";
  },
};

// The dialogue with the host.
const view = {
  host: {}, tool: undefined, open: new Map(), last: 0, over: false, handlers: {}, refused: new Set(),

  // Connects to the host; handlers are input, result, cancelled and changed (theme or locale). A host that is slow is accepted later.
  async start(name, handlers) {
    this.handlers = handlers;
    addEventListener("message", event => {
      if (event.source === parent && event.data?.jsonrpc === "2.0") this.receive(event.data);
    });
    const late = setTimeout(() => handlers.cancelled?.("The host has not answered for 30 s. This view still waits."), 30_000);
    try {
      const answer = await this.ask("ui/initialize",
        { appInfo: { name: "jetty-" + name, version: "1" }, appCapabilities: {}, protocolVersion: "2026-01-26" }, 86_400_000);
      clearTimeout(late);
      this.host = object(answer?.hostCapabilities);
      this.context(object(answer?.hostContext));
      this.send({ method: "ui/notifications/initialized" });
      this.watchSize();
    } catch (e) {
      clearTimeout(late);
      handlers.cancelled?.("The host refused this view: " + clip(e.message, 200));
    }
  },

  send(message) {
    if (!this.over) parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
  },

  ask(method, params, milliseconds = 30_000) {
    return new Promise((resolve, reject) => {
      const id = ++this.last;
      const timer = setTimeout(() => { this.open.delete(id); reject(new Error("no answer within " + milliseconds / 1000 + " s")); }, milliseconds);
      this.open.set(id, { timer, resolve, reject });
      this.send({ id, method, params });
    });
  },

  receive(message) {
    if (message.method === undefined) {
      const waiting = this.open.get(message.id);
      if (!waiting) return;
      this.open.delete(message.id);
      clearTimeout(waiting.timer);
      if (message.error) waiting.reject(Object.assign(new Error(clip(message.error.message, 1000)), { code: message.error.code }));
      else waiting.resolve(message.result);
    } else if (message.id === undefined) this.notified(message.method, object(message.params));
    else if (message.method === "ping") this.send({ id: message.id, result: {} });
    else if (message.method === "ui/resource-teardown") {
      this.send({ id: message.id, result: {} });
      this.end();
    } else this.send({ id: message.id, error: { code: -32601, message: "Unknown method" } });
  },

  notified(method, params) {
    const on = this.handlers;
    switch (method) {
      case "ui/notifications/tool-input-partial":
      case "ui/notifications/tool-input": on.input?.(object(params.arguments)); break;
      case "ui/notifications/tool-result": on.result?.(this.learn(params)); break;
      case "ui/notifications/tool-cancelled": on.cancelled?.(clip(params.reason, 500) || "The call was cancelled."); break;
      case "ui/notifications/host-context-changed": this.context(params); on.changed?.(); break;
    }
  },

  context(context) {
    const root = document.documentElement;
    if (context.theme === "light" || context.theme === "dark") root.style.colorScheme = context.theme;
    for (const [name, value] of Object.entries(object(context.styles?.variables))) {
      if (/^--[a-z0-9-]{1,60}$/.test(name) && typeof value === "string" && value.length < 300 && !/url|image/i.test(value)) {
        root.style.setProperty(name, value);
      }
    }
    this.tool = context.toolInfo?.tool?.name ?? this.tool;
    format.using(context);
  },

  watchSize() {
    let before = "";
    const report = () => {
      const box = document.documentElement.getBoundingClientRect();
      const params = { width: Math.ceil(box.width), height: Math.ceil(box.height) };
      if (JSON.stringify(params) !== before) {
        before = JSON.stringify(params);
        this.send({ method: "ui/notifications/size-changed", params });
      }
    };
    this.sizes = new ResizeObserver(report);
    this.sizes.observe(document.documentElement);
    report();
  },

  end() {
    this.over = true;
    this.sizes?.disconnect();
    for (const waiting of this.open.values()) clearTimeout(waiting.timer);
    this.open.clear();
    this.handlers.ended?.();
  },

  // Returns whether the view may call a tool: the host allows calls, and the server has not refused this one.
  canCall(tool) {
    return this.host.serverTools !== undefined && !this.over && !this.refused.has(tool);
  },

  // Takes from a result which tools the server does not have, for example because it is read-only.
  learn(result) {
    for (const tool of list(object(result._meta)["io.jettymcp/disabledTools"])) this.refused.add(tool);
    return result;
  },

  // Calls a tool. The user may be asked, so calls that change something need a longer time.
  async call(tool, args, milliseconds = 90_000) {
    if (!this.canCall(tool)) throw new Error("The host does not let this view call " + clip(tool, 60) + ".");
    try {
      return this.learn(object(await this.ask("tools/call", { name: tool, arguments: args }, milliseconds)));
    } catch (e) {
      // The server does not have the tool.
      if (e.code === -32602 || e.code === -32601) this.refused.add(tool);
      throw e;
    }
  },

  canOpen(url) {
    return this.host.openLinks !== undefined && typeof url === "string" && url.length < 2000 && /^https:\/\/jetty\.io\/[\x21-\x7e]*$/.test(url);
  },

  // Returns a button that opens an address of jetty.io through the host, or null for any other address.
  link(url, text) {
    return this.canOpen(url)
      ? el("button", { class: "link", type: "button", role: "link", onclick: () => this.ask("ui/open-link", { url }).catch(() => {}) }, text)
      : null;
  },

  // Puts a text into the conversation as the user's.
  say(text) {
    return this.ask("ui/message", { role: "user", content: [{ type: "text", text: clip(text, 2000) }] }, 120_000);
  },

  // Repeats a step while it returns true and the view is visible, after pauses that grow from first to max milliseconds. Returns a
  // function that stops it.
  repeat(step, first = 2000, max = 15_000) {
    let pause = first, timer, stopped = false, due = false;
    const run = async () => {
      if (stopped || this.over) return;
      if (document.hidden) { due = true; return; }
      due = false;
      const more = await step();
      pause = Math.min(pause * 1.3, max);
      if (more && !stopped) timer = setTimeout(run, pause);
      else stop();
    };
    const shown = () => { if (due && !document.hidden) { pause = first; run(); } };
    const stop = () => { stopped = true; clearTimeout(timer); document.removeEventListener("visibilitychange", shown); };
    document.addEventListener("visibilitychange", shown);
    timer = setTimeout(run, pause);
    return stop;
  },
};

// Tools that change nothing, so that a press of their button is enough.
const READS = /^(get|list|search|debug|analyze|validate|wait|read)-/;

// Texts of buttons; other calls are named by their tool.
const LABELS = {
  "debug-run": "Find out why", "run-task": "Run again", "update-task": "Apply the fix", "wait-for-run": "Follow",
  "get-trajectory": "Show the run", "get-task": "Show the task", "analyze-runs": "Compare runs", "get-workflow-logs": "Show the log",
};

// Returns the button of a call, such as one of a result's next. A call that can change something is confirmed first. When it is done,
// done gets the result, which can be an error. A tool that the server does not have loses its button.
function action(call, done, label) {
  const tool = clip(call.tool, 60), args = object(call.arguments), text = label ?? (Object.hasOwn(LABELS, tool) ? LABELS[tool] : tool);
  const why = clip(call.why, 200).replace(/^ask first: /, "");
  const place = el("span", { class: "row" });
  const button = el("button", { type: "button", title: why || null }, text);
  const show = (...parts) => { place.replaceChildren(...parts); };
  const run = async () => {
    const busy = el("button", { type: "button", disabled: true, "aria-live": "polite" }, text + "…");
    show(busy);
    try {
      const result = await view.call(tool, args, READS.test(tool) ? 90_000 : 600_000);
      show(button);
      done(result, tool, args);
    } catch (e) {
      const gone = !view.canCall(tool);
      show(...(gone ? [] : [button]), el("span", { class: "error", role: "alert" }, gone ? text + ": not possible here." : clip(e.message, 300)));
    }
  };
  const ask = () => {
    const yes = el("button", { type: "button", onclick: run }, "Yes, " + text.toLowerCase());
    const back = () => { show(button); button.focus(); };
    const group = el("span", { class: "row box", role: "group", "aria-label": "Confirm: " + text, onkeydown: e => { if (e.key === "Escape") back(); } },
      el("strong", null, text, "?"), why && el("span", null, bdi(why[0].toUpperCase() + why.slice(1)), "."),
      el("code", { class: "quiet" }, bdi(tool + " " + json(args, 300))), yes, el("button", { type: "button", onclick: back }, "No"));
    show(group);
    yes.focus();
  };
  button.addEventListener("click", READS.test(tool) ? run : ask);
  place.append(button);
  return place;
}

// Returns the buttons of those suggested calls that accept returns true for and the view can make.
function actions(next, done, accept = () => true) {
  return list(next).slice(0, 8).filter(call => typeof call?.tool === "string" && view.canCall(call.tool) && accept(call)).map(call => action(call, done));
}
