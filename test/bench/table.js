'use strict';
// Reads lines like "go 10 85.3", the milliseconds of each environment in an app of 10, and prints the medians.

const fs = require('fs');

const samples = {};
for (const line of fs.readFileSync(0, 'utf8').trim().split('\n')) {
  const [side, environments, ms] = line.split(' ');
  ((samples[environments] ??= { go: [], node: [] })[side]).push(Number(ms));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

console.log('environments  Go ms each  Node ms each  ratio');
for (const [environments, { go, node }] of Object.entries(samples)) {
  const [ours, twins] = [median(go), median(node)];
  console.log([environments.padStart(12), ours.toFixed(1).padStart(10), twins.toFixed(1).padStart(12), (ours / twins).toFixed(2).padStart(5)].join('  '));
}
