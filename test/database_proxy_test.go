package test

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
)

const (
	dbProxy         = "AWS::RDS::DBProxy"
	dbProxyTargets  = "AWS::RDS::DBProxyTargetGroup"
	dbProxyEndpoint = "AWS::RDS::DBProxyEndpoint"
	securityGroup   = "AWS::EC2::SecurityGroup"
)

// proxied is a database with a proxy.
func proxied(props database.Props) database.Props {
	props.Proxy.Enabled = true
	return props
}

// proxyUser is the ARN of a database user at the proxy of a database, whose id is in a parameter for other stacks.
func proxyUser(t *testing.T, tm *template, name, restore, user string) any {
	t.Helper()
	proxy, parameter := tm.named(t, dbProxy, name+"Proxy"+restore), tm.named(t, "AWS::SSM::Parameter", name+"ProxyResourceId"+restore)
	wantValue(t, parameter.Properties, map[string]any{
		"Type": "String", "Description": "The id by which IAM knows the proxy of Test/" + name,
		"Value": map[string]any{"Fn::Select": []any{6, map[string]any{"Fn::Split": []any{":", att(proxy.ID, "DBProxyArn")}}}},
	})
	return join("arn:aws:rds-db:"+testRegion+":"+testAccount+":dbuser:", att(parameter.ID, "Value"), "/"+user)
}

