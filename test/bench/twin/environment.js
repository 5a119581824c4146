'use strict';
// The twin of constructs/websystem: an environment in two stacks.

const { Construct } = require('constructs');
const { CfnOutput, CrossStackReferences, ReferenceStrength, Stack, Stage, Tags } = require('aws-cdk-lib');
const { Network } = require('./network');
const { Database } = require('./database');
const { WebTier } = require('./webtier');

class Environment extends Stage {
  constructor(scope, id, props) {
    super(scope, id, { env: { account: props.account, region: props.region } });
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);
    Tags.of(this).add('Environment', id);
    Tags.of(this).add('ManagedBy', 'evenkeel');
    const stateful = new Stack(this, 'Stateful', {
      description: `Network and database of ${id}`,
      terminationProtection: true,
    });
    const stateless = new Stack(this, 'Stateless', { description: `Load balancer and web servers of ${id}` });

    const system = new Construct(stateless, 'System');
    const { vpc } = new Network(stateful, 'Network', props.network);
    const database = new Database(stateful, 'Database', { ...props.database, vpc });
    const web = new WebTier(system, 'Web', { ...props.web, vpc });
    web.use(database);
    new CfnOutput(system, 'LoadBalancerDNSName', {
      value: web.loadBalancer.loadBalancerDnsName,
      description: 'Where the site answers: point the domain\'s alias record here',
    });
  }
}

module.exports = { Environment };
