package test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

const (
	rdsCluster               = "AWS::RDS::DBCluster"
	rdsClusterParameterGroup = "AWS::RDS::DBClusterParameterGroup"
)

var wideSubnets = []string{"subnet-0123456789abcdef4", "subnet-0123456789abcdef5", "subnet-0123456789abcdef6"}

// wideVPC is a VPC of three zones that adds nothing to a template.
func wideVPC(stack awscdk.Stack) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(stack, jsii.String("Wide"), &awsec2.VpcAttributes{
		VpcId:                       jsii.String("vpc-0123456789abcdef1"),
		AvailabilityZones:           jsii.Strings("ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"),
		IsolatedSubnetIds:           jsii.Strings(wideSubnets...),
		IsolatedSubnetRouteTableIds: jsii.Strings("rtb-0123456789abcdef4", "rtb-0123456789abcdef4", "rtb-0123456789abcdef4"),
	})
}

// synthWide is synthDatabases in a VPC of three zones.
func synthWide(t testing.TB, named map[string]database.Props) *template {
	t.Helper()
	return synth(t, func(stack awscdk.Stack) {
		vpc := wideVPC(stack)
		for _, name := range slices.Sorted(maps.Keys(named)) {
			props := named[name]
			props.VPC = vpc
			database.New(stack, name, &props)
		}
	})
}

// A cluster has a member in each zone, however many subnets that has.
func TestDatabaseMembersOfZonesWithSeveralSubnets(t *testing.T) {
	template := synth(t, func(stack awscdk.Stack) {
		vpc := awsec2.Vpc_FromVpcAttributes(stack, jsii.String("VPC"), &awsec2.VpcAttributes{
			VpcId:             jsii.String("vpc-0123456789abcdef1"),
			AvailabilityZones: jsii.Strings("ap-northeast-1a", "ap-northeast-1a", "ap-northeast-1c"),
			IsolatedSubnetIds: jsii.Strings(wideSubnets...),
		})
		database.New(stack, "Database", &database.Props{VPC: vpc, Engine: database.AuroraMySQL, Proxy: database.Proxy{Enabled: true}})
	})
	var zones []string
	for _, member := range template.all(rdsInstance) {
		zones = append(zones, show(member.get("AvailabilityZone.Fn::Sub")))
	}
	template.one(t, dbProxy).want(t, "VpcSubnetIds", []any{wideSubnets[0], wideSubnets[2]})
	if want := []string{`"${AWS::Region}a"`, `"${AWS::Region}c"`}; !slices.Equal(zones, want) {
		t.Errorf("the members are in %v, want %v", zones, want)
	}
}

