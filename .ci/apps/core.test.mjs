// Tests that all views are served and answer their host.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { show, startHttpServer, startServer } from './host.mjs';

const VIEWS = { run: 'get-trajectory', workflow: 'get-task', comparison: 'analyze-runs' };
let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

for (const [name, tool] of Object.entries(VIEWS)) {
  test(`the ${name} view is a page of at most 40 KB that a host finds by its tools`, async () => {
    const page = await server.page(tool);
    assert.match(page.uri, new RegExp(`^ui://jetty/${name}-[0-9a-f]{8}\\.html$`));
    assert.equal(page.mimeType, 'text/html;profile=mcp-app');
    assert.deepEqual(page._meta, { ui: { prefersBorder: true } });
    assert.ok(Buffer.byteLength(page.text) <= 40_960);
  });

  test(`the ${name} view follows the theme of its host and ends when asked`, async () => {
    const shown = await show(server, tool, {}, { result: null, context: { theme: 'dark', styles: { variables: { '--color-text-primary': '#abcdef', '--x': 'url(a)' } } } });
    const style = shown.document.documentElement.style;
    assert.equal(style.colorScheme, 'dark');
    assert.equal(style.getPropertyValue('--color-text-primary'), '#abcdef');
    assert.equal(style.getPropertyValue('--x'), '');
    shown.bridge.sendHostContextChange({ theme: 'light' });
    await shown.until(() => style.colorScheme === 'light');
    assert.deepEqual(await shown.bridge.teardownResource({}), {});
    await shown.close();
  });

  test(`the ${name} view shows an error as text`, async () => {
    const shown = await show(server, tool, {}, {
      result: { isError: true, content: [{ type: 'text', text: 'No such <b>task</b>.' }] },
    });
    await shown.until(() => shown.text().includes('No such <b>task</b>.'));
    await shown.close();
  });
}

test('views ignore messages that do not come from the host', async () => {
  const shown = await show(server, 'get-trajectory', {}, { result: null });
  const before = shown.document.body.outerHTML;
  for (const message of [null, 7, 'x', {}, { jsonrpc: '2.0' }, { jsonrpc: '2.0', id: 99, result: {} }, { jsonrpc: '2.0', method: 'x' }]) {
    shown.deliver(message);
  }
  shown.deliver({ jsonrpc: '2.0', method: 'ui/notifications/tool-cancelled', params: { reason: 'fake' } }, {});
  assert.equal(shown.document.body.outerHTML, before);
  await shown.close();
});

test('requests that a view does not know get an error', async () => {
  const shown = await show(server, 'get-trajectory', {}, { result: null });
  shown.deliver({ jsonrpc: '2.0', id: 'a', method: 'sampling/createMessage', params: {} });
  shown.deliver({ jsonrpc: '2.0', id: 'b', method: 'ping' });
  assert.equal(shown.sent.find((m) => m.id === 'a').error.code, -32601);
  assert.deepEqual(shown.sent.find((m) => m.id === 'b').result, {});
  await shown.close();
});

test('views are served over HTTP too', async () => {
  const remote = await startHttpServer({ args: ['--read-only'] });
  try {
    const [there, here] = [await remote.page('get-trajectory'), await server.page('get-trajectory')];
    assert.equal(there.uri, here.uri);
    assert.ok(there.text === here.text);
    assert.equal(remote.tool('run-task'), undefined);
  } finally {
    await remote.close();
  }
});
