// Serves the tools of the npm package jetty-mcp-server statelessly over Streamable HTTP, as the SDK's documentation recommends:
// a server and a transport for each request, JSON responses, the caller's own token. bench/http compares with it.
import http from "node:http";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { JettyApiClient, registerTools } from "jetty-mcp-server";

const apiUrl = process.env.JETTY_API_URL;

const listener = http.createServer(async (request, response) => {
  const server = new McpServer({ name: "jetty", version: "1.1.0" });
  const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
  registerTools(server, new JettyApiClient({ apiUrl, token }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on("close", () => server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
});
listener.listen(0, "127.0.0.1", () => {
  console.error(`Listening on http://127.0.0.1:${listener.address().port}/mcp`);
});
