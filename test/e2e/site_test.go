package e2e

import (
	"context"
	"crypto/tls"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// site asks the load balancer for the health check's page, as a visitor would. Only AWS itself has servers behind it: a
// name that another endpoint makes up may be somebody else's.
func (e *environment) site(t *testing.T) {
	if !e.real {
		e.gaps.note(t, "the site answers", "serve sites, not being AWS itself")
		return
	}
	address := "http://" + aws.ToString(e.balancer.DNSName) + "/healthz"
	if e.want.https {
		same(t, "answer of port 80", e.get(t, address), http.StatusMovedPermanently)
		address = "https" + address[len("http"):]
	}
	same(t, "answer", e.get(t, address), http.StatusOK)
}

// get returns the status code, without going where a redirect leads. The certificate is self-signed.
func (e *environment) get(t *testing.T, address string) int {
	t.Helper()
	client := &http.Client{
		Timeout:       30 * time.Second,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	ctx, cancel := context.WithTimeout(e.ctx, time.Minute)
	defer cancel()
	request := must(http.NewRequestWithContext(ctx, http.MethodGet, address, nil))(t)
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Error(err)
	}
	return answer.StatusCode
}
