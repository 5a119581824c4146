package database

import (
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// proxyAdmin is the user that RDS Proxy makes in each database, to look after it.
const proxyAdmin = "rdsproxyadmin"

// readOnly are the values of the parameter read_only with which RDS Proxy does not start.
var readOnly = []string{"1", "ON", "TRUE"}

// checkProxy refuses what RDS Proxy cannot do, and settings of one that there is not.
// Source: Amazon RDS User Guide and Amazon Aurora User Guide, "Amazon RDS Proxy"; Amazon Aurora User Guide, "Scaling to Zero
// ACUs with automatic pause and resume for Aurora Serverless v2".
func (p *Props) checkProxy(given *Props, problems *problem.List) {
	proxy := given.Proxy
	if !proxy.Enabled {
		if proxy.MaxConnectionsPercent != 0 {
			problems.Addf("proxy.maxConnectionsPercent", "does nothing without enabled: true; say that, or leave it out")
		}
		if proxy.CABundle != "" {
			problems.Addf("proxy.caBundle", "does nothing without enabled: true; say that, or leave it out")
		}
		return
	}
	if path := proxy.CABundle; path != "" && !absolutePath.MatchString(path) {
		problems.Addf("proxy.caBundle", "%q is not an absolute path; use one like /etc/pki/tls/certs/ca-bundle.crt", path)
	}
	if p.Login.CABundle != "" {
		problems.Addf("login.caBundle", "has RDS's authorities, which the proxy's certificate is not from; leave it out, or say proxy.caBundle with those that the system trusts")
	}
	if p.AllowUnencryptedConnections {
		problems.Addf("allowUnencryptedConnections", "contradicts proxy, which requires TLS; leave one of them out")
	}
	if len(p.Replicas) > 0 {
		problems.Addf("replicas", "a proxy does not lead to replicas; leave one of them out, or use Aurora or readable-standbys, whose readers it leads to")
	}
	if p.ReplicaOf.follows() {
		problems.Addf("replicaOf", "a proxy does not lead to a replica; leave proxy out until it is promoted")
	}
	if p.Aurora.Serverless.PauseAfterMinutes != 0 {
		problems.Addf("aurora.serverless.pauseAfterMinutes", "does nothing with proxy, which keeps a connection to each instance open; leave one of them out")
	}
	if value := p.Parameters["read_only"]; engines[p.Engine].dialect != PostgreSQL && slices.Contains(readOnly, strings.ToUpper(value)) {
		problems.Addf("parameters.read_only", "%q stops the proxy from working; leave one of them out", value)
	}
	for _, user := range []struct{ field, name string }{{"masterUsername", p.MasterUsername}, {"login.iamUser", p.Login.IAMUser}} {
		if strings.EqualFold(user.name, proxyAdmin) {
			problems.Addf(user.field, "%s is the proxy's own user; use another", user.name)
		}
	}
}
