// Shows each view in Chromium as a host does, takes its picture, and checks the contrast of its text and that nothing overflows.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppBridge } from '@modelcontextprotocol/ext-apps/app-bridge';
import { chromium } from 'playwright-core';
import { CAPABILITIES, startServer } from './host.mjs';
import { faults } from './looks.mjs';

/**
 * The pictures: name, tool and arguments, and the buttons and rows that are pressed before, by their text. What is only checked
 * gets no picture.
 */
const SCENES = [
  { name: 'run', tool: 'debug-run', args: { task: 'review-batch', trajectory_id: 'latest' } },
  { name: 'run-files', tool: 'run-task-sync', args: { task: 'weekly-report' }, press: ['chart', 'Show'], checked: true },
  { name: 'run-again', tool: 'get-trajectory', args: { task: 'test-echo', trajectory_id: 'latest' }, press: ['echo', 'Run again'], checked: true },
  { name: 'comparison', tool: 'list-trajectories', args: { task: 'improve-slogan' } },
  { name: 'comparison-causes', tool: 'analyze-runs', args: { task: 'improve-slogan' }, checked: true },
  { name: 'workflow', tool: 'get-task', args: { task: 'review-batch' }, press: ['review-item'] },
  { name: 'workflow-findings', tool: 'get-task', args: { task: 'broken-judge' }, press: ['explain'], checked: true },
];
const THEMES = ['light', 'dark'];
const WIDTHS = [360, 900];
// Wide pictures are shown 720 pixels wide, so these have two pixels for one there.
const SCALES = { 360: 2, 900: 1.6 };
const CSP = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";
const HOST = 'http://host.invalid/';
const VIEW = 'http://view.invalid/';

// --check instead of a directory takes no picture; names select scenes.
const [executablePath, directory, ...names] = process.argv.slice(2);
const scenes = SCENES.filter((scene) => names.length === 0 || names.includes(scene.name));
const server = await startServer();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
let wrong = 0;
try {
  for (const scene of scenes) {
    const result = await server.call(scene.tool, scene.args);
    for (const theme of THEMES) {
      for (const width of WIDTHS) {
        wrong += await take(scene, result, theme, width);
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
if (wrong > 0) {
  process.exit(1);
}
console.log(`pictures: ${scenes.length} views in ${THEMES.length * WIDTHS.length} forms: ok`);

/** Takes one picture; returns the number of faults. */
async function take(scene, result, theme, width) {
  const page = await browser.newPage({
    viewport: { width, height: 300 }, deviceScaleFactor: SCALES[width], colorScheme: theme, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce',
  });
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('requestfailed', (request) => problems.push(`it asked for ${request.url().slice(0, 100)}`));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const html = (await server.page(scene.tool)).text;
  await page.route('**/*', (route) => {
    const url = route.request().url();
    if (url === HOST) {
      return route.fulfill({ contentType: 'text/html', body: hostPage(theme) });
    }
    return url === VIEW
      ? route.fulfill({ contentType: 'text/html', body: html, headers: { 'content-security-policy': CSP } })
      : route.abort();
  });
  const bridge = new AppBridge(server.client, { name: 'pictures', version: '1' }, CAPABILITIES, {
    hostContext: { theme, locale: 'en-US', timeZone: 'UTC', toolInfo: { tool: server.tool(scene.tool) } },
  });
  const transport = {
    start: async () => {},
    send: (message) => page.evaluate((sent) => globalThis.toView(sent), message),
    close: async () => {},
  };
  const ready = new Promise((resolve) => {
    bridge.oninitialized = () => resolve();
  });
  bridge.onsizechange = ({ height }) => page.evaluate((h) => globalThis.resize(h), height).catch(() => {});
  await bridge.connect(transport);
  await page.exposeFunction('toBridge', (message) => transport.onmessage?.(message));
  await page.goto(HOST);
  await ready;
  await bridge.sendToolInput({ arguments: scene.args });
  await bridge.sendToolResult(result);
  const frame = page.frames().find((candidate) => candidate.url() === VIEW);
  await settled(frame);
  for (const text of scene.press ?? []) {
    await frame.locator('summary, button', { hasText: text }).first().click();
    await settled(frame);
  }
  const height = await frame.evaluate(() => Math.ceil(document.documentElement.getBoundingClientRect().height));
  await page.setViewportSize({ width, height: Math.max(height, 50) });
  await page.evaluate((h) => globalThis.resize(h), height);
  await settled(frame);
  problems.push(...await frame.evaluate(faults));
  const picture = directory !== '--check' && !scene.checked ? await page.screenshot() : null;
  for (const other of [320, 1200]) {
    await page.setViewportSize({ width: other, height: 2 * height });
    await page.evaluate((h) => globalThis.resize(h), 2 * height);
    problems.push(...(await frame.evaluate(faults)).map((fault) => `${fault} (at ${other} pixels)`));
  }
  if (picture) {
    await writeFile(path.join(directory, `${scene.name}-${theme}-${width}.png`), picture);
  }
  await page.close();
  for (const problem of problems.slice(0, 5)) {
    console.error(`pictures: ${scene.name}, ${theme}, ${width} pixels: ${problem}`);
  }
  return problems.length;
}

/** Waits until the page has not changed for a moment. */
async function settled(frame) {
  await frame.evaluate(() => new Promise((resolve) => {
    let timer;
    const observer = new MutationObserver(() => again());
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (observer.disconnect(), resolve()), 400);
    };
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    again();
  }));
}

function hostPage(theme) {
  return `<!doctype html><html style="color-scheme: ${theme}"><meta charset="utf-8"><title>Host</title>
    <style>body { margin: 0 } iframe { border: 0; width: 100%; display: block; color-scheme: ${theme} }</style>
    <iframe title="view" sandbox="allow-scripts"></iframe><script>
    const frame = document.querySelector('iframe');
    addEventListener('message', (event) => event.source === frame.contentWindow && toBridge(event.data));
    globalThis.toView = (message) => frame.contentWindow.postMessage(message, '*');
    globalThis.resize = (height) => { frame.style.height = height + 'px'; };
    frame.src = '${VIEW}';
    </script></html>`;
}
