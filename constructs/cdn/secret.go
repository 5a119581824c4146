package cdn

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/acknowledge"
	"github.com/evenkeel-cdk/evenkeel/internal/answering"
)

// header is what the distribution proves itself by. A visitor's own header of that name is replaced.
// Source: Amazon CloudFront Developer Guide, "Add custom headers to origin requests".
const header = "X-Origin-Verify"

// createSecret makes a value that nobody has chosen, in both Regions. Listeners compare without regard to case, and take * and ?
// for others: there are letters and digits alone, and many of them.
func (c *CDN) createSecret(key string) {
	const length, longestName = 64, 200
	of := constructs.NewConstruct(c, jsii.String("Key-"+key))
	props := &awssecretsmanager.CfnSecretProps{
		Name:        answering.UniqueName(of, longestName), // by which the other Region finds it, too
		Description: jsii.String("What CloudFront proves itself by to the load balancer of " + c.cfg.Names[0]),
		GenerateSecretString: &awssecretsmanager.CfnSecret_GenerateSecretStringProperty{
			ExcludePunctuation: jsii.Bool(true),
			PasswordLength:     jsii.Number(length),
		},
	}
	if c.cfg.OriginRegion != region {
		props.ReplicaRegions = []any{&awssecretsmanager.CfnSecret_ReplicaRegionProperty{Region: &c.cfg.OriginRegion}}
	}
	secret := awssecretsmanager.NewCfnSecret(of, jsii.String("Resource"), props)
	acknowledge.At(secret, acknowledge.Because{
		Reason: "It is encrypted with Secrets Manager's own key. Another would protect nothing: whoever may describe the distribution or the listener's rules sees the value there.",
		Rules:  acknowledge.Packs("SecretsManagerUsingKMSKey", acknowledge.NIST, acknowledge.HIPAA, acknowledge.PCI),
	}, acknowledge.Because{
		Reason: "A function that rotated it would have to change the distribution and the listener, outside of their templates. It is changed by its label, in three deployments without an interruption.",
		Rules:  append(acknowledge.Packs("SecretsManagerRotationEnabled", acknowledge.NIST, acknowledge.HIPAA), "AwsSolutions-SMG4"),
	})
	c.secrets = append(c.secrets, secret)
}

// reference is how a template has a secret's value read when it is deployed.
func reference(secretName string) string {
	return "{{resolve:secretsmanager:" + secretName + ":SecretString}}"
}
