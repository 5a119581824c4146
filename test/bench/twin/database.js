'use strict';
// The twin of constructs/database, with what config/prod.yaml and the defaults make of it.

const { Construct } = require('constructs');
const ec2 = require('aws-cdk-lib/aws-ec2');
const iam = require('aws-cdk-lib/aws-iam');
const kms = require('aws-cdk-lib/aws-kms');
const logs = require('aws-cdk-lib/aws-logs');
const rds = require('aws-cdk-lib/aws-rds');
const { Aws, Duration, Names, RemovalPolicy } = require('aws-cdk-lib');

class Database extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    this.props = props;
    this.key = new kms.Key(this, 'Key', {
      description: `Database ${this.node.path}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Database: only from security groups that are let in',
      allowAllOutbound: false,
    });
    this.connections = new ec2.Connections({ securityGroups: [group], defaultPort: ec2.Port.tcp(3306) });
    this.instance = this.createInstance(group);
  }

  createInstance(group) {
    this.identifier = Names.uniqueResourceName(this, { maxLength: 60, separator: '-' }).toLowerCase();
    const engine = rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.of('8.4.8', '8.4') });
    const instance = new rds.DatabaseInstance(this, 'Instance', {
      vpc: this.props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [group],
      port: 3306,
      publiclyAccessible: false,
      multiAz: true,

      engine,
      instanceIdentifier: this.identifier,
      instanceType: new ec2.InstanceType(this.props.instanceClass.replace(/^db\./, '')),
      databaseName: 'app',
      credentials: rds.Credentials.fromUsername('dbadmin', { encryptionKey: this.key }),
      manageMasterUserPassword: true,
      parameterGroup: new rds.ParameterGroup(this, 'ParameterGroup', {
        engine,
        description: `Parameters of ${this.node.path}`,
        parameters: { log_output: 'FILE', long_query_time: '2', require_secure_transport: '1', slow_query_log: '1' },
      }),
      engineLifecycleSupport: rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED,

      storageType: rds.StorageType.GP3,
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      storageEncrypted: true,
      storageEncryptionKey: this.key,

      backupRetention: Duration.days(14),
      deleteAutomatedBackups: false,
      copyTagsToSnapshot: true,
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
      preferredBackupWindow: this.props.backupWindow,
      preferredMaintenanceWindow: this.props.maintenanceWindow,

      cloudwatchLogsExports: ['error', 'slowquery'],
      monitoringInterval: Duration.seconds(60),
      monitoringRole: this.monitoringRole(),
      enablePerformanceInsights: true,
      performanceInsightEncryptionKey: this.key,
      performanceInsightRetention: rds.PerformanceInsightRetention.DEFAULT,
      databaseInsightsMode: rds.DatabaseInsightsMode.STANDARD,
    });
    const resource = instance.node.defaultChild;
    for (const log of ['error', 'slowquery']) {
      const logGroup = new logs.CfnLogGroup(this, `LogGroup-${log}`, {
        logGroupName: `/aws/rds/instance/${this.identifier}/${log}`,
        retentionInDays: 90,
      });
      logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY);
      resource.addResourceDependency(logGroup);
    }
    return instance;
  }

  monitoringRole() {
    return new iam.CfnRole(this, 'MonitoringRole', {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: 'monitoring.rds.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
        }],
      },
      managedPolicyArns: [`arn:${Aws.PARTITION}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`],
    });
  }

  environment() {
    return {
      DATABASE_ENGINE: 'mysql',
      DATABASE_IDENTIFIER: this.identifier,
      DATABASE_HOST: this.instance.dbInstanceEndpointAddress,
      DATABASE_PORT: '3306',
      DATABASE_NAME: 'app',
      DATABASE_SECRET_ARN: this.instance.secret.secretArn,
    };
  }

  grantUse({ grantPrincipal }) {
    iam.Grant.addToPrincipal({
      grantee: grantPrincipal,
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      resourceArns: [this.instance.secret.secretArn],
    });
    iam.Grant.addToPrincipal({
      grantee: grantPrincipal,
      actions: ['kms:Decrypt'],
      resourceArns: [this.key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Aws.REGION}.amazonaws.com` } },
    });
  }
}

module.exports = { Database };
