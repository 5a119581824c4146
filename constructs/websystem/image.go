package websystem

import (
	"reflect"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/scope"
)

// buildsImage reports whether the props say anything of an image.
func (p *Props) buildsImage() bool { return !reflect.ValueOf(p.Image).IsZero() }

// appFromImage reports whether the application servers start from the image too: they do when they name its parameter.
func (p *Props) appFromImage() bool {
	parameter := p.App.AMI.SSMParameter
	return p.Tiers == ThreeTiers && parameter != "" && parameter == p.Image.ParameterName()
}

func (s *WebSystem) createImage(p *Props) {
	if !p.buildsImage() {
		return
	}
	in := p.ImageScope
	if in == nil {
		in = s
	}
	built := p.Image
	built.VPC = s.vpc
	s.image = image.New(in, "Image", &built)
	if len(built.Components) == 0 && built.ParentImage == "" && p.Web.UserData == "" && reflect.ValueOf(p.Web.Application).IsZero() {
		awscdk.Annotations_Of(s).AddWarningV2(jsii.String("evenkeel:nothing-in-the-image"), jsii.String(
			"image: it has no components, and web has neither userData nor application, so nothing answers, no server will become healthy and the deployment will fail. Give it the components that the site takes."))
	}
}

// launch makes the image that a tier starts from the system's own. A tier in another stack reads the parameter when its
// deployment starts, which is after the image was built. One stack cannot read a parameter that it has yet to make: there,
// the tier takes the image that the deployment builds.
func (s *WebSystem) launch(p *Props, tier *webtier.Props) {
	device := p.Image.RootDevice // whose default is the tier's, too
	tier.AMI = webtier.AMI{SSMParameter: s.image.ParameterName(), RootDevice: device}
	if scope.InOneStack(s, s.image) {
		tier.AMI = webtier.AMI{ID: *s.image.Image().AttrImageId(), RootDevice: device}
	}
}

// checkImageScope refuses a scope for the image that another web system has taken, and one whose stack and the servers'
// would wait for each other. It is told whether a construct is in the servers' stack.
func (p *Props) checkImageScope(withServers func(constructs.Construct) bool) error {
	var problems problem.List
	switch in := p.ImageScope; {
	case in == nil || !p.buildsImage():
	case in.Node().TryFindChild(jsii.String("Image")) != nil:
		problems.Addf("imageScope", "holds an image already; give each web system a scope of its own")
	case !p.usesExistingVPC() && !withServers(in) && (p.StatefulScope == nil || withServers(p.StatefulScope)):
		problems.Addf("imageScope", "is in another stack than the network, which is in the servers', and each would wait for the other; give statefulScope a stack too, or leave imageScope out")
	}
	return problems.Err()
}
