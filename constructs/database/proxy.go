package database

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/managedrole"
)

const (
	tokens       = "IAM_AUTH" // of IAM, for who connects to the proxy and for the proxy at the database
	proxyZones   = 2          // in which a proxy's own endpoint is; source: Amazon Aurora User Guide, "Amazon RDS Proxy for Aurora"
	resourceName = 6          // the part of an ARN of the form arn:aws:rds:…:…:db-proxy:prx-…
)

// A proxied generation has a proxy of its own, so that a restore changes nothing for who uses the one before.
type proxied struct {
	suffix     string // of the ids of constructs
	proxy      awsrds.CfnDBProxy
	reader     awsrds.CfnDBProxyEndpoint // nil where nothing else can be read
	role       *managedrole.Role
	database   *string // the id by which IAM knows the database
	resourceID *string // the id by which IAM knows the proxy, once somebody asks
}

// proxyFacts are what differs between the engines of a dialect. All proxies listen on the engine's own port.
// Source: Amazon RDS User Guide, "Amazon RDS Proxy", the limitations of each engine.
var proxyFacts = map[Engine]struct{ family, passwords string }{
	MySQL:      {"MYSQL", "MYSQL_CACHING_SHA2_PASSWORD"},
	MariaDB:    {"MYSQL", "MYSQL_NATIVE_PASSWORD"}, // the proxy knows no other for it
	PostgreSQL: {"POSTGRESQL", "POSTGRES_SCRAM_SHA_256"},
}

// Proxy returns the proxy of the database in use, for its metrics and what no prop covers, or nil when there is none.
func (d *Database) Proxy() awsrds.CfnDBProxy {
	if p := d.inUse(); p != nil {
		return p.proxy
	}
	return nil
}

// ReaderEndpoint returns the proxy's endpoint for what may be read a few seconds late, or nil when there is no proxy or
// nothing else can be read.
func (d *Database) ReaderEndpoint() awsrds.CfnDBProxyEndpoint {
	if p := d.inUse(); p != nil {
		return p.reader
	}
	return nil
}

// DirectConnections opens the path past the proxy, for what would hold a connection of its own there for as long as it is
// open: migrations, dumps, replication. Without a proxy, it is [Database.Connections].
func (d *Database) DirectConnections() awsec2.Connections { return d.direct }

// inUse is the proxy of the generation in use, or nil.
func (d *Database) inUse() *proxied {
	if len(d.proxies) == 0 {
		return nil
	}
	return d.proxies[len(d.proxies)-1]
}

// letProxyIn puts the proxies' security group between those who are let in and the database's.
func (d *Database) letProxyIn() {
	group := awsec2.NewSecurityGroup(d, jsii.String("ProxySecurityGroup"), &awsec2.SecurityGroupProps{
		Vpc:              d.cfg.VPC,
		Description:      jsii.String("Proxy of the database: only from security groups that are let in"),
		AllowAllOutbound: jsii.Bool(false),
	})
	d.connections = awsec2.NewConnections(&awsec2.ConnectionsProps{
		SecurityGroups: &[]awsec2.ISecurityGroup{group},
		DefaultPort:    awsec2.Port_Tcp(jsii.Number(d.cfg.listensOn())),
	})
	d.connections.AllowTo(d.direct, awsec2.Port_Tcp(jsii.Number(d.cfg.Port)), jsii.String("Proxy to the database"))
}

// listensOn is the port that who uses the database connects to.
func (p Props) listensOn() int {
	if p.Proxy.Enabled {
		return engines[p.Engine].port
	}
	return p.Port
}

// createProxy makes the proxy of a generation.
func (d *Database) createProxy(g generation) {
	facts := proxyFacts[engines[d.cfg.Engine].dialect]
	p := &proxied{suffix: g.suffix, role: d.proxyRole(g), database: d.resourceIDs()[0]}
	d.grantSecret(p.role, d.secret.SecretArn())
	p.proxy = awsrds.NewCfnDBProxy(d, jsii.String("Proxy"+g.suffix), &awsrds.CfnDBProxyProps{
		DbProxyName:         &g.identifier,
		EngineFamily:        &facts.family,
		RoleArn:             p.role.RoleArn(),
		RequireTls:          true,
		VpcSubnetIds:        d.proxySubnets(),
		VpcSecurityGroupIds: d.proxyGroups(),
		// Also where others log in with tokens: servers from before that still have the password.
		Auth: []any{&awsrds.CfnDBProxy_AuthFormatProperty{
			AuthScheme:             jsii.String("SECRETS"),
			SecretArn:              d.secret.SecretArn(),
			IamAuth:                jsii.String("DISABLED"),
			ClientPasswordAuthType: &facts.passwords,
		}},
	})
	if user := d.cfg.Login.IAMUser; user != "" {
		d.letProxyBe(p, user)
	}
	p.proxy.AddResourceDependency(d.logGroup(g, "proxy", proxyLogName(g.identifier)), nil)
	p.proxy.Node().AddDependency(p.role.Policy())
	targets := d.target(p.proxy, g)
	if d.cfg.readsElsewhere() {
		p.reader = awsrds.NewCfnDBProxyEndpoint(d, jsii.String("ProxyReader"+g.suffix), &awsrds.CfnDBProxyEndpointProps{
			DbProxyEndpointName: jsii.String(d.cfg.with(g.identifier, "reader")),
			DbProxyName:         p.proxy.Ref(),
			TargetRole:          jsii.String("READ_ONLY"),
			VpcSubnetIds:        d.proxySubnets(),
			VpcSecurityGroupIds: d.proxyGroups(),
		})
		p.reader.AddResourceDependency(targets, nil) // a proxy of nothing has no readers
	}
	d.proxies = append(d.proxies, p)
}