func TestDatabaseProxy(t *testing.T) {
	var environment any
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc, Identifier: "orders", Port: 13306, Proxy: database.Proxy{Enabled: true}})
		group, role := databaseUser(stack, vpc)
		group.Connections().AllowToDefaultPort(db, nil)
		db.GrantUse(role)
		environment = stack.Resolve(db.Environment())
		if db.ReaderEndpoint() != nil {
			t.Error("an instance with a standby has something else to read")
		}
		if *db.Proxy().DbProxyName() != "orders" {
			t.Errorf("the proxy is %s", *db.Proxy().DbProxyName())
		}
	})
	proxy, instance := tm.one(t, dbProxy), tm.one(t, rdsInstance)
	secret, key := att(instance.ID, "MasterUserSecret.SecretArn"), tm.named(t, "AWS::KMS::Key", "DatabaseKey")
	between, servers := tm.named(t, securityGroup, "DatabaseProxySecurityGroup"), tm.named(t, securityGroup, "Servers")
	role := tm.named(t, "AWS::IAM::Role", "DatabaseProxyRole")
	t.Run("the proxy", func(t *testing.T) {
		proxy.wantEach(t, map[string]any{
			"DBProxyName": "orders", "EngineFamily": "MYSQL", "RequireTLS": true, "RoleArn": att(role.ID, "Arn"),
			"VpcSubnetIds": []any{databaseSubnets[0], databaseSubnets[1]}, "VpcSecurityGroupIds": []any{att(between.ID, "GroupId")},
			"Auth": []any{map[string]any{
				"AuthScheme": "SECRETS", "SecretArn": secret, "IAMAuth": "DISABLED", "ClientPasswordAuthType": "MYSQL_CACHING_SHA2_PASSWORD",
			}},
			"DefaultAuthScheme": nil, "DebugLogging": nil,
		})
		tm.one(t, dbProxyTargets).wantEach(t, map[string]any{
			"DBProxyName": ref(proxy.ID), "TargetGroupName": "default", "DBInstanceIdentifiers": []any{ref(instance.ID)}, "DBClusterIdentifiers": nil,
			"ConnectionPoolConfigurationInfo": map[string]any{"MaxConnectionsPercent": 90},
		})
		tm.wantNone(t, dbProxyEndpoint)
	})
	t.Run("what it may do", func(t *testing.T) {
		role.wantEach(t, map[string]any{
			"AssumeRolePolicyDocument.Statement": []any{map[string]any{
				"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]any{"Service": "rds.amazonaws.com"},
			}},
			"Policies": nil,
		})
		policy := tm.named(t, managedPolicy, "DatabaseProxyRole")
		policy.wantEach(t, map[string]any{
			"PolicyDocument.Statement": usePolicy(secret, att(key.ID, "Arn")), "Roles": []any{ref(role.ID)}, "Description": "What the proxy of Test/Database may do",
		})
		if !slices.Contains(proxy.DependsOn, policy.ID) {
			t.Errorf("the proxy waits for %v, not for its permissions", proxy.DependsOn)
		}
	})
	t.Run("the way", func(t *testing.T) {
		for _, hop := range []struct {
			to, from resource
			port     int
		}{{between, servers, 3306}, {tm.named(t, securityGroup, "DatabaseSecurityGroup"), between, 13306}} {
			want := map[string]any{"SourceSecurityGroupId": att(hop.from.ID, "GroupId"), "IpProtocol": "tcp", "FromPort": hop.port, "ToPort": hop.port}
			found := 0
			for _, rule := range tm.all("AWS::EC2::SecurityGroupIngress") {
				if show(rule.get("GroupId")) == show(att(hop.to.ID, "GroupId")) {
					rule.wantEach(t, want)
					found++
				}
			}
			if found != 1 {
				t.Errorf("%d rules let somebody into %s", found, hop.to.ID)
			}
		}
		between.wantEach(t, map[string]any{"VpcId": "vpc-0123456789abcdef0", "GroupDescription": "Proxy of the database: only from security groups that are let in"})
		var out []string
		for _, rule := range tm.all("AWS::EC2::SecurityGroupEgress") {
			if show(rule.get("GroupId")) == show(att(between.ID, "GroupId")) {
				out = append(out, show(rule.get("DestinationSecurityGroupId"))+" "+show(rule.get("FromPort"))+" "+show(rule.get("Description")))
			}
		}
		if want := show(att(tm.named(t, securityGroup, "DatabaseSecurityGroup").ID, "GroupId")) + ` 13306 "Proxy to the database"`; len(out) != 1 || out[0] != want {
			t.Errorf("the proxy may connect to %v", out)
		}
	})
	t.Run("its log", func(t *testing.T) {
		log := tm.named(t, logGroup, "DatabaseLogGroupproxy")
		log.wantEach(t, map[string]any{"LogGroupName": "/aws/rds/proxy/orders", "RetentionInDays": 90, "KmsKeyId": att(key.ID, "Arn")})
		wantPolicies(t, log, "Delete", "Delete")
		if !slices.Contains(proxy.DependsOn, log.ID) {
			t.Error("the proxy makes its log itself")
		}
		if !strings.Contains(show(key.get("KeyPolicy")), `:log-group:/aws/rds/proxy/orders"`) {
			t.Error("the key is not for the proxy's log")
		}
	})
	t.Run("what servers are told", func(t *testing.T) {
		endpoint := att(proxy.ID, "Endpoint")
		wantValue(t, environment, map[string]any{
			"DATABASE_ENGINE": "mysql", "DATABASE_IDENTIFIER": "orders", "DATABASE_HOST": endpoint, "DATABASE_READER_HOST": endpoint,
			"DATABASE_PORT": "3306", "DATABASE_NAME": "app", "DATABASE_SECRET_ARN": secret,
		})
	})
	t.Run("its alarm", func(t *testing.T) {
		alarm := alarmsOf(tm, "Database")["BorrowLatency"]
		if got, want := alarmLooks(alarm), "Average of DatabaseConnectionsBorrowLatency GreaterThan 500000000, a gap is notBreaching"; got != want {
			t.Errorf("it looks at %s, want %s", got, want)
		}
		alarm.wantEach(t, map[string]any{
			"Dimensions": []any{map[string]any{"Name": "ProxyName", "Value": ref(proxy.ID)}}, "AlarmName": "orders-borrowlatency",
			"AlarmActions": []any{ref(tm.one(t, topic).ID)}, "Namespace": "AWS/RDS",
		})
		wantDescription(t, alarm, "The database orders of Test/Database has a proxy that lets its clients wait more than 500 ms for a connection. ", "raise proxy.maxConnectionsPercent")
	})
}

// Who comes past the proxy is let in by the database itself.
func TestDatabaseDirectConnections(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		db := database.New(stack, "Database", &database.Props{VPC: vpc, Proxy: database.Proxy{Enabled: true}})
		group, _ := databaseUser(stack, vpc)
		db.DirectConnections().AllowDefaultPortFrom(group, jsii.String("Dumps"))
		plain := database.New(stack, "Plain", &database.Props{VPC: vpc})
		if show(stack.Resolve((*plain.DirectConnections().SecurityGroups())[0].SecurityGroupId())) != show(stack.Resolve((*plain.Connections().SecurityGroups())[0].SecurityGroupId())) {
			t.Error("without a proxy the ways differ")
		}
		if plain.Proxy() != nil || plain.ReaderEndpoint() != nil {
			t.Error("there is a proxy that nobody asked for")
		}
	})
	for _, rule := range tm.all("AWS::EC2::SecurityGroupIngress") {
		if rule.get("Description") == "Dumps" {
			rule.want(t, "GroupId", att(tm.named(t, securityGroup, "DatabaseSecurityGroup").ID, "GroupId"))
			return
		}
	}
	t.Error("nobody is let in")
}

