package websystem

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/internal/nocopy"
)

// The tags on everything in a stage. Name is the constructs' own.
const (
	environmentTag = "Environment"
	managedByTag   = "ManagedBy"
)

var standardTags = []string{environmentTag, managedByTag, "Name"}

// Stage is an environment: a web system in two stacks and those that the props ask for, in one account. Create it with [NewStage]; do not
// copy it.
type Stage struct {
	awscdk.Stage
	_ nocopy.NoCopy

	stateful, images, stateless, edge awscdk.Stack
	system                            *WebSystem
}

var _ awscdk.Stage = (*Stage)(nil)

// NewStage creates an environment with the stacks Stateful and Stateless, Images between them when it has an image, and Edge in
// us-east-1 when something must be there. Its id is the environment's name. It panics with the error of [StageProps.Validate]
// when the props are wrong, and has then created nothing.
func NewStage(scopeOf constructs.Construct, id string, props *StageProps) *Stage {
	if err := errors.Join(CheckStageID(id), props.Validate()); err != nil {
		panic(fmt.Errorf("stage %q: %w", id, err))
	}
	s := &Stage{}
	stage := &awscdk.StageProps{Env: props.env()}
	if props.PermissionsBoundaryARN != "" {
		stage.PermissionsBoundary = awscdk.PermissionsBoundary_FromArn(&props.PermissionsBoundaryARN)
	}
	awscdk.NewStage_Override(s, scopeOf, &id, stage)
	// No exports: see docs/adr/0005-weak-references.md.
	awscdk.CrossStackReferences_Of(s).Consume(awscdk.ReferenceStrength_WEAK)
	s.tag(id, props.Tags)
	s.stateful = awscdk.NewStack(s, jsii.String("Stateful"), &awscdk.StackProps{
		Description:           jsii.String("Network and database of " + id),
		TerminationProtection: jsii.Bool(!props.DisableTerminationProtection),
	})
	s.stateless = awscdk.NewStack(s, jsii.String("Stateless"), &awscdk.StackProps{
		Description: jsii.String("Load balancer and web servers of " + id),
	})
	system := props.Props
	system.StatefulScope = s.stateful
	if system.buildsImage() {
		s.images = awscdk.NewStack(s, jsii.String("Images"), &awscdk.StackProps{
			Description: jsii.String("Images of the servers of " + id),
		})
		system.ImageScope = s.images
	}
	if system.needsEdge() {
		s.edge = awscdk.NewStack(s, jsii.String("Edge"), &awscdk.StackProps{
			Description: jsii.String("What " + id + " has in " + edgeRegion + " for CloudFront and Route 53"),
			Env:         &awscdk.Environment{Region: jsii.String(edgeRegion)}, // and the stage's account
		})
		system.EdgeScope = s.edge
	}
	s.system = New(s.stateless, "System", &system)
	return s
}

// Stateful returns the stack of the network and the database.
func (s *Stage) Stateful() awscdk.Stack { return s.stateful }

// Images returns the stack of the image that the servers start from, or nil when there is none.
func (s *Stage) Images() awscdk.Stack { return s.images }

// Stateless returns the stack of the web tier.
func (s *Stage) Stateless() awscdk.Stack { return s.stateless }

// Edge returns the stack of what must be in us-east-1, or nil when nothing must.
func (s *Stage) Edge() awscdk.Stack { return s.edge }

// WebSystem returns the web system that is spread over the stacks.
func (s *Stage) WebSystem() *WebSystem { return s.system }

func (s *Stage) tag(id string, tags map[string]string) {
	all := map[string]string{environmentTag: id, managedByTag: "evenkeel"}
	maps.Copy(all, tags)
	of := awscdk.Tags_Of(s)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		of.Add(&name, jsii.String(all[name]), nil)
	}
}

func (p *StageProps) env() *awscdk.Environment {
	var env awscdk.Environment
	if p.Account != "" {
		env.Account = &p.Account
	}
	if p.Region != "" {
		env.Region = &p.Region
	}
	return &env
}
