'use strict';
// The twin of constructs/network, with what config/prod.yaml and the defaults make of it.

const { Construct } = require('constructs');
const ec2 = require('aws-cdk-lib/aws-ec2');
const iam = require('aws-cdk-lib/aws-iam');
const logs = require('aws-cdk-lib/aws-logs');
const { Aws, Fn, RemovalPolicy } = require('aws-cdk-lib');
const { acknowledge, packs } = require('./acknowledge');
const { key, forLogGroups } = require('./key');

const tiers = ['Public', 'Private', 'Isolated'];

class Network extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    this.props = props;
    this.path = this.node.path;
    this.zones = props.zones.map((name) => ({
      zone: Fn.sub('${AWS::Region}' + name.slice(-1)),
      letter: name.slice(-1).toUpperCase(),
    }));
    this.cfnVpc = new ec2.CfnVPC(this, 'Resource', {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: this.named(''),
    });
    this.vpcId = this.cfnVpc.ref;
    acknowledge(this.cfnVpc, [
      'CloudFormation cannot take away the rules of the default security group without a function of its own. Nothing uses the group: every load balancer, server, database and endpoint names the security groups that it is in.',
      ...packs('VPCDefaultSecurityGroupClosed'),
    ]);
    this.createSubnets();
    this.createEgress();
    this.importVpc();
    this.createS3Endpoint();
    this.createFlowLogs();
  }

  createSubnets() {
    this.subnets = {};
    for (const [t, tier] of tiers.entries()) {
      this.subnets[tier] = this.zones.map(({ zone, letter }) => {
        const id = `${tier}Subnet${letter}`;
        const cidr = this.slot(t, letter.charCodeAt(0) - 'A'.charCodeAt(0));
        const subnet = new ec2.CfnSubnet(this, id, {
          vpcId: this.vpcId,
          availabilityZone: zone,
          cidrBlock: cidr,
          mapPublicIpOnLaunch: false,
          tags: [
            { key: 'aws-cdk:subnet-name', value: tier },
            { key: 'aws-cdk:subnet-type', value: tier },
            ...this.named(id),
          ],
        });
        return { id: subnet.ref, cidr };
      });
    }
  }

  // slot is the range of a tier and zone in a VPC of /16.
  slot(tier, zone) {
    const [a, b] = this.props.cidr.split('.');
    return `${a}.${b}.${(tier * 8 + zone) * 8}.0/21`;
  }

  createEgress() {
    const gateway = new ec2.CfnInternetGateway(this, 'InternetGateway', { tags: this.named('') });
    const attachment = new ec2.CfnVPCGatewayAttachment(this, 'InternetGatewayAttachment', {
      vpcId: this.vpcId,
      internetGatewayId: gateway,
    });
    const publicTable = this.routeTable('PublicRouteTable');
    const publicRoute = new ec2.CfnRoute(this, 'PublicDefaultRoute', {
      routeTableId: publicTable,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway,
    });
    publicRoute.addResourceDependency(attachment);
    acknowledge(publicRoute, [
      'The public subnets hold the load balancer and the NAT gateways, which the internet must reach and which must reach it. Servers and databases are in subnets without this route.',
      ...packs('VPCNoUnrestrictedRouteToIGW'),
    ]);
    this.zones.forEach((_, i) => this.associate('Public', i, publicTable, publicRoute));

    const gateways = this.zones.map(({ letter }, i) => {
      const address = new ec2.CfnEIP(this, `ElasticIP${letter}`, { domain: 'vpc', tags: this.named(`NATGateway${letter}`) });
      address.addResourceDependency(publicRoute);
      const nat = new ec2.CfnNatGateway(this, `NATGateway${letter}`, {
        subnetId: this.subnets.Public[i].id,
        allocationId: address,
        tags: this.named(`NATGateway${letter}`),
      });
      nat.node.addDependency(...this.subnets.Public[i].wayOut);
      return nat;
    });
    this.zones.forEach(({ letter }, i) => {
      const table = this.routeTable(`PrivateRouteTable${letter}`);
      const route = new ec2.CfnRoute(this, `PrivateDefaultRoute${letter}`, {
        routeTableId: table,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: gateways[i],
      });
      this.associate('Private', i, table, route);
    });

    const isolatedTable = this.routeTable('IsolatedRouteTable');
    this.zones.forEach((_, i) => this.associate('Isolated', i, isolatedTable));
  }

  routeTable(id) {
    return new ec2.CfnRouteTable(this, id, { vpcId: this.vpcId, tags: this.named(id) }).ref;
  }

  associate(tier, i, table, ...routes) {
    const association = new ec2.CfnSubnetRouteTableAssociation(this, `${tier}RouteTableAssociation${this.zones[i].letter}`, {
      subnetId: this.subnets[tier][i].id,
      routeTableId: table,
    });
    Object.assign(this.subnets[tier][i], { routeTable: table, wayOut: [association, ...routes] });
  }

  importVpc() {
    const attributes = {
      vpcId: this.vpcId,
      vpcCidrBlock: this.props.cidr,
      availabilityZones: this.props.zones,
    };
    for (const tier of tiers) {
      const name = tier.toLowerCase();
      attributes[`${name}SubnetIds`] = this.subnets[tier].map((s) => s.id);
      attributes[`${name}SubnetRouteTableIds`] = this.subnets[tier].map((s) => s.routeTable);
      attributes[`${name}SubnetIpv4CidrBlocks`] = this.subnets[tier].map((s) => s.cidr);
    }
    this.vpc = ec2.Vpc.fromVpcAttributes(this, 'VPC', attributes);
    for (const tier of tiers) {
      const imported = this.vpc[`${tier.toLowerCase()}Subnets`];
      imported.forEach((s, i) => s.internetConnectivityEstablished.add(...this.subnets[tier][i].wayOut));
    }
  }

  createS3Endpoint() {
    const tables = this.subnets.Private.map((s) => s.routeTable);
    new ec2.CfnVPCEndpoint(this, 'S3Endpoint', {
      vpcId: this.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${Aws.REGION}.s3`,
      routeTableIds: tables,
      tags: this.named('S3Endpoint'),
    });
  }

  createFlowLogs() {
    const group = new logs.CfnLogGroup(this, 'FlowLogGroup', {
      retentionInDays: this.props.flowLogs.retentionDays,
      kmsKeyId: key(this, 'FlowLogsKey', `Flow logs of ${this.path}`, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, forLogGroups('*')).keyArn,
      tags: this.named('FlowLogGroup'),
    });
    group.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const role = new iam.CfnRole(this, 'FlowLogsRole', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
        }],
      },
      tags: this.named('FlowLogsRole'),
    });
    const policy = new iam.CfnManagedPolicy(this, 'FlowLogsPolicy', {
      description: 'Delivery of flow logs',
      roles: [role.ref],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          Resource: group.attrArn,
        }],
      },
    });
    const flowLogs = new ec2.CfnFlowLog(this, 'FlowLogs', {
      resourceId: this.vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      maxAggregationInterval: 60,
      logDestinationType: 'cloud-watch-logs',
      logGroupName: group.ref,
      deliverLogsPermissionArn: role,
      tags: this.named('FlowLogs'),
    });
    flowLogs.addResourceDependency(policy);
  }

  named(id) {
    return [{ key: 'Name', value: id ? `${this.path}/${id}` : this.path }];
  }
}

module.exports = { Network };
