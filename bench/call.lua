-- The request that wrk sends: the call in BENCH_CALL (the params of tools/call, or empty for tools/list) with the token in
-- BENCH_TOKEN. A response without a result counts as failed.
local call = os.getenv("BENCH_CALL")
local body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
if call and call ~= "" then
  body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":' .. call .. "}"
end
wrk.method = "POST"
wrk.body = body
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json, text/event-stream"
wrk.headers["MCP-Protocol-Version"] = "2025-11-25"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  failed = 0
end

function response(status, headers, answer)
  if status ~= 200 or not answer:find('"result"', 1, true) or answer:find('"isError":true', 1, true) then
    failed = failed + 1
  end
end

function done(summary, latency)
  local failures = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  for _, thread in ipairs(threads) do
    failures = failures + thread:get("failed")
  end
  io.write(string.format("RESULT %.0f %.1f %.1f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failures))
end
