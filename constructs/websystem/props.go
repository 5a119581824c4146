package websystem

import (
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

// Props configure a [WebSystem]. The VPC of the database and the web tier is filled in.
type Props struct {
	// Where the network and the database are created, such as a stack of their own that is deployed apart from the web
	// tier's. Default: the web system itself.
	StatefulScope constructs.Construct `yaml:"-"`
	// The network. Default: two zones with a NAT gateway in each.
	Network network.Props `yaml:"network"`
	// A VPC of your own instead of a new network. Default: a new network.
	ExistingVPC network.Existing `yaml:"existingVpc"`
	// An image of the web servers' own, which EC2 Image Builder builds and tests before they start from it; the network's VPC
	// is filled in. It is there as soon as anything is said of it. The application servers start from it too when their
	// ami.ssmParameter is its parameter. docs/images.md says how a new one reaches the servers. Default: no image of one's
	// own, but what web.ami says.
	Image image.Props `yaml:"image"`
	// Where the image is built, such as a stack of its own that is deployed before the web tier's. Default: the web system
	// itself, whose servers then start from the image that its last deployment built, not from the schedule's.
	ImageScope constructs.Construct `yaml:"-"`
	// The database. Default: Multi-AZ MySQL.
	Database database.Props `yaml:"database"`
	// The web tier. Required: a certificate, or allowPlainHttp.
	Web webtier.Props `yaml:"web"`
	// A firewall in front of the web tier's own Application Load Balancer, where anything is said of it: mode: count to start,
	// mode: block when its log is as it should be (docs/firewall.md). Default: no firewall (docs/adr/0011-firewall-by-name.md).
	Firewall firewall.Props `yaml:"firewall"`
	// How many tiers the system has. Changing it starts or ends the application tier, and lets other servers use the
	// database. Default: two.
	Tiers Tiers `yaml:"tiers" default:"two" oneof:"two three"`
	// The application tier of a system of three. Its load balancer is internal always, and a network one unless its kind
	// says otherwise. The web servers find it by APP_HOST, APP_PORT and APP_PROTOCOL; only its servers use the database.
	// Default: the web tier's defaults, for tiers three.
	App webtier.Props `yaml:"app"`
	// The site's names. Default: the load balancer's DNS name alone.
	Domain domain.Props `yaml:"domain"`
	// What visitors see while the site is down.
	SorryPage SorryPage `yaml:"sorryPage"`
	// CloudFront in front of the web tier's load balancer, for sorryPage.automatic cdn.
	CDN CDN `yaml:"cdn"`
	// Where that is created which must be in us-east-1, such as a stack there, in the same account: it is deployed after the web
	// tier's with sorryPage.automatic dns, and before it with cdn. Default: the web system itself, if it is in us-east-1.
	EdgeScope constructs.Construct `yaml:"-"`
}

// Tiers says which tiers a web system has.
type Tiers string

const (
	// TwoTiers is web servers that use the database.
	TwoTiers Tiers = "two"
	// ThreeTiers is web servers, which use application servers behind an internal load balancer, which use the database.
	ThreeTiers Tiers = "three"
)

// appTier returns the props of the application tier with what it differs in from a web tier.
func (p *Props) appTier() webtier.Props {
	app := p.App
	app.LoadBalancer.Internal = true
	if app.LoadBalancer.Kind == "" {
		app.LoadBalancer.Kind = webtier.Network
	}
	return app
}

// StageProps configure a [Stage]. They are what an environment's configuration file holds.
// StatefulScope, ImageScope and EdgeScope must be left out: the stage makes them.
type StageProps struct {
	// The AWS account to deploy to, twelve digits in quotes. Default: the account of the credentials at deployment.
	Account string `yaml:"account"`
	// The AWS Region to deploy to. Default: the Region of the credentials at deployment.
	Region string `yaml:"region"`
	// Tags on everything, besides Environment, which is the stage's id, and ManagedBy, which is evenkeel.
	// Default: only those two.
	Tags map[string]string `yaml:"tags"`
	// The ARN of a managed policy that bounds what every role in the stage may do, for accounts in which roles cannot be
	// created without. It must allow what the roles need. Default: no boundary.
	PermissionsBoundaryARN string `yaml:"permissionsBoundaryArn"`
	// Lets the stateful stack be deleted. Default: false.
	DisableTerminationProtection bool `yaml:"disableTerminationProtection"`

	Props `yaml:",inline"`
}
