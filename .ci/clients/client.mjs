// Tests the official TypeScript client 2.x in both eras at once. Usage: client.mjs http|stateless URL, or client.mjs stdio COMMAND
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { skills, tasks } from './extensions.mjs';
import { SharedTransport } from './shared.mjs';
import { remembering, story, withoutAnswer } from './story.mjs';

const [way, address] = process.argv.slice(2);
const shared =
  way === 'stdio'
    ? new SharedTransport(new StdioClientTransport({ command: address, env: { ...process.env }, stderr: 'inherit' }))
    : undefined;

/** Returns a connection: of its own over HTTP, of the one process on stdio. */
function transport(options) {
  return shared ? shared.voice() : new StreamableHTTPClientTransport(new URL(address), options);
}

async function connected(mode, options) {
  const client = new Client(
    { name: 'client', version: '2' },
    { versionNegotiation: { mode }, capabilities: { elicitation: { form: {} } } },
  );
  const asked = [];
  client.setRequestHandler('elicitation/create', async (request) => {
    asked.push(request.params.message);
    return { action: 'decline' };
  });
  const connection = transport(options);
  await client.connect(connection);
  return { client, connection, asked };
}

const calls = (client) => (name, args, how) => client.callTool({ name, arguments: args }, how);

/** Expects a question before something irreversible, and nothing to happen when the user declines. */
async function declines({ client, asked }) {
  const { content } = await client.callTool({ name: 'delete-task', arguments: { task: 'test-echo' } });
  assert.match(content[0].text, /declined/);
  assert.equal(asked.length, 1);
}

async function legacy() {
  const exchanges = [];
  const host = await connected('legacy', { fetch: remembering(exchanges) });
  const { client, connection } = host;
  assert.equal(client.getNegotiatedProtocolVersion(), '2025-11-25');
  assert.equal(connection.sessionId === undefined, way !== 'http');
  await Promise.all([story(client, calls(client)), skills(client)]);
  await client.ping();
  if (way === 'http') {
    await withoutAnswer(exchanges);
    await declines(host);
    await connection.terminateSession();
  }
  await client.close();
}

async function modern(mode) {
  const host = await connected(mode);
  const { client, connection } = host;
  assert.equal(client.getNegotiatedProtocolVersion(), '2026-07-28');
  assert.equal(connection.sessionId, undefined);
  const subscription = await client.listen({ toolsListChanged: true });
  await Promise.all([story(client, calls(client)), declines(host), skills(client), tasks(client, transport())]);
  await subscription.close();
  assert.equal(await subscription.closed, 'local');
  await client.close();
}

await Promise.all([legacy(), modern('auto'), modern({ pin: '2026-07-28' })]);
await shared?.close();
