package config_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/evenkeel-cdk/evenkeel/internal/config"
)

// FuzzLoad looks for files that make Load panic, that it neither reads nor refuses, and that it judges differently when
// it reads them again.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", good, "# nothing\n", "- a\n", "--- &a\n" + good, "null\n", "\xff\xfe", "a: [\n", "? a\n", "{a: {b: {c: \n",
		"account: 222222222222\nregion: ap-northeast-1\ntags: {Owner: web, Cost: 1.50, <<: *x}\n" + good,
		"network: {zones: &z [ap-northeast-1a, ap-northeast-1c], subnets: {public: *z}, nat: none}\n" + good,
		"region: &a !!str &b *a\n" + good,
		"network: {cidr: 10.0.0.0/28, subnets: {public: [10.0.0.0/28], private: [], isolated: ~}}\n" + good,
		"database:\n  engine: postgres\n  parameters: {rds.force_ssl: 0}\n  backupWindow: 17:00-17:30\n  zone: ap-northeast-1a\n" + good,
		"web:\n  minCapacity: 99999999999999999999\n  scaling: {scaleOutAbove: 70, scaleInBelow: 65}\n  userData: |\n    #!/bin/bash\n",
		"existingVpc: {vpcId: vpc-0123456789abcdef0, zones: [a, b]}\n" + good,
		"\"web\": {? [a] : b, allowPlainHttp: !!bool true}\n...\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		folder := folderOf(t, map[string]string{"prod.yaml": string(source)})
		environments, problems := config.Load(folder)
		if (len(environments) == 1) == (len(problems) > 0) {
			t.Fatalf("%d environments and %d problems", len(environments), len(problems))
		}
		lines := bytes.Count(source, []byte("\n")) + bytes.Count(source, []byte("\r")) + 1
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines+1 || p.Column < 1 || p.Message == "" {
				t.Errorf("%v is at line %d, column %d of %d lines", p, p.Line, p.Column, lines)
			}
		}
		again, problemsAgain := config.Load(folder)
		if diff := cmp.Diff(said(folder, problems), said(folder, problemsAgain)); diff != "" {
			t.Errorf("read twice, two judgments:\n%s", diff)
		}
		if diff := cmp.Diff(environments, again); diff != "" {
			t.Errorf("read twice, two results:\n%s", diff)
		}
	})
}
