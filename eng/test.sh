#!/usr/bin/env bash
# Builds everything and runs all tests, the fast ones first. Ends with a line like "123 passed, 0 failed".
#   eng/test.sh            all tests
#   eng/test.sh Grains     the projects whose name contains Grains
set -uo pipefail
cd "$(dirname "$0")/.."

need() { command -v "$1" >/dev/null || { echo "$1 was not found: install $2." >&2; exit 1; }; }
need dotnet "the .NET 10 SDK (https://dotnet.microsoft.com/download)"
need npm "Node.js 20 or newer, which brings npm (https://nodejs.org): the llama.cpp libraries come from npm packages"

# Storage and Cluster run on a PostgreSQL of their own.
if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null \
    || { echo "PostgreSQL was not found: install it with 'apt-get install postgresql'." >&2; exit 1; }
fi

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build LlmGateway.sln -c Release -v quiet || { echo "The build failed."; exit 1; }

passed=0 failed=0 skipped=0 broken=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for project in Storage Grains Web Inference Silo Cluster; do
  [[ $project == *"${1:-}"* && -d tests/$project.Tests ]] || continue
  echo "== $project"
  tests/$project.Tests/bin/Release/net10.0/LlmGateway.$project.Tests --progress off | tee "$results/$project"
  # The runner writes colours where it believes itself in CI.
  count() { sed $'s/\x1b\\[[0-9;]*m//g' "$results/$project" | awk -v name="$1:" '$1 == name { n = $2 } END { print n + 0 }'; }
  if [ "$(count total)" -eq 0 ]; then broken=$((broken + 1)); fi
  passed=$((passed + $(count succeeded))) failed=$((failed + $(count failed))) skipped=$((skipped + $(count skipped)))
done

[ "$broken" -eq 0 ] || { echo "$broken test programs ended without a summary."; failed=$((failed + broken)); }
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
