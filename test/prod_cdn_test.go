package test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/evenkeel-cdk/evenkeel/constructs/cdn"
	"github.com/evenkeel-cdk/evenkeel/constructs/firewall"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/internal/config"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/identity"
	"github.com/evenkeel-cdk/evenkeel/review/survives"
)

// prodWith adds config/prod.yaml with changes to an app.
func prodWith(t *testing.T, app awscdk.App, change func(*websystem.StageProps)) {
	t.Helper()
	environments, problems := config.Load("../config")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	at := slices.IndexFunc(environments, func(e config.Environment) bool { return e.Name == "prod" })
	p := environments[at].StageProps
	change(&p)
	websystem.NewStage(app, "prod", &p)
}

// behindCDN puts CloudFront in front of it.
func behindCDN(p *websystem.StageProps) {
	p.SorryPage = websystem.SorryPage{Automatic: websystem.AutomaticCDN}
	p.CDN.StaticPaths = []string{"/static/*"}
}

// assembledProd is config/prod.yaml with changes, synthesized.
func assembledProd(t *testing.T, change func(*websystem.StageProps)) *assembly.Assembly {
	t.Helper()
	app := newApp(t)
	prodWith(t, app, change)
	read, err := assembly.Read(filepath.Join(*app.Synth(nil).Directory(), "assembly-prod"))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestPolicyOfProductionBehindCDN(t *testing.T) {
	for name, change := range map[string]func(*websystem.StageProps){
		"with a firewall": behindCDN,
		"without one, for one country": func(p *websystem.StageProps) {
			behindCDN(p)
			p.Firewall, p.CDN.Countries = firewall.Props{}, cdn.Countries{Only: []string{"JP"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			app := reviewedApp(t)
			prodWith(t, app, change)
			wantAllAcknowledged(t, app)
		})
	}
}

func TestZoneLossBehindCDN(t *testing.T) {
	losses, err := survives.Check(assembledProd(t, behindCDN))
	if err != nil {
		t.Fatal(err)
	}
	const want = "without ap-northeast-1a: the system goes on\nwithout ap-northeast-1c: the system goes on\n"
	if got := survives.Report(losses); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A site that moves to CloudFront keeps all that has an address or data, its records included.
func TestIdentityOfASiteThatMovesToCDN(t *testing.T) {
	without := func(p *websystem.StageProps) { p.SorryPage, p.Firewall = websystem.SorryPage{}, firewall.Props{} }
	before := assembledProd(t, without)
	after := assembledProd(t, func(p *websystem.StageProps) {
		without(p)
		behindCDN(p)
	})
	for _, change := range identity.Compare(identity.Of(before), identity.Of(after)) {
		if !change.Harmless {
			t.Errorf("%s", change)
		}
	}
	var gone []string
	for _, was := range before.Stacks {
		at := slices.IndexFunc(after.Stacks, func(stack *assembly.Stack) bool { return stack.Name == was.Name })
		for id := range was.Resources {
			if after.Stacks[at].Resources[id] == nil {
				gone = append(gone, strings.TrimRight(id, "0123456789ABCDEF"))
			}
		}
	}
	slices.Sort(gone)
	if want := []string{"SystemRedirectsRule", "SystemWebLoadBalancerHTTP"}; !slices.Equal(gone, want) {
		t.Errorf("%v are gone, want %v", gone, want)
	}
}
