package webtier

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3assets"
)

// Delivery says what servers run, instead of a script of your own: at most one of release and container. Either runs as
// the systemd unit application.service, which is started again when it ends and when the server boots, with the variables
// of /etc/evenkeel/environment. PORT is among them: the port to listen on. It takes an image with systemd, dnf and tar, as
// Amazon Linux 2023 is. Changing it replaces the servers, one at a time.
type Delivery struct {
	// An archive in Amazon S3.
	Release Release `yaml:"release"`
	// A container image.
	Container Container `yaml:"container"`
}

// Release is an archive in Amazon S3. It is unpacked to /opt/application, which belongs to root, and runs as the user
// application, who may write to the folder that $STATE_DIRECTORY names.
type Release struct {
	// The name of the bucket, in the stack's Region. Required, unless there is an asset.
	Bucket string `yaml:"bucket"`
	// The key of an archive: .zip, .tar, .tar.gz, .tgz, .tar.bz2 or .tar.xz. Servers may read all that is in its folder, so
	// that one that starts during a deployment finds the release before. Put the version into it: what replaces an object
	// reaches new servers only, unnoticed. Required, unless there is an asset.
	Key string `yaml:"key"`
	// An archive or a folder beside your program, which the CDK uploads, instead of bucket and key. Default: bucket and key.
	Asset awss3assets.Asset `yaml:"-"`
	// The archive's checksum by SHA-256, 64 hexadecimal digits; a server refuses another archive.
	// Default: no check beyond that of the transport.
	Checksum string `yaml:"checksum"`
	// The ARN of the key of AWS KMS that encrypts the archive; servers may decrypt with it by way of Amazon S3. Its own
	// policy must allow it too. Default: a key that takes no permission, Amazon S3's own.
	KMSKeyARN string `yaml:"kmsKeyArn"`
	// What starts the application, in the archive's folder: a command with its arguments, as in bash. It must stay in the
	// foreground and listen on the tier's port. Required with release.
	Command string `yaml:"command"`
}

// Container is an image that Docker runs, from Amazon Linux's packages unless the server has it.
type Container struct {
	// The image, with a digest or a tag: 111111111111.dkr.ecr.ap-northeast-1.amazonaws.com/shop@sha256:…. Servers may pull
	// from the repository in Amazon ECR that it names; other registries must be public. A digest is the same image for
	// ever, while a tag can be moved: then new servers run what old ones do not. Required with container.
	Image string `yaml:"image"`
	// The repository of the image, when the image's name is known at deployment only, or its own policy must let this
	// account pull. Default: as the image says.
	Repository awsecr.IRepository `yaml:"-"`
	// The port that the application listens on in its container. Default: the tier's.
	Port int `yaml:"port" range:"1,65535"`
	// Arguments for the image's entry point. Default: the image's own.
	Arguments []string `yaml:"arguments"`
}
