'use strict';
// The twin of internal/acknowledge.

// packs names a rule in several packs of cdk-nag.
function packs(rule, ...prefixes) {
  return (prefixes.length ? prefixes : ['NIST.800.53.R5-', 'HIPAA.Security-', 'PCI.DSS.321-']).map((prefix) => prefix + rule);
}

// acknowledge takes lists of a reason and the rules that it answers.
function acknowledge(resource, ...reasons) {
  const rules = reasons.flatMap(([reason, ...answered]) => answered.map((rule) => {
    const [, id, finding] = rule.match(/^([^[]+)(?:\[(.*)\])?$/);
    return { id, reason, ...(finding && { applies_to: [finding] }) };
  }));
  resource.addMetadata('cdk_nag', { rules_to_suppress: rules });
}

module.exports = { acknowledge, packs };