func TestDatabaseProxyOfEachKind(t *testing.T) {
	zonal := proxied(database.Props{Engine: database.AuroraMySQL, SingleZone: true})
	tuned := proxied(database.Props{Engine: database.MariaDB, Alarms: database.Alarms{BorrowLatencyMilliseconds: 50}, LogRetentionDays: 30})
	tuned.Proxy.MaxConnectionsPercent, tuned.Proxy.CABundle = 60, "/etc/ssl/certs/ca-certificates.crt"
	brought := proxied(database.Props{KMSKeyARN: testKeyARN, Notifications: database.Notifications{Disable: true}})
	environments := map[string]any{}
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := wideVPC(stack)
		for name, props := range map[string]database.Props{
			"Maria": tuned, "Postgres": proxied(database.Props{Engine: database.PostgreSQL}), "Zonal": zonal, "Brought": brought,
			"Aurora":   proxied(database.Props{Engine: database.AuroraPostgreSQL, Identifier: strings.Repeat("o", 60), Port: 15432}),
			"Standbys": proxied(database.Props{Topology: database.ReadableStandbys}),
		} {
			props.VPC = vpc
			environments[name] = stack.Resolve(database.New(stack, name, &props).Environment())
		}
	})
	for name, want := range map[string]map[string]any{
		"Maria":    {"EngineFamily": "MYSQL", "Auth.0.ClientPasswordAuthType": "MYSQL_NATIVE_PASSWORD"},
		"Postgres": {"EngineFamily": "POSTGRESQL", "Auth.0.ClientPasswordAuthType": "POSTGRES_SCRAM_SHA_256"},
		"Aurora":   {"EngineFamily": "POSTGRESQL", "Auth.0.SecretArn": att(tm.named(t, rdsCluster, "Aurora").ID, "MasterUserSecret.SecretArn")},
		"Standbys": {"EngineFamily": "MYSQL", "Auth.0.ClientPasswordAuthType": "MYSQL_CACHING_SHA2_PASSWORD"},
		"Zonal":    {"EngineFamily": "MYSQL"},
	} {
		proxy := tm.named(t, dbProxy, name)
		proxy.wantEach(t, want)
		proxy.want(t, "VpcSubnetIds", []any{wideSubnets[0], wideSubnets[1]}) // a third zone must not replace it
	}
	t.Run("clusters", func(t *testing.T) {
		for _, name := range []string{"Aurora", "Standbys"} {
			proxy, targets, reader := tm.named(t, dbProxy, name), tm.named(t, dbProxyTargets, name), tm.named(t, dbProxyEndpoint, name)
			targets.wantEach(t, map[string]any{"DBClusterIdentifiers": []any{ref(tm.named(t, rdsCluster, name).ID)}, "DBInstanceIdentifiers": nil})
			reader.wantEach(t, map[string]any{
				"DBProxyName": ref(proxy.ID), "TargetRole": "READ_ONLY", "VpcSubnetIds": proxy.get("VpcSubnetIds"), "VpcSecurityGroupIds": proxy.get("VpcSecurityGroupIds"),
			})
			if !slices.Contains(reader.DependsOn, targets.ID) {
				t.Errorf("the reader endpoint of %s may come before what it reads", name)
			}
			wantValue(t, dig(environments[name], "DATABASE_READER_HOST"), att(reader.ID, "Endpoint"))
			wantValue(t, dig(environments[name], "DATABASE_HOST"), att(proxy.ID, "Endpoint"))
		}
		tm.named(t, dbProxyEndpoint, "Aurora").want(t, "DBProxyEndpointName", strings.Repeat("o", 53)+"-reader")
		for _, member := range generationMembers(tm, "AuroraMember") {
			if !slices.Contains(tm.named(t, dbProxyTargets, "Aurora").DependsOn, member) {
				t.Errorf("the cluster is a target before %s is there", member)
			}
		}
		wantValue(t, dig(environments["Aurora"], "DATABASE_PORT"), "5432")
	})
	t.Run("without readers", func(t *testing.T) {
		wantValue(t, dig(environments["Zonal"], "DATABASE_READER_HOST"), att(tm.named(t, dbProxy, "Zonal").ID, "Endpoint"))
		if readers := len(tm.all(dbProxyEndpoint)); readers != 2 {
			t.Errorf("there are %d reader endpoints", readers)
		}
	})
	t.Run("tuned", func(t *testing.T) {
		tm.named(t, dbProxyTargets, "Maria").want(t, "ConnectionPoolConfigurationInfo.MaxConnectionsPercent", 60)
		tm.named(t, logGroup, "MariaLogGroupproxy").want(t, "RetentionInDays", 30)
		alarmsOf(tm, "Maria")["BorrowLatency"].want(t, "Threshold", 50_000)
		wantValue(t, dig(environments["Maria"], "DATABASE_CA_BUNDLE"), "/etc/ssl/certs/ca-certificates.crt")
		if dig(environments["Postgres"], "DATABASE_CA_BUNDLE") != nil {
			t.Error("servers are told authorities that nobody named")
		}
		tm.named(t, logGroup, "BroughtLogGroupproxy").want(t, "KmsKeyId", nil)
		tm.named(t, managedPolicy, "BroughtProxyRole").want(t, "PolicyDocument.Statement.1.Resource", testKeyARN)
	})
}