func TestDatabaseClusters(t *testing.T) {
	template := synthWide(t, map[string]database.Props{
		"Mysql":    {Engine: database.AuroraMySQL},
		"Postgres": {Engine: database.AuroraPostgreSQL},
		"Standbys": {Topology: database.ReadableStandbys},
		"Pg":       {Engine: database.PostgreSQL, Topology: database.ReadableStandbys},
	})
	slowQueryLog := map[string]any{"log_output": "FILE", "long_query_time": "2", "slow_query_log": "1"}
	for _, c := range []struct {
		is, engine, version, family string
		port                        int
		want                        map[string]any
		logs                        []string
		tls                         map[string]any
		count                       int // of its instances in the template
	}{
		{"Mysql", "aurora-mysql", "8.0.mysql_aurora.3.10.4", "aurora-mysql8.0", 3306, map[string]any{
			"StorageType": "aurora", "EnableIAMDatabaseAuthentication": true, "DeleteAutomatedBackups": false, "DBClusterInstanceClass": nil, "BacktrackWindow": nil,
			"ServerlessV2ScalingConfiguration": nil, "AllocatedStorage": nil, "Iops": nil, "MonitoringInterval": nil,
		}, []string{"error", "slowquery"}, map[string]any{"require_secure_transport": "ON"}, 3},
		{"Postgres", "aurora-postgresql", "17.9", "aurora-postgresql17", 5432, map[string]any{
			"StorageType": "aurora", "EnableIAMDatabaseAuthentication": true, "DeleteAutomatedBackups": false, "DBClusterInstanceClass": nil,
		}, []string{"postgresql"}, map[string]any{"rds.force_ssl": "1"}, 3},
		{"Standbys", "mysql", "8.4.8", "mysql8.4", 3306, map[string]any{
			"StorageType": "io1", "Iops": 1000, "AllocatedStorage": 100, "DBClusterInstanceClass": "db.m6gd.large", "MonitoringInterval": 60,
			"MonitoringRoleArn": att(template.named(t, "AWS::IAM::Role", "StandbysMonitoringRole").ID, "Arn"), "EnableIAMDatabaseAuthentication": nil,
		}, []string{"error", "slowquery"}, map[string]any{"require_secure_transport": "1"}, 0},
		{"Pg", "postgres", "17.9", "postgres17", 5432, map[string]any{"DBClusterInstanceClass": "db.m6gd.large", "DeleteAutomatedBackups": nil}, []string{"postgresql", "upgrade"}, map[string]any{"rds.force_ssl": "1"}, 0},
	} {
		t.Run(c.is, func(t *testing.T) {
			cluster := template.named(t, rdsCluster, c.is+"Cluster")
			key := att(template.named(t, "AWS::KMS::Key", c.is+"Key").ID, "Arn")
			parameters := template.named(t, rdsClusterParameterGroup, c.is)
			cluster.wantEach(t, c.want)
			cluster.wantEach(t, map[string]any{
				"Engine": c.engine, "EngineVersion": c.version, "Port": c.port, "DatabaseName": "app", "MasterUsername": "dbadmin",
				"EngineLifecycleSupport":   "open-source-rds-extended-support-disabled",
				"ManageMasterUserPassword": true, "MasterUserPassword": nil, "MasterUserSecret.KmsKeyId": key,
				"StorageEncrypted": true, "KmsKeyId": key,
				"DeletionProtection": true, "BackupRetentionPeriod": 14, "CopyTagsToSnapshot": true, "AutoMinorVersionUpgrade": true,
				"PreferredBackupWindow": nil, "PreferredMaintenanceWindow": nil,
				"PerformanceInsightsEnabled": true, "PerformanceInsightsKmsKeyId": key, "PerformanceInsightsRetentionPeriod": 7, "DatabaseInsightsMode": "standard",
				"DBSubnetGroupName":           ref(template.named(t, "AWS::RDS::DBSubnetGroup", c.is+"SubnetGroup").ID),
				"VpcSecurityGroupIds":         []any{att(template.named(t, "AWS::EC2::SecurityGroup", c.is+"SecurityGroup").ID, "GroupId")},
				"DBClusterParameterGroupName": ref(parameters.ID),
				"EnableCloudwatchLogsExports": c.logs,
			})
			if cluster.DeletionPolicy != "Snapshot" || cluster.UpdateReplacePolicy != "Snapshot" {
				t.Errorf("DeletionPolicy is %s, UpdateReplacePolicy is %s, want Snapshot", cluster.DeletionPolicy, cluster.UpdateReplacePolicy)
			}
			parameters.wantEach(t, map[string]any{"Family": c.family, "Description": "Parameters of Test/" + c.is})
			for name, value := range c.tls {
				if got := parameters.get("Parameters").(map[string]any)[name]; got != value {
					t.Errorf("%s is %v, want %v", name, got, value)
				}
			}
			if strings.HasSuffix(c.engine, "mysql") {
				for name, value := range slowQueryLog {
					parameters.want(t, "Parameters."+name, value)
				}
			}
			template.named(t, "AWS::RDS::DBSubnetGroup", c.is).wantEach(t, map[string]any{"SubnetIds": wideSubnets, "DBSubnetGroupDescription": "Isolated subnets of Test/" + c.is})
			for _, log := range c.logs {
				group := template.named(t, logGroup, c.is+"LogGroup"+log)
				group.want(t, "LogGroupName", "/aws/rds/cluster/"+cluster.get("DBClusterIdentifier").(string)+"/"+log)
				if !slices.Contains(cluster.DependsOn, group.ID) {
					t.Errorf("the cluster does not wait for %s", group.ID)
				}
			}
			template.named(t, "AWS::Backup::BackupSelection", c.is).want(t, "BackupSelection.Resources", []any{att(cluster.ID, "DBClusterArn")})
			count := 0
			for _, member := range template.all(rdsInstance) {
				if strings.HasPrefix(member.ID, c.is+"Member") {
					count++
				}
			}
			if count != c.count {
				t.Errorf("%d instances, want %d", count, c.count)
			}
		})
	}
	t.Run("the instances of Aurora", func(t *testing.T) {
		cluster := template.named(t, rdsCluster, "MysqlCluster")
		key := att(template.named(t, "AWS::KMS::Key", "MysqlKey").ID, "Arn")
		for i, letter := range []string{"a", "c", "d"} {
			member := template.named(t, rdsInstance, fmt.Sprintf("MysqlMember%d", i+1))
			member.wantEach(t, map[string]any{
				"DBClusterIdentifier":  ref(cluster.ID),
				"DBInstanceIdentifier": fmt.Sprintf("%s-%d", cluster.get("DBClusterIdentifier"), i+1),
				"Engine":               "aurora-mysql", "DBInstanceClass": "db.r7g.large", "PubliclyAccessible": false, "AutoMinorVersionUpgrade": true,
				"AvailabilityZone": map[string]any{"Fn::Sub": "${AWS::Region}" + letter}, "PromotionTier": min(i, 1), "PreferredMaintenanceWindow": nil,
				"MonitoringInterval": 60, "MonitoringRoleArn": att(template.named(t, "AWS::IAM::Role", "MysqlMonitoringRole").ID, "Arn"),
				"EnablePerformanceInsights": true, "PerformanceInsightsKMSKeyId": key, "PerformanceInsightsRetentionPeriod": 7,
			})
			if member.DeletionPolicy != "Delete" || member.UpdateReplacePolicy != "Delete" {
				t.Errorf("%s: DeletionPolicy is %s, UpdateReplacePolicy is %s; an instance of Aurora has no snapshot", member.ID, member.DeletionPolicy, member.UpdateReplacePolicy)
			}
			if first := template.named(t, rdsInstance, "MysqlMember1").ID; (i > 0) != slices.Contains(member.DependsOn, first) {
				t.Errorf("%s depends on %v; the first is to be the writer", member.ID, member.DependsOn)
			}
		}
	})
}

