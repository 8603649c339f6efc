// Tests the official TypeScript SDK 1.x. Usage: sdk.mjs http|stateless|sse URL, or sdk.mjs stdio COMMAND
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { remembering, SLOW, story, withoutAnswer } from './story.mjs';

const [way, address] = process.argv.slice(2);
const exchanges = [];
const options = { fetch: remembering(exchanges) };
const url = way === 'stdio' ? undefined : new URL(address);
const transport = connection();
const client = new Client({ name: 'sdk', version: '1' });
const call = (name, args, how) => client.callTool({ name, arguments: args }, undefined, how);

await client.connect(transport);
await story(client, call);
await client.ping();
if (way === 'http') {
  await withoutAnswer(exchanges);
  await resume();
  await terminate();
} else if (way === 'stateless') {
  assert.equal(transport.sessionId, undefined);
}
await client.close();

function connection() {
  switch (way) {
    case 'stdio':
      return new StdioClientTransport({ command: address, env: { ...process.env }, stderr: 'inherit' });
    case 'sse':
      return new SSEClientTransport(url, options);
    default:
      return new StreamableHTTPClientTransport(url, options);
  }
}

/** Breaks the connection during a call, and expects the response after reconnecting. */
async function resume() {
  const broken = new AbortController();
  const resumed = [];
  const fragile = (to, init) => {
    resumed.push(new Headers(init.headers).get('last-event-id'));
    return fetch(to, init.method === 'POST' ? { ...init, signal: AbortSignal.any([init.signal, broken.signal]) } : init);
  };
  const other = new Client({ name: 'fragile', version: '1' });
  await other.connect(new StreamableHTTPClientTransport(url, { fetch: fragile }));
  const params = { name: 'run-task-sync', arguments: SLOW };
  const result = await other.callTool(params, undefined, { onprogress: () => broken.abort() });
  assert.equal(result.structuredContent.status, 'completed');
  assert(resumed.some(Boolean), 'the stream was resumed');
  await other.close();
}

/** Expects 404 for a session that was closed. */
async function terminate() {
  const session = transport.sessionId;
  assert(session, 'there is a session');
  await transport.terminateSession();
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': transport.protocolVersion,
      'mcp-session-id': session,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  });
  assert.equal(response.status, 404);
}
