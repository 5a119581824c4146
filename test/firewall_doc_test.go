package test

import (
	"os"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// TestFirewallDocument loads each section that docs/firewall.md shows.
func TestFirewallDocument(t *testing.T) {
	source, err := os.ReadFile("../docs/firewall.md")
	if err != nil {
		t.Fatal(err)
	}
	snippets := blocks(string(source), "yaml")
	if len(snippets) != 4 {
		t.Errorf("%d sections", len(snippets))
	}
	t.Chdir(t.TempDir())
	for _, snippet := range snippets {
		environment := "region: " + testRegion + "\nweb: {certificateArn: " + webCertificate + "}\n" + snippet
		if err := os.WriteFile("prod.yaml", []byte(environment), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, problems := config.Load("."); len(problems) > 0 {
			t.Errorf("%v in\n%s", problems, snippet)
		}
	}
	for _, fact := range []string{"the default takes 1327", "above the 5000", "Above 1500"} { // as TestFirewallAccessors and TestFirewallRefuses have them
		if !strings.Contains(string(source), fact) {
			t.Errorf("it does not say %q", fact)
		}
	}
}