func TestDatabaseClustersOfOnesOwn(t *testing.T) {
	brought := database.Props{
		Engine: database.AuroraMySQL, EngineVersion: "8.0.mysql_aurora.3.12.0", Identifier: "orders", DatabaseName: "shop", MasterUsername: "keeper", Port: 13306,
		KMSKeyARN: testKeyARN, BackupRetentionDays: 35, BackupWindow: "17:00-17:30", MaintenanceWindow: "sat:18:00-sat:19:00",
		DisableAutoMinorVersionUpgrade: true, DisableDeletionProtection: true, DisableEnhancedMonitoring: true, DisablePerformanceInsights: true,
		ExtendedSupport: true, AllowUnencryptedConnections: true, InstanceClass: "db.t4g.medium", LogExports: []string{"audit"},
		Aurora: database.Aurora{Readers: 4, IOOptimized: true, BacktrackHours: 2},
	}
	template := synthWide(t, map[string]database.Props{
		"Own":    brought,
		"Scaled": {Engine: database.AuroraPostgreSQL, AllowUnencryptedConnections: true, Aurora: database.Aurora{Serverless: database.Serverless{MaxACU: 16}}},
		"Small":  {Engine: database.AuroraMySQL, Aurora: database.Aurora{Serverless: database.Serverless{MaxACU: 1}}},
		"Paused": {Engine: database.AuroraMySQL, Aurora: database.Aurora{Serverless: database.Serverless{MaxACU: 8, PauseAfterMinutes: 30}}},
		"Least":  {Engine: database.AuroraMySQL, Aurora: database.Aurora{Serverless: database.Serverless{MaxACU: 8, MinACU: 4}}},
		"Alone":  {Engine: database.AuroraMySQL, SingleZone: true, Zone: "ap-northeast-1c"},
		"Single": {Engine: database.AuroraMySQL, SingleZone: true},
		"Fast": {
			Engine: database.PostgreSQL, Topology: database.ReadableStandbys, InstanceClass: "db.r6gd.xlarge", StorageType: database.IO2, IOPS: 5000, AllocatedStorageGiB: 400,
			DisableEnhancedMonitoring: true,
		},
		"Gp":      {Topology: database.ReadableStandbys, StorageType: database.GP3},
		"LargeGp": {Topology: database.ReadableStandbys, StorageType: database.GP3, AllocatedStorageGiB: 400},
		"Large":   {Topology: database.ReadableStandbys, AllocatedStorageGiB: 4001},
	})
	for _, c := range []struct {
		is, name string
		want     map[string]any
	}{
		{"all that can be said of Aurora", "Own", map[string]any{
			"EngineVersion": "8.0.mysql_aurora.3.12.0", "DBClusterIdentifier": "orders", "DatabaseName": "shop", "MasterUsername": "keeper", "Port": 13306,
			"KmsKeyId": testKeyARN, "BackupRetentionPeriod": 35, "PreferredBackupWindow": "17:00-17:30", "PreferredMaintenanceWindow": "sat:18:00-sat:19:00",
			"AutoMinorVersionUpgrade": false, "DeletionProtection": false, "EngineLifecycleSupport": "open-source-rds-extended-support",
			"PerformanceInsightsEnabled": false, "PerformanceInsightsKmsKeyId": nil, "PerformanceInsightsRetentionPeriod": nil,
			"StorageType": "aurora-iopt1", "BacktrackWindow": 7200, "EnableCloudwatchLogsExports": []any{"audit"},
		}},
		{"Serverless v2 from two ACUs", "Scaled", map[string]any{"ServerlessV2ScalingConfiguration": map[string]any{"MinCapacity": 2, "MaxCapacity": 16}, "EnableIAMDatabaseAuthentication": false}},
		{"Serverless v2 of one ACU", "Small", map[string]any{"ServerlessV2ScalingConfiguration": map[string]any{"MinCapacity": 1, "MaxCapacity": 1}}},
		{"pausing", "Paused", map[string]any{"ServerlessV2ScalingConfiguration": map[string]any{"MinCapacity": 0, "MaxCapacity": 8, "SecondsUntilAutoPause": 1800}}},
		{"from more ACUs", "Least", map[string]any{"ServerlessV2ScalingConfiguration": map[string]any{"MinCapacity": 4, "MaxCapacity": 8}}},
		{"readable standbys with fast storage", "Fast", map[string]any{
			"DBClusterInstanceClass": "db.r6gd.xlarge", "StorageType": "io2", "Iops": 5000, "AllocatedStorage": 400, "MonitoringInterval": 0, "MonitoringRoleArn": nil,
			"PubliclyAccessible": false,
		}},
		{"gp3, with what it includes", "Gp", map[string]any{"StorageType": "gp3", "Iops": 3000}},
		{"large gp3, with what it includes", "LargeGp", map[string]any{"StorageType": "gp3", "Iops": 12000}},
		{"the least operations of large storage", "Large", map[string]any{"StorageType": "io1", "Iops": 2001}},
	} {
		t.Run(c.is, func(t *testing.T) { template.named(t, rdsCluster, c.name+"Cluster").wantEach(t, c.want) })
	}
	t.Run("the class and the windows of instances", func(t *testing.T) {
		template.named(t, rdsInstance, "OwnMember1").wantEach(t, map[string]any{
			"DBInstanceClass": "db.t4g.medium", "AutoMinorVersionUpgrade": false, "PreferredMaintenanceWindow": "sat:18:00-sat:19:00", "MonitoringInterval": 0,
			"MonitoringRoleArn": nil, "EnablePerformanceInsights": false, "PerformanceInsightsKMSKeyId": nil, "PerformanceInsightsRetentionPeriod": nil,
		})
		template.named(t, rdsInstance, "ScaledMember1").want(t, "DBInstanceClass", "db.serverless")
	})
	t.Run("readers around the zones", func(t *testing.T) {
		for i, letter := range []string{"a", "c", "d", "a", "c"} {
			template.named(t, rdsInstance, fmt.Sprintf("OwnMember%d", i+1)).want(t, "AvailabilityZone", map[string]any{"Fn::Sub": "${AWS::Region}" + letter})
		}
		if _, more := template.Resources["OwnMember6"]; more {
			t.Error("there are more readers than were asked for")
		}
	})
	t.Run("in one zone", func(t *testing.T) {
		template.named(t, rdsInstance, "AloneMember").want(t, "AvailabilityZone", map[string]any{"Fn::Sub": "${AWS::Region}c"})
		template.named(t, rdsInstance, "SingleMember").want(t, "AvailabilityZone", nil)
	})
	t.Run("without TLS", func(t *testing.T) {
		template.named(t, rdsClusterParameterGroup, "Own").want(t, "Parameters.require_secure_transport", "OFF")
	})
	t.Run("what cannot be turned back says why", func(t *testing.T) {
		for name, want := range map[string]bool{"Small": true, "Own": false, "Scaled": false} {
			rules := acknowledged(t, template.named(t, rdsCluster, name+"Cluster"))
			for _, rule := range []string{"AwsSolutions-RDS14", "CT.RDS.PR.6"} {
				if slices.Contains(rules, rule) != want {
					t.Errorf("%s answers for %v; for %s: want %t", name, rules, rule, want)
				}
			}
		}
	})
	t.Run("without a backup plan nothing is answered for", func(t *testing.T) {
		bare := synthWide(t, map[string]database.Props{"Bare": {Engine: database.AuroraMySQL, BackupPlan: database.BackupPlan{Disable: true}}})
		if strings.Contains(string(bare.source), "RDSInBackupPlan") {
			t.Error("an instance says that its cluster is backed up")
		}
	})
}

