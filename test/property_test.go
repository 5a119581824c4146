package test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
	"github.com/evenkeel-cdk/evenkeel/constructs/websystem"
	"github.com/evenkeel-cdk/evenkeel/constructs/webtier"
	"github.com/evenkeel-cdk/evenkeel/internal/props"
)

var (
	systems   = flag.Int("systems", 25, "how many random systems to synthesize")
	seed      = flag.Uint64("seed", 1, "what the random systems start from")
	templates = flag.String("templates", "", "a folder to write the random systems' templates to, for cfn-lint")
)

// texts are values for the fields that hold free text, by path. Among them are wrong ones, for the refusals.
var texts = map[string][]string{
	"account":                                         {"222222222222", "22"},
	"region":                                          {testRegion, testRegion, testRegion, "", "eu-west-1", "nowhere"},
	"network.cidr":                                    {"10.1.0.0/16", "10.0.0.0/20", "172.16.0.0/22", "10.0.0.0/24", "10.0.0.1/16", "x"},
	"network.zones[]":                                 {"ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d", "us-east-1a"},
	"network.elasticIps[]":                            {"eipalloc-0123456789abcdef0", "eipalloc-0123456789abcdef1", "x"},
	"network.interfaceEndpoints[]":                    {"ssm", "ssmmessages", "cloudformation", "elasticloadbalancing", "secretsmanager", "s3"},
	"network.flowLogs.bucketArn":                      {"arn:aws:s3:::log-archive", "log-archive"},
	"network.flowLogs.kmsKeyArn":                      {testKeyARN, "key"},
	"web.notifications.topicArn":                      {"arn:aws:sns:ap-northeast-1:222222222222:operations", "operations"},
	"web.notifications.emails[]":                      {"operations@example.com", "on-call@example.com", "nobody"},
	"database.engineVersion":                          {"8.4.8", "17.9", "11.8.6", "8.4"},
	"database.identifier":                             {"main", "Main"},
	"database.instanceClass":                          {"db.m7g.large", "db.t4g.small", "db.r7g.xlarge", "db.m6gd.large", "db.serverless", "m7g"},
	"database.databaseName":                           {"shop", "9"},
	"database.restores[].name":                        {"r1", "r2", "R"},
	"database.restores[].snapshot":                    {"x", "arn:aws:rds:ap-northeast-1:222222222222:snapshot:awsbackup:job-1", "?"},
	"database.restores[].pointInTime":                 {"latest", "2026-11-24T01:23:00Z", "yesterday"},
	"database.restores[].engineVersion":               {"8.4.9", "16.13"},
	"database.replicas[].name":                        {"a", "b", "A"},
	"database.replicas[].instanceClass":               {"db.r7g.large", "m7g"},
	"database.replicas[].zone":                        {"ap-northeast-1a", "ap-northeast-1c"},
	"database.replicaOf.arn":                          {otherRegions, "orders"},
	"database.masterUsername":                         {"keeper", "root"},
	"database.zone":                                   {"ap-northeast-1a", "ap-northeast-1c"},
	"database.kmsKeyArn":                              {"arn:aws:kms:ap-northeast-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab", "key"},
	"database.backupWindow":                           {"17:00-17:30", "17:00-17:10"},
	"database.maintenanceWindow":                      {"sun:18:00-sun:19:00", "sun:17:15-sun:18:15"},
	"database.logExports[]":                           {"error", "slowquery", "postgresql"},
	"web.loadBalancer.elasticIps[]":                   {"eipalloc-0123456789abcdef2", "eipalloc-0123456789abcdef3", "x"},
	"web.loadBalancer.variablePrefix":                 {"WEB", "web"},
	"web.loadBalancer.listener.arn":                   {broughtListener, "x"},
	"web.loadBalancer.listener.securityGroupId":       {broughtGroup, "x"},
	"web.loadBalancer.listener.hosts[]":               {"api.example.com", "x"},
	"web.loadBalancer.listener.paths[]":               {"/api/*", "x"},
	"web.loadBalancer.existing.arn":                   {existingApplication, existingNetwork, "x"},
	"web.loadBalancer.existing.securityGroupId":       {broughtGroup, "x"},
	"web.loadBalancer.existing.dnsName":               {existingName, "x"},
	"web.loadBalancer.existing.hostedZoneId":          {existingZone, "x"},
	"web.loadBalancer.targetGroup.arn":                {existingTargets, "x"},
	"web.loadBalancer.targetGroup.securityGroupIds[]": {broughtGroup, "x"},
	"web.loadBalancer.tlsPolicy":                      {"ELBSecurityPolicy-TLS13-1-3-2021-06", "ELBSecurityPolicy-2016-08"},
	"web.balancing.stickinessCookie":                  {"JSESSIONID", "AWSALB"},
	"web.loadBalancer.additionalCertificateArns[]":    {"arn:aws:acm:ap-northeast-1:222222222222:certificate/00000000-0000-0000-0000-000000000001"},
	"web.certificateArn":                              {"arn:aws:acm:ap-northeast-1:222222222222:certificate/12345678-1234-1234-1234-123456789012"},
	"web.instanceType":                                {"t4g.small", "m7i.large", "large"},
	"web.userData":                                    {"#!/bin/bash\nsystemctl start app\n", "echo"},
	"web.accessLogs.bucket":                           {"access-logs-222222222222", "X"},
	"web.healthCheck.path":                            {"/healthz", "healthz"},
	"web.healthCheck.successCodes":                    {"200-299", "600"},
	"web.ami.id":                                      {"ami-0123456789abcdef0"},
	"web.ami.ssmParameter":                            {"/images/web"},
	"web.ami.rootDevice":                              {"/dev/sda1"},
	"web.scaling.metric.namespace":                    {"CWAgent"},
	"web.scaling.metric.name":                         {"mem_used_percent"},
	"existingVpc.vpcId":                               {"vpc-0123456789abcdef0"},
	"existingVpc.zones[]":                             {"ap-northeast-1a", "ap-northeast-1c"},
	"existingVpc.publicSubnetIds[]":                   {"subnet-00000000000000001", "subnet-00000000000000002"},
	"existingVpc.privateSubnetIds[]":                  {"subnet-00000000000000003", "subnet-00000000000000004"},
	"existingVpc.isolatedSubnetIds[]":                 {"subnet-00000000000000005", "subnet-00000000000000006"},
	"network.subnets.public[]":                        {"10.1.0.0/24", "10.1.1.0/24"},
	"network.subnets.private[]":                       {"10.1.2.0/24", "10.1.3.0/24"},
	"network.subnets.isolated[]":                      {"10.1.4.0/24", "10.1.4.0/25"},
}

