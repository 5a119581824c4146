package domain

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/arn"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
)

// Records lead names to a load balancer or a distribution. Create them with [NewRecords]; do not copy them.
type Records struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg     RecordsProps
	records []awsroute53.CfnRecordSet
}

var _ constructs.Construct = (*Records)(nil)

// NewRecords makes an alias record for each name. It panics with the error of [RecordsProps.Validate] when the props are
// wrong, and has then created nothing.
func NewRecords(scope constructs.Construct, id string, props *RecordsProps) *Records {
	if err := props.Validate(); err != nil {
		panic(fmt.Errorf("records %q: %w", id, err))
	}
	r := &Records{cfg: props.resolve()}
	constructs.NewConstruct_Override(r, scope, &id)
	for _, name := range r.cfg.Names {
		r.create(name, "A")
		if r.cfg.IPv6 {
			r.create(name, "AAAA")
		}
	}
	return r
}

// create makes one record. Its id is made of the name, so that others may come and go around it.
func (r *Records) create(name, kind string) {
	primary := r.cfg.Role == Primary
	props := &awsroute53.CfnRecordSetProps{
		HostedZoneId: r.cfg.Zone.HostedZoneId(),
		Name:         jsii.String(name + "."),
		Type:         &kind,
		AliasTarget: &awsroute53.CfnRecordSet_AliasTargetProperty{
			DnsName:      &r.cfg.TargetDNSName,
			HostedZoneId: &r.cfg.TargetZoneID,
			// Of a secondary one there is nothing to fall back to, and Route 53 cannot see a distribution's.
			EvaluateTargetHealth: jsii.Bool(primary && r.cfg.TargetZoneID != CloudFrontZoneID),
		},
		Failover:      jsii.String(strings.ToUpper(string(r.cfg.Role))),
		SetIdentifier: jsii.String(string(r.cfg.Role)),
	}
	if r.cfg.HealthCheckID != "" {
		props.HealthCheckId = &r.cfg.HealthCheckID
	}
	id := strings.ReplaceAll(name, "*", "any") + "-" + kind
	if arn.Unresolved(name) {
		id = fmt.Sprintf("Name%d-%s", len(r.records), kind)
	}
	r.records = append(r.records, awsroute53.NewCfnRecordSet(r, &id, props))
}

// Records returns the records themselves.
func (r *Records) Records() []awsroute53.CfnRecordSet { return r.records }