func TestDatabaseClusterIsUsed(t *testing.T) {
	var environment, standbys, accessors any
	template := synth(t, func(stack awscdk.Stack) {
		vpc := wideVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc, Engine: database.AuroraPostgreSQL})
		environment = stack.Resolve(db.Environment())
		cluster := db.Cluster()
		if cluster != db.Cluster() || db.Instance() != nil || len(db.Members()) != 3 {
			t.Error("the cluster's accessors are wrong")
		}
		accessors = stack.Resolve([]*string{
			cluster.ClusterEndpoint().Hostname(), cluster.ClusterReadEndpoint().Hostname(), cluster.ClusterIdentifier(), cluster.ClusterResourceIdentifier(),
			(*cluster.InstanceIdentifiers())[2], cluster.ClusterEndpoint().SocketAddress(), db.ClusterResource().Ref(), db.Secret().SecretArn(),
		})
		other := database.New(stack, "Standbys", &database.Props{VPC: vpc, Topology: database.ReadableStandbys})
		standbys = stack.Resolve(other.Environment())
		if ids := *other.Cluster().InstanceIdentifiers(); len(ids) != 3 || !strings.HasSuffix(*ids[2], "-instance-3") {
			t.Errorf("the instances are %v", ids)
		}
		if plain := database.New(stack, "Plain", &database.Props{VPC: vpc}); plain.Cluster() != nil || plain.ClusterResource() != nil || len(plain.Members()) != 0 {
			t.Error("an instance is no cluster")
		}
	})
	cluster := template.named(t, rdsCluster, "DatabaseCluster")
	id := cluster.get("DBClusterIdentifier").(string)
	wantValue(t, environment, map[string]any{
		"DATABASE_ENGINE": "postgres", "DATABASE_IDENTIFIER": id, "DATABASE_NAME": "app", "DATABASE_PORT": "5432",
		"DATABASE_HOST": att(cluster.ID, "Endpoint.Address"), "DATABASE_READER_HOST": att(cluster.ID, "ReadEndpoint.Address"),
		"DATABASE_SECRET_ARN": att(cluster.ID, "MasterUserSecret.SecretArn"),
	})
	wantValue(t, accessors, []any{
		att(cluster.ID, "Endpoint.Address"), att(cluster.ID, "ReadEndpoint.Address"), ref(cluster.ID), att(cluster.ID, "DBClusterResourceId"),
		id + "-3", map[string]any{"Fn::Join": []any{"", []any{att(cluster.ID, "Endpoint.Address"), ":5432"}}}, ref(cluster.ID), att(cluster.ID, "MasterUserSecret.SecretArn"),
	})
	if other := template.named(t, rdsCluster, "StandbysCluster"); dig(standbys, "DATABASE_ENGINE") != "mysql" || show(dig(standbys, "DATABASE_READER_HOST")) != show(att(other.ID, "ReadEndpoint.Address")) {
		t.Errorf("the environment is %s", show(standbys))
	}
}

