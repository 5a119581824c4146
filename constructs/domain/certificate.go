package domain

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
)

// Certificate is a certificate of AWS Certificate Manager, which proves by records in a hosted zone that its names are
// yours, and renews itself as long as the records stay. Create it with [NewCertificate]; do not copy it.
type Certificate struct {
	constructs.Construct
	_ nocopy.NoCopy

	certificate awscertificatemanager.ICertificate
}

var _ constructs.Construct = (*Certificate)(nil)

// NewCertificate makes a certificate in the Region of the scope's stack: the load balancer's, or us-east-1 for CloudFront.
// It panics with the error of [CertificateProps.Validate] when the props are wrong, and has then created nothing.
func NewCertificate(scope constructs.Construct, id string, props *CertificateProps) *Certificate {
	if err := props.Validate(); err != nil {
		panic(fmt.Errorf("certificate %q: %w", id, err))
	}
	c := &Certificate{}
	constructs.NewConstruct_Override(c, scope, &id)
	certificate := &awscertificatemanager.CertificateProps{
		DomainName: &props.Names[0],
		Validation: awscertificatemanager.CertificateValidation_FromDns(props.Zone),
	}
	if more := props.Names[1:]; len(more) > 0 {
		certificate.SubjectAlternativeNames = jsii.Strings(more...)
	}
	c.certificate = awscertificatemanager.NewCertificate(c, jsii.String("Resource"), certificate)
	return c
}

// Certificate returns the certificate, for a listener or a distribution.
func (c *Certificate) Certificate() awscertificatemanager.ICertificate { return c.certificate }
