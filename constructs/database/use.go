package database

import (
	"cmp"
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
)

// Environment is what a server must know to connect, as environment variables: DATABASE_HOST, which stays the same when
// the standby takes over, DATABASE_READER_HOST for what may be read a few seconds late, which is the same as DATABASE_HOST
// where nothing else can be read, DATABASE_READER_HOSTS with commas where there are several replicas, DATABASE_PORT,
// DATABASE_NAME, DATABASE_ENGINE, DATABASE_IDENTIFIER, and DATABASE_SECRET_ARN, the secret that holds the username and the
// password. None of them is secret. RDS changes the password every seven days, so read the secret again when a login is
// refused.
//
// The identifier is there so that servers in another stack change with the database: their template holds its name, not
// only a reference that stays the same. With login.iamUser, DATABASE_USER is in place of the secret, and with login.caBundle or
// proxy.caBundle, DATABASE_CA_BUNDLE is there too. With a proxy, hosts and port are the proxy's.
func (d *Database) Environment() map[string]*string {
	if d.cfg.Login.IAMUser != "" {
		return d.As(d.cfg.Login.IAMUser).Environment()
	}
	environment := d.environment()
	if d.secretARN != nil {
		environment["DATABASE_SECRET_ARN"] = d.secretARN
	}
	return environment
}

// environment is what everybody must know.
func (d *Database) environment() map[string]*string {
	environment := map[string]*string{
		"DATABASE_ENGINE":      jsii.String(string(engines[d.cfg.Engine].dialect)),
		"DATABASE_IDENTIFIER":  &d.instanceIdentifier,
		"DATABASE_HOST":        d.endpoint(),
		"DATABASE_READER_HOST": d.readerEndpoint(),
		"DATABASE_PORT":        jsii.String(strconv.Itoa(d.cfg.listensOn())),
		"DATABASE_NAME":        &d.cfg.DatabaseName,
	}
	if hosts := d.readerHosts(); hosts != nil {
		environment["DATABASE_READER_HOSTS"] = hosts
	}
	if path := cmp.Or(d.cfg.Proxy.CABundle, d.cfg.Login.CABundle); path != "" {
		environment["DATABASE_CA_BUNDLE"] = &path
	}
	return environment
}

// GrantUse lets a principal read the master secret, and use the key for that and nothing else. The permissions are put
// on the principal alone: the key and the secret stay as they are, so that the principal may be in another stack. With
// login.iamUser, it lets the principal connect as that user instead.
func (d *Database) GrantUse(grantee awsiam.IGrantable) {
	if d.cfg.Login.IAMUser != "" {
		d.As(d.cfg.Login.IAMUser).GrantUse(grantee)
		return
	}
	if d.secretARN == nil {
		return // the secret is another Region's: servers have a password from elsewhere
	}
	d.grantSecret(grantee, d.secretARN)
}

// grantSecret lets a principal read a master secret.
func (d *Database) grantSecret(grantee awsiam.IGrantable, secretARN *string) {
	principal := grantee.GrantPrincipal()
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      principal,
		Actions:      jsii.Strings("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"),
		ResourceArns: &[]*string{secretARN},
	})
	awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      principal,
		Actions:      jsii.Strings("kms:Decrypt"),
		ResourceArns: &[]*string{d.key.KeyArn()},
		Conditions: &map[string]*map[string]any{"StringEquals": {
			"kms:ViaService": "secretsmanager." + *awscdk.Aws_REGION() + ".amazonaws.com",
		}},
	})
}