// The cluster's accessor knows the security group, which the CDK's own methods take from it.
func TestDatabaseClusterOpensItsGroup(t *testing.T) {
	template := synth(t, func(stack awscdk.Stack) {
		vpc := wideVPC(stack)
		cluster := database.New(stack, "Database", &database.Props{VPC: vpc, Engine: database.AuroraPostgreSQL}).Cluster()
		group, _ := databaseUser(stack, vpc)
		cluster.Connections().AllowDefaultPortFrom(group, nil)
	})
	template.one(t, "AWS::EC2::SecurityGroupIngress").want(t, "GroupId", att(template.named(t, "AWS::EC2::SecurityGroup", "DatabaseSecurityGroup").ID, "GroupId"))
}

// The cluster before a restore keeps its instances, and those of the one in use are the database's.
func TestDatabaseMembersOfARestoredCluster(t *testing.T) {
	var members []any
	template := synth(t, func(stack awscdk.Stack) {
		db := database.New(stack, "Database", &database.Props{VPC: wideVPC(stack), Engine: database.AuroraPostgreSQL, Identifier: "main", Restores: []database.Restore{{Name: "r1", PointInTime: "latest"}}})
		for _, member := range db.Members() {
			members = append(members, stack.Resolve(member.Ref()))
		}
	})
	var want []any
	for n := 1; n <= 3; n++ {
		member := template.named(t, rdsInstance, fmt.Sprintf("DatabaseMember%dr1", n))
		want = append(want, ref(member.ID))
		member.want(t, "DBInstanceIdentifier", fmt.Sprintf("main-r1-%d", n))
		if first := template.named(t, rdsInstance, "DatabaseMember1r1").ID; (n > 1) != slices.Contains(member.DependsOn, first) {
			t.Errorf("%s depends on %v", member.ID, member.DependsOn)
		}
	}
	wantValue(t, members, want)
	if got := len(template.all(rdsInstance)); got != 6 {
		t.Errorf("there are %d instances, want three of each cluster", got)
	}
	template.named(t, eventSubscription, "DatabaseMemberEvents").want(t, "SourceIds", want)
}

