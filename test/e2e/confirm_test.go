package e2e

import (
	"strings"
	"testing"
)

func TestMayStart(t *testing.T) {
	for name, test := range map[string]struct {
		env     map[string]string
		refused string
	}{
		"nothing is said":                {nil, "In account 222222222222: a VPC with 2 NAT gateways"},
		"the caller's accounts":          {map[string]string{"E2E_DEV_ACCOUNT": "333333333333"}, "In account 333333333333: a VPC with 1 NAT gateway"},
		"something else than yes":        {map[string]string{"E2E_CONFIRM": "no"}, "Set E2E_CONFIRM=yes"},
		"another service's endpoint":     {map[string]string{"AWS_ENDPOINT_URL_S3": "http://example.com"}, "would deploy to AWS"},
		"agreed":                         {map[string]string{"E2E_CONFIRM": "yes"}, ""},
		"an endpoint":                    {map[string]string{"AWS_ENDPOINT_URL": "http://example.com"}, ""},
		"an endpoint for CloudFormation": {map[string]string{"AWS_ENDPOINT_URL_CLOUDFORMATION": "http://example.com"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := mayStart(func(key string) string { return test.env[key] })
			switch {
			case test.refused == "" && err != nil:
				t.Error(err)
			case test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)):
				t.Errorf("got %v, want %q in it", err, test.refused)
			}
		})
	}
}

func TestAccountsDiffer(t *testing.T) {
	if _, _, err := accountIDs(func(string) string { return "333333333333" }); err == nil {
		t.Error("one account for both environments is accepted")
	}
}