// generationMembers are the logical ids of instances whose ids start with a name.
func generationMembers(tm *template, name string) []string {
	var ids []string
	for _, r := range tm.all(rdsInstance) {
		if strings.HasPrefix(r.ID, name) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// With tokens of IAM, servers log in at the proxy, and the proxy at the database. Who still has the password gets in too.
func TestDatabaseProxyWithTokens(t *testing.T) {
	tm := synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		_, role := databaseUser(stack, vpc)
		db := database.New(stack, "Named", &database.Props{VPC: vpc, Login: database.Login{IAMUser: "shop"}, Proxy: database.Proxy{Enabled: true}})
		db.GrantUse(role)
		if _, secret := db.Environment()["DATABASE_SECRET_ARN"]; secret {
			t.Error("servers are told the secret")
		}
		mixed := database.New(stack, "Mixed", &database.Props{VPC: vpc, Engine: database.AuroraPostgreSQL, Proxy: database.Proxy{Enabled: true}})
		for _, name := range []string{"orders", "reports", "orders"} {
			mixed.As(name).GrantUse(role)
		}
		database.New(stack, "Unused", &database.Props{VPC: vpc, Login: database.Login{IAMUser: "shop"}, Proxy: database.Proxy{Enabled: true}})
	})
	connect := func(resources any) map[string]any {
		return map[string]any{"Effect": "Allow", "Action": "rds-db:connect", "Resource": resources}
	}
	of := func(id any, user string) any {
		return join("arn:aws:rds-db:"+testRegion+":"+testAccount+":dbuser:", id, "/"+user)
	}
	named, mixed := tm.named(t, dbProxy, "Named"), tm.named(t, dbProxy, "Mixed")
	named.wantEach(t, map[string]any{"DefaultAuthScheme": "IAM_AUTH", "Auth.0.SecretArn": att(tm.named(t, rdsInstance, "Named").ID, "MasterUserSecret.SecretArn")})
	for _, name := range []string{"Named", "Unused"} {
		tm.named(t, managedPolicy, name+"ProxyRole").wantEach(t, map[string]any{
			"PolicyDocument.Statement.2": connect(of(att(tm.named(t, rdsInstance, name).ID, "DbiResourceId"), "shop")),
			"PolicyDocument.Statement.3": nil,
		})
	}
	mixed.wantEach(t, map[string]any{"DefaultAuthScheme": "IAM_AUTH", "Auth.0.AuthScheme": "SECRETS"})
	cluster := att(tm.named(t, rdsCluster, "Mixed").ID, "DBClusterResourceId")
	tm.named(t, managedPolicy, "MixedProxyRole").want(t, "PolicyDocument.Statement.2", connect([]any{of(cluster, "orders"), of(cluster, "reports")}))
	tm.one(t, "AWS::IAM::Policy").want(t, "PolicyDocument.Statement", []any{
		connect([]any{proxyUser(t, tm, "Mixed", "", "orders"), proxyUser(t, tm, "Mixed", "", "reports"), proxyUser(t, tm, "Named", "", "shop")}),
	})
	if n := len(tm.all("AWS::SSM::Parameter")); n != 2 {
		t.Errorf("%d parameters for two proxies that somebody may log in at", n)
	}
}

