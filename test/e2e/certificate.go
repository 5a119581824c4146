package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
)

// importCertificate gives the account a certificate for the load balancer. It is self-signed: one that is requested could
// not be attached before somebody has proved to own the domain.
func (a *account) importCertificate(ctx context.Context) (arn string, err error) {
	certificate, key, err := selfSigned(zoneName)
	if err != nil {
		return "", err
	}
	out, err := a.acm.ImportCertificate(ctx, &acm.ImportCertificateInput{Certificate: certificate, PrivateKey: key})
	if err != nil {
		return "", fmt.Errorf("importing a certificate: %w", err)
	}
	return aws.ToString(out.CertificateArn), nil
}

func (a *account) deleteCertificate(ctx context.Context, arn string) error {
	_, err := a.acm.DeleteCertificate(ctx, &acm.DeleteCertificateInput{CertificateArn: &arn})
	return err
}

func selfSigned(domain string) (certificate, key []byte, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: domain},
		DNSNames:     []string{domain},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().AddDate(0, 0, 7),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return nil, nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), nil
}
