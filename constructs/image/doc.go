// Package image makes golden images: an EC2 Image Builder pipeline that builds an AMI from a parent image and your scripts,
// tests a server started from it, and puts its id into an SSM parameter that web tiers start servers from.
//
// The zero value is safe: New(stack, "Image", &Props{VPC: vpc}) makes an encrypted image of the newest Amazon Linux 2023
// for arm64, with its updates, builds it in a private subnet, and builds it again in any week that has updates.
//
// # When it builds
//
// The deployment that creates the pipeline builds the first image, and a deployment that changes the recipe (the scripts,
// the parent, the root volume) builds another. It waits for the build, half an hour perhaps, and fails when the build or a
// test does: then the parameter keeps its image. So whatever is deployed after this stack finds a tested image in the
// parameter. In between, the schedule builds when the parent image or the updates are newer than the last image.
//
// Every test also sees that the image has what a web tier's user data needs: the AWS CLI, bash, cloud-init and curl.
//
// A first deployment that fails takes the build's log with it: deploy for the first time with --no-rollback.
//
// # How a new image reaches the servers
//
// Give the parameter to a web tier in another stack, and let that one wait for this:
//
//	web := webtier.New(stack, "Web", &webtier.Props{…, AMI: webtier.AMI{SSMParameter: img.ParameterName()}})
//	web.Node().AddDependency(img)
//
// CloudFormation reads a parameter when a deployment starts. So each deployment of the web tier takes the newest image, and
// replaces servers by the gated rolling update; if the new ones do not get healthy, the old image's servers stay. Nothing
// reaches servers by itself: deploy at least as often as you want security updates on them. In one stack, where the
// parameter does not exist at the start, the image is in [Pipeline.Image]: *img.Image().AttrImageId() for webtier.AMI.ID
// is the one that the last deployment built.
//
// To go back, write an older image's id into the parameter and deploy the web tier:
//
//	aws ssm put-parameter --overwrite --name /imagebuilder/… --data-type aws:ec2:image --value ami-…
//
// # What outlives the stack
//
// Images with their snapshots, the key and the parameter are kept when the stack is deleted, because servers may start from
// them. Delete them when none does.
//
// # What it costs
//
// Image Builder is free. A build and its test take an instance each for some minutes; each image kept is charged as a
// snapshot, the key by the month, the logs by the gigabyte.
//
// # Reaching what it has no prop for
//
// [Pipeline.ImagePipeline], [Pipeline.Recipe], [Pipeline.Infrastructure] and [Pipeline.Distribution] are the resources
// themselves: copies in other Regions, for example, are distributions.
package image
