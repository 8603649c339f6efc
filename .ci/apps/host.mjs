// A host of MCP Apps without a screen: the program with the simulator, the official bridge, and a view in jsdom.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { AppBridge } from '@modelcontextprotocol/ext-apps/app-bridge';
import { JSDOM, VirtualConsole } from 'jsdom';

const JAR = path.join(process.env.JETTY_MCP_ROOT, 'target', 'jetty-mcp.jar');
const INFO = { name: 'apps-test', version: '1' };
const ENVIRONMENT = { ...process.env, JETTY_API_URL: 'simulator' };

/** Every capability that a view may use. */
export const CAPABILITIES = { serverTools: {}, serverResources: {}, openLinks: {}, message: {}, logging: {} };

/** Starts the program on stdio and connects to it. A question to the user gets the given answer. */
export async function startServer({ args = [], answer = { action: 'accept', content: {} } } = {}) {
  const transport = new StdioClientTransport({
    command: 'java', args: ['-jar', JAR, ...args], env: ENVIRONMENT, stderr: 'ignore',
  });
  return connected(transport, answer, async () => {});
}

/** Starts the program as an HTTP server and connects to it. */
export async function startHttpServer({ args = [], headers = {} } = {}) {
  const server = spawn('java', ['-jar', JAR, 'http', '--port', '0', ...args], { env: ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const line of createInterface({ input: server.stderr })) {
    const url = /^Listening on (.*)$/.exec(line)?.[1];
    if (url) {
      server.stderr.resume();
      const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
      return connected(transport, { action: 'accept', content: {} }, async () => {
        server.kill();
        await once(server, 'exit');
      });
    }
  }
  throw new Error('The HTTP server did not start');
}

async function connected(transport, answer, stop) {
  const client = new Client(INFO, {
    capabilities: {
      elicitation: { form: {} },
      extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
    },
  });
  const questions = [];
  client.setRequestHandler('elicitation/create', async (request) => {
    questions.push(request.params.message);
    return answer;
  });
  await client.connect(transport);
  const { tools } = await client.listTools();
  return {
    client, tools, questions,
    tool: (name) => tools.find((tool) => tool.name === name),
    call: (name, args = {}) => client.callTool({ name, arguments: args }),
    async page(name) {
      const { contents } = await client.readResource({ uri: tools.find((tool) => tool.name === name)._meta.ui.resourceUri });
      return contents[0];
    },
    async close() {
      await client.close();
      await stop();
    },
  };
}

/**
 * Shows the view of a tool, as a host does that has called the tool with these arguments.
 *
 * options.result: the result to show, instead of that of a call; null for none
 * options.capabilities, options.context: what the host declares; by default everything, and a light theme
 * options.answers: answers the view's calls of tools instead of the server
 */
export async function show(server, name, args = {}, options = {}) {
  const tool = server.tool(name);
  const result = options.result === undefined ? await server.call(name, args) : options.result;
  const shown = open((await server.page(name)).text, server, {
    ...options, context: { theme: 'light', locale: 'en-US', timeZone: 'UTC', toolInfo: { tool }, ...options.context },
  });
  await shown.initialized;
  await shown.bridge.sendToolInput({ arguments: args });
  if (result) {
    await shown.bridge.sendToolResult(result);
  }
  return shown;
}

/** Loads a page in jsdom and connects it to a bridge. */
export function open(html, server, { capabilities = CAPABILITIES, context = {}, answers } = {}) {
  const errors = [];
  const console = new VirtualConsole();
  console.on('jsdomError', (error) => errors.push(error));
  const sent = [];
  const said = [];
  let visible = true;
  let receive = () => {};
  const parent = {
    postMessage(message) {
      const copy = structuredClone(message);
      sent.push(copy);
      setImmediate(() => receive(copy));
    },
  };
  const transport = {
    async start() {
      receive = (message) => transport.onmessage?.(message);
    },
    async send(message) {
      deliver(structuredClone(message));
    },
    async close() {
      transport.onclose?.();
    },
  };
  const bridge = new AppBridge(server.client, INFO, capabilities, { hostContext: context });
  const openedLink = new Promise((resolve) => {
    bridge.onopenlink = async ({ url }) => (resolve(url), {});
  });
  bridge.onmessage = async ({ content }) => (said.push(content[0].text), {});
  const initialized = new Promise((resolve) => {
    bridge.oninitialized = () => resolve();
  });
  const connecting = bridge.connect(transport).then(() => {
    if (answers) {
      bridge.oncalltool = answers;
    }
  });
  const dom = new JSDOM(html, {
    runScripts: 'dangerously',
    pretendToBeVisual: true,
    virtualConsole: console,
    beforeParse(window) {
      Object.defineProperty(window, 'parent', { value: parent });
      Object.defineProperty(window.document, 'hidden', { get: () => !visible });
      window.ResizeObserver = class {
        observe() {}
        disconnect() {}
      };
    },
  });
  const { window } = dom;
  function deliver(data, source = parent) {
    const event = new window.Event('message');
    Object.defineProperties(event, { data: { value: data }, source: { value: source } });
    window.dispatchEvent(event);
  }
  const { document } = window;
  return {
    window, document, bridge, sent, openedLink, said, errors, deliver,
    initialized: connecting.then(() => initialized),
    text: () => document.querySelector('main').textContent,
    calls: (name) => sent.filter((m) => m.method === 'tools/call' && (!name || m.params.name === name)).map((m) => m.params),
    find: (selector, words) => [...document.querySelectorAll(selector)].find((node) => !words || node.textContent.includes(words)),
    button: (words) => [...document.querySelectorAll('button, [role=button]')].find((node) => node.textContent.includes(words)),
    setVisible(value) {
      visible = value;
      document.dispatchEvent(new window.Event('visibilitychange'));
    },
    /** Resolves to the value of a function when that is true; fails after 20 s. */
    until(value) {
      const end = Date.now() + 20_000;
      return new Promise((resolve, reject) => {
        const check = () => {
          const now = value();
          if (now) {
            resolve(now);
          } else if (Date.now() < end) {
            setTimeout(check, 20);
          } else {
            reject(new Error(`Not true in time: ${value}\nThe page: ${document.querySelector('main').textContent.slice(0, 2000)}`));
          }
        };
        check();
      });
    },
    async close() {
      await bridge.close();
      window.close();
    },
  };
}

/** Fails unless nothing of the data became markup, script or a reference to another resource. */
export function checkHarmless(shown) {
  const { document, window } = shown;
  const scripts = document.querySelectorAll('script');
  if (scripts.length !== 1 || window.hacked !== undefined) {
    throw new Error('A script of the data was added');
  }
  for (const node of document.querySelectorAll('body *')) {
    if (['IFRAME', 'OBJECT', 'EMBED', 'LINK', 'FORM', 'BASE', 'META', 'STYLE', 'A', 'VIDEO', 'AUDIO'].includes(node.tagName)) {
      throw new Error(`The data added <${node.tagName}>`);
    }
    for (const { name, value } of node.attributes) {
      const isPicture = node.tagName === 'IMG' && name === 'src' && /^data:image\/(png|jpeg|gif|webp);base64,/.test(value);
      if (name.startsWith('on') || (/^(src|href|srcdoc|action|srcset|xlink:href|style)$/.test(name) && !isPicture
        && !(name === 'style' && /^(--[a-z-]+: ?-?[\d.]+%?; ?)*$/.test(value)))) {
        throw new Error(`The data set ${name}="${value.slice(0, 100)}"`);
      }
    }
  }
  if (shown.errors.length > 0) {
    throw shown.errors[0];
  }
  if (document.body.textContent.length > 200_000) {
    throw new Error(`The page has ${document.body.textContent.length} characters`);
  }
}
