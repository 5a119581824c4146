package firewall

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awswafv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// Firewall is a web ACL with its rules and its logs. Create it with [New]; do not copy it.
type Firewall struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg      Props
	name     string // unique in the account and Region
	rules    []any
	acl      awswafv2.CfnWebACL
	logGroup awslogs.CfnLogGroup
}

var _ constructs.Construct = (*Firewall)(nil)

// New creates a firewall. It panics with the error of [Props.Validate] when the props are wrong, or do not go with the
// stack's Region, and has then created nothing.
func New(scopeOf constructs.Construct, id string, props *Props) *Firewall {
	if err := props.validateFor(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("firewall %q: %w", id, err))
	}
	if props == nil {
		props = &Props{}
	}
	f := &Firewall{cfg: props.resolve()}
	constructs.NewConstruct_Override(f, scopeOf, &id)
	const longest = 128
	f.name = *awscdk.Names_UniqueResourceName(f, &awscdk.UniqueResourceNameOptions{MaxLength: jsii.Number(longest), Separator: jsii.String("-")})
	f.addRules()
	f.createACL()
	f.log()
	for _, balancer := range f.cfg.LoadBalancerARNs {
		_, name, _ := strings.Cut(balancer, "/app/")
		f.Protect(name, &balancer) // by its name: an association that takes the place of another would end both
	}
	f.warn()
	return f
}

func (f *Firewall) createACL() {
	metric := f.cfg.MetricName
	if metric == "" {
		metric = f.name
	}
	props := &awswafv2.CfnWebACLProps{
		Scope:                f.scope(),
		DefaultAction:        &awswafv2.CfnWebACL_DefaultActionProperty{Allow: empty},
		Rules:                &f.rules,
		VisibilityConfig:     f.visible(metric),
		DataProtectionConfig: f.protection(),
	}
	if f.cfg.BodyInspectionKiB != defaultInspection {
		props.AssociationConfig = &awswafv2.CfnWebACL_AssociationConfigProperty{RequestBody: map[string]any{
			"CLOUDFRONT": &awswafv2.CfnWebACL_RequestBodyAssociatedResourceTypeConfigProperty{
				DefaultSizeInspectionLimit: jsii.String("KB_" + strconv.Itoa(f.cfg.BodyInspectionKiB)),
			},
		}}
	}
	f.acl = awswafv2.NewCfnWebACL(f, jsii.String("WebACL"), props)
}

// Protect puts an Application Load Balancer, whose ARN need not be known yet, behind a firewall that is regional. It panics
// for one that is for CloudFront. A web tier of this library takes the firewall's ARN instead.
func (f *Firewall) Protect(id string, loadBalancerARN *string) {
	if f.cfg.Scope == CloudFront {
		panic(fmt.Errorf("firewall %q: protect %q: the firewall is for CloudFront; give its ARN to a distribution", *f.Node().Id(), id))
	}
	awswafv2.NewCfnWebACLAssociation(f, jsii.String("Association-"+id), &awswafv2.CfnWebACLAssociationProps{
		ResourceArn: loadBalancerARN,
		WebAclArn:   f.acl.AttrArn(),
	})
}

// warn tells what costs more than one would think.
func (f *Firewall) warn() {
	units, arithmetic := sum(f.cfg.shares())
	if units > includedCapacity {
		const step = 500
		awscdk.Annotations_Of(f).AddWarningV2(jsii.String("evenkeel:firewall-capacity"), jsii.String(fmt.Sprintf(
			"The rules take more than the %d capacity units that the price of requests covers: %s. Every million requests is charged for %d more steps of %d units.",
			includedCapacity, arithmetic, (units-includedCapacity+step-1)/step, step)))
	}
}

// WebACL returns the web ACL.
func (f *Firewall) WebACL() awswafv2.CfnWebACL { return f.acl }

// ARN returns the ARN of the web ACL, which a web tier's LoadBalancer.WebACLARN and a distribution's WebAclId take.
func (f *Firewall) ARN() *string { return f.acl.AttrArn() }

// LogGroup returns the group that requests are logged to, or nil when it was brought along or there is none.
func (f *Firewall) LogGroup() awslogs.CfnLogGroup { return f.logGroup }

// Capacity returns how many of the 5000 capacity units of a web ACL the rules take.
func (f *Firewall) Capacity() int {
	units, _ := sum(f.cfg.shares())
	return units
}
