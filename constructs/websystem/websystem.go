package websystem

import (
	"errors"
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// WebSystem is a network, a database and a web tier that uses it, by way of an application tier in a system of three.
// Create it with [New]; do not copy it.
type WebSystem struct {
	constructs.Construct
	_ nocopy.NoCopy

	network  *network.Network
	vpc      awsec2.IVpc
	image    *image.Pipeline
	database *database.Database
	web      *webtier.WebTier
	app      *webtier.WebTier
	firewall *firewall.Firewall
	edge     edgeParts
}

var _ constructs.Construct = (*WebSystem)(nil)

// New creates a whole web system. It panics with the error of [Props.Validate] when the props are wrong, or do not go
// with the stack's Region, and has then created nothing.
func New(scopeOf constructs.Construct, id string, props *Props) *WebSystem {
	if err := props.validateFor(scope.Region(scopeOf)); err != nil {
		panic(fmt.Errorf("web system %q: %w", id, err))
	}
	withServers := func(c constructs.Construct) bool { return scope.InOneStack(scopeOf, c) }
	if err := errors.Join(checkScope(props.StatefulScope), props.checkImageScope(withServers), props.checkEdge(scope.Region(scopeOf))); err != nil {
		panic(fmt.Errorf("web system %q: %w", id, err))
	}
	s := &WebSystem{}
	constructs.NewConstruct_Override(s, scopeOf, &id)
	stateful := props.StatefulScope
	if stateful == nil {
		stateful = s
	}
	if props.usesExistingVPC() {
		s.vpc = network.Import(stateful, "VPC", &props.ExistingVPC)
	} else {
		s.network = network.New(stateful, "Network", &props.Network)
		s.vpc = s.network.VPC()
	}
	db, web := props.Database, s.createFirewall(props)
	db.VPC, web.VPC = s.vpc, s.vpc
	s.database = database.New(stateful, "Database", &db)
	s.createDomain(stateful, props, &web)
	s.createCDN(props, scope.Region(scopeOf))
	s.createImage(props)
	if s.image != nil {
		s.launch(props, &web)
	}
	s.web = webtier.New(s, "Web", &web)
	if props.Tiers == ThreeTiers {
		app := props.appTier()
		app.VPC = s.vpc
		if props.appFromImage() {
			s.launch(props, &app)
		}
		s.app = webtier.New(s, "App", &app)
		s.web.Use(s.app.Endpoint())
		s.app.Use(s.database)
	} else {
		s.web.Use(s.database)
	}
	if s.image != nil && !scope.InOneStack(s, s.image) {
		s.Node().AddDependency(s.image)
	}
	s.openToCDN(props)
	s.lead(props)
	s.maintain(props)
	s.failOver(props)
	if name := s.web.DNSName(); name != nil {
		description := "Where the site answers: point the domain's alias record here"
		if props.closesBalancer() {
			description = "Where CloudFront finds the site, and nobody else does"
		}
		awscdk.NewCfnOutput(s, jsii.String("LoadBalancerDNSName"), &awscdk.CfnOutputProps{Value: name, Description: &description})
	}
	return s
}

// checkScope refuses a scope for the stateful part that another web system has taken.
func checkScope(stateful constructs.Construct) error {
	if stateful != nil && stateful.Node().TryFindChild(jsii.String("Database")) != nil {
		return &problem.Problem{Field: "statefulScope", Message: "holds a database already; give each web system a scope of its own"}
	}
	return nil
}

// Network returns the network, or nil when the VPC was brought along.
func (s *WebSystem) Network() *network.Network { return s.network }

// VPC returns the VPC.
func (s *WebSystem) VPC() awsec2.IVpc { return s.vpc }

// Image returns the pipeline of the image that the servers start from, or nil when there is none.
func (s *WebSystem) Image() *image.Pipeline { return s.image }

// Database returns the database.
func (s *WebSystem) Database() *database.Database { return s.database }

// WebTier returns the web tier.
func (s *WebSystem) WebTier() *webtier.WebTier { return s.web }

// AppTier returns the application tier, or nil in a system of two tiers.
func (s *WebSystem) AppTier() *webtier.WebTier { return s.app }
