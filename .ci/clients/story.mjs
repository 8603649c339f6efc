// Runs the same calls with every client and transport, against a server that uses the simulator.
import assert from 'node:assert/strict';

/** A run that takes three seconds and reports progress. */
export const SLOW = { task: 'review-batch' };

/** Returns a fetch that records each request and response; the text of a response resolves when its stream has ended. */
export function remembering(exchanges) {
  return async (url, init = {}) => {
    const response = await fetch(url, init);
    const text = response.clone().text();
    text.catch(() => {});
    exchanges.push({ sent: String(init.body), text });
    return response;
  };
}

/** Lists, calls, reads, gets a prompt and cancels a call; `call` is the client's function to call a tool. */
export async function story(client, call) {
  const { tools } = await client.listTools();
  assert(tools.some((tool) => tool.name === 'run-task-sync'), 'run-task-sync is listed');

  const told = [];
  const result = await call('run-task-sync', { task: 'test-echo' }, { onprogress: (at) => told.push(at.progress) });
  assert.equal(result.structuredContent.status, 'completed');
  assert(told.length > 0, 'progress is told');
  assert.deepEqual(told, [...told].sort((a, b) => a - b), 'progress rises');

  const { contents } = await client.readResource({ uri: 'jetty://acme/test-echo' });
  assert.match(contents[0].text, /text_echo/);

  const prompt = { name: 'debug-last-failure', arguments: { task: 'broken-judge' } };
  const { messages } = await client.getPrompt(prompt);
  assert.match(messages[0].content.text, /root_cause/);

  const enough = new AbortController();
  const given = call('run-task-sync', SLOW, { onprogress: () => enough.abort('enough'), signal: enough.signal });
  await assert.rejects(given, /enough/);
}

/** Expects the server to end the stream of a cancelled call without a response. */
export async function withoutAnswer(exchanges) {
  const given = exchanges.find(({ sent }) => sent.includes(SLOW.task));
  assert.doesNotMatch(await given.text, /"result"|"error"/);
}
