package websystem

import (
	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/network"
	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/instancetype"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

// servicesOfBuilds are what a build calls besides Amazon S3 and what servers call anyway, by the names of their interface
// endpoints.
// Source: AWS managed policies EC2InstanceProfileForImageBuilder and AmazonSSMManagedInstanceCore.
var servicesOfBuilds = []string{"imagebuilder", "logs"}

// checkImage checks the image, and that the tiers that start from it can.
func (p *Props) checkImage(region string, problems *problem.List) {
	if !p.buildsImage() {
		return
	}
	problems.Nest("image", p.Image.ValidateIn(region))
	p.checkLaunch("web", &p.Web, problems)
	if p.appFromImage() {
		p.checkLaunch("app", &p.App, problems)
	}
	if !p.usesExistingVPC() && p.Network.NAT == network.NATNone && p.Network.DisableS3Endpoint {
		problems.Addf("network.disableS3Endpoint", "cuts image builds off from Amazon S3 without a NAT gateway; leave it out")
	}
}

// checkLaunch makes sure that a tier's servers can start from the image, and that its props do not say that they start from
// another one.
func (p *Props) checkLaunch(name string, tier *webtier.Props, problems *problem.List) {
	built, servers := p.Image, *tier
	props.Default(&built)
	props.Default(&servers)
	at := func(field string) string { return problem.Join(name, field) }
	if tier.AMI.ID != "" {
		problems.Addf(at("ami.id"), "contradicts image, from which the servers start; leave one of them out")
	}
	if parameter := tier.AMI.SSMParameter; parameter != "" && parameter != p.Image.ParameterName() {
		problems.Addf(at("ami.ssmParameter"), "%s is not that of image, from which the servers start; leave one of them out", parameter)
	}
	if device := tier.AMI.RootDevice; device != "" && device != built.RootDevice {
		problems.Addf(at("ami.rootDevice"), "%s is not image.rootDevice %s; leave it out", device, built.RootDevice)
	}
	if servers.RootVolumeGiB < built.RootVolumeGiB && !problems.Has("image.rootVolumeGiB", at("rootVolumeGiB")) {
		problems.Addf(at("rootVolumeGiB"), "%d is less than image.rootVolumeGiB %d; use %d or more", servers.RootVolumeGiB, built.RootVolumeGiB, built.RootVolumeGiB)
	}
	kind := servers.InstanceType
	if problems.Has("image.architecture") || !instancetype.Valid(kind) {
		return // which one is meant nobody knows
	}
	wanted := image.X8664
	if instancetype.ARM64(kind) {
		wanted = image.ARM64
	}
	if wanted != built.Architecture {
		problems.Addf("image.architecture", "%s is not that of %s %s; use %s", built.Architecture, at("instanceType"), kind, wanted)
	}
}
