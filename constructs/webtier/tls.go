package webtier

import (
	elbv2 "github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
)

// certificates are the listener's own and those that clients choose by the name that they ask for.
func (w *WebTier) certificates() *[]elbv2.IListenerCertificate {
	all := []elbv2.IListenerCertificate{elbv2.ListenerCertificate_FromArn(w.certificateARN())}
	for _, arn := range w.cfg.LoadBalancer.AdditionalCertificateARNs {
		all = append(all, elbv2.ListenerCertificate_FromArn(&arn))
	}
	return &all
}

func (w *WebTier) certificateARN() *string {
	if w.cfg.Certificate != nil {
		return w.cfg.Certificate.CertificateArn()
	}
	return &w.cfg.CertificateARN
}

// usePolicy gives a listener the security policy of one's own by its name, which the CDK knows only some of.
func (w *WebTier) usePolicy(listener elbv2.BaseListener) {
	if policy := w.cfg.LoadBalancer.TLSPolicy; policy != "" {
		resourceOf(listener).(elbv2.CfnListener).SetSslPolicy(&policy)
	}
}
