package database

import (
	"fmt"
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

var (
	withoutTokens = regexp.MustCompile(`^8\.0\.(\d|1[0-5])$`) // of MySQL
	absolutePath  = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`)
)

// iamAuthentication reports whether an instance or Aurora takes tokens of IAM for passwords too. With PostgreSQL it does only
// where TLS is required of everyone, with MySQL from 8.0.16 on. Readable standbys are not asked: userProblem refuses them before.
// Source: Amazon RDS User Guide, "IAM database authentication for MariaDB, MySQL, and PostgreSQL".
func (p Props) iamAuthentication() bool {
	switch {
	case p.Login.DisableIAMAuthentication:
		return false
	case engines[p.Engine].dialect == PostgreSQL:
		return !p.AllowUnencryptedConnections
	default:
		return !withoutTokens.MatchString(p.EngineVersion)
	}
}

// User is a user of the database that whoever it is handed to logs in as with tokens of IAM: a web tier takes it in its Use
// method in place of the database.
type User struct {
	database *Database
	name     string
}

// As returns a user of the database, who must be made in it (docs/database-users.md). Whoever uses it may connect as this user
// and may not read the master user's secret. It panics when the database takes no tokens of IAM or no user of that name.
func (d *Database) As(name string) *User {
	if problem := d.cfg.userProblem(name); problem != "" {
		panic(fmt.Errorf("database %q: user %s", *d.Node().Id(), problem))
	}
	return &User{database: d, name: name}
}

// Connections are the database's.
func (u *User) Connections() awsec2.Connections { return u.database.Connections() }

// Environment is the database's, with DATABASE_USER in place of the secret.
func (u *User) Environment() map[string]*string {
	environment := u.database.environment()
	environment["DATABASE_USER"] = &u.name
	return environment
}

// GrantUse lets a principal connect as the user, to the database and its replicas, or to the proxy, which may then connect as the
// user itself.
func (u *User) GrantUse(grantee awsiam.IGrantable) {
	if u.database.Proxy() != nil {
		for _, p := range u.database.proxies { // the servers of before a restore still use the one before
			u.database.letProxyBe(p, u.name)
		}
		u.database.grantConnect(grantee, u.name, u.database.proxyResourceID())
		return
	}
	u.database.grantConnect(grantee, u.name, u.database.resourceIDs()...)
}

// grantConnect lets a principal log in as a user with tokens of IAM.
func (d *Database) grantConnect(grantee awsiam.IGrantable, user string, ids ...*string) {
	var arns []*string
	for _, id := range ids {
		arns = append(arns, awscdk.Stack_Of(d).FormatArn(&awscdk.ArnComponents{
			Service: jsii.String("rds-db"), Resource: jsii.String("dbuser"), ResourceName: jsii.String(*id + "/" + user),
			ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
		}))
	}
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      grantee.GrantPrincipal(),
		Actions:      jsii.Strings("rds-db:connect"),
		ResourceArns: &arns,
	})
}

// resourceIDs are the ids by which IAM knows the cluster, or the instance and its replicas.
func (d *Database) resourceIDs() []*string {
	if d.cluster != nil {
		return []*string{d.cluster.AttrDbClusterResourceId()}
	}
	ids := []*string{d.instance.InstanceResourceId()}
	for _, replica := range d.replicas {
		ids = append(ids, replica.AttrDbiResourceId())
	}
	return ids
}
