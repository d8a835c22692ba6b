-- Asks the addresses of the file in PATHS in turn, each thread from a place of its own, and prints one line of JSON.
-- Where THINK is given each connection waits before it asks again, so many milliseconds on average, as people do:
-- exponentially, so that requests arrive as they would from many who know nothing of each other.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  paths = {}
  for line in io.lines(os.getenv("PATHS")) do
    paths[#paths + 1] = line
  end
  requests = {}
  -- As from somebody who has just used the form of the first page, and so has the style sheet.
  local headers = { ["Accept-Encoding"] = os.getenv("CODING") or "identity", ["Sec-Fetch-Site"] = "same-origin" }
  for at, path in ipairs(paths) do
    requests[at] = wrk.format("GET", path, headers)
  end
  math.randomseed(number + 1)
  at = math.floor(number * #paths / 7)
  think = tonumber(os.getenv("THINK") or "0")
end

function request()
  at = at % #requests + 1
  return requests[at]
end

if os.getenv("THINK") then
  function delay()
    return math.floor(-think * math.log(1 - math.random()) + 0.5)
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"bytes":%d,"p50":%.3f,"p95":%.3f,"p99":%.3f,"max":%.3f,'
      .. '"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
