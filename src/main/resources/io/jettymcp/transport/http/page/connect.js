
"use strict";
const element = (name, attributes) => Object.assign(document.createElement(name), attributes);

/** Copies text; without a secure context (http off loopback) browsers offer only the selection. */
async function copy(text, code) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return document.execCommand("copy");
  }
}

for (const snippet of document.querySelectorAll(".snippet")) {
  const code = snippet.querySelector("code");
  const button = element("button", { type: "button", className: "copy", textContent: "Copy" });
  button.addEventListener("click", async () => {
    button.textContent = (await copy(code.textContent, code)) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  snippet.append(button);
}

/** Turns the sections into tabs, by the pattern of the ARIA Authoring Practices. */
const hosts = document.getElementById("hosts");
const sections = [...hosts.querySelectorAll("section")];
const list = element("div", { role: "tablist" });
list.setAttribute("aria-label", "Hosts");
const tabs = sections.map((section) => {
  const title = section.querySelector("h2");
  const tab = element("button", { type: "button", role: "tab", id: "tab-" + section.id, textContent: title.textContent });
  tab.setAttribute("aria-controls", section.id);
  section.role = "tabpanel";
  section.setAttribute("aria-labelledby", tab.id);
  tab.addEventListener("click", () => select(tab));
  list.append(tab);
  return tab;
});

function select(chosen, focus) {
  tabs.forEach((tab, i) => {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    sections[i].hidden = tab !== chosen;
  });
  if (focus) chosen.focus();
  history.replaceState(null, "", "#" + sections[tabs.indexOf(chosen)].id);
}

list.addEventListener("keydown", (event) => {
  const at = tabs.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (at >= 0 && to !== undefined) {
    event.preventDefault();
    select(tabs[(to + tabs.length) % tabs.length], true);
  }
});

hosts.className = "tabbed";
hosts.prepend(list);
const named = () => sections.findIndex((section) => "#" + section.id === location.hash);
select(tabs[Math.max(0, named())]);
addEventListener("hashchange", () => named() >= 0 && select(tabs[named()]));

/** Shows whether the server works, and since when; asks only while somebody can look. */
const state = document.getElementById("state");

function since(start) {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(start)) / 60000));
  return minutes < 1 ? "less than a minute"
    : minutes < 60 ? minutes + " min"
    : minutes < 48 * 60 ? Math.floor(minutes / 60) + " h"
    : Math.floor(minutes / 1440) + " days";
}

async function refresh() {
  if (document.hidden) return;
  try {
    const reply = await fetch("status", { cache: "no-store" });
    const now = await reply.json();
    state.className = now.state === "ready" ? "" : "down";
    state.textContent = now.state === "ready" ? "Up for " + since(now.up_since) : "Stopping";
  } catch {
    state.className = "down";
    state.textContent = "Not reachable";
  }
}

refresh();
setInterval(refresh, 15000);
document.addEventListener("visibilitychange", refresh);
