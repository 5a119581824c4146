#!/usr/bin/env bash
# Times environments like test/bench/config/prod.yaml from Go and, as plain JavaScript with the same constructs, on Node.
# First it proves that both make the same templates. Then Go and Node take turns, since machines are noisy, and medians
# count. The number of turns is the argument, 5 unless given.
set -euo pipefail
cd "$(dirname "$0")"
rounds=${1:-5}
node=${JSII_NODE:-node}

export CDK_VALIDATION=false                         # the template validator costs both sides the same seconds
export NODE_OPTIONS=--max-old-space-size=4069       # what the jsii kernel gives itself
JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=$("$node" -p 'process.versions.node.split(".")[0]')
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund
go test -c -o "$work/test" ..

(cd ../.. && CDK_OUTDIR="$work/go" CDK_CONTEXT_JSON='{"config": "test/bench/config"}' go run .) 2>/dev/null
"$node" synth.js "$work/node"
"$node" compare.js "$work/go" "$work/node"

for ((round = 1; round <= rounds; round++)); do
	echo "round $round of $rounds" >&2
	(cd .. && "$work/test" -test.run '^$' -test.bench Synth -test.benchtime 1x) |
		sed -nE 's|^BenchmarkSynth/environments=([0-9]+).* ([0-9.]+) ms/environment.*|go \1 \2|p'
	"$node" synth.js time 1 10 50 | sed -E 's|^environments=([0-9]+) ([0-9.]+) .*|node \1 \2|'
done >"$work/samples"
"$node" table.js <"$work/samples"
