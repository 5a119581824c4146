'use strict';
// The twin of constructs/webtier, with what config/prod.yaml and the defaults make of it.

const fs = require('fs');
const path = require('path');
const { Construct } = require('constructs');
const autoscaling = require('aws-cdk-lib/aws-autoscaling');
const cloudwatch = require('aws-cdk-lib/aws-cloudwatch');
const ec2 = require('aws-cdk-lib/aws-ec2');
const elbv2 = require('aws-cdk-lib/aws-elasticloadbalancingv2');
const iam = require('aws-cdk-lib/aws-iam');
const s3 = require('aws-cdk-lib/aws-s3');
const sns = require('aws-cdk-lib/aws-sns');
const subscriptions = require('aws-cdk-lib/aws-sns-subscriptions');
const { Aws, Duration, Lazy, RemovalPolicy, Tags } = require('aws-cdk-lib');
const { acknowledge, packs } = require('./acknowledge');
const { key, forAutoScalingNotifications } = require('./key');

// A role whose permissions are in a managed policy.
class Role extends iam.Role {
  addToPrincipalPolicy(statement) {
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }
}

const userDataScript = fs.readFileSync(path.join(__dirname, '../../../constructs/webtier/userdata.sh'), 'utf8');

class WebTier extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    this.props = props;
    this.environment = { AWS_REGION: Aws.REGION };
    this.createLoadBalancer();
    this.createTargetGroup();
    this.createRole();
    this.createLaunchTemplate();
    this.createAutoScalingGroup();
    this.createListeners();
    this.createScaling();
  }

  get connections() {
    return this.launchTemplate.connections;
  }

  get grantPrincipal() {
    return this.role.grantPrincipal;
  }

  use(backend) {
    const { connections } = backend;
    this.connections.allowToDefaultPort(connections, 'Web servers to what they use');
    for (const group of connections.securityGroups) {
      this.group.node.addDependency(group);
    }
    backend.grantUse(this);
    Object.assign(this.environment, backend.environment());
  }

  createLoadBalancer() {
    this.balancerGroup = new ec2.SecurityGroup(this, 'LoadBalancerSecurityGroup', {
      vpc: this.props.vpc,
      description: 'Load balancer: from the internet to the web servers',
      allowAllOutbound: false,
    });
    acknowledge(this.balancerGroup.node.defaultChild, [
      'The site is public: its load balancer takes ports 80 and 443 from everywhere, and is all that does.',
      'AwsSolutions-EC23',
    ]);
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      securityGroup: this.balancerGroup,
      vpc: this.props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC, onePerAz: true },
      internetFacing: true,
      dropInvalidHeaderFields: true,
      deletionProtection: true,
    });
    acknowledge(this.loadBalancer.node.defaultChild, [
      'Which requests a firewall may refuse depends on the application, and many organizations set the rules centrally; give loadBalancer.webAclArn, or a system its firewall.',
      ...packs('ALBWAFEnabled', 'NIST.800.53.R5-', 'PCI.DSS.321-'),
    ]);
    this.createAccessLogs();
  }

  createAccessLogs() {
    const bucket = new s3.Bucket(this, 'AccessLogs', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{
        expiration: Duration.days(90),
        noncurrentVersionExpiration: Duration.days(90),
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      }],
    });
    acknowledge(bucket.node.defaultChild, [
      "The bucket is where records end. Records of who reads them would need another bucket with the same question; CloudTrail's data events answer it for all of an account's buckets.",
      ...packs('S3BucketLoggingEnabled'), 'AwsSolutions-S1', 'CT.S3.PR.2',
    ], [
      'A load balancer writes only to buckets that are encrypted with keys of Amazon S3.',
      ...packs('S3DefaultEncryptionKMS'), 'CT.S3.PR.10',
    ], [
      'Records are not data that the system runs on: it can lose them with a Region. What must be kept elsewhere goes to a bucket of your own.',
      ...packs('S3BucketReplicationEnabled'),
    ], [
      'Nothing happens when a record arrives, so nobody is told.',
      'CT.S3.PR.4',
    ], [
      'A lock cannot be taken off again, and keeps even a wrong record for its whole time. Versions keep what is overwritten or deleted; bring a locked bucket of your own where the law wants one.',
      'CT.S3.PR.9',
    ]);
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'Delivery',
      principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`AWSLogs/${Aws.ACCOUNT_ID}/*`)],
    }));
    bucket.policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.loadBalancer.node.defaultChild.node.addDependency(bucket.policy);
    this.loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    this.loadBalancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
  }

  createTargetGroup() {
    this.targetGroup = new elbv2.ApplicationTargetGroup(this, 'TargetGroup', {
      vpc: this.props.vpc,
      targetType: elbv2.TargetType.INSTANCE,
      port: this.props.port,
      protocol: elbv2.ApplicationProtocol.HTTP,
      deregistrationDelay: Duration.seconds(60),
      healthCheck: {
        path: this.props.healthCheck.path,
        protocol: elbv2.Protocol.HTTP,
        port: String(this.props.port),
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
        healthyHttpCodes: '200',
      },
    });
  }

  createRole() {
    this.role = new Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
    });
    acknowledge(this.role.node.defaultChild, [
      'Session Manager, which is the only way to a shell here, is documented to take this policy of AWS; its actions have no narrower resources.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/AmazonSSMManagedInstanceCore]',
    ]);
    this.role.policy = new iam.ManagedPolicy(this, 'Policy', { description: 'What the web servers may do', roles: [this.role] });
    iam.Grant.addToPrincipal({
      grantee: this.role,
      actions: ['elasticloadbalancing:DescribeTargetHealth'],
      resourceArns: ['*'],
    });
    acknowledge(this.role.policy.node.defaultChild, [
      'elasticloadbalancing:DescribeTargetHealth, by which a starting server learns that it is healthy, has no resource-level permissions. What the tier uses is granted by name.',
      'AwsSolutions-IAM5[Resource::*]',
    ]);
  }

  createLaunchTemplate() {
    this.serverGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: this.props.vpc,
      description: 'Web servers: only from their load balancer',
      allowAllOutbound: false,
      allowAllIpv6Outbound: false,
    });
    const https = ec2.Port.tcp(443);
    this.serverGroup.addEgressRule(ec2.Peer.anyIpv4(), https, 'AWS APIs and package repositories');
    this.serverGroup.addEgressRule(ec2.Peer.anyIpv6(), https, 'AWS APIs and package repositories');
    this.launchTemplate = new ec2.LaunchTemplate(this, 'LaunchTemplate', {
      instanceType: new ec2.InstanceType(this.props.instanceType),
      machineImage: ec2.MachineImage.fromSsmParameter('/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64', {
        os: ec2.OperatingSystemType.LINUX,
      }),
      role: this.role,
      securityGroup: this.serverGroup,
      userData: ec2.UserData.custom(Lazy.string({ produce: () => this.userData() })),
      blockDevices: [{
        deviceName: '/dev/xvda',
        volume: ec2.BlockDeviceVolume.ebs(20, { volumeType: ec2.EbsDeviceVolumeType.GP3, encrypted: true, deleteOnTermination: true }),
      }],
      detailedMonitoring: true,
      requireImdsv2: true,
    });
    Tags.of(this.launchTemplate).add('Name', this.node.path);
  }

  userData() {
    const environment = Object.keys(this.environment).sort().map((name) => `${name}=${this.environment[name]}\n`).join('');
    const values = {
      '{{region}}': Aws.REGION,
      '{{stack}}': Aws.STACK_NAME,
      '{{autoScalingGroup}}': this.group.node.defaultChild.logicalId,
      '{{state}}': `aws elbv2 describe-target-health --region '${Aws.REGION}' --target-group-arn '${this.targetGroup.targetGroupArn}' --targets "Id=$instance" \\\n\t--query 'TargetHealthDescriptions[0].TargetHealth.State'`,
      '{{healthy}}': 'healthy',
      '{{timeout}}': '900',
      '{{environment}}\n': environment,
      '{{logs}}\n': '',
      '{{application}}\n': this.props.userData,
    };
    return Object.keys(values).reduce((script, name) => script.replaceAll(name, () => values[name]), userDataScript);
  }

  createAutoScalingGroup() {
    const timeout = Duration.minutes(20);
    this.group = new autoscaling.AutoScalingGroup(this, 'AutoScalingGroup', {
      vpc: this.props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      launchTemplate: this.launchTemplate,
      minCapacity: this.props.minCapacity,
      maxCapacity: this.props.maxCapacity,
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
        gracePeriod: Duration.seconds(900),
      }),
      defaultInstanceWarmup: Duration.seconds(180),
      groupMetrics: [autoscaling.GroupMetrics.all()],
      notifications: [{ topic: this.createTopic(), scalingEvents: autoscaling.ScalingEvents.ALL }],
      signals: autoscaling.Signals.waitForCount(this.props.minCapacity, { timeout }),
      updatePolicy: autoscaling.UpdatePolicy.rollingUpdate({
        maxBatchSize: 1,
        minInstancesInService: this.props.minCapacity,
        pauseTime: timeout,
        waitOnResourceSignals: true,
        suspendProcesses: [
          autoscaling.ScalingProcess.ALARM_NOTIFICATION,
          autoscaling.ScalingProcess.AZ_REBALANCE,
          autoscaling.ScalingProcess.HEALTH_CHECK,
          autoscaling.ScalingProcess.REPLACE_UNHEALTHY,
          autoscaling.ScalingProcess.SCHEDULED_ACTIONS,
        ],
      }),
    });
    this.targetGroup.addTarget(this.group);
    acknowledge(this.group.node.defaultChild, [
      'The group has a subnet in every zone of the network: it names them in VPCZoneIdentifier, which decides the zones in a VPC. The control reads AvailabilityZones alone.',
      'CT.AUTOSCALING.PR.1',
    ], [
      'The servers are of one type, so that the average of their CPU, by which they are scaled, means the same for each.',
      'CT.AUTOSCALING.PR.6',
    ]);
  }

  createTopic() {
    const masterKey = key(this, 'TopicKey', `Notifications of ${this.node.path}`, RemovalPolicy.DESTROY, forAutoScalingNotifications());
    const topic = new sns.Topic(this, 'Topic', { masterKey, enforceSSL: true });
    for (const address of this.props.notifications?.emails ?? []) {
      topic.addSubscription(new subscriptions.EmailSubscription(address));
    }
    return topic;
  }

  createListeners() {
    const plain = this.loadBalancer.addListener('HTTP', {
      port: 80,
      protocol: elbv2.ApplicationProtocol.HTTP,
      open: true,
      defaultAction: elbv2.ListenerAction.redirect({ port: '443', protocol: 'HTTPS', permanent: true }),
    });
    const listener = this.loadBalancer.addListener('HTTPS', {
      port: 443,
      protocol: elbv2.ApplicationProtocol.HTTPS,
      open: true,
      sslPolicy: elbv2.SslPolicy.TLS13_RES,
      certificates: [elbv2.ListenerCertificate.fromArn(this.props.certificateArn)],
      defaultTargetGroups: [this.targetGroup],
    });
    acknowledge(plain.node.defaultChild, [
      'Port 80 serves nothing: it redirects to HTTPS, and to do so it must be asked in clear text.',
      ...packs('ELBv2ACMCertificateRequired'),
    ]);
    for (const { node } of [plain, listener]) {
      node.defaultChild.addMetadata('cfn-lint', { config: { ignore_checks: ['E3002'] } });
    }
    this.group.node.addDependency(
      this.role,
      this.role.policy,
      listener,
      this.balancerGroup,
      this.serverGroup,
      ...this.props.vpc.privateSubnets.map((s) => s.internetConnectivityEstablished),
    );
  }

  createScaling() {
    const { scaleOutAbove, scaleInBelow } = this.props.scaling;
    this.cpuAlarm('ScaleOutAlarm', {
      alarmDescription: `CPU above ${scaleOutAbove} %: adds 1 to the web servers`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: scaleOutAbove,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      alarmActions: [this.stepPolicy('ScaleOutPolicy', { metricIntervalLowerBound: 0, scalingAdjustment: 1 })],
    });
    this.cpuAlarm('ScaleInAlarm', {
      alarmDescription: `CPU below ${scaleInBelow} %: removes 1 of the web servers`,
      comparisonOperator: 'LessThanThreshold',
      threshold: scaleInBelow,
      evaluationPeriods: 15,
      datapointsToAlarm: 15,
      alarmActions: [this.stepPolicy('ScaleInPolicy', { metricIntervalUpperBound: 0, scalingAdjustment: -1 })],
    });
  }

  stepPolicy(id, step) {
    return new autoscaling.CfnScalingPolicy(this, id, {
      autoScalingGroupName: this.group.autoScalingGroupName,
      policyType: 'StepScaling',
      adjustmentType: 'ChangeInCapacity',
      metricAggregationType: 'Average',
      estimatedInstanceWarmup: 180,
      stepAdjustments: [step],
    });
  }

  cpuAlarm(id, props) {
    new cloudwatch.CfnAlarm(this, id, {
      ...props,
      namespace: 'AWS/EC2',
      metricName: 'CPUUtilization',
      dimensions: [{ name: 'AutoScalingGroupName', value: this.group.autoScalingGroupName }],
      statistic: 'Average',
      period: 60,
      treatMissingData: 'missing',
    });
  }
}

module.exports = { WebTier };
