// Uses the extensions of revision 2026-07-28 with the official libraries, against a server that uses the simulator.
import assert from 'node:assert/strict';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { createTaskSessionFromClient, resultFromTaskOutcome } from '@modelcontextprotocol/ext-tasks/client';

/** Lists the skills, and reads every file; the library compares it with its digest and size. */
export async function skills(client) {
  const library = new SkillsClient(client);
  assert(library.supported && library.directoryRead);
  const listed = (await library.list()).skills;
  assert(listed.length >= 3, 'there are skills');
  for (const { uri } of listed) {
    const { skill } = await library.get(uri);
    for (const file of skill.resources) {
      assert((await library.read(skill, file.uri)).verified, `${file.uri} is verified`);
    }
    const { resources } = await library.readDirectory(uri.slice(0, uri.lastIndexOf('/')));
    assert(resources.some((resource) => resource.mimeType === 'inode/directory'), `${uri} has a directory`);
  }
}

/** Follows a run as a task to its result, and cancels another one. */
export async function tasks(client, transport) {
  await transport.start();
  const session = createTaskSessionFromClient(client, {
    endpointId: 'jetty',
    rawDispatch: dispatch(transport),
    v2RequestFraming: {
      protocolVersion: '2026-07-28',
      clientInfo: { name: 'tasks', version: '1' },
      clientCapabilities: {},
    },
  });
  const run = await session.callTool('run-task-sync', { task: 'test-echo' });
  assert.equal(run.kind, 'task');
  const { outcome } = await run.settle();
  assert.equal(resultFromTaskOutcome(outcome).structuredContent.status, 'completed');

  const short = await session.callTool('list-tasks', {});
  assert.equal(short.kind, 'immediate');

  // Takes half a minute, so that it is still going when it is looked at; with a key, as the trial may be used up.
  await session.callTool('set-env-var', { name: 'OPENROUTER_API_KEY', value: 'pretend-key' });
  const items = Array.from({ length: 75 }, (_, i) => `text ${i}`);
  const slow = await session.callTool('run-task-sync', { task: 'review-batch', init_params: { items } });
  const seen = await session.task(slow.handle.taskId).snapshot();
  assert.equal(seen.status, 'working');
  await slow.cancel();
  await session.close();
}

/** Sends requests that the client does not know, and returns their responses. */
function dispatch(transport) {
  const open = new Map();
  transport.onmessage = ({ id, result, error }) => {
    open.get(id)?.(error ? { kind: 'error', error } : { kind: 'result', result });
    open.delete(id);
  };
  return ({ method, params }) =>
    new Promise((resolve, reject) => {
      const id = `task-${open.size}-${method}-${Math.random()}`;
      open.set(id, resolve);
      transport.send({ jsonrpc: '2.0', id, method, params }).catch(reject);
    });
}