// A restored database has a proxy of its own. The one before stays as it is, for the servers that still use it.
func TestDatabaseProxyAfterARestore(t *testing.T) {
	var environment any
	restored := func(release bool) *template {
		return synth(t, func(stack awscdk.Stack) {
			db := database.New(stack, "Database", &database.Props{
				VPC: databaseVPC(stack), Identifier: "orders", Proxy: database.Proxy{Enabled: true},
				Restores: []database.Restore{{Name: "r1", PointInTime: "latest", ReleasePrevious: release}},
			})
			environment = stack.Resolve(db.Environment())
		})
	}
	before, after := synthDatabase(t, proxied(database.Props{Identifier: "orders"})), restored(false)
	for _, kind := range []string{dbProxy, dbProxyTargets} {
		first := before.one(t, kind)
		if is := after.Resources[first.ID]; show(is.Properties) != show(first.Properties) {
			t.Errorf("%s was %s, is %s", first.ID, show(first), show(is))
		}
	}
	proxy, instance := after.named(t, dbProxy, "DatabaseProxyr1"), generationsOf(after, rdsInstance, "DatabaseInstance")["r1"]
	proxy.wantEach(t, map[string]any{"DBProxyName": "orders-r1", "Auth.0.SecretArn": att(instance.ID, "MasterUserSecret.SecretArn")})
	after.named(t, dbProxyTargets, "DatabaseProxyTargetsr1").wantEach(t, map[string]any{"DBProxyName": ref(proxy.ID), "DBInstanceIdentifiers": []any{ref(instance.ID)}})
	after.named(t, managedPolicy, "DatabaseProxyRoler1").want(t, "PolicyDocument.Statement.0.Resource", att(instance.ID, "MasterUserSecret.SecretArn"))
	wantValue(t, dig(environment, "DATABASE_HOST"), att(proxy.ID, "Endpoint"))
	alarmsOf(after, "Database")["BorrowLatency"].want(t, "Dimensions.0.Value", ref(proxy.ID))
	wantPolicies(t, after.named(t, logGroup, "DatabaseLogGroupproxyr1"), "Delete", "Delete")
	for _, log := range after.all(logGroup) {
		if withoutHash(log.ID) == "DatabaseLogGroupproxy" {
			wantPolicies(t, log, "Retain", "Retain")
		}
	}
	if groups := len(after.all(securityGroup)); groups != 2 {
		t.Errorf("there are %d security groups", groups)
	}
	released := restored(true)
	released.one(t, dbProxy).want(t, "DBProxyName", "orders-r1")

	// Users with tokens keep being let in at both.
	tm := synthDatabase(t, proxied(database.Props{Login: database.Login{IAMUser: "shop"}, Restores: []database.Restore{{Name: "r1", PointInTime: "latest"}}}))
	if policies := tm.all(managedPolicy); len(policies) != 2 {
		t.Errorf("%d proxies may log in", len(policies))
	}
	for _, proxy := range tm.all(dbProxy) {
		proxy.want(t, "DefaultAuthScheme", "IAM_AUTH")
	}
	tm = synth(t, func(stack awscdk.Stack) {
		vpc := databaseVPC(stack)
		_, role := databaseUser(stack, vpc)
		database.New(stack, "Database", &database.Props{
			VPC: vpc, Proxy: database.Proxy{Enabled: true}, Restores: []database.Restore{{Name: "r1", PointInTime: "latest"}},
		}).As("orders").GrantUse(role)
	})
	for _, policy := range tm.all(managedPolicy) {
		policy.want(t, "PolicyDocument.Statement.2.Action", "rds-db:connect")
	}
	tm.one(t, "AWS::IAM::Policy").want(t, "PolicyDocument.Statement.0.Resource", proxyUser(t, tm, "Database", "r1", "orders"))
}

