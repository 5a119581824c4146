package test

import (
	"maps"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/image"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
)

func init() {
	maps.Copy(texts, map[string][]string{
		"image.name":               {"shop", "Shop"},
		"image.ssmParameter":       {"/imagebuilder/shop/web", "/images/web"},
		"image.parentImage":        {"ami-0123456789abcdef0", "ssm:/images/base", "x"},
		"image.components[].name":  {"site", "agent", "X"},
		"image.components[].build": {"dnf -y install nginx\n", "#!/usr/bin/perl"},
		"image.components[].test":  {"nginx -t", "{{ x }}"},
		"image.components[].arn":   {"arn:aws:imagebuilder:ap-northeast-1:aws:component/aws-cli-version-2-linux/x.x.x", "x"},
		"image.version":            {"2.0.x", "2"},
		"image.rootDevice":         {"/dev/sda1", "sda1"},
		"image.kmsKeyArn":          {testKeyARN, "key"},
		"image.schedule.cron":      {"cron(0 3 ? * mon *)", "daily"},
		"image.schedule.timeZone":  {"Asia/Tokyo", "-"},
		"image.instanceTypes[]":    {"t4g.large", "m7i.large"},
		"image.topicArn":           {"arn:aws:sns:ap-northeast-1:222222222222:images", "images"},
		"image.accounts[]":         {"111111111111", "1"},
	})
	maps.Copy(numbers, map[string][]int{
		"image.rootVolumeGiB":    {8, 30},
		"image.logRetentionDays": {365, 31},
		"image.keepImages":       {2, 20},
	})
}

// build leaves an image to some systems, with what the servers need of it: few would go together by chance.
func (g generator) build(p *websystem.StageProps) {
	if g.Float64() > 0.2 {
		p.Image = image.Props{}
		return
	}
	if g.Float64() < 0.1 {
		return
	}
	p.Web.AMI = webtier.AMI{}
	p.Image.Components = []image.Component{{Name: texts["image.components[].name"][0], Build: texts["image.components[].build"][0]}}
	p.Image.Architecture = ""
	if p.Web.InstanceType == "m7i.large" {
		p.Image.Architecture, p.Image.InstanceTypes = image.X8664, nil
	}
}

// wantImage fails the test unless there is an image where one is asked for, that is encrypted and whose parameter the web
// servers start from.
func wantImage(t *testing.T, p *websystem.StageProps, images, stateless *template) {
	t.Helper()
	if asked := len(p.Image.Components) > 0 || p.Image.Name != ""; images == nil {
		if asked {
			t.Error("there is no image")
		}
		return
	}
	written, _ := images.one(t, imageDistribution).get("Distributions.0.SsmParameterConfigurations.0.ParameterName").(string)
	wantImageOf(t, stateless, stateless.named(t, launchTemplate, "SystemWeb"), written)
	images.one(t, imageRecipe).want(t, "BlockDeviceMappings.0.Ebs.Encrypted", true)
	wantPlainResources(t, images)
	for _, group := range images.all(logGroup) {
		if brought := p.Image.KMSKeyARN != ""; (group.get("KmsKeyId") == nil) != brought {
			t.Errorf("%s has the key %s", group.ID, show(group.get("KmsKeyId")))
		}
	}
	wantOwnKeys(t, images)
}
