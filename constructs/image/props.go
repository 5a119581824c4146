package image

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
)

// Props configure a [Pipeline]. Every field but VPC may be left empty.
type Props struct {
	// The VPC: builds and tests run in its first private subnet. Required.
	VPC awsec2.IVpc `yaml:"-"`
	// The name of the pipeline, its recipe and its images: a small letter, then small letters, digits and single hyphens, 3
	// to 64. Changing it makes a new pipeline and a new parameter, and leaves the old images to you. Default: made of the
	// construct's path.
	Name string `yaml:"name"`
	// The SSM parameter that each new image's id is written to. It must be below /imagebuilder/, where Image Builder may
	// write (source: AWS managed policy AWSServiceRoleForImageBuilder). It belongs to Image Builder: no deployment resets
	// it. Default: /imagebuilder/ and the name.
	SSMParameter string `yaml:"ssmParameter"`

	// What the image starts from: the ARN of an Image Builder image, "ssm:" and the name of an SSM parameter with an AMI's
	// id, or an AMI's id, which never has updates. It must be for Linux and the architecture. Changing it builds a new
	// image. Default: the newest Amazon Linux 2023.
	ParentImage string `yaml:"parentImage"`
	// The architecture of the image, which the servers' instance type must have. Default: arm64, as a web tier's default
	// instance type.
	Architecture Architecture `yaml:"architecture" default:"arm64" oneof:"arm64 x86_64"`
	// What is done to the parent image, in this order. Default: its updates are installed, nothing else.
	Components []Component `yaml:"components"`
	// Leaves out AWS's component update-linux: the image is as old as its parent. Default: false.
	DisableUpdates bool `yaml:"disableUpdates"`
	// Puts images into use whose server has never been started and tested. Default: false.
	DisableTests bool `yaml:"disableTests"`
	// The first two numbers of the recipe's and the components' version; Image Builder counts the third, since a version
	// can be made only once (source: EC2 Image Builder User Guide, "Semantic versioning in Image Builder"). Changing it
	// builds a new image. Default: 1.0.x.
	Version string `yaml:"version" default:"1.0.x"`
	// The size of the image's encrypted gp3 root volume in GiB, 8 to 16384. A web tier's must not be smaller. Changing it
	// builds a new image. Default: 8.
	RootVolumeGiB int `yaml:"rootVolumeGiB" default:"8" range:"8,16384"`
	// The name of the parent image's root device, which rootVolumeGiB is about. Default: /dev/xvda, as in Amazon Linux.
	RootDevice string `yaml:"rootDevice" default:"/dev/xvda"`
	// A key of your own, instead of kmsKeyArn; it must be in the stack's Region. Changing it builds a new image.
	// Default: a new key, rotated every year and kept when the stack is deleted.
	Key awskms.IKey `yaml:"-"`
	// The ARN of a key of your own that encrypts the images. Its policy must let Amazon EC2 use it on behalf of anyone in
	// this account and those in accounts (source: Amazon EC2 Auto Scaling User Guide, "Required AWS KMS key policy for use
	// with encrypted volumes"). The logs then have no key but CloudWatch Logs' own. Changing it builds a new image.
	// Default: a new key, for the logs too.
	KMSKeyARN string `yaml:"kmsKeyArn"`

	// When the pipeline builds by itself.
	Schedule Schedule `yaml:"schedule"`
	// The types of the instances that build and test, of which Image Builder takes one that is to be had. Default: t4g.medium
	// and m6g.large for arm64, t3.medium and m5.large for x86_64.
	InstanceTypes []string `yaml:"instanceTypes"`
	// Lets builds open connections to any port anywhere. Without it they reach HTTPS. Default: false.
	AllowAllOutbound bool `yaml:"allowAllOutbound"`
	// The ARN of an Amazon SNS topic that is told of each build's end, in the stack's Region. Default: nobody is told.
	TopicARN string `yaml:"topicArn"`
	// How many days CloudWatch Logs keeps the logs of builds and tests, one of the periods that it offers. Default: 90.
	LogRetentionDays int `yaml:"logRetentionDays" default:"90" range:"1,3653"`

	// Other accounts that may start servers from the images and copy them, by their twelve digits. They name an image by its
	// id: the parameter is not shared. An Auto Scaling group there needs a copy, encrypted with a key of that account.
	// Images are then never deleted. Default: this account alone.
	Accounts []string `yaml:"accounts"`
	// How many of the newest images are kept, at least 2. Older ones are deleted with their snapshots, unless a server has
	// been started from them within the last year. Default: 10.
	KeepImages int `yaml:"keepImages" default:"10" range:"2,1000"`
	// Deletes no image: their snapshots pile up, and so do their charges. Default: false.
	KeepAllImages bool `yaml:"keepAllImages"`
}

// Architecture is what an image's servers have for a processor.
type Architecture string

const (
	// ARM64 is for AWS Graviton processors.
	ARM64 Architecture = "arm64"
	// X8664 is for Intel and AMD processors.
	X8664 Architecture = "x86_64"
)

// Component is a step of a recipe: scripts of your own, or a component that exists. Its scripts run as root, with bash,
// and end at the first command that fails.
type Component struct {
	// The name of a component with scripts: a small letter, then small letters, digits and single hyphens, 2 to 40. Image
	// Builder has it behind the pipeline's. Required with build or test.
	Name string `yaml:"name"`
	// A bash script that changes the parent image: installs packages, fetches the application, enables its service.
	// Changing it builds a new image. Default: nothing is changed.
	Build string `yaml:"build"`
	// A bash script that fails when a server started from the image is not as it should be. Changing it builds a new
	// image. Default: nothing is tested.
	Test string `yaml:"test"`
	// The ARN of a component that exists, instead of scripts; with x for a number of its version, a newer one counts as an
	// update. Default: build and test.
	ARN string `yaml:"arn"`
}

// Schedule configures when a pipeline builds by itself.
type Schedule struct {
	// Builds at deployments that change the recipe and at no other time: the image gets old. Default: false.
	Disable bool `yaml:"disable"`
	// When to see whether there are updates, and build if so (source of the form: EC2 Image Builder User Guide, "Use cron
	// expressions in Image Builder"). Default: cron(0 18 ? * sun *), every Sunday.
	Cron string `yaml:"cron" default:"cron(0 18 ? * sun *)"`
	// The time zone of the schedule, by its IANA name, like Asia/Tokyo. Default: Etc/UTC.
	TimeZone string `yaml:"timeZone" default:"Etc/UTC"`
	// Builds each time, with updates or without. Default: false.
	Always bool `yaml:"always"`
}
