'use strict';
// The twin of constructs/database, with what config/prod.yaml and the defaults make of it.

const { Construct } = require('constructs');
const backup = require('aws-cdk-lib/aws-backup');
const ec2 = require('aws-cdk-lib/aws-ec2');
const iam = require('aws-cdk-lib/aws-iam');
const logs = require('aws-cdk-lib/aws-logs');
const rds = require('aws-cdk-lib/aws-rds');
const { Aws, Duration, Fn, Names, RemovalPolicy } = require('aws-cdk-lib');
const { acknowledge, packs } = require('./acknowledge');
const { key, forLogGroups } = require('./key');

class Database extends Construct {
  constructor(scope, id, props) {
    super(scope, id);
    this.props = props;
    this.identifier = Names.uniqueResourceName(this, { maxLength: 60, separator: '-' }).toLowerCase();
    this.key = key(this, 'Key', `Database ${this.node.path}`, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      forLogGroups(`/aws/rds/instance/${this.identifier}/*`));
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Database: only from security groups that are let in',
      allowAllOutbound: false,
    });
    this.connections = new ec2.Connections({ securityGroups: [group], defaultPort: ec2.Port.tcp(props.port) });
    this.instance = this.createInstance(group);
    this.createBackupPlan();
  }

  createInstance(group) {
    const engine = rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.of('8.4.8', '8.4') });
    const instance = new rds.DatabaseInstance(this, 'Instance', {
      vpc: this.props.vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [group],
      port: this.props.port,
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
      iamAuthentication: true,

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
    this.acknowledgeLogs(resource);
    for (const log of ['error', 'slowquery']) {
      const logGroup = new logs.CfnLogGroup(this, `LogGroup-${log}`, {
        logGroupName: `/aws/rds/instance/${this.identifier}/${log}`,
        retentionInDays: this.props.logRetentionDays,
        kmsKeyId: this.key.keyArn,
      });
      logGroup.applyRemovalPolicy(RemovalPolicy.DESTROY);
      resource.addResourceDependency(logGroup);
    }
    return instance;
  }

  acknowledgeLogs(resource) {
    const audit = "Exporting the audit log takes an option group with the engine's audit plugin, and rules of what to record that are the application's own. Add audit to logExports when there are.";
    const general = 'The general log holds every statement with its values, personal data and secrets among them, and writing it slows the database down. Connections that fail and slow statements are in the logs that are exported.';
    acknowledge(resource,
      [audit, ...packs('RDSLoggingEnabled[LogExport::audit]')],
      [general, ...packs('RDSLoggingEnabled[LogExport::general]')],
      ['All logs are exported but those that each have their reason here.', 'CT.RDS.PR.14']);
  }

  createBackupPlan() {
    const stack = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    const vault = new backup.CfnBackupVault(this, 'BackupVault', {
      backupVaultName: `${this.identifier.slice(0, 41).replace(/-+$/, '')}-${Fn.select(0, Fn.split('-', stack))}`,
      encryptionKeyArn: this.key.keyArn,
    });
    vault.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const plan = new backup.CfnBackupPlan(this, 'BackupPlan', {
      backupPlan: {
        backupPlanName: this.identifier,
        backupPlanRule: [{
          ruleName: 'Daily',
          targetBackupVault: vault.ref,
          scheduleExpression: 'cron(0 5 ? * * *)',
          startWindowMinutes: 480,
          completionWindowMinutes: 1440,
          lifecycle: { deleteAfterDays: 35 },
        }],
      },
    });
    const role = this.serviceRole('BackupRole', 'backup.amazonaws.com', 'AWSBackupServiceRolePolicyForBackup');
    acknowledge(role, [
      'AWS keeps this policy to what AWS Backup needs to make copies; only AWS Backup can take the role, and the plan selects one database.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
    ]);
    new backup.CfnBackupSelection(this, 'BackupSelection', {
      backupPlanId: plan.attrBackupPlanId,
      backupSelection: { selectionName: 'Database', iamRoleArn: role.attrArn, resources: [this.instance.instanceArn] },
    });
  }

  monitoringRole() {
    const role = this.serviceRole('MonitoringRole', 'monitoring.rds.amazonaws.com', 'AmazonRDSEnhancedMonitoringRole');
    acknowledge(role, [
      'Enhanced monitoring is documented to take this policy of AWS, which lets it write to the log groups named RDS* and do nothing else.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
    ]);
    return role;
  }

  serviceRole(id, service, policy) {
    return new iam.CfnRole(this, id, {
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
        }],
      },
      managedPolicyArns: [`arn:${Aws.PARTITION}:iam::aws:policy/service-role/${policy}`],
    });
  }

  environment() {
    return {
      DATABASE_ENGINE: 'mysql',
      DATABASE_IDENTIFIER: this.identifier,
      DATABASE_HOST: this.instance.dbInstanceEndpointAddress,
      DATABASE_PORT: String(this.props.port),
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