// numbers are values for fields whose range is wide, besides its bounds.
var numbers = map[string][]int{
	"database.allocatedStorageGiB":        {20, 100, 400},
	"database.aurora.readers":             {1, 2, 5},
	"database.aurora.serverless.maxAcu":   {4, 16},
	"database.aurora.serverless.minAcu":   {1, 8},
	"database.backupRetentionDays":        {7},
	"database.iops":                       {1000, 12000},
	"database.backupPlan.retentionDays":   {7, 40000},
	"database.logRetentionDays":           {30, 31},
	"database.maxAllocatedStorageGiB":     {500, 21},
	"database.monitoringIntervalSeconds":  {30, 31},
	"database.port":                       {5433},
	"network.flowLogs.retentionDays":      {30},
	"web.accessLogs.retentionDays":        {30},
	"web.deregistrationDelaySeconds":      {30},
	"web.desiredCapacity":                 {2, 3},
	"web.healthCheck.intervalSeconds":     {30},
	"web.healthCheck.timeoutSeconds":      {4},
	"web.maxCapacity":                     {3, 6},
	"web.minCapacity":                     {1, 2, 3},
	"web.loadBalancer.port":               {80, 8443},
	"web.loadBalancer.idleTimeoutSeconds": {30, 60, 5000},
	"web.balancing.slowStartSeconds":      {30, 900},
	"web.balancing.failOverBelow":         {1, 2, 9},
	"web.balancing.failOpenBelow":         {1, 2},
	"web.port":                            {80, 9000},
	"web.rollout.batchSize":               {1, 2},
	"web.rootVolumeGiB":                   {30},
	"web.scaling.atLeast":                 {1, 2},
	"web.scaling.steps[].above":           {85, 95, 50},
	"web.scaling.steps[].add":             {1, 2, 3},
	"web.scaling.steps[].below":           {5, 15, 40},
	"web.scaling.steps[].remove":          {1, 2},
	"web.scaling.periodSeconds":           {60, 300, 90},
	"web.scaling.scaleInBelow":            {20, 65},
	"web.scaling.scaleInBy":               {1, 2},
	"web.scaling.scaleInPeriods":          {5},
	"web.scaling.scaleOutAbove":           {80, 60},
	"web.scaling.scaleOutBy":              {1, 2},
	"web.scaling.scaleOutPeriods":         {2},
	"web.scaling.warmupSeconds":           {60},
	"web.stickinessSeconds":               {3600},
	"web.rollout.timeoutMinutes":          {10},
	"web.rollout.healthCheckGraceSeconds": {600},
}

