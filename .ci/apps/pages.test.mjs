// Drives the pages for people in Chromium: the one at / of the HTTP server, and the simulator's own. Left out where there is no Chromium.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { faults } from './looks.mjs';

const JAR = path.join(process.env.JETTY_MCP_ROOT, 'target', 'jetty-mcp.jar');
const executablePath = (process.env.PATH ?? '').split(path.delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => path.join(folder, name))).find(existsSync);
const skip = executablePath ? false : 'Chromium is not installed';
const servers = [];
let browser, simulator;
before(async () => {
  if (executablePath) {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    simulator = await serve(['simulator'], 'stdout');
  }
});
after(async () => {
  await browser?.close();
  for (const server of servers) {
    server.kill();
    await once(server, 'exit');
  }
});

/** Runs a command of the program until the tests end; returns the address that it prints. */
async function serve(args, output, env = { JETTY_API_URL: 'simulator' }) {
  const server = spawn('java', ['-jar', JAR, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  servers.push(server);
  for await (const line of createInterface({ input: server[output] })) {
    const url = /^Listening on (http:\/\/[^/]*)/.exec(line)?.[1];
    if (url) {
      return url;
    }
  }
  throw new Error('The server did not start');
}

/** Opens a page; whatever the browser complains about fails the test. */
async function open(t, url, options = {}) {
  const page = await browser.newPage({ viewport: { width: 900, height: 1000 }, reducedMotion: 'reduce', ...options });
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  t.after(() => page.close());
  await page.goto(url);
  return { page, problems };
}

/** Fails if a text is hard to read or something overflows, in light or dark, on a telephone or a screen. */
async function checkLooks(page) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [320, 360, 900]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 2400 });
      assert.deepEqual(await page.evaluate(faults), [], `${colorScheme}, ${width} pixels`);
    }
  }
}

test('the page at / shows one host at a time, copies its snippet, and says that the server works', { skip }, async (t) => {
  const url = await serve(['http', '--port', '0'], 'stderr');
  const { page, problems } = await open(t, url);
  await page.getByText('Up for').waitFor();
  const tabs = page.getByRole('tab');
  assert.equal(await page.getByRole('tabpanel').count(), 1);
  await tabs.first().focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.getByRole('tabpanel').getByRole('heading').textContent(), 'Cursor');
  await page.keyboard.press('End');
  assert.equal(await page.getByRole('tabpanel').getByRole('heading').textContent(), 'Other');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('tab', { name: 'Gemini CLI' }).click();
  const panel = page.getByRole('tabpanel');
  await panel.getByRole('button', { name: 'Copy' }).click();
  await panel.getByRole('button', { name: 'Copied' }).waitFor();
  assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), { mcpServers: { jetty: { httpUrl: `${url}/mcp` } } });
  await checkLooks(page);
  await page.setViewportSize({ width: 320, height: 2400 });
  for (const tab of await tabs.all()) {
    await tab.click();
    assert.deepEqual(await page.evaluate(faults), [], await tab.textContent());
  }
  assert.deepEqual(problems, []);
});

test('the page at / shows all hosts without JavaScript', { skip }, async (t) => {
  const url = await serve(['http', '--port', '0', '--auth', 'passthrough'], 'stderr');
  const { page, problems } = await open(t, url, { javaScriptEnabled: false });
  assert.equal(await page.locator('section:visible').count(), 14);
  assert.match(await page.locator('#claude-code code').textContent(), /--header 'Authorization: Bearer \$\{JETTY_API_TOKEN\}'$/);
  assert.deepEqual(problems, []);
});

test('the page at / asks for a token until somebody has signed in on its machine', { skip }, async (t) => {
  const home = await mkdtemp(path.join(tmpdir(), 'home-'));
  t.after(() => rm(home, { recursive: true }));
  const url = await serve(['http', '--port', '0'], 'stderr', { JETTY_API_URL: undefined, JETTY_API_TOKEN: undefined, XDG_CONFIG_HOME: undefined, HOME: home });
  const owner = async () => (await (await fetch(`${url}/status`)).json()).token;
  const { page } = await open(t, url);
  assert.match(await page.locator('.token').textContent(), /^This server has no Jetty token yet. Run jetty-mcp login/);
  await checkLooks(page);
  assert.equal(await owner(), 'none');
  await mkdir(path.join(home, '.config', 'jetty'), { recursive: true });
  await writeFile(path.join(home, '.config', 'jetty', 'token'), `mlc_${'a'.repeat(32)}\n`, { mode: 0o600 });
  await page.reload();
  assert.match(await page.locator('.token').textContent(), /^Calls use this server's own Jetty token/);
  assert.equal(await owner(), 'server');
});

test('the page of the simulator shows tasks, runs and a new run with the views', { skip }, async (t) => {
  const { page, problems } = await open(t, simulator);
  const view = page.frameLocator('iframe');
  await view.getByText('improve-slogan').first().waitFor();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await view.getByText('5 completed').waitFor();
  await view.getByRole('row').nth(1).getByRole('button').click();
  await view.getByRole('button', { name: 'Show in the conversation' }).click();
  await page.getByText('your agent would now read: Show run').waitFor();
  await view.getByRole('button', { name: 'Show its steps' }).click();
  await view.locator('.detail ol').getByText('score', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Compare' }).click();
  await view.getByText('Also noticed').waitFor();
  await checkLooks(page);
  await page.getByRole('button', { name: 'test-echo' }).click();
  await page.getByRole('button', { name: 'Start a run' }).click();
  await view.getByRole('heading', { name: 'test-echo' }).waitFor();
  assert.deepEqual(problems, []);
});

test('a view can reach neither the page of the simulator nor its server', { skip }, async (t) => {
  const { page } = await open(t, simulator);
  await page.frameLocator('iframe').getByText('improve-slogan').first().waitFor();
  const frame = page.frames().find((candidate) => candidate.url().includes('/ui/view/'));
  assert.equal(await frame.evaluate(() => { try { return parent.document.title; } catch (e) { return e.name; } }), 'SecurityError');
  assert.equal(await frame.evaluate((target) => fetch(target, { method: 'POST', body: '{}' }).then(() => 'sent', () => 'refused'), `${simulator}/ui/call`), 'refused');
});
