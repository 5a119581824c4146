package domain

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsroute53"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
)

// Domain is a hosted zone. Create it with [New]; do not copy it.
type Domain struct {
	constructs.Construct
	_ nocopy.NoCopy

	cfg  Props
	zone awsroute53.IHostedZone
}

var _ constructs.Construct = (*Domain)(nil)

// New finds or makes a hosted zone. It panics with the error of [Props.Validate] when the props are wrong, and has then
// created nothing.
func New(scope constructs.Construct, id string, props *Props) *Domain {
	if err := props.Validate(); err != nil {
		panic(fmt.Errorf("domain %q: %w", id, err))
	}
	d := &Domain{cfg: *props}
	constructs.NewConstruct_Override(d, scope, &id)
	if d.cfg.NewZone {
		d.createZone()
		return d
	}
	d.zone = awsroute53.HostedZone_FromHostedZoneAttributes(d, jsii.String("Zone"), &awsroute53.HostedZoneAttributes{
		HostedZoneId: &d.cfg.HostedZoneID,
		ZoneName:     &d.cfg.Zone,
	})
	return d
}

func (d *Domain) createZone() {
	props := &awsroute53.HostedZoneProps{ZoneName: &d.cfg.Zone}
	if d.cfg.VPC != nil {
		props.Vpcs = &[]awsec2.IVpc{d.cfg.VPC}
	}
	zone := awsroute53.NewHostedZone(d, jsii.String("Zone"), props)
	zone.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN) // a new one would have other name servers
	d.zone = zone
	if d.cfg.VPC == nil {
		awscdk.NewCfnOutput(d, jsii.String("NameServers"), &awscdk.CfnOutputProps{
			Value:       awscdk.Fn_Join(jsii.String(" "), zone.HostedZoneNameServers()),
			Description: jsii.String("What the registrar of " + d.cfg.Zone + ", or the zone above it, must name as its name servers"),
		})
	}
}

// Zone returns the hosted zone.
func (d *Domain) Zone() awsroute53.IHostedZone { return d.zone }

// Names returns the names that the site answers to.
func (d *Domain) Names() []string { return d.cfg.SiteNames() }

// Redirects returns the names that lead visitors to the first of [Domain.Names].
func (d *Domain) Redirects() []string { return d.cfg.Redirects }

// nameOf is a zone's name, or "" when there is no zone.
func nameOf(zone awsroute53.IHostedZone) string {
	if zone == nil {
		return ""
	}
	return *zone.ZoneName()
}
