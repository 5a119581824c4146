package webtier

import (
	"regexp"
	"slices"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/internal/arn"
)

var (
	policyName = regexp.MustCompile(`^ELBSecurityPolicy-[A-Za-z0-9-]+$`)
	// The least version of TLS is in a policy's name: ELBSecurityPolicy-TLS13-1-2-Res-2021-06 takes 1.2. The two that have
	// none in their names, 2016-08 and FS-2018-06, take 1.0.
	// Source: Elastic Load Balancing User Guide, "Security policies for your Application Load Balancer".
	modernPolicy = regexp.MustCompile(`^ELBSecurityPolicy-(TLS|TLS13|FS)-1-[23]-`)
)

// checkTLSProps checks what comes with a certificate. The props are as they were given.
func (p *Props) checkTLSProps(region string, problems *problem.List) {
	lb := p.LoadBalancer
	if !p.hasCertificate() {
		if lb.TLSPolicy != "" {
			problems.Addf("loadBalancer.tlsPolicy", "does nothing without a certificate; give certificateArn, or leave it out")
		}
		if len(lb.AdditionalCertificateARNs) > 0 {
			problems.Addf("loadBalancer.additionalCertificateArns", "do nothing without a certificate; put the first one into certificateArn")
		}
	}
	switch modern := modernPolicy.MatchString(lb.TLSPolicy); {
	case lb.TLSPolicy == "" && lb.AllowOldTLS:
		problems.Addf("loadBalancer.allowOldTls", "does nothing without tlsPolicy; name a policy, or leave it out")
	case lb.TLSPolicy == "":
	case !policyName.MatchString(lb.TLSPolicy):
		problems.Addf("loadBalancer.tlsPolicy", "%q is not a security policy; use one like ELBSecurityPolicy-TLS13-1-3-2021-06", lb.TLSPolicy)
	case !modern && !lb.AllowOldTLS:
		problems.Addf("loadBalancer.tlsPolicy", "%s takes TLS below 1.2; use one like ELBSecurityPolicy-TLS13-1-2-Res-2021-06, or say allowOldTls: true", lb.TLSPolicy)
	case modern && lb.AllowOldTLS:
		problems.Addf("loadBalancer.allowOldTls", "does nothing with %s, which takes none; leave it out", lb.TLSPolicy)
	}
	for i, certificate := range lb.AdditionalCertificateARNs {
		field := problem.Index("loadBalancer.additionalCertificateArns", i)
		if certificate == p.CertificateARN || slices.Index(lb.AdditionalCertificateARNs, certificate) < i {
			problems.Addf(field, "%s is listed twice", certificate)
		}
		checkCertificateARN(field, certificate, region, problems)
	}
}

func checkCertificateARN(field, certificate, region string, problems *problem.List) {
	if arn.Unresolved(certificate) {
		return
	}
	of, err := arn.Check(certificate, "acm", certificateInARN, exampleCertificateARN)
	if err != nil {
		problems.Addf(field, "%v", err)
	} else if region != "" && of != region {
		problems.Addf(field, "the certificate is in %s; use one of %s, where the load balancer is", of, region)
	}
}