// A generator makes random props from what their tags and the tables above allow.
type generator struct {
	*rand.Rand
	rate float64 // how likely a field is set
}

func (g generator) fill(v reflect.Value, path string) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		at := path
		if !props.Inline(field) {
			if !field.IsExported() || props.Name(field) == "" {
				continue
			}
			at = problem.Join(path, props.Name(field))
		}
		if v.Field(i).Kind() == reflect.Struct {
			if at == "existingVpc" && g.Float64() > 0.1 || at == "network.subnets" && g.Float64() > 0.05 || broughtBalancers[at] && g.Float64() > 0.05 || at == "firewall" && g.Float64() > 0.4 {
				continue
			}
			if at == "app" { // its fields are those of the web tier
				if v.FieldByName("Tiers").String() != string(websystem.ThreeTiers) && g.Float64() > 0.05 {
					continue
				}
				at = "web"
			}
			g.fill(v.Field(i), at)
			continue
		}
		if g.Float64() < g.rate {
			g.set(v.Field(i), field, at)
		}
	}
}

func (g generator) set(v reflect.Value, field reflect.StructField, path string) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		choices := slices.Clone(numbers[path])
		if span := field.Tag.Get("range"); span != "" && len(choices) == 0 {
			low, high := props.Range(span)
			choices = append(choices, low, high)
		}
		v.SetInt(int64(choices[g.IntN(len(choices))]))
	case reflect.String:
		choices := texts[path]
		if allowed := field.Tag.Get("oneof"); allowed != "" {
			choices = strings.Fields(allowed)
		}
		v.SetString(choices[g.IntN(len(choices))])
	case reflect.Slice:
		g.list(v, field, path+"[]")
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"team": "shop"}))
	default:
		panic(path)
	}
}

// list makes one to three structs with random fields, or takes some of the texts for the path.
func (g generator) list(v reflect.Value, field reflect.StructField, path string) {
	if props.Structs(v.Type()) {
		dense := generator{g.Rand, 0.5} // an element with few fields means little
		for range 1 + g.IntN(3) {
			element := reflect.New(v.Type().Elem()).Elem()
			dense.fill(element, path)
			v.Set(reflect.Append(v, element))
		}
		return
	}
	choices := append(slices.Clone(texts[path]), strings.Fields(field.Tag.Get("oneof"))...)
	g.Shuffle(len(choices), func(i, j int) { choices[i], choices[j] = choices[j], choices[i] })
	for _, choice := range choices[:1+g.IntN(len(choices))] {
		v.Set(reflect.Append(v, reflect.ValueOf(choice).Convert(v.Type().Elem())))
	}
}

// system makes the props of a whole environment. Every one says how it does TLS, or few would be valid.
func (g generator) system() *websystem.StageProps {
	p := &websystem.StageProps{}
	p.Region = testRegion
	p.Web.CertificateARN = texts["web.certificateArn"][0]
	g.fill(reflect.ValueOf(p).Elem(), "")
	p.Database.Parameters = nil
	g.cluster(p)
	g.proxy(&p.Database)
	g.bring(&p.Web)
	g.deliver(&p.Web)
	g.build(p)
	g.lead(p)
	if p.Web.AllowPlainHTTP || p.Web.LoadBalancer.Protocol == webtier.TCP || p.Web.LoadBalancer.Protocol == webtier.UDP || p.Domain.Zone != "" && g.Float64() < 0.5 {
		p.Web.CertificateARN = ""
	}
	return p
}

