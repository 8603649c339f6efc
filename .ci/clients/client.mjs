// The official TypeScript client 2.x, which speaks a newer revision too: client.mjs http|stateless URL
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { remembering, story, withoutAnswer } from './story.mjs';

const [way, address] = process.argv.slice(2);

// With auto it first asks for the newest revision, and has to find out that there is none.
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
