package test

import (
	"maps"

	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func init() {
	maps.Copy(texts, map[string][]string{
		"web.application.release.bucket":        {"releases-222222222222", "X"},
		"web.application.release.key":           {"shop/1.4.2.tar.gz", "shop.zip", "shop.rpm"},
		"web.application.release.checksum":      {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "x"},
		"web.application.release.kmsKeyArn":     {"arn:aws:kms:ap-northeast-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab", "key"},
		"web.application.release.command":       {"./bin/shop --port $PORT", " "},
		"web.application.container.image":       {"222222222222.dkr.ecr.ap-northeast-1.amazonaws.com/shop:1.4.2", "public.ecr.aws/nginx/nginx:1.29.1", "shop"},
		"web.application.container.arguments[]": {"serve", "it's"},
		"permissionsBoundaryArn":                {"arn:aws:iam::222222222222:policy/boundary", "boundary"},
		"web.servers.securityGroupIds[]":        {"sg-0123456789abcdef0", "sg-0123456789abcdef1", "x"},
		"web.servers.managedPolicyArns[]":       {"arn:aws:iam::222222222222:policy/web", "web"},
		"web.drain.command":                     {"systemctl stop shop", "a\nb"},
		"web.servers.volumes[].device":          {"/dev/sdf", "/dev/sdp", "/dev/sda"},
		"web.servers.volumes[].mountPath":       {"/data", "/srv/images", "/var/lib/docker", "/usr"},
		"web.servers.volumes[].kmsKeyArn":       {testKeyARN, "key"},
		"web.servers.volumes[].snapshotId":      {"snap-0123456789abcdef0", "snap-0123456789abcdef1", "x"},
		"web.logs.files[]":                      {"/var/log/messages", "/var/log/nginx/error.log", "x"},
		"web.logs.kmsKeyArn":                    {"arn:aws:kms:ap-northeast-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab", "key"},
	})
	maps.Copy(numbers, map[string][]int{
		"web.application.container.port": {80, 3000},
		"web.logs.retentionDays":         {30, 365, 31},

		"web.drain.seconds":                     {60, 120, 1800},
		"web.servers.volumes[].sizeGiB":         {1, 100, 65537},
		"web.servers.volumes[].iops":            {3000, 10000},
		"web.servers.volumes[].throughputMiBps": {125, 500},
	})
}

// deliver gives some web tiers an application that is complete: few would be by chance.
func (g generator) deliver(web *webtier.Props) {
	const release, container = "web.application.release.", "web.application.container."
	application := &web.Application
	switch g.IntN(6) {
	case 0:
		r := &application.Release
		r.Bucket, r.Key, r.Command = texts[release+"bucket"][0], texts[release+"key"][0], texts[release+"command"][0]
		application.Container = webtier.Container{}
	case 1:
		application.Container.Image = texts[container+"image"][0]
		application.Release = webtier.Release{}
	default:
		if g.Float64() > g.rate {
			web.Application = webtier.Delivery{}
		}
		return
	}
	web.UserData = ""
}