// The zones of a stack without a Region are known to the deployment alone.
func TestDatabaseClusterAnywhere(t *testing.T) {
	template := synthAnywhere(t, func(stack awscdk.Stack) {
		vpc := network.New(stack, "Network", nil).VPC()
		database.New(stack, "Database", &database.Props{VPC: vpc, Engine: database.AuroraPostgreSQL})
	})
	for i := range 2 {
		template.named(t, rdsInstance, fmt.Sprintf("DatabaseMember%d", i+1)).want(t, "AvailabilityZone",
			map[string]any{"Fn::Select": []any{i, map[string]any{"Fn::GetAZs": ""}}})
	}
}

func TestDatabaseInstanceStorage(t *testing.T) {
	template := synthDatabases(t, map[string]database.Props{
		"Fast":  {StorageType: database.IO2, IOPS: 5000, AllocatedStorageGiB: 100},
		"Least": {StorageType: database.IO1, AllocatedStorageGiB: 3000},
		"Wide":  {IOPS: 20000, AllocatedStorageGiB: 400},
		"Plain": {Topology: database.Standby},
	})
	for name, want := range map[string]map[string]any{
		"Fast":  {"StorageType": "io2", "Iops": 5000},
		"Least": {"StorageType": "io1", "Iops": 1500},
		"Wide":  {"StorageType": "gp3", "Iops": 20000},
		"Plain": {"StorageType": "gp3", "Iops": nil, "MultiAZ": true},
	} {
		template.named(t, rdsInstance, name).wantEach(t, want)
	}
}
