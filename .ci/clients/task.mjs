// Starts a run as a task, and prints the task's id. Usage: task.mjs URL
const [url] = process.argv.slice(2);
const response = await fetch(url, {
  method: 'POST',
  headers: {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'run-task-sync',
  },
  body: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: {
      name: 'run-task-sync',
      // Takes a minute, so that it is still going when other programs look at it.
      arguments: { task: 'review-batch', init_params: { items: Array.from({ length: 150 }, (_, i) => `text ${i}`) } },
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': { extensions: { 'io.modelcontextprotocol/tasks': {} } },
      },
    },
  }),
});
const text = await response.text();
console.log(JSON.parse(text.replace(/^[^{]*/, '')).result.taskId);
