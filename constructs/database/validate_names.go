package database

import (
	"regexp"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/dnsname"
)

const longestLabel = 63 // source: Amazon Route 53 Developer Guide, "DNS domain name format"

var (
	hostedZoneID = regexp.MustCompile(`^[A-Z0-9]{1,32}$`)
	label        = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
)

// checkNames refuses names that are none, and parts of names without a zone.
func (p *Props) checkNames(given *Props, problems *problem.List) {
	cfg := p.PrivateDNS
	if cfg.Zone == "" {
		if cfg.HostedZoneID != "" {
			problems.Addf("privateDns.hostedZoneId", "does nothing without zone; give both or none")
		}
		if given.PrivateDNS.Name != "" {
			problems.Addf("privateDns.name", "does nothing without zone; give both or none")
		}
		return
	}
	if !arn.Unresolved(cfg.HostedZoneID) && cfg.HostedZoneID != "" && !hostedZoneID.MatchString(cfg.HostedZoneID) {
		problems.Addf("privateDns.hostedZoneId", "%q is not a hosted zone's id; use one like Z0123456789EXAMPLE, without /hostedzone/ before it", cfg.HostedZoneID)
	}
	if !label.MatchString(cfg.Name) || len(cfg.Name) > longestLabel-len(readerSuffix) {
		problems.Addf("privateDns.name", "%q is not one label; use small letters, digits and hyphens, %d at most, which leaves room for %s", cfg.Name, longestLabel-len(readerSuffix), readerSuffix)
		return
	}
	if arn.Unresolved(cfg.Zone) {
		return
	}
	if err := dnsname.Check(cfg.Zone); err != nil {
		problems.Addf("privateDns.zone", "%v", err)
	} else if err := dnsname.Check(cfg.Name + readerSuffix + "." + cfg.Zone); err != nil {
		problems.Addf("privateDns.zone", "%q is too long for the names in it; use a shorter one", cfg.Zone)
	}
}