// broughtBalancers are the sections that bring along what a load balancer is or has.
var broughtBalancers = map[string]bool{"web.loadBalancer.listener": true, "web.loadBalancer.existing": true, "web.loadBalancer.targetGroup": true}

// bring gives some of the tiers all that a load balancer, listener or target group of others takes, or none of these would ever
// be valid.
func (g generator) bring(p *webtier.Props) {
	choice := g.Float64()
	if choice > 0.15 {
		return
	}
	p.IPv6, p.DisableDeletionProtection, p.AccessLogs = false, false, webtier.AccessLogs{}
	if choice > 0.1 {
		p.LoadBalancer = webtier.LoadBalancer{Existing: existing(), Internal: p.LoadBalancer.Internal}
		return
	}
	p.CertificateARN, p.AllowPlainHTTP = "", false
	p.LoadBalancer = webtier.LoadBalancer{Listener: brought()}
	if choice > 0.05 {
		p.LoadBalancer = webtier.LoadBalancer{TargetGroup: joined()}
		p.Protocol, p.StickinessSeconds, p.Balancing = "", 0, webtier.Balancing{}
		p.HealthCheck = webtier.HealthCheck{Port: p.HealthCheck.Port}
		p.DeregistrationDelaySeconds = 0
	}
}

// TestRandomSystems synthesizes random environments that Validate accepts, and sees that what must hold of every system
// holds of each.
func TestRandomSystems(t *testing.T) {
	random := rand.New(rand.NewPCG(*seed, 0))
	app, made := newApp(t), map[string]*websystem.StageProps{}
	for tries := 0; len(made) < *systems; tries++ {
		if tries > 2000*(*systems) {
			t.Fatalf("%d of %d tries were valid", len(made), tries)
		}
		p := generator{random, 0.02 + 0.13*random.Float64()}.system()
		if p.Validate() != nil {
			continue
		}
		id := fmt.Sprintf("random-%d", len(made))
		made[id] = p
		websystem.NewStage(app, id, p)
	}
	found := synthApp(t, app)
	for id, p := range made {
		stateful, stateless := found[id+"-Stateful"], found[id+"-Stateless"]
		t.Run(id, func(t *testing.T) {
			wantInvariants(t, p, stateful, stateless, found[id+"-Edge"])
			wantImage(t, p, found[id+"-Images"], stateless)
			wantFailover(t, p, found[id+"-Edge"], stateless)
			wantCDN(t, p, found[id+"-Edge"], stateless)
			if t.Failed() {
				t.Logf("the props are %+v", p)
			}
		})
	}
	if *templates == "" {
		return
	}
	for name, tm := range found {
		if err := os.WriteFile(filepath.Join(*templates, name+".template.json"), tm.source, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestRandomMistakes gives the stage random props, most of them wrong: it works or refuses with a list of problems, and
// never panics with anything else.
func TestRandomMistakes(t *testing.T) {
	random := rand.New(rand.NewPCG(*seed, 1))
	app := newApp(t)
	refused := 0
	for i := range 4 * *systems {
		p := generator{random, random.Float64()}.system()
		problems := p.Validate()
		if problems == nil {
			continue
		}
		refused++
		func() {
			defer func() {
				err, ok := recover().(error)
				if !ok || !strings.HasPrefix(err.Error(), fmt.Sprintf("stage %q: ", fmt.Sprintf("wrong-%d", i))) {
					t.Errorf("it panics with %v, not with its problems\n%v\nfor %+v", err, problems, p)
				}
			}()
			websystem.NewStage(app, fmt.Sprintf("wrong-%d", i), p)
		}()
		for _, one := range problem.All(problems) {
			if one.Field == "" || one.Message == "" {
				t.Errorf("a problem has the field %q and the message %q", one.Field, one.Message)
			}
		}
	}
	if refused < *systems {
		t.Errorf("only %d of %d were refused", refused, 4**systems)
	}
	if children := *app.Node().Children(); len(children) > 0 {
		t.Errorf("%d stages were created all the same", len(children))
	}
}
