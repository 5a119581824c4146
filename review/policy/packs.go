package policy

import (
	"strings"

	"github.com/cdklabs/cdk-nag-go/cdknag/v2"
)

// Pack is a set of rules that somebody publishes.
type Pack string

const (
	// AWSSolutions is cdk-nag's rules for AWS solutions.
	AWSSolutions Pack = "aws-solutions"
	// NIST80053R5 is cdk-nag's rules for NIST SP 800-53 revision 5.
	NIST80053R5 Pack = "nist-800-53-r5"
	// HIPAASecurity is cdk-nag's rules for the security rule of HIPAA.
	HIPAASecurity Pack = "hipaa-security"
	// PCIDSS321 is cdk-nag's rules for PCI DSS 3.2.1.
	PCIDSS321 Pack = "pci-dss-3.2.1"
	// ControlTower is the proactive controls of AWS Control Tower. It needs an npm package, which carries the rules and the
	// cfn-guard program: npm install --no-save --legacy-peer-deps @cdklabs/cdk-validator-cfnguard@0.0.62
	ControlTower Pack = "control-tower"
)

// Packs returns every pack.
func Packs() []Pack {
	return append(NagPacks(), ControlTower)
}

// NagPacks returns the packs that need nothing but this module.
func NagPacks() []Pack {
	return []Pack{AWSSolutions, NIST80053R5, HIPAASecurity, PCIDSS321}
}

// nagPacks are the packs of cdk-nag: how its rules' names begin and how the pack is made.
var nagPacks = map[Pack]struct {
	prefix string
	create func(*cdknag.NagPackProps) cdknag.NagPack
}{
	AWSSolutions: {"AwsSolutions-", func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewAwsSolutionsChecks(p) }},
	NIST80053R5:  {"NIST.800.53.R5-", func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewNIST80053R5Checks(p) }},
	HIPAASecurity: {"HIPAA.Security-", func(p *cdknag.NagPackProps) cdknag.NagPack {
		return cdknag.NewHIPAASecurityChecks(p)
	}},
	PCIDSS321: {"PCI.DSS.321-", func(p *cdknag.NagPackProps) cdknag.NagPack { return cdknag.NewPCIDSS321Checks(p) }},
}

// packOf splits a rule's full name into its pack and what the pack calls it.
func packOf(name string) (Pack, string) {
	for pack, nag := range nagPacks {
		if rule, ok := strings.CutPrefix(name, nag.prefix); ok {
			return pack, rule
		}
	}
	return "", name
}

// Names returns what packs are called.
func Names(packs []Pack) []string {
	var names []string
	for _, pack := range packs {
		names = append(names, string(pack))
	}
	return names
}

func join(packs []Pack) string {
	return strings.Join(Names(packs), ", ")
}
