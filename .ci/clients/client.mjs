// Tests the official TypeScript client 2.x, which supports a newer revision too. Usage: client.mjs http|stateless URL
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { remembering, story, withoutAnswer } from './story.mjs';

const [way, address] = process.argv.slice(2);

// In auto mode it first requests the newest revision, and has to fall back.
for (const mode of ['legacy', 'auto']) {
  const exchanges = [];
  const transport = new StreamableHTTPClientTransport(new URL(address), { fetch: remembering(exchanges) });
  const client = new Client({ name: 'client', version: '2' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  assert.equal(client.getNegotiatedProtocolVersion(), '2025-11-25');
  assert.equal(transport.sessionId === undefined, way === 'stateless');
  await story(client, (name, args, how) => client.callTool({ name, arguments: args }, how));
  if (way === 'http') {
    await withoutAnswer(exchanges);
    await transport.terminateSession();
  }
  await client.close();
}
