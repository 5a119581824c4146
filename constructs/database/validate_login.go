package database

import (
	"fmt"
	"slices"
	"strings"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

func (p *Props) checkLogin(problems *problem.List) {
	if p.Login.IAMUser != "" {
		if is := p.userProblem(p.Login.IAMUser); is != "" {
			problems.Addf("login.iamUser", "%s", is)
		}
	}
	if path := p.Login.CABundle; path != "" && !absolutePath.MatchString(path) {
		problems.Addf("login.caBundle", "%q is not an absolute path; use one like /etc/pki/rds/global-bundle.pem", path)
	}
}

// userProblem is what speaks against logging in as a user with tokens of IAM, or nothing.
func (p *Props) userProblem(name string) string {
	facts := engines[p.Engine]
	switch {
	case !p.Engine.known():
		return ""
	case !databaseName.MatchString(name) || len(name) > facts.maxUsername:
		return fmt.Sprintf("%q is not a name that %s allows; use a letter, then letters, digits and underscores, %d at most", name, p.Engine, facts.maxUsername)
	case slices.Contains(facts.reservedUsernames, strings.ToLower(name)):
		return fmt.Sprintf("%s is reserved in %s; use another", name, p.Engine)
	case name == p.MasterUsername:
		return fmt.Sprintf("%s is the master user, who logs in with the secret; use one that may do less", name)
	case p.Login.DisableIAMAuthentication:
		return fmt.Sprintf("%s logs in with tokens of IAM, which disableIamAuthentication turns off; leave one of them out", name)
	case p.Topology == ReadableStandbys:
		return fmt.Sprintf("%s logs in with tokens of IAM, which are off with readable-standbys; leave it out", name)
	case !p.iamAuthentication() && facts.dialect == PostgreSQL:
		return fmt.Sprintf("%s logs in with tokens of IAM, which postgres takes only where TLS is required; leave out allowUnencryptedConnections", name)
	case !p.iamAuthentication():
		return fmt.Sprintf("%s logs in with tokens of IAM, which %s %s does not take; use 8.0.16 or newer", name, p.Engine, p.EngineVersion)
	}
	return ""
}