// target leads the proxy to the generation.
func (d *Database) target(proxy awsrds.CfnDBProxy, g generation) awsrds.CfnDBProxyTargetGroup {
	props := &awsrds.CfnDBProxyTargetGroupProps{
		DbProxyName:     proxy.Ref(),
		TargetGroupName: jsii.String("default"), // no other is possible
		ConnectionPoolConfigurationInfo: &awsrds.CfnDBProxyTargetGroup_ConnectionPoolConfigurationInfoFormatProperty{
			MaxConnectionsPercent: jsii.Number(d.cfg.Proxy.MaxConnectionsPercent),
		},
	}
	if d.cluster != nil {
		props.DbClusterIdentifiers = &[]any{d.cluster.Ref()}
	} else {
		props.DbInstanceIdentifiers = &[]*string{d.instance.InstanceIdentifier()}
	}
	targets := awsrds.NewCfnDBProxyTargetGroup(d, jsii.String("ProxyTargets"+g.suffix), props)
	for _, member := range d.members {
		targets.AddResourceDependency(member, nil) // a cluster without instances cannot be a target
	}
	return targets
}

// proxyRole is what a proxy reads the secret with, and logs in with. RDS Proxy knows no global condition keys, so that
// none can say whose proxies may take it.
// Source: Amazon RDS User Guide, "Amazon RDS Proxy".
func (d *Database) proxyRole(g generation) *managedrole.Role {
	return managedrole.New(d, "ProxyRole"+g.suffix, &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("rds.amazonaws.com"), nil),
	}, managedrole.Policy{ID: "Policy", Description: "What the proxy of " + d.path + " may do"})
}

// letProxyBe lets a proxy log in at its database as a user, for who connects to it as that user.
func (d *Database) letProxyBe(p *proxied, user string) {
	d.grantConnect(p.role, user, p.database)
	p.proxy.SetDefaultAuthScheme(jsii.String(tokens))
}

// proxyResourceID is the id by which IAM knows the proxy in use. It is a part of its ARN, which only its own stack can take apart: what
// other stacks are handed is not documented to be what Fn::Split takes. So it is the value of a parameter, which they refer to.
func (d *Database) proxyResourceID() *string {
	p := d.inUse()
	if p.resourceID == nil {
		parameter := awsssm.NewCfnParameter(d, jsii.String("ProxyResourceId"+p.suffix), &awsssm.CfnParameterProps{
			Type:        jsii.String("String"),
			Value:       awscdk.Fn_Select(jsii.Number(resourceName), awscdk.Fn_Split(jsii.String(":"), p.proxy.AttrDbProxyArn(), nil)),
			Description: jsii.String("The id by which IAM knows the proxy of " + d.path),
		})
		p.resourceID = parameter.AttrValue()
	}
	return p.resourceID
}

// proxySubnets are the isolated subnets of the first two zones. A proxy's own endpoint is in no more, and other subnets would
// replace the proxy, which its name forbids, when the network gets a third zone.
func (d *Database) proxySubnets() *[]any {
	var zones []string
	var subnets []any
	for _, subnet := range *d.cfg.VPC.IsolatedSubnets() {
		if zone := *subnet.AvailabilityZone(); !slices.Contains(zones, zone) && len(zones) < proxyZones {
			zones, subnets = append(zones, zone), append(subnets, subnet.SubnetId())
		}
	}
	return &subnets
}

func (d *Database) proxyGroups() *[]any {
	var ids []any
	for _, group := range *d.connections.SecurityGroups() {
		ids = append(ids, group.SecurityGroupId())
	}
	return &ids
}

// proxyLogName is the log group that a proxy of that name writes to.
// Source: Amazon RDS User Guide, "Monitoring RDS Proxy metrics with Amazon CloudWatch".
func proxyLogName(identifier string) string { return "/aws/rds/proxy/" + identifier }

// readsElsewhere reports whether a cluster has anything that can be read besides its writer.
func (p *Props) readsElsewhere() bool { return p.clustered() && !p.SingleZone }
