package test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/evenkeel-cdk/evenkeel/constructs/network"
)

func TestTheOrderOfNamedZonesIsNoMatter(t *testing.T) {
	build := func(letters string) *template {
		return synth(t, func(stack awscdk.Stack) {
			net := network.New(stack, "Network", &network.Props{Zones: zones(letters), InterfaceEndpoints: []string{"ssm"}})
			awselasticloadbalancingv2.NewApplicationLoadBalancer(stack, jsii.String("LoadBalancer"), &awselasticloadbalancingv2.ApplicationLoadBalancerProps{
				Vpc:            net.VPC(),
				InternetFacing: jsii.Bool(true),
			})
		})
	}
	want := build("acd")
	for _, letters := range []string{"adc", "cad", "dca"} {
		if got := build(letters); !reflect.DeepEqual(got, want) {
			t.Errorf("zones %s make another template than acd: %v", letters, differing(want, got))
		}
	}
}

// zones names the zones of the tests' Region with the letters.
func zones(letters string) []string {
	var names []string
	for _, letter := range letters {
		names = append(names, testRegion+string(letter))
	}
	return names
}

// differing returns the ids of the resources of one template that are not the same in the other.
func differing(one, other *template) []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(one.Resources)) {
		if !reflect.DeepEqual(one.Resources[id], other.Resources[id]) {
			ids = append(ids, id)
		}
	}
	return ids
}
