'use strict';
// Synthesizes the twin of test/bench/config/prod.yaml.
//
//	node synth.js folder        writes the cloud assembly of one environment, named prod, into the folder
//	node synth.js time 1 10 50  prints what one environment takes in an app of 1, of 10 and of 50

const fs = require('fs');
const os = require('os');
const path = require('path');
const { App } = require('aws-cdk-lib');
const yaml = require('yaml');
const { Environment } = require('./twin/environment');

const root = path.join(__dirname, '../..');
const props = yaml.parse(fs.readFileSync(path.join(root, 'test/bench/config/prod.yaml'), 'utf8'));
const { context } = JSON.parse(fs.readFileSync(path.join(root, 'cdk.json'), 'utf8'));

function synth(outdir, names) {
  const app = new App({ outdir, analyticsReporting: false, context });
  for (const name of names) {
    new Environment(app, name, props);
  }
  app.synth();
}

// timed returns the milliseconds of each environment in an app of so many.
function timed(environments) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'evenkeel-bench-'));
  const names = Array.from({ length: environments }, (_, i) => `prod-${i + 1}`);
  const start = performance.now();
  synth(outdir, names);
  const took = performance.now() - start;
  fs.rmSync(outdir, { recursive: true });
  return took / environments;
}

if (process.argv[2] === 'time') {
  timed(10); // as in BenchmarkSynth, what is timed runs warm
  for (const environments of process.argv.slice(3)) {
    console.log(`environments=${environments} ${timed(Number(environments)).toFixed(1)} ms/environment`);
  }
} else {
  synth(process.argv[2], ['prod']);
}
