'use strict';
// Fails unless two cloud assemblies have the same templates of the environment prod, but for the order of keys.
//
//	node compare.js folder folder

const assert = require('assert');
const fs = require('fs');
const path = require('path');

function templates(folder) {
  const assembly = path.join(folder, 'assembly-prod');
  const files = fs.readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
  return Object.fromEntries(files.map((name) => [name, JSON.parse(fs.readFileSync(path.join(assembly, name), 'utf8'))]));
}

const [ours, twins] = process.argv.slice(2).map(templates);
assert.strictEqual(Object.keys(ours).length, 2, 'prod should have two stacks');
assert.deepStrictEqual(twins, ours, 'the twin is no twin: change test/bench/twin with the constructs');
const resources = Object.values(ours).reduce((sum, template) => sum + Object.keys(template.Resources).length, 0);
console.log(`The templates are equal: 2 stacks, ${resources} resources`);