func TestDatabaseRefusesProxies(t *testing.T) {
	with := func(change func(*database.Props)) database.Props {
		props := proxied(database.Props{})
		change(&props)
		return props
	}
	const off = " does nothing without enabled: true; say that, or leave it out"
	databaseRefusals(t, []databaseRefusal{
		{"a share of nothing", database.Props{Proxy: database.Proxy{MaxConnectionsPercent: 50}}, "proxy.maxConnectionsPercent:" + off},
		{"authorities of nobody", database.Props{Proxy: database.Proxy{CABundle: "/etc/pki/tls/certs/ca-bundle.crt"}}, "proxy.caBundle:" + off},
		{"a relative path", with(func(p *database.Props) { p.Proxy.CABundle = "ca-bundle.crt" }), `proxy.caBundle: "ca-bundle.crt" is not an absolute path; use one like /etc/pki/tls/certs/ca-bundle.crt`},
		{"too much", with(func(p *database.Props) { p.Proxy.MaxConnectionsPercent = 101 }), "proxy.maxConnectionsPercent: 101 is out of range; use 1 to 100"},
		{"RDS's authorities", with(func(p *database.Props) { p.Login.CABundle = "/etc/pki/rds/global-bundle.pem" }),
			"login.caBundle: has RDS's authorities, which the proxy's certificate is not from; leave it out, or say proxy.caBundle with those that the system trusts"},
		{"no TLS", with(func(p *database.Props) { p.AllowUnencryptedConnections = true }), "allowUnencryptedConnections: contradicts proxy, which requires TLS; leave one of them out"},
		{"replicas", with(func(p *database.Props) { p.Replicas = []database.Replica{{Name: "a"}} }),
			"replicas: a proxy does not lead to replicas; leave one of them out, or use Aurora or readable-standbys, whose readers it leads to"},
		{"a replica", with(func(p *database.Props) { p.ReplicaOf.ARN, p.Login.IAMUser = otherRegions, "shop" }), "replicaOf: a proxy does not lead to a replica; leave proxy out until it is promoted"},
		{"a cluster that pauses", with(func(p *database.Props) {
			p.Engine, p.Aurora.Serverless = database.AuroraPostgreSQL, database.Serverless{MaxACU: 8, PauseAfterMinutes: 30}
		}), "aurora.serverless.pauseAfterMinutes: does nothing with proxy, which keeps a connection to each instance open; leave one of them out"},
		{"a database that is read only", with(func(p *database.Props) { p.Parameters = map[string]string{"read_only": "on"} }),
			`parameters.read_only: "on" stops the proxy from working; leave one of them out`},
		{"a database that is read only, by a digit", with(func(p *database.Props) { p.Parameters = map[string]string{"read_only": "1"} }),
			`parameters.read_only: "1" stops the proxy from working; leave one of them out`},
		{"a database that is read only, by a word", with(func(p *database.Props) { p.Parameters = map[string]string{"read_only": "True"} }),
			`parameters.read_only: "True" stops the proxy from working; leave one of them out`},
		{"the proxy's own user", with(func(p *database.Props) { p.MasterUsername = "RDSProxyAdmin" }), "masterUsername: RDSProxyAdmin is the proxy's own user; use another"},
		{"the proxy's own user, with tokens", with(func(p *database.Props) { p.Login.IAMUser = "rdsproxyadmin" }), "login.iamUser: rdsproxyadmin is the proxy's own user; use another"},
		{"an alarm of no proxy", database.Props{Alarms: database.Alarms{BorrowLatencyMilliseconds: 50}}, "alarms.borrowLatencyMilliseconds: there is no proxy to wait for; leave it out"},

		{"all of it", with(func(p *database.Props) {
			p.Proxy.MaxConnectionsPercent, p.Proxy.CABundle, p.Alarms.BorrowLatencyMilliseconds = 100, "/etc/ssl/certs/ca-certificates.crt", 120000
			p.Parameters = map[string]string{"read_only": "0"}
		}), ""},
		{"a parameter of another engine", with(func(p *database.Props) {
			p.Engine, p.Parameters = database.PostgreSQL, map[string]string{"read_only": "1"}
		}), "parameters.read_only: is a parameter of mysql, mariadb and aurora-mysql, not of postgres; leave it out"},
		{"what has been promoted", with(func(p *database.Props) { p.ReplicaOf = database.ReplicaOf{ARN: otherRegions, Promoted: true} }), ""},
		{"a cluster that does not pause", with(func(p *database.Props) { p.Engine, p.Aurora.Serverless.MaxACU = database.AuroraMySQL, 8 }), ""},
		{"RDS's own authorities without one", database.Props{Login: database.Login{CABundle: "/etc/pki/rds/global-bundle.pem"}}, ""},
	})
}
