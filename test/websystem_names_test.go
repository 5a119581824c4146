package test

import (
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/database"
	"github.com/evenkeel-cdk/evenkeel/constructs/domain"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/review/assembly"
	"github.com/evenkeel-cdk/evenkeel/review/survives"
)

// A private zone of the database must not answer for the site's own names.
func TestWebSystemPrivateNames(t *testing.T) {
	const hides = "database.privateDns.zone: example.com would hide www.example.com from what is in the VPC; use a zone that none of the site's names is in, like db.example.com"
	site := domain.Props{Zone: "example.com", HostedZoneID: siteZoneID, Names: []string{"www.example.com"}}
	both := site
	both.Names = append(both.Names, "shop.example.com")
	for is, c := range map[string]struct {
		site domain.Props
		dns  database.PrivateDNS
		want []string
	}{
		"the site's own zone":   {site, database.PrivateDNS{Zone: "example.com"}, []string{hides}},
		"a zone of two names":   {both, database.PrivateDNS{Zone: "example.com"}, []string{hides}},
		"a zone below":          {site, database.PrivateDNS{Zone: "db.example.com"}, nil},
		"another":               {site, database.PrivateDNS{Zone: "db.internal"}, nil},
		"one that is there":     {site, database.PrivateDNS{Zone: "example.com", HostedZoneID: "Z0123456789PRIVATE"}, nil},
		"no names of the site":  {domain.Props{}, database.PrivateDNS{Zone: "example.com"}, nil},
		"no names of databases": {site, database.PrivateDNS{}, nil},
	} {
		t.Run(is, func(t *testing.T) {
			props := websystem.Props{Domain: c.site, Database: database.Props{PrivateDNS: c.dns}}
			props.Web.CertificateARN = webCertificate
			wantProblems(t, props.Validate(), c.want...)
		})
	}
}

// A system with a proxy survives the loss of a zone, before a restore and after it, and its servers reach the proxy alone.
func TestWebSystemWithAProxySurvives(t *testing.T) {
	for is, props := range map[string]websystem.Props{
		"two tiers":       {Database: proxied(database.Props{})},
		"three tiers":     {Database: proxied(database.Props{Engine: database.AuroraPostgreSQL, Port: 15432}), Tiers: websystem.ThreeTiers},
		"after a restore": {Database: proxied(database.Props{Restores: []database.Restore{{Name: "r1", PointInTime: "latest"}}})},
	} {
		t.Run(is, func(t *testing.T) {
			props.Web = servesPlainHTTP
			app := newApp(t)
			websystem.NewStage(app, "prod", &websystem.StageProps{Region: testRegion, Props: props})
			synthesized, err := assembly.ReadAll(*app.Synth(nil).Directory())
			if err != nil {
				t.Fatal(err)
			}
			losses, err := survives.Check(synthesized)
			if err != nil || len(losses) != 2 {
				t.Fatalf("%v, %v", losses, err)
			}
			for _, loss := range losses {
				if len(loss.Findings) > 0 {
					t.Errorf("without %s: %v", loss.Zone, loss.Findings)
				}
			}
		})
	}
}
