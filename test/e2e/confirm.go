package e2e

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// realAWS tells whether AWS itself answers, in full or in part: wherever another endpoint is not named, or one of AWS's own,
// as a VPC endpoint is.
func realAWS(getenv func(string) string) bool {
	if strings.EqualFold(getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true") || isAWS(getenv("AWS_ENDPOINT_URL")) {
		return true
	}
	formation := getenv("AWS_ENDPOINT_URL_CLOUDFORMATION")
	return formation != "" && isAWS(formation)
}

// isAWS tells whether an endpoint is one of AWS's own; what cannot be read is taken for one.
func isAWS(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Hostname() == "" {
		return true
	}
	for _, domain := range []string{"amazonaws.com", "amazonaws.com.cn", "api.aws"} {
		if strings.HasSuffix("."+strings.ToLower(u.Hostname()), "."+domain) {
			return true
		}
	}
	return false
}

// mayStart returns an error unless somebody has agreed to pay, or nobody will have to.
func mayStart(getenv func(string) string) error {
	if !realAWS(getenv) || getenv("E2E_CONFIRM") == "yes" {
		return nil
	}
	ids, _ := accountIDs(getenv)
	more := ""
	for _, o := range optional {
		if id := ids[o.environment]; id != "" {
			more += "\nIn account " + id + ": " + o.has
		}
	}
	return fmt.Errorf(`AWS_ENDPOINT_URL does not name an endpoint other than AWS's, so this would deploy to AWS and cost money.
In account %s: a VPC with 1 NAT gateway, 1 load balancer, 1 to 2 t4g.micro, 1 db.t4g.small.
In account %s: a VPC with 2 NAT gateways, 1 load balancer, 2 to 6 m7g.large, 1 Multi-AZ db.m7g.large; then the same behind CloudFront, with E2E_ZONE.%s
For two to three hours; then all of it is destroyed, the databases too.
Set E2E_CONFIRM=yes if that is what you want, and E2E_DEV_ACCOUNT and E2E_PROD_ACCOUNT if these are not your sandboxes`, ids["dev"], ids["prod"], more)
}

const (
	threeTier = "three-tier"
	aurora    = "aurora"
)

// optional are the environments that can be left out: the variables that begin with their name, their accounts in the shipped
// configuration, and what they have.
var optional = []struct{ environment, variable, account, has string }{
	{threeTier, "E2E_THREE_TIER", "333333333333", "a VPC with 2 NAT gateways, 2 load balancers, 2 to 6 t4g.small, 2 to 8 m7g.large, 1 Multi-AZ db.m7g.large."},
	{aurora, "E2E_AURORA", "444444444444", "a VPC with 3 NAT gateways, 1 load balancer, 3 to 6 m7g.large, 3 db.r7g.large of Aurora."},
}

// accountIDs are the accounts by environment: those of the shipped configuration, or those of the caller. Where AWS itself
// answers, an optional environment has none unless the caller names one: a sandbox is often two accounts.
func accountIDs(getenv func(string) string) (map[string]string, error) {
	ids := map[string]string{"dev": or(getenv("E2E_DEV_ACCOUNT"), "111111111111"), "prod": or(getenv("E2E_PROD_ACCOUNT"), "222222222222")}
	for _, o := range optional {
		id := getenv(o.variable + "_ACCOUNT")
		if id == "" && !realAWS(getenv) {
			id = o.account
		}
		if id != "" && id != "none" {
			ids[o.environment] = id
		}
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if seen[id] {
			return ids, errors.New("two of E2E_DEV_ACCOUNT, E2E_PROD_ACCOUNT, E2E_THREE_TIER_ACCOUNT and E2E_AURORA_ACCOUNT are the same; an environment has an account of its own")
		}
		seen[id] = true
	}
	return ids, nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
