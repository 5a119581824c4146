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
		"nothing is said":                    {nil, "In account 222222222222: a VPC with 2 NAT gateways"},
		"the caller's accounts":              {map[string]string{"E2E_DEV_ACCOUNT": "333333333333"}, "In account 333333333333: a VPC with 1 NAT gateway"},
		"something else than yes":            {map[string]string{"E2E_CONFIRM": "no"}, "Set E2E_CONFIRM=yes"},
		"only one service's endpoint":        {map[string]string{"AWS_ENDPOINT_URL_CLOUDFORMATION": "http://example.com"}, "would deploy to AWS"},
		"an endpoint of AWS":                 {map[string]string{"AWS_ENDPOINT_URL": "https://ec2.ap-northeast-1.amazonaws.com"}, "would deploy to AWS"},
		"a VPC endpoint for CloudFormation":  {map[string]string{"AWS_ENDPOINT_URL": "http://example.com", "AWS_ENDPOINT_URL_CLOUDFORMATION": "https://vpce-1.amazonaws.com"}, "would deploy to AWS"},
		"an endpoint that is not to be used": {map[string]string{"AWS_ENDPOINT_URL": "http://example.com", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, "would deploy to AWS"},
		"an endpoint that is not one":        {map[string]string{"AWS_ENDPOINT_URL": "yes"}, "would deploy to AWS"},
		"agreed":                             {map[string]string{"E2E_CONFIRM": "yes"}, ""},
		"an endpoint":                        {map[string]string{"AWS_ENDPOINT_URL": "http://localhost:1"}, ""},
		"two endpoints":                      {map[string]string{"AWS_ENDPOINT_URL": "http://localhost:1", "AWS_ENDPOINT_URL_CLOUDFORMATION": "http://localhost:2"}, ""},
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

func TestAccountIDs(t *testing.T) {
	const endpoint = "http://localhost:1"
	for name, test := range map[string]struct {
		env     map[string]string
		third   string
		fourth  string
		refused bool
	}{
		"AWS itself, two accounts":        {nil, "", "", false},
		"AWS itself, a third one":         {map[string]string{"E2E_THREE_TIER_ACCOUNT": "555555555555"}, "555555555555", "", false},
		"AWS itself, Aurora too":          {map[string]string{"E2E_AURORA_ACCOUNT": "555555555555"}, "", "555555555555", false},
		"an endpoint":                     {map[string]string{"AWS_ENDPOINT_URL": endpoint}, "333333333333", "444444444444", false},
		"an endpoint with three accounts": {map[string]string{"AWS_ENDPOINT_URL": endpoint, "E2E_THREE_TIER_ACCOUNT": "none"}, "", "444444444444", false},
		"one account for dev and prod":    {map[string]string{"E2E_DEV_ACCOUNT": "222222222222"}, "", "", true},
		"one account for prod and three":  {map[string]string{"E2E_THREE_TIER_ACCOUNT": "222222222222"}, "222222222222", "", true},
	} {
		ids, err := accountIDs(func(key string) string { return test.env[key] })
		if ids[threeTier] != test.third || ids[aurora] != test.fourth || (err != nil) != test.refused {
			t.Errorf("%s: got %v (%v)", name, ids, err)
		}
	}
}
