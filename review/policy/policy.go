// Package policy checks a CDK app against published rule packs: those of cdk-nag, and the proactive controls of AWS
// Control Tower, which the cfn-guard program evaluates.
//
//	app := awscdk.NewApp(nil)
//	…
//	if err := policy.Synth(app, policy.AWSSolutions, policy.NIST80053R5); err != nil {
//		fmt.Fprintln(os.Stderr, err)
//		os.Exit(1)
//	}
//
// A finding stays out of the list when it is acknowledged at its resource with a reason: in the form of cdk-nag, which
// NagSuppressions writes, for the controls of Control Tower too, by their names: CT.S3.PR.9. The constructs of this module
// acknowledge what cannot be otherwise in a redundant web system, and nothing else: docs/security.md lists it.
//
// An app with the feature flag @aws-cdk/core:annotationsInValidationReport prints what cdk-nag finds once more, at length:
// set it to false.
package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdklabs/cdk-nag-go/cdknag/v2"

	"github.com/evenkeel-cdk/evenkeel/review/assembly"
)

// A Review is the checks that an app asks for, each for a part of it. Its zero value asks for none.
type Review struct {
	// GuardPackage is the folder of the npm package @cdklabs/cdk-validator-cfnguard, which the pack [ControlTower] needs.
	// Default: node_modules/@cdklabs/cdk-validator-cfnguard in the working directory.
	GuardPackage string
	// All lists acknowledged findings too. Default: false.
	All bool

	requests []request
}

// A request is a part of an app and the packs that it is checked against.
type request struct {
	path  string // of the part; empty for the app
	packs []Pack
}

// Synth synthesizes an app and checks all of it against the packs: against every pack of cdk-nag when none is given. The
// error is [Findings], or says why the check could not be made.
func Synth(app awscdk.App, packs ...Pack) error {
	if len(packs) == 0 {
		packs = NagPacks()
	}
	var review Review
	review.Add(app, packs...)
	return review.Synth(app)
}

// Add asks for packs for an app, a stage or a stack, and for everything in it that exists by now. It panics when a pack is
// not known.
func (r *Review) Add(scope constructs.Construct, packs ...Pack) {
	for _, pack := range packs {
		if !slices.Contains(Packs(), pack) {
			panic(fmt.Errorf("policy: no pack %q; there are %s", pack, join(Packs())))
		}
	}
	r.requests = append(r.requests, request{*scope.Node().Path(), packs})
	r.visit(scope, packs)
}

// visit adds the packs of cdk-nag to a scope and to the stages below it: an aspect does not go into stages.
func (r *Review) visit(scope constructs.Construct, packs []Pack) {
	props := &cdknag.NagPackProps{Verbose: jsii.Bool(true), Reports: jsii.Bool(false)}
	if r.All {
		props.SuppressionIgnoreCondition = cdknag.NewSuppressionIgnoreAlways(jsii.String("all findings were asked for"))
	}
	scopes := []constructs.IConstruct{scope}
	for _, child := range *scope.Node().FindAll(constructs.ConstructOrder_PREORDER) {
		if stage, ok := child.(awscdk.Stage); ok && *stage.Node().Path() != *scope.Node().Path() {
			scopes = append(scopes, stage)
		}
	}
	for _, pack := range packs {
		check := nagPacks[pack]
		if check.create == nil {
			continue
		}
		aspect := check.create(props)
		for _, s := range scopes {
			awscdk.Aspects_Of(s).Add(aspect, nil)
		}
	}
}

// Synth synthesizes the app and makes the checks. The error is [Findings], or says why a check could not be made.
func (r *Review) Synth(app awscdk.App) error {
	refused := synthesize(app)
	read, err := assembly.ReadAll(*app.Outdir())
	if err != nil {
		if refused != nil {
			panic(refused)
		}
		return fmt.Errorf("policy: %w", err)
	}
	var found list
	for _, stack := range read.Stacks {
		for _, annotation := range stack.Annotations {
			found.addNag(annotation)
		}
		if r.wants(stack, ControlTower) {
			if err := found.addGuard(stack, r.guardPackage(), r.All); err != nil {
				return err
			}
		}
	}
	if findings := found.sorted(); len(findings) > 0 {
		return findings
	}
	if refused != nil {
		panic(refused)
	}
	return nil
}

// synthesize returns what Synth panics with: where the CDK reports annotations itself, findings are among it.
func synthesize(app awscdk.App) (refused any) {
	defer func() { refused = recover() }()
	app.Synth(nil)
	return nil
}

func (r *Review) wants(stack *assembly.Stack, pack Pack) bool {
	return slices.ContainsFunc(r.requests, func(asked request) bool {
		return slices.Contains(asked.packs, pack) && slices.ContainsFunc(paths(stack), func(path string) bool {
			return asked.path == "" || path == asked.path || strings.HasPrefix(path, asked.path+"/")
		})
	})
}

func paths(stack *assembly.Stack) []string {
	var all []string
	for _, path := range stack.Paths {
		all = append(all, path)
	}
	return all
}
