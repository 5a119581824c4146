package e2e

import "testing"

func TestZoneOf(t *testing.T) {
	for name, test := range map[string]struct {
		env     map[string]string
		want    zone
		refused bool
	}{
		"nothing is said": {nil, zone{name: zoneName}, false},
		"the caller's":    {map[string]string{"E2E_ZONE": "example.com", "E2E_ZONE_ID": "Z1"}, zone{"example.com", "Z1"}, false},
		"a name alone":    {map[string]string{"E2E_ZONE": "example.com"}, zone{name: "example.com"}, true},
		"an id by itself": {map[string]string{"E2E_ZONE_ID": "Z1"}, zone{id: "Z1"}, true},
	} {
		got, err := zoneOf(func(key string) string { return test.env[key] })
		if got != test.want || (err != nil) != test.refused {
			t.Errorf("%s: got %v (%v)", name, got, err)
		}
	}
}
